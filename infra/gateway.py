"""The API: its stage, throttle and log, and what API Gateway answers by itself, before any code runs: the same
problem+json (RFC 9457) as every other error.
"""

import json
import re
from functools import cache
from typing import NamedTuple

from chalicelib.foundation import names, problems
from chalicelib.http import areas, cors
from chalicelib.http.routes import PREFIX
from infra.alarms import often
from infra.lambdas import log_group
from infra.logical import REST_API, Template, attribute, policy, ref, sub
from infra.parameters import HAS_ORIGINS, HAS_WEB_ACL, SETS_GATEWAY_LOG_ROLE, when

EXPOSED = ",".join(cors.EXPOSED)
LOG_GROUP = "ApiLogGroup"
ANY_METHOD = "x-amazon-apigateway-any-method"
FEW = 5
# The routes that receive an application, as the settings of a stage write paths: each slash is `~1`, that at the
# beginning too, and one more slash stands before it.
SUBMISSIONS = tuple("/" + f"{PREFIX}{path}".replace("/", "~1") for path in ("/applications/{case_id}/submit", "/cases"))
# One line of the access log. No address of the caller, no path as it was typed, no query: they may be personal.
ACCESS_LOG = {
    "time": "$context.requestTime",
    "request_id": "$context.requestId",
    "method": "$context.httpMethod",
    "route": "$context.resourcePath",
    "status": "$context.status",
    "answered_by": "$context.error.responseType",
    "milliseconds": "$context.responseLatency",
    "bytes": "$context.responseLength",
}


class Answer(NamedTuple):
    """Gateway's response type, the problem it stands for and, where Gateway's own status would be wrong, the status.
    `again`: seconds after which the same request is worth another try.
    """

    response: str
    problem: type[problems.Problem]
    status: int | None = None
    again: int | None = None


ANSWERS = (
    Answer("UNAUTHORIZED", problems.Unauthenticated, 401),
    Answer("ACCESS_DENIED", problems.Forbidden, 403),
    # Gateway calls an unknown route or method a missing authentication token and answers 403.
    Answer("MISSING_AUTHENTICATION_TOKEN", problems.RouteNotFound, 404),
    Answer("RESOURCE_NOT_FOUND", problems.NotFound, 404),
    Answer("REQUEST_TOO_LARGE", problems.TooLarge, 413),
    Answer("UNSUPPORTED_MEDIA_TYPE", problems.UnsupportedMedia, 415),
    Answer("THROTTLED", problems.TooMany, 429, again=2),
    Answer("DEFAULT_4XX", problems.Malformed),
    Answer("DEFAULT_5XX", problems.Unavailable, again=5),
)


def resources(stage: str) -> Template:
    """Merged into the API itself, so that they are part of its deployment and not a step behind it."""
    return {
        REST_API: {"Type": "AWS::Serverless::Api", "Properties": api(stage)},
        LOG_GROUP: log_group(f"/aws/apigateway/{name(stage)}"),
        **log_role(),
        **web_acl(),
        "ApiFailing": often(f"{name(stage)}-failing", "AWS/ApiGateway", "5XXError", *dimensions(stage), above=FEW),
    }


def name(stage: str) -> str:
    return f"{names.APP}-{stage}"


def dimensions(stage: str) -> list[Template]:
    return [{"Name": "ApiName", "Value": name(stage)}, {"Name": "Stage", "Value": stage}]


def api(stage: str) -> Template:
    throttle = {"ThrottlingRateLimit": ref("ThrottleRate"), "ThrottlingBurstLimit": ref("ThrottleBurst")}
    submissions = {"ThrottlingRateLimit": ref("SubmissionRate"), "ThrottlingBurstLimit": ref("SubmissionBurst")}
    # Gateway's own logs of executions would hold requests and answers, which are personal.
    quiet = {"LoggingLevel": "OFF", "DataTraceEnabled": False, "MetricsEnabled": True}
    destination = sub(f"arn:${{AWS::Partition}}:logs:${{AWS::Region}}:${{AWS::AccountId}}:log-group:${{{LOG_GROUP}}}")
    return {
        "Name": name(stage),
        "StageName": stage,
        "OpenApiVersion": "2.0",  # else SAM makes a second stage, called Stage
        "EndpointConfiguration": "REGIONAL",  # EDGE does not exist in China
        # The gateway's own answers are those of the last deployment of the API. SAM makes a new one only when paths
        # change, so with other CorsOrigins these answers would still name the origin of before.
        "AlwaysDeploy": True,
        "MethodSettings": [
            {"HttpMethod": "*", "ResourcePath": "/*", **throttle, **quiet},
            # Submissions have a bound of their own, so that a storm of them takes nothing from those who read.
            *({"HttpMethod": "POST", "ResourcePath": path, **submissions, **quiet} for path in SUBMISSIONS),
        ],
        # A stage with an access log is refused until the account has the role with which the gateway writes it. So the
        # stage refers to it, where this stack sets it.
        "Tags": {"log-role": when(SETS_GATEWAY_LOG_ROLE, ref("GatewayAccount"), "of-another-stack")},
        "AccessLogSetting": {"DestinationArn": destination, "Format": json.dumps(ACCESS_LOG)},
        "GatewayResponses": {answer.response: response(answer) for answer in ANSWERS},
    }


def log_role() -> Template:
    """API Gateway writes logs with one role for the whole account and region; a second stack leaves it alone."""
    assume = {"Effect": "Allow", "Principal": {"Service": "apigateway.amazonaws.com"}, "Action": "sts:AssumeRole"}
    writes = "arn:${AWS::Partition}:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs"
    return {
        "GatewayLogsRole": {
            "Type": "AWS::IAM::Role",
            "Condition": SETS_GATEWAY_LOG_ROLE,
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"AssumeRolePolicyDocument": policy(assume), "ManagedPolicyArns": [sub(writes)]},
        },
        "GatewayAccount": {
            "Type": "AWS::ApiGateway::Account",
            "Condition": SETS_GATEWAY_LOG_ROLE,
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {"CloudWatchRoleArn": attribute("GatewayLogsRole")},
        },
    }


def web_acl() -> Template:
    stage = (
        f"arn:${{AWS::Partition}}:apigateway:${{AWS::Region}}::/restapis/${{{REST_API}}}/stages/${{{REST_API}.Stage}}"
    )
    return {
        "WebAclAssociation": {
            "Type": "AWS::WAFv2::WebACLAssociation",
            "Condition": HAS_WEB_ACL,
            "Properties": {"ResourceArn": sub(stage), "WebACLArn": ref("WebAclArn")},
        }
    }


def merged(api: Template) -> Template:
    """The API as Chalice has made it, with one method more on each path: any other goes to our code too.

    Without it the gateway would answer such a request as it does one to a path that does not exist. Our code answers
    405 and says which methods there are. What is below an area without a route of every day is one path.
    """
    definition, everyday = api["Properties"]["DefinitionBody"], everyday_paths()
    paths: Template = {}
    for path, methods in definition["paths"].items():
        integration = next(iter(methods.values()))["x-amazon-apigateway-integration"]
        resource = areas.resource_of(path, everyday)
        own: Template = methods if resource == path else {}
        paths[resource] = {**own, ANY_METHOD: any_method(resource, integration)}
    definition["paths"] = paths
    return api


def any_method(path: str, integration: Template) -> Template:
    names_in_path = [name.removesuffix("+") for name in re.findall(r"{([^}]+)}", path)]
    parameters = [{"name": name, "in": "path", "required": True, "type": "string"} for name in names_in_path]
    return {
        "responses": {},
        "x-amazon-apigateway-integration": integration,
        **({"parameters": parameters} if parameters else {}),
    }


@cache
def everyday_paths() -> frozenset[str]:
    """The paths of the routes of every day, as the gateway has them."""
    from chalicelib.wiring.everyday import EVERYDAY  # loads rooms, so only when a template is really made

    return frozenset(f"{PREFIX}{route.path}" for api in EVERYDAY for route in api.declared)


def response(answer: Answer) -> Template:
    """A gateway response cannot choose by the request's Origin. So of several origins only the pages of the first may
    read what the gateway answers by itself; all may read what our code answers.
    """
    first = {"Fn::Sub": ["'${Origin}'", {"Origin": {"Fn::Select": [0, ref("CorsOrigins")]}}]}
    headers = {
        "Content-Type": "'application/problem+json'",
        "Access-Control-Allow-Origin": when(HAS_ORIGINS, first),
        "Access-Control-Expose-Headers": f"'{EXPOSED}'",
        "Cache-Control": "'no-store'",
        "X-Request-Id": "context.requestId",
        **({"Retry-After": f"'{answer.again}'"} if answer.again else {}),
    }
    status = {"StatusCode": str(answer.status)} if answer.status else {}
    return {
        **status,
        "ResponseParameters": {"Headers": headers},
        "ResponseTemplates": {"application/json": body(answer)},
    }


def body(answer: Answer) -> str:
    """The document without its optional `status` where one default stands for several."""
    document = answer.problem().body("$context.requestId")
    if not answer.status:
        del document["status"]
    return json.dumps(document, ensure_ascii=False)
