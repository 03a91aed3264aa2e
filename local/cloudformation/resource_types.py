"""The resource types that the loader knows: which properties are applied, which are not emulated, and why not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from local.cloudformation.creation import (
    QUEUE_ATTRIBUTES,
    Create,
    create_alias,
    create_api,
    create_bucket,
    create_key,
    create_machine,
    create_queue,
    create_queue_policy,
    create_secret,
    create_table,
    create_topic,
    only_named,
)

# Why a property is not emulated.
NO_AGE = "a stack is gone before anything in it is old"
NO_CIPHER = "what is in memory is not encrypted"
NO_PERMISSIONS = "the emulator checks no permissions"
NO_PEAK = "memory is always warm"
NO_RUNTIME = "the app's own handlers are called, in this process"
NO_LOGS = "the lines of the log go to the terminal"
OWN_GATEWAY = "local.api_gateway answers requests itself"
NOBODY = "nobody is on call here"


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

SERVERLESS_API = (
    "Name StageName OpenApiVersion EndpointConfiguration DefinitionBody MethodSettings AccessLogSetting "
    "GatewayResponses Tags AlwaysDeploy"
)
LAYER = "LayerName ContentUri CompatibleRuntimes CompatibleArchitectures RetentionPolicy"
FUNCTION = (
    "FunctionName Runtime Handler CodeUri Tags Tracing Timeout MemorySize Architectures Role Environment Layers "
    "LoggingConfig VpcConfig ReservedConcurrentExecutions"
)

RESOURCE_TYPES: Mapping[str, ResourceType] = {
    "AWS::DynamoDB::Table": ResourceType(
        create_table,
        frozenset(TABLE_APPLIED.split()),
        {
            "PointInTimeRecoverySpecification": NO_AGE,
            "DeletionProtectionEnabled": NO_AGE,
            "SSESpecification": NO_CIPHER,
            "WarmThroughput": NO_PEAK,
        },
    ),
    "AWS::SQS::Queue": ResourceType(
        create_queue,
        QUEUE_ATTRIBUTES | {"QueueName"},
        because(NO_CIPHER, "KmsMasterKeyId", "KmsDataKeyReusePeriodSeconds"),
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
    "AWS::SNS::Subscription": ResourceType(
        only_named("sns", "subscription:"), not_emulated=because(NOBODY, "TopicArn", "Protocol", "Endpoint")
    ),
    "AWS::StepFunctions::StateMachine": ResourceType(create_machine, frozenset(MACHINE_APPLIED.split())),
    "AWS::IAM::Role": ResourceType(
        only_named("iam", "role/"),
        not_emulated=because(NO_PERMISSIONS, "AssumeRolePolicyDocument", "Policies", "ManagedPolicyArns"),
    ),
    "AWS::IAM::ManagedPolicy": ResourceType(
        only_named("iam", "policy/"),
        not_emulated=because(NO_PERMISSIONS, "ManagedPolicyName", "Description", "PolicyDocument"),
    ),
    "AWS::KMS::Key": ResourceType(
        create_key,
        frozenset({"Description", "KeySpec", "KeyUsage"}),
        {"EnableKeyRotation": NO_AGE, "KeyPolicy": NO_PERMISSIONS},
    ),
    "AWS::KMS::Alias": ResourceType(create_alias, frozenset({"AliasName", "TargetKeyId"})),
    "AWS::SecretsManager::Secret": ResourceType(
        create_secret, frozenset({"Name", "Description", "KmsKeyId", "GenerateSecretString"})
    ),
    "AWS::Logs::LogGroup": ResourceType(
        only_named("logs", "log-group:"),
        not_emulated=because(NO_LOGS, "LogGroupName", "RetentionInDays", "KmsKeyId"),
    ),
    "AWS::CloudWatch::Alarm": ResourceType(
        only_named("cloudwatch", "alarm:"), not_emulated=because(NOBODY, *ALARM.split())
    ),
    "AWS::CloudWatch::Dashboard": ResourceType(
        only_named("cloudwatch", "dashboard/"), not_emulated=because(NOBODY, "DashboardName", "DashboardBody")
    ),
    "AWS::ApiGateway::Account": ResourceType(
        only_named("apigateway", "/account/"), not_emulated=because(NO_LOGS, "CloudWatchRoleArn")
    ),
    "AWS::WAFv2::WebACLAssociation": ResourceType(
        only_named("wafv2", "association/"), not_emulated=because(OWN_GATEWAY, "ResourceArn", "WebACLArn")
    ),
    "AWS::Lambda::Permission": ResourceType(
        only_named("lambda", "permission:"),
        not_emulated=because(NO_PERMISSIONS, "FunctionName", "Action", "Principal", "SourceArn"),
    ),
    "AWS::Serverless::Api": ResourceType(create_api, not_emulated=because(OWN_GATEWAY, *SERVERLESS_API.split())),
    "AWS::Serverless::LayerVersion": ResourceType(
        only_named("lambda", "layer:"), not_emulated=because(NO_RUNTIME, *LAYER.split())
    ),
    # The event pump reads the settings of the event sources.
    "AWS::Serverless::Function": ResourceType(
        only_named("lambda", "function:"), frozenset({"Events"}), because(NO_RUNTIME, *FUNCTION.split())
    ),
}
