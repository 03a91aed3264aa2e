"""The resource types the local stack knows: what of each is applied, what is not emulated and why."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from local.aws import LocalAws

Properties = dict[str, Any]
Create = Callable[[LocalAws, str, Properties], dict[str, Any]]
NO_AGE = "nothing in memory grows old"
NO_CIPHER = "nothing in memory is encrypted"
NO_PERMISSIONS = "the emulator asks nobody for permission"


@dataclass(frozen=True)
class Kind:
    """`create` answers the attributes, the Ref under "Ref"."""

    create: Create
    applied: frozenset[str] = frozenset()
    not_emulated: Mapping[str, str] = field(default_factory=dict[str, str])


def create_table(aws: LocalAws, _logical: str, properties: Properties) -> dict[str, Any]:
    passed = ("TableName", "BillingMode", "AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes")
    wanted = {name: properties[name] for name in passed if name in properties}
    stream = properties.get("StreamSpecification")
    if stream:
        wanted["StreamSpecification"] = {"StreamEnabled": True, **stream}
    made = aws.client("dynamodb").create_table(**wanted)["TableDescription"]
    if ttl := properties.get("TimeToLiveSpecification"):
        aws.client("dynamodb").update_time_to_live(TableName=properties["TableName"], TimeToLiveSpecification=ttl)
    return {"Ref": made["TableName"], "Arn": made["TableArn"], "StreamArn": made.get("LatestStreamArn")}


QUEUE_ATTRIBUTES = frozenset(
    {
        "FifoQueue",
        "ContentBasedDeduplication",
        "DelaySeconds",
        "MessageRetentionPeriod",
        "ReceiveMessageWaitTimeSeconds",
        "VisibilityTimeout",
        "RedrivePolicy",
    }
)


def create_queue(aws: LocalAws, _logical: str, properties: Properties) -> dict[str, Any]:
    attributes = {name: spelled(properties[name]) for name in QUEUE_ATTRIBUTES & properties.keys()}
    sqs, name = aws.client("sqs"), properties["QueueName"]
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return {"Ref": url, "Arn": arn, "QueueName": name, "QueueUrl": url}


def spelled(value: Any) -> str:
    """SQS takes strings: true, 30, a policy as JSON."""
    return json.dumps(value) if isinstance(value, dict | bool) else str(value)


def create_queue_policy(aws: LocalAws, logical: str, properties: Properties) -> dict[str, Any]:
    for url in properties["Queues"]:
        policy = {"Policy": json.dumps(properties["PolicyDocument"])}
        aws.client("sqs").set_queue_attributes(QueueUrl=url, Attributes=policy)
    return {"Ref": logical}


def create_bucket(aws: LocalAws, logical: str, properties: Properties) -> dict[str, Any]:
    s3, name = aws.client("s3"), properties["BucketName"]
    where = {} if aws.region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": aws.region}}
    s3.create_bucket(Bucket=name, **where)
    if versioning := properties.get("VersioningConfiguration"):
        s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=versioning)
    if block := properties.get("PublicAccessBlockConfiguration"):
        s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=block)
    if cors := properties.get("CorsConfiguration"):
        renamed_rules = [renamed(logical, rule, CORS) for rule in cors["CorsRules"]]
        s3.put_bucket_cors(Bucket=name, CORSConfiguration={"CORSRules": renamed_rules})
    if notification := properties.get("NotificationConfiguration"):
        queues = [renamed(logical, entry, NOTIFICATION) for entry in notification["QueueConfigurations"]]
        for entry in queues:
            entry["Events"] = [entry["Events"]]
        s3.put_bucket_notification_configuration(Bucket=name, NotificationConfiguration={"QueueConfigurations": queues})
    return {"Ref": name, "Arn": f"arn:{aws.partition}:s3:::{name}"}


# CloudFormation's spelling -> the API's.
CORS = {
    "AllowedOrigins": "AllowedOrigins",
    "AllowedMethods": "AllowedMethods",
    "AllowedHeaders": "AllowedHeaders",
    "ExposedHeaders": "ExposeHeaders",
    "MaxAge": "MaxAgeSeconds",
}
NOTIFICATION = {"Event": "Events", "Queue": "QueueArn"}


class UnknownSetting(ValueError):
    """A setting inside a property that the local stack does not apply."""


def renamed(logical: str, settings: Properties, spelling: Mapping[str, str]) -> Properties:
    for name in settings.keys() - spelling.keys():
        raise UnknownSetting(f"{logical}: the local stack does not know the setting {name}")
    return {spelling[name]: value for name, value in settings.items()}


def create_topic(aws: LocalAws, _logical: str, properties: Properties) -> dict[str, Any]:
    arn = aws.client("sns").create_topic(Name=properties["TopicName"])["TopicArn"]
    return {"Ref": arn, "TopicArn": arn, "TopicName": properties["TopicName"]}


def create_machine(aws: LocalAws, logical: str, properties: Properties) -> dict[str, Any]:
    definition = substitute(logical, properties["DefinitionString"], properties.get("DefinitionSubstitutions", {}))
    made = aws.client("stepfunctions").create_state_machine(
        name=properties["StateMachineName"],
        definition=definition,
        roleArn=properties["RoleArn"],
        type=properties.get("StateMachineType", "STANDARD"),
    )
    arn = made["stateMachineArn"]
    return {"Ref": arn, "Arn": arn, "Name": properties["StateMachineName"]}


def substitute(logical: str, definition: str, values: Mapping[str, str]) -> str:
    filled = re.sub(r"\$\{(\w+)\}", lambda found: values.get(found[1], found[0]), definition)
    if left := re.search(r"\$\{\w+\}", filled):
        raise UnknownSetting(f"{logical}: nothing is substituted for {left[0]}")
    return filled


def only_named(service: str, form: str) -> Create:
    """For types that are not emulated: something to refer to."""

    def create(aws: LocalAws, logical: str, _properties: Properties) -> dict[str, Any]:
        region = "" if service == "iam" else aws.region
        return {"Ref": logical, "Arn": f"arn:{aws.partition}:{service}:{region}:{aws.account}:{form}{logical}"}

    return create


def because(reason: str, *names: str) -> dict[str, str]:
    return dict.fromkeys(names, reason)


TABLE_APPLIED = (
    "TableName BillingMode AttributeDefinitions KeySchema GlobalSecondaryIndexes StreamSpecification "
    "TimeToLiveSpecification"
)
BUCKET_APPLIED = (
    "BucketName VersioningConfiguration PublicAccessBlockConfiguration CorsConfiguration NotificationConfiguration"
)
MACHINE_APPLIED = "StateMachineName StateMachineType RoleArn DefinitionString DefinitionSubstitutions"
ALARM = (
    "AlarmName Namespace MetricName Dimensions Statistic Period EvaluationPeriods Threshold ComparisonOperator "
    "TreatMissingData AlarmActions"
)

KINDS: Mapping[str, Kind] = {
    "AWS::DynamoDB::Table": Kind(
        create_table,
        frozenset(TABLE_APPLIED.split()),
        {"PointInTimeRecoverySpecification": NO_AGE, "SSESpecification": NO_CIPHER},
    ),
    "AWS::SQS::Queue": Kind(create_queue, QUEUE_ATTRIBUTES | {"QueueName"}, because(NO_CIPHER, "SqsManagedSseEnabled")),
    "AWS::SQS::QueuePolicy": Kind(create_queue_policy, frozenset({"Queues", "PolicyDocument"})),
    "AWS::S3::Bucket": Kind(
        create_bucket,
        frozenset(BUCKET_APPLIED.split()),
        {
            "BucketEncryption": NO_CIPHER,
            "LifecycleConfiguration": NO_AGE,
            "OwnershipControls": NO_PERMISSIONS,
        },
    ),
    "AWS::S3::BucketPolicy": Kind(
        only_named("s3", "policy/"), not_emulated=because(NO_PERMISSIONS, "Bucket", "PolicyDocument")
    ),
    "AWS::SNS::Topic": Kind(create_topic, frozenset({"TopicName"})),
    "AWS::StepFunctions::StateMachine": Kind(create_machine, frozenset(MACHINE_APPLIED.split())),
    "AWS::IAM::Role": Kind(
        only_named("iam", "role/"), not_emulated=because(NO_PERMISSIONS, "AssumeRolePolicyDocument", "Policies")
    ),
    "AWS::CloudWatch::Alarm": Kind(
        only_named("cloudwatch", "alarm:"), not_emulated=because("nobody is on call here", *ALARM.split())
    ),
    "AWS::Serverless::Api": Kind(
        only_named("apigateway", "/restapis/"),
        not_emulated=because("no gateway stands before the app", "GatewayResponses"),
    ),
    # Chalice makes the functions; what our template adds to them, the event pump applies.
    "AWS::Serverless::Function": Kind(only_named("lambda", "function:"), frozenset({"Events"})),
}
