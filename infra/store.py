"""The one table: keys, sparse indexes, the stream that carries the outbox, and what keeps the data safe."""

from chalicelib.foundation import keys, names
from infra.logical import KEPT, STORAGE_KEY, TABLE, Template, attribute, ref
from infra.parameters import IS_WARM, WRITES_ARE_WARM, when

# Index -> projection. Reconciler and sweeper read the rows themselves, consistently: keys are enough for them.
INDEXES = {
    keys.TASKS_INDEX: "ALL",
    keys.COUNTER_INDEX: "ALL",
    keys.PENDING_INDEX: "KEYS_ONLY",
    keys.ALARMS_INDEX: "KEYS_ONLY",
    keys.DAYS_INDEX: "KEYS_ONLY",
}


def resources(stage: str) -> Template:
    attributes = ["pk", "sk", *(f"{index}_{part}" for index in INDEXES for part in ("pk", "sk"))]
    return {
        TABLE: {
            "Type": "AWS::DynamoDB::Table",
            "DeletionPolicy": KEPT,
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "TableName": names.table(stage),
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in attributes],
                "KeySchema": key_schema("pk", "sk"),
                "GlobalSecondaryIndexes": [warm(index(name, projection)) for name, projection in INDEXES.items()],
                "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
                "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": True},
                "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
                "SSESpecification": {
                    "SSEEnabled": True,
                    "SSEType": "KMS",
                    "KMSMasterKeyId": attribute(STORAGE_KEY),
                },
                "DeletionProtectionEnabled": ref("DeletionProtection"),
                # What a peak needs is there when it comes, and paid once; it cannot be taken back.
                "WarmThroughput": when(
                    IS_WARM,
                    {"ReadUnitsPerSecond": ref("WarmReads"), "WriteUnitsPerSecond": ref("WarmWrites")},
                ),
            },
        }
    }


def warm(index: Template) -> Template:
    """An index is throttled by itself, and an index that cannot keep up makes AWS refuse writes to the table. So it is
    kept warm for the same writes. Nobody waits in a peak of reads of an index.
    """
    return {**index, "WarmThroughput": when(WRITES_ARE_WARM, {"WriteUnitsPerSecond": ref("WarmWrites")})}


def index(name: str, projection: str) -> Template:
    return {
        "IndexName": name,
        "KeySchema": key_schema(f"{name}_pk", f"{name}_sk"),
        "Projection": {"ProjectionType": projection},
    }


def key_schema(partition: str, sort: str) -> list[Template]:
    return [
        {"AttributeName": partition, "KeyType": "HASH"},
        {"AttributeName": sort, "KeyType": "RANGE"},
    ]
