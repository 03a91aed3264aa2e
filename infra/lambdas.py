"""What follows from a row of the table of functions: settings of the function, its role, its log group, its alarms."""

from chalicelib.foundation import names
from infra import arns
from infra.alarms import SCHEDULED, alarm, often
from infra.functions import FUNCTIONS, Function
from infra.logical import RENDER_LAYER, STORAGE_KEY, Template, attribute, function_id, policy, ref
from infra.parameters import IN_VPC, at_once, reserves, variables, when
from infra.rights import Right, on_queues
from infra.sources import CONSUMERS, reads_stream

# Lambda itself needs these, not our code: to feed the function, and to write its log.
FEEDS_FROM_QUEUE = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
FEEDS_FROM_STREAM = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
# For these AWS knows no resource.
INTERFACES = (
    "CreateNetworkInterface",
    "DeleteNetworkInterface",
    "DescribeNetworkInterfaces",
    "DescribeSubnets",
    "AssignPrivateIpAddresses",
    "UnassignPrivateIpAddresses",
)


def resources(stage: str) -> Template:
    made: Template = {}
    for row in FUNCTIONS:
        logical = function_id(row.name)
        made |= {
            logical: function(stage, row),
            f"{logical}Role": role(stage, row),
            f"{logical}LogGroup": log_group(log_name(stage, row)),
            **alarms(stage, row),
        }
    return made


def function(stage: str, row: Function) -> Template:
    """Merged over what Chalice makes of the function: there it has no name, 128 MB and no role of its own."""
    logical = function_id(row.name)
    reserved = {"ReservedConcurrentExecutions": when(reserves(row.name), ref(at_once(row.name)))}
    return {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            "FunctionName": names.function(stage, row.name),
            "Handler": row.handler,
            "MemorySize": row.memory,
            "Timeout": row.timeout,
            "Architectures": [ref("Architecture")],
            "Role": attribute(f"{logical}Role"),
            "LoggingConfig": {"LogGroup": ref(f"{logical}LogGroup")},
            "Environment": {"Variables": {**variables(stage), **row.settings}},
            "VpcConfig": when(IN_VPC, {"SubnetIds": ref("SubnetIds"), "SecurityGroupIds": ref("SecurityGroupIds")}),
            **({"Layers": [ref(RENDER_LAYER)]} if row.renders else {}),
            **(reserved if row.name == names.API else {}),
        },
    }


def role(stage: str, row: Function) -> Template:
    assume = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    own = [right.statement(stage) for right in row.rights]
    interfaces = {"Effect": "Allow", "Action": [f"ec2:{name}" for name in INTERFACES], "Resource": "*"}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": policy(assume),
            "Policies": [
                {"PolicyName": "calls", "PolicyDocument": policy(*own)},
                {"PolicyName": "runs", "PolicyDocument": policy(*(right.statement(stage) for right in runs(row)))},
                when(IN_VPC, {"PolicyName": "vpc", "PolicyDocument": policy(interfaces)}),
            ],
        },
    }


def runs(row: Function) -> list[Right]:
    """What Lambda does in the function's name: write its log, take from its queue or stream, report what failed."""
    rights = [
        Right(("logs:CreateLogStream", "logs:PutLogEvents"), lambda stage: [arns.log_streams(log_name(stage, row))])
    ]
    if row.name in CONSUMERS:
        rights.append(on_queues([CONSUMERS[row.name]], *FEEDS_FROM_QUEUE))
    if reads_stream(row.name):
        rights.append(
            Right(tuple(f"dynamodb:{name}" for name in FEEDS_FROM_STREAM), lambda stage: [arns.stream(stage)])
        )
        rights.append(on_queues([names.STREAM_FAILURES_QUEUE], "SendMessage"))
    return rights


def log_name(stage: str, row: Function) -> str:
    return f"/aws/lambda/{names.function(stage, row.name)}"


def log_group(name: str) -> Template:
    return {
        "Type": "AWS::Logs::LogGroup",
        "Properties": {
            "LogGroupName": name,
            "RetentionInDays": ref("LogDays"),
            "KmsKeyId": attribute(STORAGE_KEY),
        },
    }


FEW = 5
LATE = 10 * 60 * 1000  # ms that a row may wait in the stream


def alarms(stage: str, row: Function) -> Template:
    """What runs by itself rings at its first failure. What a queue or a machine calls again may fail at times."""
    name, logical = names.function(stage, row.name), function_id(row.name)
    dimension = {"Name": "FunctionName", "Value": name}
    above = 0 if row.name in SCHEDULED else FEW
    made = {
        f"{logical}Failing": often(f"{name}-failing", "AWS/Lambda", "Errors", dimension, above=above),
        f"{logical}Throttled": often(f"{name}-throttled", "AWS/Lambda", "Throttles", dimension, above=FEW),
    }
    if reads_stream(row.name):
        made[f"{logical}Late"] = alarm(f"{name}-late", "AWS/Lambda", "IteratorAge", dimension, above=LATE)
    return made


def layer(stage: str, uri: str, architecture: str) -> Template:
    """The typesetter and the documents' fonts, for the functions that draw documents."""
    return {
        RENDER_LAYER: {
            "Type": "AWS::Serverless::LayerVersion",
            "Properties": {
                "LayerName": f"{names.APP}-{stage}-render",
                "ContentUri": uri,
                "CompatibleRuntimes": ["python3.13"],
                "CompatibleArchitectures": [architecture],
                "RetentionPolicy": "Retain",
            },
        }
    }
