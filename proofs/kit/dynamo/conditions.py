"""ConditionExpression and FilterExpression: what DynamoDB's grammar allows, but for paths into documents."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from proofs.kit.dynamo.reader import Reader, Values
from proofs.kit.dynamo.values import Stored, Value

Test = Callable[[Stored, Values], bool]
Read = Callable[[Stored, Values], Value | None]
Compare = Callable[[Value | None, Value | None], bool]

ORDERED = ("S", "N", "B")
WITH_PARTS = ("S", "B", "SS", "NS", "BS")
CHOICES_AT_MOST = 100
Groups = dict[int, int]


class Operand(NamedTuple):
    """An attribute or a value; `name` is the attribute's or the placeholder."""

    name: str
    is_value: bool
    read: Read


def condition(reader: Reader) -> Test:
    test = either(reader, {})
    reader.finish()
    return test


def either(reader: Reader, groups: Groups) -> Test:
    test = both(reader, groups)
    while reader.take("OR"):
        reader.count("OR")
        test = joined(test, both(reader, groups), any_holds=True)
    return test


def both(reader: Reader, groups: Groups) -> Test:
    test = negated(reader, groups)
    while reader.take("AND"):
        reader.count("AND")
        test = joined(test, negated(reader, groups), any_holds=False)
    return test


def joined(left: Test, right: Test, *, any_holds: bool) -> Test:
    if any_holds:
        return lambda item, values: left(item, values) or right(item, values)
    return lambda item, values: left(item, values) and right(item, values)


def negated(reader: Reader, groups: Groups) -> Test:
    if not reader.take("NOT"):
        return single(reader, groups)
    reader.count("NOT")
    test = negated(reader, groups)
    return lambda item, values: not test(item, values)


def single(reader: Reader, groups: Groups) -> Test:
    begin = reader.at
    if reader.take("("):
        test = either(reader, groups)
        reader.expect(")")
        groups[begin] = reader.at
        if groups.get(begin + 1) == reader.at - 1:
            reader.refuse("The expression has redundant parentheses;")
        return test
    if reader.follows("("):
        return function(reader)
    left = operand(reader)
    operator = reader.next().upper()
    if operator in COMPARISONS:
        return comparison(reader, operator, left)
    if operator == "BETWEEN":
        return between(reader, left)
    if operator != "IN":
        reader.refuse(f'Syntax error; token: "{operator}", near: "{left.name} {operator}"')
    return choice(reader, left)


def operand(reader: Reader) -> Operand:
    if reader.follows("("):
        reader.unknown_function(reader.word)
    if reader.word.startswith(":"):
        return of_request(reader.value())
    return of_item(reader.attribute())


def of_request(placeholder: str) -> Operand:
    def read(_: Stored, values: Values) -> Value | None:
        return values[placeholder]

    return Operand(placeholder, is_value=True, read=read)


def of_item(name: str) -> Operand:
    def read(item: Stored, _: Values) -> Value | None:
        return item.get(name)

    return Operand(name, is_value=False, read=read)


# ------------------------------------------------------------------------------------------------------- comparisons
def comparison(reader: Reader, operator: str, left: Operand) -> Test:
    right = operand(reader)
    distinct(reader, reader.count(operator), "operator", left, [right])
    if operator not in ("=", "<>"):
        ordered(reader, operator, left, right)
    if operator == "=" and right.is_value and not left.is_value:
        name, placeholder = left.name, right.name
        return lambda item, values: item.get(name) == values[placeholder]
    compare, read_left, read_right = COMPARISONS[operator], left.read, right.read
    return lambda item, values: compare(read_left(item, values), read_right(item, values))


def between(reader: Reader, middle: Operand) -> Test:
    low = operand(reader)
    reader.expect("AND")
    high = operand(reader)
    distinct(reader, reader.count("BETWEEN"), "operator", middle, [low, high])
    ordered(reader, "BETWEEN", middle, low, high)
    if low.is_value and high.is_value:
        bounds(reader, low.name, high.name)

    def holds(item: Stored, values: Values) -> bool:
        found = middle.read(item, values)
        return at_most(low.read(item, values), found) and at_most(found, high.read(item, values))

    return holds


def bounds(reader: Reader, low: str, high: str) -> None:
    """Both of one type, the lower one first."""

    def check(values: Values) -> None:
        ((low_kind, low_content),), ((high_kind, high_content),) = values[low].items(), values[high].items()
        shown = (
            f"lower bound operand: AttributeValue: {{{low_kind}:{low_content}}}, "
            f"upper bound operand: AttributeValue: {{{high_kind}:{high_content}}}"
        )
        if low_kind != high_kind:
            reader.refuse(f"The BETWEEN operator requires same data type for lower and upper bounds; {shown}")
        if not at_most(values[low], values[high]):
            reader.refuse(
                "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; " + shown
            )

    reader.checks.append(check)


def choice(reader: Reader, left: Operand) -> Test:
    reader.expect("(")
    choices = [operand(reader)]
    while reader.take(","):
        choices.append(operand(reader))
    reader.expect(")")
    distinct(reader, reader.count("IN"), "operator", left, choices)
    if len(choices) > CHOICES_AT_MOST:
        reader.refuse(f"The IN operator is provided with too many operands; number of operands: {len(choices)}")

    def holds(item: Stored, values: Values) -> bool:
        found = left.read(item, values)
        return found is not None and any(found == each.read(item, values) for each in choices)

    return holds


def distinct(reader: Reader, operator: str, what: str, first: Operand, others: Sequence[Operand]) -> None:
    if any(other[:2] == first[:2] for other in others):
        reader.refuse(
            "The first operand must be distinct from the remaining operands for this operator or function; "
            f"{what}: {operator}, first operand: [{first.name}]"
        )


def ordered(reader: Reader, operator: str, *operands: Operand) -> None:
    for each in operands:
        if each.is_value:
            reader.must_be(operator, each.name, ORDERED)


def equal(left: Value | None, right: Value | None) -> bool:
    return left is not None and left == right


def unequal(left: Value | None, right: Value | None) -> bool:
    """True also of what is not there."""
    return left is None or right is None or left != right


def less(left: Value | None, right: Value | None) -> bool:
    pair = comparable(left, right)
    return pair is not None and pair[0] < pair[1]


def at_most(left: Value | None, right: Value | None) -> bool:
    pair = comparable(left, right)
    return pair is not None and pair[0] <= pair[1]


def comparable(left: Value | None, right: Value | None) -> tuple[Any, Any] | None:
    """The contents of two values that have an order; others are neither less nor more."""
    if left is None or right is None or left.keys() != right.keys():
        return None
    ((kind, content),) = left.items()
    if kind not in ORDERED:
        return None
    other = right[kind]
    return (Decimal(content), Decimal(other)) if kind == "N" else (content, other)


COMPARISONS: Mapping[str, Compare] = {
    "=": equal,
    "<>": unequal,
    "<": less,
    "<=": at_most,
    ">": lambda left, right: less(right, left),
    ">=": lambda left, right: at_most(right, left),
}


# --------------------------------------------------------------------------------------------------------- functions
def function(reader: Reader) -> Test:
    name = reader.next()
    if name not in FUNCTIONS:
        reader.unknown_function(name)
    reader.count(name)
    reader.expect("(")
    test = FUNCTIONS[name](reader)
    reader.expect(")")
    return test


def exists(reader: Reader) -> Test:
    name = reader.attribute()
    return lambda item, _: name in item


def not_exists(reader: Reader) -> Test:
    name = reader.attribute()
    return lambda item, _: name not in item


def begins_with(reader: Reader) -> Test:
    whole, prefix = pair(reader, "begins_with")
    for each in (whole, prefix):
        if each.is_value:
            reader.must_be("begins_with", each.name, ("S", "B"))

    def holds(item: Stored, values: Values) -> bool:
        found = comparable(whole.read(item, values), prefix.read(item, values))
        return found is not None and not isinstance(found[0], Decimal) and found[0].startswith(found[1])

    return holds


def contains(reader: Reader) -> Test:
    whole, part = pair(reader, "contains")

    def holds(item: Stored, values: Values) -> bool:
        found, sought = whole.read(item, values), part.read(item, values)
        if found is None or sought is None:
            return False
        ((kind, content),), ((sought_kind, sought_content),) = found.items(), sought.items()
        if kind == "L":
            return sought in content
        return kind in WITH_PARTS and kind in (sought_kind, f"{sought_kind}S") and sought_content in content

    return holds


def pair(reader: Reader, name: str) -> tuple[Operand, Operand]:
    first = operand(reader)
    reader.expect(",")
    second = operand(reader)
    distinct(reader, name, "operator", first, [second])
    return first, second


FUNCTIONS: Mapping[str, Callable[[Reader], Test]] = {
    "attribute_exists": exists,
    "attribute_not_exists": not_exists,
    "begins_with": begins_with,
    "contains": contains,
}
