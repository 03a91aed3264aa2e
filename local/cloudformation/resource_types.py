"""The resource types that the loader knows: which properties are applied, which are not emulated, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.cloudformation.creation import (
    QUEUE_ATTRIBUTES,
    Create,
    create_bucket,
    create_machine,
    create_queue,
    create_queue_policy,
    create_table,
    create_topic,
    only_named,
)

# Why a property is not emulated.
NO_AGE = "a stack is gone before anything in it is old"
NO_CIPHER = "what is in memory is not encrypted"
NO_PERMISSIONS = "the emulator checks no permissions"


@dataclass(frozen=True)
class ResourceType:
    """`not_emulated` gives the reason for each property that is passed over."""

    create: Create
    applied: frozenset[str] = frozenset()
    not_emulated: Mapping[str, str] = field(default_factory=dict[str, str])


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

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    "AWS::DynamoDB::Table": ResourceType(
        create_table,
        frozenset(TABLE_APPLIED.split()),
        {"PointInTimeRecoverySpecification": NO_AGE, "SSESpecification": NO_CIPHER},
    ),
    "AWS::SQS::Queue": ResourceType(
        create_queue, QUEUE_ATTRIBUTES | {"QueueName"}, because(NO_CIPHER, "SqsManagedSseEnabled")
    ),
    "AWS::SQS::QueuePolicy": ResourceType(create_queue_policy, frozenset({"Queues", "PolicyDocument"})),
    "AWS::S3::Bucket": ResourceType(
        create_bucket,
        frozenset(BUCKET_APPLIED.split()),
        {
            "BucketEncryption": NO_CIPHER,
            "LifecycleConfiguration": NO_AGE,
            "OwnershipControls": NO_PERMISSIONS,
        },
    ),
    "AWS::S3::BucketPolicy": ResourceType(
        only_named("s3", "policy/"), not_emulated=because(NO_PERMISSIONS, "Bucket", "PolicyDocument")
    ),
    "AWS::SNS::Topic": ResourceType(create_topic, frozenset({"TopicName"})),
    "AWS::StepFunctions::StateMachine": ResourceType(create_machine, frozenset(MACHINE_APPLIED.split())),
    "AWS::IAM::Role": ResourceType(
        only_named("iam", "role/"), not_emulated=because(NO_PERMISSIONS, "AssumeRolePolicyDocument", "Policies")
    ),
    "AWS::CloudWatch::Alarm": ResourceType(
        only_named("cloudwatch", "alarm:"), not_emulated=because("nobody is on call here", *ALARM.split())
    ),
    "AWS::Serverless::Api": ResourceType(
        only_named("apigateway", "/restapis/"),
        not_emulated=because("local.api_gateway words its answers itself", "GatewayResponses"),
    ),
    # Chalice makes the functions. Our template adds settings of their event sources, which the event pump reads.
    "AWS::Serverless::Function": ResourceType(only_named("lambda", "function:"), frozenset({"Events"})),
}
