"""The condition and update expressions that `Table` writes, evaluated as DynamoDB does."""

import re
from collections.abc import Mapping
from typing import Any

Stored = dict[str, Any]


def holds(item: Stored | None, operation: Mapping[str, Any]) -> bool:
    """Whether the condition of one operation is true of the item as it is; without a condition it is."""
    found, names = item or {}, operation.get("ExpressionAttributeNames", {})
    values = operation.get("ExpressionAttributeValues", {})
    parts = operation.get("ConditionExpression", "").split(" AND ")
    return all(_true(part, found, names, values) for part in parts if part)


def _true(part: str, item: Stored, names: Mapping[str, str], values: Mapping[str, Any]) -> bool:
    if asked := re.fullmatch(r"attribute_(not_)?exists\((#\w+)\)", part):
        return (names[asked[2]] in item) is not bool(asked[1])
    if compared := re.fullmatch(r"(#\w+) = (:\w+)", part):
        return item.get(names[compared[1]]) == values[compared[2]]
    raise LookupError(f"no such condition is played: {part}")


def updated(item: Stored, operation: Mapping[str, Any]) -> Stored:
    """The item after SET, ADD and REMOVE of top-level attributes."""
    names, values = operation["ExpressionAttributeNames"], operation.get("ExpressionAttributeValues", {})
    changed = dict(item)
    clauses = re.findall(r"(SET|ADD|REMOVE) (.*?)(?= SET | ADD | REMOVE |$)", operation["UpdateExpression"])
    for clause, words in clauses:
        for part in words.split(", "):
            name, _, value = part.replace(" = ", " ").partition(" ")
            _change(changed, clause, names[name], values.get(value))
    return changed


def _change(item: Stored, clause: str, name: str, value: Any) -> None:
    match clause:
        case "REMOVE":
            item.pop(name, None)
        case "SET":
            item[name] = value
        case _:
            item[name] = {"N": str(int(item.get(name, {"N": "0"})["N"]) + int(value["N"]))}
