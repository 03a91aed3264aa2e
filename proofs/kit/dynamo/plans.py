"""The expressions of a request, read once for all requests that write them alike."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from proofs.kit.dynamo.conditions import Test, condition
from proofs.kit.dynamo.key_conditions import Clause, key_condition
from proofs.kit.dynamo.reader import Check, Reader, Values
from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.updates import Update, update
from proofs.kit.dynamo.values import measured, wrong_type

NAMES, VALUES = "ExpressionAttributeNames", "ExpressionAttributeValues"
VALUES_AT_MOST = 2 * 1024 * 1024  # bytes
Names = tuple[tuple[str, str], ...]
_name = re.compile(r"#\w+", re.ASCII).fullmatch
_value = re.compile(r":\w+", re.ASCII).fullmatch


class Plan(NamedTuple):
    """What is to be done; `values` are the placeholders that a request must define, all of them and no more.

    `filtered` and `projected` are attributes: those that the filter looks at, those that the answer keeps.
    """

    update: Update | None = None
    test: Test | None = None
    key: tuple[Clause, ...] | None = None
    filtered: frozenset[str] = frozenset()
    projected: frozenset[str] | None = None
    values: frozenset[str] = frozenset()
    checks: tuple[Check, ...] = ()


NOTHING = Plan()
NO_VALUES: Values = {}


def of(request: Mapping[str, Any]) -> tuple[Plan, Values]:
    """The plan of a request or of one operation, and its values."""
    get = request.get
    names: dict[str, str] | None = get(NAMES)
    plan = read(
        get("UpdateExpression"),
        get("ConditionExpression"),
        get("KeyConditionExpression"),
        get("FilterExpression"),
        get("ProjectionExpression"),
        None if names is None else tuple(names.items()),
    )
    given: dict[str, Any] | None = get(VALUES)
    if given is None and not plan.values:
        return plan, NO_VALUES
    if not given or given.keys() != plan.values:
        raise misfit(plan, given, request)
    size, changed = measured(given.items(), 1)
    values = {**given, **changed} if changed else given
    if size > VALUES_AT_MOST:
        raise Invalid("ExpressionAttributeValues exceeds max size", up_front=True)
    for check in plan.checks:
        check(values)
    return plan, values


@lru_cache(maxsize=10_000)
def read(
    updating: str | None,
    testing: str | None,
    key: str | None,
    filtering: str | None,
    projecting: str | None,
    names: Names | None,
) -> Plan:
    defined = checked_names(names)
    need_texts(updating, testing, key, filtering, projecting)
    readers = {
        what: Reader(what, text, defined)
        for what, text in (
            ("UpdateExpression", updating),
            ("ConditionExpression", testing),
            ("KeyConditionExpression", key),
            ("FilterExpression", filtering),
            ("ProjectionExpression", projecting),
        )
        if text is not None
    }
    if not readers:
        if names is not None:
            raise Invalid(f"{NAMES} can only be specified when using expressions", up_front=True)
        return NOTHING
    plan = planned(readers)
    used = {name for reader in readers.values() for name in reader.used_names}
    if unused := [name for name in defined if name not in used]:
        raise Invalid(f"Value provided in {NAMES} unused in expressions: keys: {{{', '.join(unused)}}}", up_front=True)
    return plan._replace(
        values=frozenset(value for reader in readers.values() for value in reader.used_values),
        checks=tuple(check for reader in readers.values() for check in reader.checks),
    )


def planned(readers: Mapping[str, Reader]) -> Plan:
    plan = NOTHING
    for what, reader in readers.items():
        match what:
            case "UpdateExpression":
                plan = plan._replace(update=update(reader))
            case "KeyConditionExpression":
                plan = plan._replace(key=key_condition(reader))
            case "ProjectionExpression":
                plan = plan._replace(projected=projection(reader))
            case "FilterExpression":
                plan = plan._replace(test=condition(reader), filtered=frozenset(reader.attributes))
            case _:
                plan = plan._replace(test=condition(reader))
    return plan


def projection(reader: Reader) -> frozenset[str]:
    wanted = [reader.attribute()]
    while reader.take(","):
        wanted.append(reader.attribute())
    reader.finish()
    for place, name in enumerate(wanted):
        if name in wanted[:place]:
            reader.refuse(
                "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                f"path one: [{name}], path two: [{name}]"
            )
    return frozenset(wanted)


def need_texts(*expressions: object) -> None:
    for text in expressions:
        if text is not None and not isinstance(text, str):
            raise wrong_type("expression", text, "str")


def checked_names(names: Names | None) -> dict[str, str]:
    if names == ():
        raise Invalid(f"{NAMES} must not be empty", up_front=True)
    for placeholder, name in names or ():
        if not _name(placeholder):
            raise Invalid(f'{NAMES} contains invalid key: Syntax error; key: "{placeholder}"', up_front=True)
        if not name:
            raise Invalid(f"{NAMES} contains invalid value: Empty attribute name for key {placeholder}", up_front=True)
    return dict(names or ())


def misfit(plan: Plan, given: Mapping[str, Any] | None, request: Mapping[str, Any]) -> Invalid:
    """What is wrong where the values of the request are not those of its expressions."""
    expressions = [name for name in request if name.endswith("Expression")]
    values = given or {}
    if given is not None and not expressions:
        return Invalid(f"{VALUES} can only be specified when using expressions", up_front=True)
    if given == {}:
        return Invalid(f"{VALUES} must not be empty", up_front=True)
    if bad := [key for key in values if not _value(key)]:
        return Invalid(f'{VALUES} contains invalid key: Syntax error; key: "{bad[0]}"', up_front=True)
    if undefined := sorted(plan.values - values.keys()):
        return Invalid(
            f"Invalid {expressions[0]}: An expression attribute value used in expression is not defined; "
            f"attribute value: {undefined[0]}",
            up_front=True,
        )
    unused = ", ".join(sorted(values.keys() - plan.values))
    return Invalid(f"Value provided in {VALUES} unused in expressions: keys: {{{unused}}}", up_front=True)
