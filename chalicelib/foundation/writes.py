"""Writes as data: the operations of a transaction, and the conditions on which they are written.

Acts, stores and the machinery return operations, so that several of them can be one transaction of `table.write`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from chalicelib.foundation.attributes import Item, dump, dump_key
from chalicelib.foundation.keys import Key


@dataclass(frozen=True)
class When:
    """A condition. In the expression `#name` stands for the attribute `name`, and `:name` for `values["name"]`."""

    expression: str
    values: Mapping[str, Any] = field(default_factory=dict[str, Any])


ABSENT = When("attribute_not_exists(#pk)")
PRESENT = When("attribute_exists(#pk)")


def equals(**attributes: Any) -> When:
    """The condition that each attribute has this value. None: the item has no such attribute."""
    parts = [
        f"attribute_not_exists(#{name})" if value is None else f"#{name} = :if_{name}"
        for name, value in attributes.items()
    ]
    return When(" AND ".join(parts), {f"if_{name}": value for name, value in attributes.items() if value is not None})


@dataclass(frozen=True)
class Op:
    """One operation of a transaction. When its condition fails, `Refused` has its `label`."""

    action: str
    body: Mapping[str, Any]
    label: str


def put(item: Item, *, when: When | None = None, label: str = "") -> Op:
    return Op("Put", {"Item": dump(item), **_condition(when, {})}, label or item["sk"])


def delete(key: Key, *, when: When | None = None, label: str = "") -> Op:
    return Op("Delete", {"Key": dump_key(key), **_condition(when, {})}, label or key.sk)


def check(key: Key, when: When, *, label: str = "") -> Op:
    return Op("ConditionCheck", {"Key": dump_key(key), **_condition(when, {})}, label or key.sk)


def update(
    key: Key,
    *,
    put: Mapping[str, Any] | None = None,
    add: Mapping[str, int] | None = None,
    remove: Sequence[str] = (),
    when: When | None = None,
    label: str = "",
) -> Op:
    """Set attributes (`put`), add to numbers (`add`) and remove attributes of one item, which need not exist yet."""
    changes, additions = dict(put or {}), dict(add or {})
    parts = [
        "SET " + ", ".join(f"#{name} = :{name}" for name in changes) if changes else "",
        "ADD " + ", ".join(f"#{name} :{name}" for name in additions) if additions else "",
        "REMOVE " + ", ".join(f"#{name}" for name in remove) if remove else "",
    ]
    body: dict[str, Any] = {"Key": dump_key(key), "UpdateExpression": " ".join(part for part in parts if part)}
    used = {f"#{name}": name for name in (*changes, *additions, *remove)}
    body |= _condition(when, {f":{name}": value for name, value in (changes | additions).items()}, used)
    return Op("Update", body, label or key.sk)


def _condition(when: When | None, values: Mapping[str, Any], used: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The condition and the expression attributes of an operation. Names are those with a `#` in the condition.

    `values` and `used` are the values and names that the operation needs besides.
    """
    named = dict(used or {})
    all_values = dict(values)
    body: dict[str, Any] = {}
    if when:
        named |= {word: word[1:] for word in re.findall(r"#\w+", when.expression)}
        all_values |= {f":{name}": value for name, value in when.values.items()}
        body["ConditionExpression"] = when.expression
    if named:
        body["ExpressionAttributeNames"] = named
    if all_values:
        body["ExpressionAttributeValues"] = dump(all_values)
    return body
