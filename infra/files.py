"""The buckets, versioned, encrypted, never public: uploaded materials, announced on a queue, and issued documents."""

from collections.abc import Sequence

from chalicelib.foundation import names
from infra.logical import Template, attribute, bucket_arn, bucket_name, pascal, queue_id, ref, sub

MATERIALS = "materials"
DOCUMENTS = "documents"
# One day is ample for a multipart upload; what was not finished by then is abandoned and would be paid for.
ABANDONED_AFTER_DAYS = 1


def resources(stage: str, origins: Sequence[str]) -> Template:
    arrival = {
        "QueueConfigurations": [{"Event": "s3:ObjectCreated:*", "Queue": attribute(queue_id(names.MATERIALS_QUEUE))}]
    }
    return {
        **bucket(stage, MATERIALS, origins, methods=("POST",), notify=arrival),
        **bucket(stage, DOCUMENTS, origins, methods=("GET",)),
        "MaterialsQueuePolicy": queue_policy(stage),
    }


def bucket(
    stage: str, purpose: str, origins: Sequence[str], *, methods: Sequence[str], notify: Template | None = None
) -> Template:
    logical = f"{pascal(purpose)}Bucket"
    rule = {
        "AllowedOrigins": list(origins),
        "AllowedMethods": list(methods),
        "AllowedHeaders": ["*"],
        "ExposedHeaders": ["ETag"],
        "MaxAge": 3600,
    }
    made: Template = {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketName": bucket_name(stage, purpose),
            "VersioningConfiguration": {"Status": "Enabled"},
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]
            },
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "CorsConfiguration": {"CorsRules": [rule]},
            "LifecycleConfiguration": {"Rules": [abandoned_uploads()]},
        },
    }
    if notify:
        # S3 checks that it may write to the queue when the notification is made.
        made["DependsOn"] = ["MaterialsQueuePolicy"]
        made["Properties"]["NotificationConfiguration"] = notify
    return {logical: made, f"{logical}Policy": tls_only(logical)}


def abandoned_uploads() -> Template:
    return {
        "Id": "abandoned-uploads",
        "Status": "Enabled",
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": ABANDONED_AFTER_DAYS},
    }


def tls_only(bucket: str) -> Template:
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [attribute(bucket), sub(f"${{{bucket}.Arn}}/*")],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {"Bucket": ref(bucket), "PolicyDocument": policy(statement)},
    }


def queue_policy(stage: str) -> Template:
    """S3 may announce materials. The bucket is named, not referred to, because it waits for this policy."""
    queue = queue_id(names.MATERIALS_QUEUE)
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": attribute(queue),
        "Condition": {
            "ArnEquals": {"aws:SourceArn": bucket_arn(stage, MATERIALS)},
            "StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")},
        },
    }
    return {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {"Queues": [ref(queue)], "PolicyDocument": policy(statement)},
    }


def policy(*statements: Template) -> Template:
    return {"Version": "2012-10-17", "Statement": list(statements)}
