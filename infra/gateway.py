"""What API Gateway answers by itself, before any code runs: the same problem+json (RFC 9457) as every other error."""

import json
from typing import NamedTuple

from chalicelib.foundation import problems
from chalicelib.http import cors
from infra.logical import REST_API, Template

EXPOSED = ",".join(cors.EXPOSED)


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


def resources(origins: tuple[str, ...]) -> Template:
    """Merged into the API itself, so that they are part of its deployment and not a step behind it."""
    # A gateway response cannot choose by the request's Origin. So of several origins only the pages of the first may
    # read what the gateway answers by itself; all may read what our code answers.
    origin = origins[0] if origins else None
    responses = {answer.response: response(answer, origin) for answer in ANSWERS}
    return {REST_API: {"Type": "AWS::Serverless::Api", "Properties": {"GatewayResponses": responses}}}


def response(answer: Answer, origin: str | None) -> Template:
    headers = {
        "Content-Type": "'application/problem+json'",
        **({"Access-Control-Allow-Origin": f"'{origin}'"} if origin else {}),
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
