"""UpdateExpression: SET, REMOVE, ADD and DELETE of top-level attributes."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import NamedTuple

from proofs.kit.dynamo import numbers
from proofs.kit.dynamo.conditions import Operand, operand
from proofs.kit.dynamo.reader import Reader, Values
from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.values import Stored, Value

Change = Callable[[Stored, Stored, Values], None]  # (as it is, as it will be, values)
Compute = Callable[[Stored, Values], Value]

MISSING = "The provided expression refers to an attribute that does not exist in the item"
WRONG_TYPE = "An operand in the update expression has an incorrect data type"
MISMATCH = "Type mismatch for attribute to update"
SETS = ("SS", "NS", "BS")


class Update(NamedTuple):
    """`targets` are the attributes that are set, added to or removed."""

    changes: tuple[Change, ...]
    targets: frozenset[str]

    def applied(self, item: Stored, values: Values) -> Stored:
        """A new item; every operand is read from the old one."""
        changed = dict(item)
        for change in self.changes:
            change(item, changed, values)
        return changed


def update(reader: Reader) -> Update:
    changes: list[Change] = []
    targets: list[str] = []
    seen: set[str] = set()
    while reader.word:
        section = reader.keyword
        if section not in SECTIONS:
            reader.syntax_error()
        reader.next()
        if section in seen:
            reader.refuse(f'The "{section}" section can only be used once in an update expression;')
        seen.add(section)
        while True:
            targets.append(reader.attribute())
            changes.append(SECTIONS[section](reader, targets[-1]))
            if not reader.take(","):
                break
    reader.finish()
    for place, target in enumerate(targets):
        if target in targets[:place]:
            reader.refuse(
                "Two document paths overlap with each other; must remove or rewrite one of these paths; "
                f"path one: [{target}], path two: [{target}]"
            )
    return Update(tuple(changes), frozenset(targets))


# --------------------------------------------------------------------------------------------------- SET and REMOVE
def set_to(reader: Reader, target: str) -> Change:
    reader.expect("=")
    if reader.word.startswith(":") and not (reader.follows("+") or reader.follows("-")):
        placeholder = reader.value()

        def assign(_: Stored, changed: Stored, values: Values) -> None:
            changed[target] = values[placeholder]

        return assign
    compute = computed(reader)

    def change(item: Stored, changed: Stored, values: Values) -> None:
        changed[target] = compute(item, values)

    return change


def computed(reader: Reader) -> Compute:
    left = term(reader)
    if reader.word not in ("+", "-"):
        return left
    sign = reader.count(reader.next())
    right = term(reader)

    def result(item: Stored, values: Values) -> Value:
        operands = left(item, values), right(item, values)
        if any("N" not in each for each in operands):
            raise Invalid(WRONG_TYPE)
        return summed(operands[0], operands[1], minus=sign == "-")

    return result


def term(reader: Reader) -> Compute:
    if not reader.follows("("):
        return required(operand(reader))
    name = reader.next()
    if name not in ("if_not_exists", "list_append"):
        reader.unknown_function(name)
    reader.count(name)
    reader.expect("(")
    if name == "if_not_exists":
        attribute = reader.attribute()
        reader.expect(",")
        compute = otherwise(attribute, term(reader))
    else:
        first = term(reader)
        reader.expect(",")
        compute = appended(first, term(reader))
    reader.expect(")")
    return compute


def required(given: Operand) -> Compute:
    def read(item: Stored, values: Values) -> Value:
        found = given.read(item, values)
        if found is None:
            raise Invalid(MISSING)
        return found

    return read


def otherwise(attribute: str, default: Compute) -> Compute:
    def read(item: Stored, values: Values) -> Value:
        return item[attribute] if attribute in item else default(item, values)

    return read


def appended(first: Compute, second: Compute) -> Compute:
    def both(item: Stored, values: Values) -> Value:
        lists = first(item, values).get("L"), second(item, values).get("L")
        if lists[0] is None or lists[1] is None:
            raise Invalid(WRONG_TYPE)
        return {"L": [*lists[0], *lists[1]]}

    return both


def summed(left: Value, right: Value, *, minus: bool = False) -> Value:
    return {"N": numbers.total(left["N"], right["N"], minus=minus)}


def remove(_: Reader, target: str) -> Change:
    def change(_: Stored, changed: Stored, __: Values) -> None:
        changed.pop(target, None)

    return change


# --------------------------------------------------------------------------------------------------- ADD and DELETE
def add_to(reader: Reader, target: str) -> Change:
    placeholder = reader.value()
    reader.must_be("ADD", placeholder, ("N", *SETS))

    def change(item: Stored, changed: Stored, values: Values) -> None:
        added = values[placeholder]
        found = item.get(target)
        if found is None:
            changed[target] = added
        elif found.keys() != added.keys():
            raise Invalid(MISMATCH)
        else:
            changed[target] = summed(found, added) if "N" in added else united(found, added)

    return change


def united(one: Value, other: Value) -> Value:
    ((kind, members),) = one.items()
    key = Decimal if kind == "NS" else None
    return {kind: sorted({*members, *other[kind]}, key=key)}


def delete_from(reader: Reader, target: str) -> Change:
    placeholder = reader.value()
    reader.must_be("DELETE", placeholder, SETS)

    def change(item: Stored, changed: Stored, values: Values) -> None:
        ((kind, taken),) = values[placeholder].items()
        found = item.get(target)
        if found is None:
            return
        if kind not in found:
            raise Invalid(MISMATCH)
        if left := [member for member in found[kind] if member not in taken]:
            changed[target] = {kind: left}
        else:
            del changed[target]

    return change


SECTIONS: Mapping[str, Callable[[Reader, str], Change]] = {
    "SET": set_to,
    "REMOVE": remove,
    "ADD": add_to,
    "DELETE": delete_from,
}
