"""A DynamoDB client in memory: the few calls and expressions that `Table` makes, and failures on demand."""

import re
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.foundation.table import load


class TransactionCanceled(ClientError):
    """Named and shaped as botocore's."""


def failure(code: str, *reasons: str) -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": "440101199001011234"}}
    if reasons:
        response["CancellationReasons"] = [{"Code": reason} for reason in reasons]
    kind = TransactionCanceled if code == "TransactionCanceledException" else ClientError
    return kind(response, "TransactWriteItems")


class MemoryDynamo:
    """`failures` are raised by the next writes instead of writing; `before_write` runs once, before the next one."""

    class exceptions:  # noqa: N801 - as botocore's clients have it
        TransactionCanceledException = TransactionCanceled

    def __init__(self) -> None:
        self.items: dict[tuple[str, str], dict[str, Any]] = {}
        self.failures: list[ClientError] = []
        self.before_write: Callable[[], None] | None = None
        self.writes = 0

    def get_item(self, *, Key: dict[str, Any], **_: Any) -> dict[str, Any]:  # noqa: N803
        item = self.items.get(identity(Key))
        return {"Item": item} if item else {}

    def batch_get_item(self, *, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803
        ((name, request),) = RequestItems.items()
        found = (self.items.get(identity(key)) for key in request["Keys"])
        return {"Responses": {name: [item for item in found if item]}, "UnprocessedKeys": {}}

    def transact_get_items(self, *, TransactItems: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: N803
        if self.failures:
            raise self.failures.pop(0)
        found = (self.items.get(identity(entry["Get"])) for entry in TransactItems)
        return {"Responses": [{"Item": item} if item else {} for item in found]}

    def query(self, *, ExpressionAttributeNames: Any, ExpressionAttributeValues: Any, Limit: int, **_: Any) -> Any:  # noqa: N803
        values, sk = load(ExpressionAttributeValues), ExpressionAttributeNames.get("#sk", "sk")
        low, high = values.get(":low", ""), values.get(":high", "\U0010ffff")
        rows = [(load(item), item) for item in self.items.values()]
        mine = [pair for pair in rows if pair[0].get(ExpressionAttributeNames["#pk"]) == values[":pk"]]
        found = sorted((pair for pair in mine if low <= pair[0][sk] <= high), key=lambda pair: pair[0][sk])
        return {"Items": [item for _, item in found[:Limit]]}

    def transact_write_items(self, *, TransactItems: list[dict[str, Any]]) -> None:  # noqa: N803
        self.writes += 1
        if hook := self.before_write:
            self.before_write = None
            hook()
        if self.failures:
            raise self.failures.pop(0)
        ops = [next(iter(item.items())) for item in TransactItems]
        held = [holds(self.items.get(identity(op)), op) for _, op in ops]
        if not all(held):
            reasons = ["None" if ok else "ConditionalCheckFailed" for ok in held]
            raise failure("TransactionCanceledException", *reasons)
        for action, op in ops:
            self._apply(action, op)

    def _apply(self, action: str, op: dict[str, Any]) -> None:
        key = identity(op)
        match action:
            case "Put":
                self.items[key] = op["Item"]
            case "Delete":
                self.items.pop(key, None)
            case "Update":
                self.items[key] = updated(self.items.get(key) or op["Key"], op)


def identity(op: dict[str, Any]) -> tuple[str, str]:
    key = op.get("Key") or op.get("Item") or op
    return key["pk"]["S"], key["sk"]["S"]


def holds(item: dict[str, Any] | None, op: dict[str, Any]) -> bool:
    names, values, found = op.get("ExpressionAttributeNames", {}), op.get("ExpressionAttributeValues", {}), item or {}
    for part in filter(None, op.get("ConditionExpression", "").split(" AND ")):
        name = names[re.search(r"#\w+", part)[0]]  # pyright: ignore[reportOptionalSubscript]
        if part.startswith("attribute_not_exists"):
            ok = name not in found
        elif part.startswith("attribute_exists"):
            ok = name in found
        else:
            ok = found.get(name) == values[part.rpartition(" = ")[2]]
        if not ok:
            return False
    return True


def updated(item: dict[str, Any], op: dict[str, Any]) -> dict[str, Any]:
    names, values, changed = op["ExpressionAttributeNames"], op.get("ExpressionAttributeValues", {}), dict(item)
    for clause, words in re.findall(r"(SET|ADD|REMOVE) (.*?)(?= SET| ADD| REMOVE|$)", op["UpdateExpression"]):
        for part in words.split(", "):
            name = names[part.split(" ")[0]]
            if clause == "REMOVE":
                changed.pop(name, None)
                continue
            value = values[part.split(" ")[-1]]
            old = int(changed.get(name, {"N": "0"})["N"]) if clause == "ADD" else 0
            changed[name] = {"N": str(old + int(value["N"]))} if clause == "ADD" else value
    return changed
