"""How a resource of each type is created in the emulator: the template's properties become calls of the service."""

import json
import re
import secrets
import string
from collections.abc import Callable, Mapping
from typing import Any

from local.aws.emulator import LocalAws

Properties = dict[str, Any]
# Takes the logical id and the properties; answers the resource's attributes, with its Ref under "Ref".
Create = Callable[[LocalAws, str, Properties], dict[str, Any]]


class UnknownSetting(ValueError):
    """The template has a setting inside of a property that is not applied here."""


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
        "DeduplicationScope",
        "FifoThroughputLimit",
        "ContentBasedDeduplication",
        "DelaySeconds",
        "MessageRetentionPeriod",
        "ReceiveMessageWaitTimeSeconds",
        "VisibilityTimeout",
        "RedrivePolicy",
    }
)


def create_queue(aws: LocalAws, _logical: str, properties: Properties) -> dict[str, Any]:
    attributes = {name: as_attribute(properties[name]) for name in QUEUE_ATTRIBUTES & properties.keys()}
    sqs, name = aws.client("sqs"), properties["QueueName"]
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return {"Ref": url, "Arn": arn, "QueueName": name, "QueueUrl": url}


def as_attribute(value: Any) -> str:
    """SQS takes text: `true`, `30`, a policy as JSON."""
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


# CloudFormation's name of a setting -> the name in S3's API.
CORS = {
    "AllowedOrigins": "AllowedOrigins",
    "AllowedMethods": "AllowedMethods",
    "AllowedHeaders": "AllowedHeaders",
    "ExposedHeaders": "ExposeHeaders",
    "MaxAge": "MaxAgeSeconds",
}
NOTIFICATION = {"Event": "Events", "Queue": "QueueArn"}


def renamed(logical: str, settings: Properties, names: Mapping[str, str]) -> Properties:
    """The settings under their names in the API. Raises UnknownSetting for one that has none."""
    for name in settings.keys() - names.keys():
        raise UnknownSetting(f"{logical}: the local stack does not know the setting {name}")
    return {names[name]: value for name, value in settings.items()}


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
    """Fill in `${Name}`. One that is left would fail at the first execution, so it raises UnknownSetting here."""
    filled = re.sub(r"\$\{(\w+)\}", lambda found: values.get(found[1], found[0]), definition)
    if left := re.search(r"\$\{\w+\}", filled):
        raise UnknownSetting(f"{logical}: nothing is substituted for {left[0]}")
    return filled


def create_key(aws: LocalAws, _logical: str, properties: Properties) -> dict[str, Any]:
    passed: Any = {name: properties[name] for name in ("Description", "KeySpec", "KeyUsage") if name in properties}
    made = aws.client("kms").create_key(**passed)["KeyMetadata"]
    return {"Ref": made["KeyId"], "Arn": made["Arn"], "KeyId": made["KeyId"]}


def create_alias(aws: LocalAws, _logical: str, properties: Properties) -> dict[str, Any]:
    name = properties["AliasName"]
    aws.client("kms").create_alias(AliasName=name, TargetKeyId=properties["TargetKeyId"])
    return {"Ref": name}


def create_secret(aws: LocalAws, _logical: str, properties: Properties) -> dict[str, Any]:
    """A generated value is put into a document under its name, as CloudFormation does."""
    wanted = properties["GenerateSecretString"]
    letters = string.ascii_letters + string.digits
    value = "".join(secrets.choice(letters) for _ in range(wanted["PasswordLength"]))
    document = {**json.loads(wanted["SecretStringTemplate"]), wanted["GenerateStringKey"]: value}
    passed = {name: properties[name] for name in ("Name", "Description", "KmsKeyId")}
    made = aws.client("secretsmanager").create_secret(**passed, SecretString=json.dumps(document))
    return {"Ref": made["ARN"]}


def create_api(aws: LocalAws, logical: str, properties: Properties) -> dict[str, Any]:
    """Named only. Its stage can be referred to, as SAM allows."""
    return {**only_named("apigateway", "/restapis/")(aws, logical, properties), "Stage": properties["StageName"]}


def only_named(service: str, form: str) -> Create:
    """Creates nothing: for types that are not emulated. Other resources can refer to the name and the ARN."""

    def create(aws: LocalAws, logical: str, _properties: Properties) -> dict[str, Any]:
        region = "" if service == "iam" else aws.region
        return {"Ref": logical, "Arn": f"arn:{aws.partition}:{service}:{region}:{aws.account}:{form}{logical}"}

    return create
