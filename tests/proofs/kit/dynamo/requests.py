"""Requests in the API's own writing, short enough to be listed."""

from typing import Any

from tests.proofs.kit.dynamo.clients import NAME, Call

KEY = {"pk": {"S": "CASE#1"}, "sk": {"S": "META"}}
OTHER = {"pk": {"S": "CASE#1"}, "sk": {"S": "FORM"}}
THIRD = {"pk": {"S": "CASE#2"}, "sk": {"S": "META"}}


def key(pk: str, sk: str) -> dict[str, Any]:
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def expressions(update: str = "", condition: str = "", names: Any = None, values: Any = None) -> dict[str, Any]:
    given = {
        "UpdateExpression": update,
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    return {name: value for name, value in given.items() if value not in ("", None)}


def put(item: Any, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": NAME, "Item": item, **more}}


def update(expression: str, values: Any = None, names: Any = None, at: Any = KEY, **more: Any) -> dict[str, Any]:
    return {"Update": {"TableName": NAME, "Key": at, **expressions(expression, "", names, values), **more}}


def delete(at: Any = KEY, **more: Any) -> dict[str, Any]:
    return {"Delete": {"TableName": NAME, "Key": at, **more}}


def check(condition: str, values: Any = None, names: Any = None, at: Any = KEY) -> dict[str, Any]:
    return {"ConditionCheck": {"TableName": NAME, "Key": at, **expressions("", condition, names, values)}}


def transaction(*operations: Any, **more: Any) -> Call:
    return lambda client: client.transact_write_items(TransactItems=list(operations), **more)


def put_item(item: Any, **more: Any) -> Call:
    return lambda client: client.put_item(TableName=NAME, Item=item, **more)


def update_item(expression: str, values: Any = None, names: Any = None, at: Any = KEY, **more: Any) -> Call:
    given = expressions(expression, "", names, values)
    return lambda client: client.update_item(TableName=NAME, Key=at, **given, **more)


def get_item(at: Any = KEY, **more: Any) -> Call:
    return lambda client: client.get_item(TableName=NAME, Key=at, **more)


def get_batch(*keys: Any, **more: Any) -> Call:
    return lambda client: client.batch_get_item(RequestItems={NAME: {"Keys": list(keys), **more}})


def get_together(*keys: Any) -> Call:
    gets = [{"Get": {"TableName": NAME, "Key": each}} for each in keys]
    return lambda client: client.transact_get_items(TransactItems=gets)


def query(condition: str, values: Any, names: Any = None, **more: Any) -> Call:
    given = {"KeyConditionExpression": condition, **expressions("", "", names, values), **more}
    return lambda client: client.query(TableName=NAME, **given)


def scan(**more: Any) -> Call:
    return lambda client: client.scan(TableName=NAME, **more)


def each(*calls: Call) -> Call:
    """One after the other; the last one counts."""

    def call(client: Any) -> None:
        for one in calls:
            one(client)

    return call


def deep(levels: int) -> dict[str, Any]:
    """A text inside of so many maps."""
    value: dict[str, Any] = {"S": "leaf"}
    for _ in range(levels):
        value = {"M": {"n": value}}
    return value


def large(kilobytes: int) -> dict[str, Any]:
    return {"S": "x" * (1024 * kilobytes)}
