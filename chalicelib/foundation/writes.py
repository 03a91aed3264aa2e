"""Writes as data: the operations of a transaction, and the conditions on which they are written.

Acts, stores and the machinery return operations, so that several of them can be one transaction of `table.write`.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from chalicelib.foundation.attributes import Item, dump, dump_key
from chalicelib.foundation.keys import Key
from chalicelib.foundation.personal import SEALED, personal


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
    """One operation of a transaction. When its condition fails, `Refused` has its `label`.

    `secret` are the personal attributes that it writes. `body` has none of them: `Table.write` adds their encrypted
    form.
    """

    action: str
    body: Mapping[str, Any]
    label: str
    secret: Mapping[str, Any] = field(default_factory=dict[str, Any], repr=False)


def put(item: Item, *, when: When | None = None, label: str = "") -> Op:
    key = Key(item["pk"], item["sk"])
    names = personal(key)
    secret = {name: value for name, value in item.items() if name in names}
    plain = {name: value for name, value in item.items() if name not in names} if secret else item
    return Op("Put", {"Item": dump(plain), **_condition(when, {}, key=key)}, label or item["sk"], secret)


def delete(key: Key, *, when: When | None = None, label: str = "") -> Op:
    return Op("Delete", {"Key": dump_key(key), **_condition(when, {}, key=key)}, label or key.sk)


def check(key: Key, when: When, *, label: str = "") -> Op:
    return Op("ConditionCheck", {"Key": dump_key(key), **_condition(when, {}, key=key)}, label or key.sk)


def update(
    key: Key,
    *,
    put: Mapping[str, Any] | None = None,
    add: Mapping[str, int] | None = None,
    remove: Sequence[str] = (),
    when: When | None = None,
    label: str = "",
) -> Op:
    """Set attributes (`put`), add to numbers (`add`) and remove attributes of one item, which need not exist yet.

    Who sets or removes a personal attribute writes all of the row's personal attributes anew: those that are not in
    `put` are gone.
    """
    names = personal(key)
    changes, additions = dict(put or {}), dict(add or {})
    secret = {name: changes.pop(name) for name in names & changes.keys()}
    if secret:
        changes[SEALED] = b""
    elif not names.isdisjoint(remove):
        remove = (*remove, SEALED)
    parts = [
        "SET " + ", ".join(f"#{name} = :{name}" for name in changes) if changes else "",
        "ADD " + ", ".join(f"#{name} :{name}" for name in additions) if additions else "",
        "REMOVE " + ", ".join(f"#{name}" for name in remove) if remove else "",
    ]
    body: dict[str, Any] = {"Key": dump_key(key), "UpdateExpression": " ".join(part for part in parts if part)}
    used = {f"#{name}": name for name in (*changes, *additions, *remove)}
    values = {f":{name}": value for name, value in (changes | additions).items()}
    return Op("Update", body | _condition(when, values, used, key=key), label or key.sk, secret)


def with_blob(op: Op, blob: bytes) -> dict[str, Any]:
    """The operation as DynamoDB gets it, with its personal attributes encrypted in `blob`."""
    where, name = ("Item", SEALED) if op.action == "Put" else ("ExpressionAttributeValues", f":{SEALED}")
    return {**op.body, where: {**op.body[where], name: {"B": blob}}}


def key_of(op: Op) -> Key:
    key = op.body.get("Key") or op.body["Item"]
    return Key(key["pk"]["S"], key["sk"]["S"])


@lru_cache(maxsize=256)
def _names_in(expression: str) -> Mapping[str, str]:
    """The attributes that a condition names, each with the word that stands for it. There are few conditions."""
    return {word[1:]: word for word in re.findall(r"#\w+", expression)}


def _condition(
    when: When | None, values: Mapping[str, Any], used: Mapping[str, str] | None = None, *, key: Key
) -> dict[str, Any]:
    """The condition and the expression attributes of an operation. Names are those with a `#` in the condition.

    `values` and `used` are the values and names that the operation needs besides. LookupError for a condition on a
    personal attribute: the table has it encrypted only, so the condition could never hold.
    """
    if when is None and not values and not used:
        return {}
    named = dict(used or {})
    all_values = dict(values)
    body: dict[str, Any] = {}
    if when:
        asked = _names_in(when.expression)
        if sealed := personal(key) & asked.keys():
            raise LookupError(f"a condition on encrypted attributes: {sorted(sealed)}")
        named |= {word: name for name, word in asked.items()}
        all_values |= {f":{name}": value for name, value in when.values.items()}
        body["ConditionExpression"] = when.expression
    if named:
        body["ExpressionAttributeNames"] = named
    if all_values:
        body["ExpressionAttributeValues"] = dump(all_values)
    return body
