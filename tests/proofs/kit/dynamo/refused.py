"""What DynamoDB refuses, each with its code, the codes of the reasons of a transaction, and words of AWS's sentence."""

from typing import NamedTuple

from tests.proofs.kit.dynamo.clients import NAME, Call
from tests.proofs.kit.dynamo.requests import (
    KEY,
    OTHER,
    THIRD,
    check,
    deep,
    delete,
    each,
    get_batch,
    get_item,
    get_together,
    key,
    large,
    put,
    put_item,
    query,
    transaction,
    update,
    update_item,
)

INVALID, PARAMETER = "ValidationException", "ParamValidationError"
CANCELLED = "TransactionCanceledException"
FAILED = (CANCELLED, "ValidationError")
ONE = {":v": {"N": "1"}}
PK = {":pk": {"S": "CASE#1"}}
EMPTY_KEY = "The AttributeValue for a key attribute cannot contain an empty string value"
INDEX = {"pending_pk": {"S": "PENDING#1"}, "pending_sk": {"S": "2026"}}
IN_INDEX = {":pk": {"S": "PENDING#1"}}


class Refused(NamedTuple):
    call: Call
    expected: str | tuple[str, ...] = INVALID
    words: str = ""


KEYS = {
    "an empty partition key": Refused(put_item(key("", "META")), words=f"{EMPTY_KEY}. Key: pk"),
    "an empty sort key": Refused(put_item(key("CASE#1", "")), words=f"{EMPTY_KEY}. Key: sk"),
    "an empty key to put in a transaction": Refused(transaction(put(key("", "META"))), words=EMPTY_KEY),
    "an empty key to update in a transaction": Refused(
        transaction(update("SET a = :v", ONE, at=key("CASE#1", ""))), words=EMPTY_KEY
    ),
    "an empty key to get": Refused(get_item(key("CASE#1", "")), words=EMPTY_KEY),
    "a number as a key": Refused(put_item({"pk": {"N": "1"}, "sk": {"S": "META"}}), words="Type mismatch for key pk"),
    "a number as a key in a transaction": Refused(
        transaction(put(THIRD), put({"pk": {"S": "A"}, "sk": {"N": "1"}})),
        (CANCELLED, "None", "ValidationError"),
        "Type mismatch for key sk expected: S actual: N",
    ),
    "a number as a key to delete in a transaction": Refused(
        transaction(delete({"pk": {"S": "A"}, "sk": {"N": "1"}})), FAILED, "does not match the schema"
    ),
    "a list as a key": Refused(put_item({"pk": {"L": []}, "sk": {"S": "META"}}), words="actual: L"),
    "a number as a key to get": Refused(get_item({"pk": {"S": "A"}, "sk": {"N": "1"}}), words="not match the schema"),
    "no sort key": Refused(put_item({"pk": {"S": "A"}}), words="Missing the key sk in the item"),
    "no sort key in a transaction": Refused(transaction(put({"pk": {"S": "A"}})), FAILED, "Missing the key sk"),
    "a key without its sort key": Refused(get_item({"pk": {"S": "A"}}), words="does not match the schema"),
    "a key with more than the key": Refused(get_item({**KEY, "a": {"S": "b"}}), words="does not match the schema"),
    "a long partition key": Refused(put_item(key("é" * 1025, "META")), words="limit of2048 bytes"),
    "a long sort key": Refused(put_item(key("CASE#1", "é" * 513)), words="limit of 1024 bytes"),
    "a long sort key to get": Refused(get_item(key("CASE#1", "x" * 1025)), words="limit of 1024 bytes"),
    "a long key in a transaction": Refused(transaction(put(key("x" * 2049, "META"))), FAILED, "limit of2048 bytes"),
}

INDEX_KEYS = {
    "an empty key of an index": Refused(
        put_item({**KEY, **INDEX, "pending_sk": {"S": ""}}), words="IndexName: pending, IndexKey: pending_sk"
    ),
    "an empty key of an index in a transaction": Refused(
        transaction(put({**KEY, "pending_pk": {"S": ""}})), words=EMPTY_KEY
    ),
    "an index key that an update empties": Refused(
        update_item("SET pending_sk = :v", {":v": {"S": ""}}), words="The update expression attempted to update"
    ),
    "an index key that an update empties in a transaction": Refused(
        transaction(update("SET pending_sk = :v", {":v": {"S": ""}})), words=EMPTY_KEY
    ),
    "a number as the key of an index": Refused(
        put_item({**KEY, "alarms_pk": {"N": "1"}}),
        words="Type mismatch for Index Key alarms_pk Expected: S Actual: N IndexName: alarms",
    ),
    "NULL as the key of an index": Refused(put_item({**KEY, "tasks_sk": {"NULL": True}}), words="Actual: NULL"),
    "a number as the key of an index in a transaction": Refused(
        transaction(put({**KEY, **INDEX, "pending_pk": {"N": "1"}})), FAILED, "Type mismatch for Index Key pending_pk"
    ),
    "an index key that an update makes a number": Refused(
        update_item("SET counter_pk = :v", ONE), words="Type mismatch for Index Key counter_pk"
    ),
    "an index key that an update makes NULL in a transaction": Refused(
        transaction(update("SET alarms_sk = :v", {":v": {"NULL": True}})), FAILED, "Type mismatch for Index Key"
    ),
    "an index key that an update counts": Refused(
        transaction(update("ADD tasks_pk :v", ONE)), FAILED, "Type mismatch for Index Key"
    ),
    "a long partition key of an index": Refused(
        put_item({**KEY, "tasks_pk": {"S": "x" * 2049}}),
        words="Size limit exceeded for Index Key tasks_pk Actual Size: 2049 bytes Max Size: 2048 bytes",
    ),
    "a long sort key of an index in a transaction": Refused(
        transaction(put({**KEY, "tasks_sk": {"S": "é" * 513}})), FAILED, "Max Size: 1024 bytes IndexName: tasks"
    ),
}

VALUES = {
    "no type": Refused(put_item({**KEY, "a": {}}), words="Supplied AttributeValue is empty"),
    "two types": Refused(put_item({**KEY, "a": {"S": "x", "N": "1"}}), words="has more than one datatypes set"),
    "an unknown type": Refused(put_item({**KEY, "a": {"X": "x"}}), PARAMETER),
    "a number that is not written": Refused(put_item({**KEY, "a": {"N": 1}}), PARAMETER),
    "a text that is none": Refused(put_item({**KEY, "a": {"S": b"x"}}), PARAMETER),
    "a truth that is none": Refused(put_item({**KEY, "a": {"BOOL": "true"}}), PARAMETER),
    "NULL that is false": Refused(put_item({**KEY, "a": {"NULL": False}}), words="must have the value of true"),
    "an empty set of texts": Refused(put_item({**KEY, "a": {"SS": []}}), words="An string set  may not be empty"),
    "an empty set of numbers": Refused(put_item({**KEY, "a": {"NS": []}}), words="An number set  may not be empty"),
    "an empty set of bytes": Refused(put_item({**KEY, "a": {"BS": []}}), words="Binary sets should not be empty"),
    "an empty set deep inside": Refused(put_item({**KEY, "a": {"L": [{"M": {"b": {"SS": []}}}]}}), words="be empty"),
    "an empty set in an update": Refused(update_item("SET a = :v", {":v": {"SS": []}}), words="may not be empty"),
    "the same text twice": Refused(put_item({**KEY, "a": {"SS": ["x", "x"]}}), words="contains duplicates"),
    "the same number twice": Refused(put_item({**KEY, "a": {"NS": ["1", "1.0"]}}), words="contains duplicates"),
    "no number": Refused(put_item({**KEY, "a": {"N": "one"}}), words="cannot be converted to a numeric value: one"),
    "no number in a set": Refused(put_item({**KEY, "a": {"NS": ["1", ""]}}), words="cannot be converted"),
    "no number in a transaction": Refused(transaction(put({**KEY, "a": {"N": "NaN"}})), words="cannot be converted"),
    "no number in a condition": Refused(
        transaction(check("a = :v", {":v": {"N": "1.2.3"}})), words="cannot be converted"
    ),
    "39 digits": Refused(put_item({**KEY, "a": {"N": "1" * 39}}), words="more than 38 significant digits"),
    "a number too large": Refused(put_item({**KEY, "a": {"N": "1e126"}}), words="Number overflow"),
    "a number too small": Refused(put_item({**KEY, "a": {"N": "-1e-131"}}), words="Number underflow"),
    "a sum too large": Refused(
        each(put_item({**KEY, "a": {"N": "9e125"}}), update_item("ADD a :v", {":v": {"N": "9e125"}})),
        words="Number overflow",
    ),
    "33 levels": Refused(put_item({**KEY, "a": deep(32)}), words="Nesting Levels have exceeded supported limits"),
    "33 levels in a transaction": Refused(transaction(put({**KEY, "a": deep(32)})), words="Nesting Levels"),
    "33 levels in an update": Refused(update_item("SET a = :v", {":v": deep(32)}), words="Nesting Levels"),
}

SIZES = {
    "an item above 400 KB": Refused(put_item({**KEY, "a": large(400)}), words="Item size has exceeded"),
    "an item above 400 KB in a transaction": Refused(
        transaction(put({**KEY, "a": large(400)})), words="Item size has exceeded the maximum allowed size"
    ),
    "an item of long names": Refused(
        put_item({**KEY, **{f"{'é' * 10_000}{number}": {"NULL": True} for number in range(21)}}), words="Item size"
    ),
    "an update to more than 400 KB": Refused(
        each(put_item({**KEY, "a": large(200)}), update_item("SET b = :v", {":v": large(200)})),
        words="Item size to update has exceeded",
    ),
    "an update to more than 400 KB in a transaction": Refused(
        each(put_item({**KEY, "a": large(200)}), transaction(update("SET b = :v", {":v": large(200)}))),
        FAILED,
        "Item size to update has exceeded",
    ),
    "a transaction above 4 MB": Refused(
        transaction(*[put({**key("CASE#1", str(number)), "a": large(390)}) for number in range(11)]),
        words="aggregate size of the items in the transaction",
    ),
    "a transaction that looks at more than 4 MB": Refused(
        each(
            *[put_item({**key("CASE#1", str(number)), "a": large(390)}) for number in range(11)],
            transaction(*[check("attribute_exists(pk)", at=key("CASE#1", str(number))) for number in range(11)]),
        ),
        words="aggregate size",
    ),
    "a transaction of 101 operations": Refused(
        transaction(*[put(key("CASE#1", str(number))) for number in range(101)]), words="less than or equal to 100"
    ),
    "a transaction of nothing": Refused(transaction(), PARAMETER),
    "a batch of 101 keys": Refused(
        get_batch(*[key("CASE#1", str(number)) for number in range(101)]), words="less than or equal to 100"
    ),
    "a batch of nothing": Refused(get_batch(), PARAMETER),
    "101 items read together": Refused(
        get_together(*[key("CASE#1", str(number)) for number in range(101)]), words="less than or equal to 100"
    ),
}

TRANSACTIONS = {
    "two operations on one item": Refused(
        transaction(put(KEY), delete()), words="cannot include multiple operations on one item"
    ),
    "a check and a put of one item": Refused(
        transaction(check("attribute_not_exists(pk)"), put(KEY)), words="cannot include multiple operations"
    ),
    "one item read twice together": Refused(get_together(KEY, KEY), words="multiple operations on one item"),
    "the same key twice in a batch": Refused(get_batch(KEY, KEY), words="list of item keys contains duplicates"),
    "a key of another kind in a batch": Refused(get_batch({"pk": {"S": "A"}}), words="does not match the schema"),
    "a key of another kind read together": Refused(
        get_together(KEY, {"pk": {"S": "A"}}), (CANCELLED, "None", "ValidationError")
    ),
    "a token used for another request": Refused(
        each(
            transaction(put(KEY), ClientRequestToken="t-1"),
            transaction(put(OTHER), ClientRequestToken="t-1"),
        ),
        "IdempotentParameterMismatchException",
    ),
    "two operations in one entry": Refused(transaction({**put(KEY), **delete(OTHER)})),
    "an unknown operation": Refused(transaction({"Get": {"TableName": NAME, "Key": KEY}}), PARAMETER),
    "a check without a condition": Refused(transaction({"ConditionCheck": {"TableName": NAME, "Key": KEY}}), PARAMETER),
    "an update without an expression in a transaction": Refused(transaction(update("")), PARAMETER),
    "conditions that do not hold": Refused(
        transaction(
            put(THIRD),
            check("attribute_exists(pk)"),
            update("SET a = :v", ONE, at=OTHER, ConditionExpression="attribute_exists(pk)"),
        ),
        (CANCELLED, "None", "ConditionalCheckFailed", "ConditionalCheckFailed"),
        "The conditional request failed",
    ),
    "a condition that does not hold": Refused(
        put_item(KEY, ConditionExpression="attribute_exists(pk)"), "ConditionalCheckFailedException"
    ),
    "a table that is not there": Refused(
        lambda client: client.get_item(TableName="yimen-other", Key=KEY), "ResourceNotFoundException"
    ),
    "a table that is not there in a transaction": Refused(
        lambda client: client.transact_write_items(
            TransactItems=[put(KEY), {"Put": {"TableName": "yimen-other", "Item": OTHER}}]
        ),
        "ResourceNotFoundException",
        "Requested resource not found",
    ),
    "an index that is not there": Refused(
        query("pk = :pk", PK, IndexName="nothing"), words="does not have the specified index: nothing"
    ),
}
