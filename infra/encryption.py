"""The KMS keys, and the secrets that the stack makes.

AWS encrypts table, buckets, queues and logs with the storage key. Under the data key lie the secrets of our own keys,
also of the one with which our code encrypts personal data: who reads them needs a right to the secret and to this key.
"""

import json

from chalicelib.foundation import names
from infra.logical import DATA_KEY, KEPT, STORAGE_KEY, Template, attribute, pascal, policy, ref, signing_key_id, sub

# The services that use the storage key for whoever may use the table, a bucket or a queue. The same holds for the keys
# that AWS manages, so that the functions need no right to this key.
THROUGH = ("dynamodb", "s3", "sqs")
USES = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey", "kms:CreateGrant"]
KEY_LETTERS = 64


def resources(stage: str) -> Template:
    return {
        **key(STORAGE_KEY, names.storage_key_alias(stage), by_services(), by_logs(), by_announcements()),
        **key(DATA_KEY, names.data_key_alias(stage)),
        **{name: made for use in names.SIGNING_KEYS for name, made in signing_key(stage, use).items()},
        **{f"{pascal(purpose)}Key": secret(stage, purpose) for purpose in names.KEYS},
    }


def key(logical: str, alias: str, *statements: Template) -> Template:
    """A deleted key makes all that it has encrypted unreadable, so the stack never deletes one."""
    return {
        logical: {
            "Type": "AWS::KMS::Key",
            "DeletionPolicy": KEPT,
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "Description": alias,
                "EnableKeyRotation": True,
                "KeyPolicy": policy(by_account(), *statements),
            },
        },
        f"{logical}Alias": {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": alias, "TargetKeyId": ref(logical)}},
    }


def signing_key(stage: str, use: str) -> Template:
    """ECDSA over P-256 with SHA-256. KMS exchanges no such key by itself: what was signed names its key."""
    logical = signing_key_id(use)
    made = key(logical, names.signing_key_alias(stage, use))
    properties = made[logical]["Properties"]
    del properties["EnableKeyRotation"]
    properties |= {"KeySpec": "ECC_NIST_P256", "KeyUsage": "SIGN_VERIFY"}
    return made


def by_account() -> Template:
    """The account's administrators manage the key, and policies of roles may allow its use. In a key's own policy `*`
    is this key.
    """
    owner = {"AWS": sub("arn:${AWS::Partition}:iam::${AWS::AccountId}:root")}
    return {"Effect": "Allow", "Principal": owner, "Action": "kms:*", "Resource": "*"}


def by_services() -> Template:
    condition = {
        "kms:CallerAccount": ref("AWS::AccountId"),
        "kms:ViaService": [sub(f"{service}.${{AWS::Region}}.${{AWS::URLSuffix}}") for service in THROUGH],
    }
    return {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": USES,
        "Resource": "*",
        "Condition": {"StringEquals": condition},
    }


def by_logs() -> Template:
    """The logs' service differs by region, and in China by its ending too."""
    groups = sub("arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:*")
    return {
        "Effect": "Allow",
        "Principal": {"Service": sub("logs.${AWS::Region}.${AWS::URLSuffix}")},
        "Action": USES[:-1],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    }


def by_announcements() -> Template:
    """S3 writes into the queue of materials."""
    return {
        "Effect": "Allow",
        "Principal": {"Service": "s3.amazonaws.com"},
        "Action": ["kms:GenerateDataKey", "kms:Decrypt"],
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": ref("AWS::AccountId")}},
    }


def secret(stage: str, purpose: str) -> Template:
    """The stack makes the first key. Later ones are written by whoever replaces it, and the stack leaves them alone."""
    return {
        "Type": "AWS::SecretsManager::Secret",
        "DeletionPolicy": KEPT,
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "Name": names.key_secret(stage, purpose),
            "Description": f"Key for {purpose}: replaced with bin/yimen, never by hand",
            "KmsKeyId": attribute(DATA_KEY),
            "GenerateSecretString": {
                "SecretStringTemplate": json.dumps({}),
                "GenerateStringKey": "current",
                "PasswordLength": KEY_LETTERS,
                "ExcludePunctuation": True,
            },
        },
    }
