"""The buckets, encrypted, never public: uploaded materials, announced on a queue, issued documents, and the heads of
days, all of them versioned; and exported cases, which are fetched at once and gone after a day.
"""

from collections.abc import Sequence

from chalicelib.foundation import names
from chalicelib.foundation.sandbox import FILES
from infra import arns
from infra.logical import KEPT, STORAGE_KEY, Template, attribute, bucket_name, pascal, policy, queue_id, ref, sub
from infra.parameters import HAS_ORIGINS, when

MATERIALS = "materials"
DOCUMENTS = "documents"
HEADS = "heads"
EXPORTS = "exports"
# One day is ample for a multipart upload; what was not finished by then is abandoned and would be paid for.
ABANDONED_AFTER_DAYS = 1
# Whoever exports a case fetches it within minutes; it holds what documents say of people.
EXPORTS_KEPT_DAYS = 1
TRIALS_KEPT_DAYS = 30
# Old versions are kept: a row may name one, as evidence. They only move to cheaper storage.
CHEAPER_AFTER_DAYS = 30


def resources(stage: str) -> Template:
    arrival = {
        "QueueConfigurations": [{"Event": "s3:ObjectCreated:*", "Queue": attribute(queue_id(names.MATERIALS_QUEUE))}]
    }
    return {
        **bucket(stage, MATERIALS, methods=("POST",), notify=arrival),
        **with_trials(bucket(stage, DOCUMENTS, methods=("GET",))),
        **locked(bucket(stage, HEADS, methods=("GET",))),
        **short_lived(bucket(stage, EXPORTS, methods=("GET",))),
        "MaterialsQueuePolicy": queue_policy(stage),
    }


def bucket(stage: str, purpose: str, *, methods: Sequence[str], notify: Template | None = None) -> Template:
    logical = f"{pascal(purpose)}Bucket"
    rule = {
        "AllowedOrigins": ref("CorsOrigins"),
        "AllowedMethods": list(methods),
        "AllowedHeaders": ["*"],
        "ExposedHeaders": ["ETag"],
        "MaxAge": 3600,
    }
    made: Template = {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": KEPT,
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketName": bucket_name(stage, purpose),
            "VersioningConfiguration": {"Status": "Enabled"},
            "BucketEncryption": {"ServerSideEncryptionConfiguration": [encryption()]},
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": True,
                "BlockPublicPolicy": True,
                "IgnorePublicAcls": True,
                "RestrictPublicBuckets": True,
            },
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "CorsConfiguration": when(HAS_ORIGINS, {"CorsRules": [rule]}),
            "LifecycleConfiguration": {"Rules": [abandoned_uploads(), old_versions()]},
        },
    }
    if notify:
        # S3 checks that it may write to the queue when the notification is made.
        made["DependsOn"] = ["MaterialsQueuePolicy"]
        made["Properties"]["NotificationConfiguration"] = notify
    return {logical: made, f"{logical}Policy": tls_only(logical)}


def locked(made: Template) -> Template:
    """What is in this bucket is neither written over nor deleted before its time, also by no administrator."""
    made[f"{pascal(HEADS)}Bucket"]["Properties"] |= {
        "ObjectLockEnabled": True,
        "ObjectLockConfiguration": {
            "ObjectLockEnabled": "Enabled",
            "Rule": {"DefaultRetention": {"Mode": ref("HeadsLock"), "Years": ref("HeadsKeptYears")}},
        },
    }
    return made


def with_trials(made: Template) -> Template:
    """Files of trials end by themselves, with the rows of their trials."""
    gone = {
        "Id": "trials-end",
        "Status": "Enabled",
        "Prefix": FILES,
        "ExpirationInDays": TRIALS_KEPT_DAYS,
        "NoncurrentVersionExpirationInDays": 1,
    }
    made[f"{pascal(DOCUMENTS)}Bucket"]["Properties"]["LifecycleConfiguration"]["Rules"].append(gone)
    return made


def short_lived(made: Template) -> Template:
    properties = made[f"{pascal(EXPORTS)}Bucket"]["Properties"]
    del properties["VersioningConfiguration"]
    gone = {"Id": "exports-end", "Status": "Enabled", "ExpirationInDays": EXPORTS_KEPT_DAYS}
    properties["LifecycleConfiguration"] = {"Rules": [abandoned_uploads(), gone]}
    return made


def abandoned_uploads() -> Template:
    return {
        "Id": "abandoned-uploads",
        "Status": "Enabled",
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": ABANDONED_AFTER_DAYS},
    }


def old_versions() -> Template:
    """Whoever uploads the same bytes again makes the version that a row names an old one: none may be deleted here."""
    return {
        "Id": "old-versions",
        "Status": "Enabled",
        "NoncurrentVersionTransitions": [{"StorageClass": "STANDARD_IA", "TransitionInDays": CHEAPER_AFTER_DAYS}],
    }


def encryption() -> Template:
    """One key for a bucket's objects of some time (`BucketKeyEnabled`), instead of a call of KMS for each object."""
    key = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": attribute(STORAGE_KEY)}
    return {"ServerSideEncryptionByDefault": key, "BucketKeyEnabled": True}


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
            "ArnEquals": {"aws:SourceArn": arns.bucket(stage, MATERIALS)},
            "StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")},
        },
    }
    return {
        "Type": "AWS::SQS::QueuePolicy",
        "Properties": {"Queues": [ref(queue)], "PolicyDocument": policy(statement)},
    }
