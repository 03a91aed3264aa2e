"""KeyConditionExpression: one partition, and a range of its sort keys."""

from typing import NamedTuple, cast

from proofs.kit.dynamo.conditions import ORDERED, bounds
from proofs.kit.dynamo.keys import EMPTY, NOT_VALID, measure
from proofs.kit.dynamo.reader import Reader, Values
from proofs.kit.dynamo.refusals import Invalid
from proofs.kit.dynamo.values import BAD

ORDERINGS = ("<", "<=", ">", ">=")


class Clause(NamedTuple):
    """A condition on one attribute; a range has two placeholders."""

    name: str
    operator: str
    placeholders: tuple[str, ...]


class Span(NamedTuple):
    """The sort keys from `low` to `high`, with or without the ends themselves; None is no end, `prefix` another way."""

    low: str = ""
    high: str | None = None
    prefix: str = ""
    without_low: bool = False
    without_high: bool = False

    def has(self, sk: str) -> bool:
        above = sk > self.low if self.without_low else sk >= self.low
        below = self.high is None or (sk < self.high if self.without_high else sk <= self.high)
        return above and below and sk.startswith(self.prefix)


def key_condition(reader: Reader) -> tuple[Clause, ...]:
    clauses = [clause(reader)]
    while reader.take("AND"):
        reader.count("AND")
        clauses.append(clause(reader))
    if reader.keyword == "OR":
        reader.refuse("Invalid operator used in KeyConditionExpression: OR")
    reader.finish()
    if len({clause.name for clause in clauses}) < len(clauses):
        reader.refuse("KeyConditionExpressions must only contain one condition per key")
    return tuple(clauses)


def clause(reader: Reader) -> Clause:
    if reader.take("("):
        inside = clause(reader)
        reader.expect(")")
        return inside
    if reader.keyword == "NOT":
        reader.refuse("Invalid operator used in KeyConditionExpression: NOT")
    if reader.follows("("):
        return prefix(reader)
    if reader.word.startswith(":"):
        raise NotImplementedError("a key condition with its value first is not played")
    name, operator = reader.attribute(), reader.next().upper()
    reader.count(operator)
    if operator == "BETWEEN":
        low = reader.value()
        reader.expect("AND")
        high = reader.value()
        for placeholder in (low, high):
            reader.must_be(operator, placeholder, ORDERED)
        bounds(reader, low, high)
        return Clause(name, operator, (low, high))
    if operator not in ("=", *ORDERINGS):
        reader.refuse(f"Invalid operator used in KeyConditionExpression: {operator}")
    placeholder = reader.value()
    if operator in ORDERINGS:
        reader.must_be(operator, placeholder, ORDERED)
    return Clause(name, operator, (placeholder,))


def prefix(reader: Reader) -> Clause:
    function = reader.count(reader.next())
    if function != "begins_with":
        reader.refuse(f"Invalid operator used in KeyConditionExpression: {function}")
    reader.expect("(")
    name = reader.attribute()
    reader.expect(",")
    placeholder = reader.value()
    reader.expect(")")
    reader.must_be(function, placeholder, ("S", "B"))
    return Clause(name, function, (placeholder,))


def asked(clauses: tuple[Clause, ...], pk: str, sk: str, values: Values) -> tuple[str, Span | None]:
    """The partition and the span of its sort keys, None for all of them."""
    if len(clauses) > 2:
        raise Invalid(
            f"The number of query conditions ({len(clauses)}) exceeds the number of key attributes defined "
            "in the schema (2)"
        )
    by_name = {clause.name: clause for clause in clauses}
    for name in (pk, sk)[: len(clauses)]:
        if name not in by_name:
            raise Invalid(f"Query condition missed key schema element: {name}")
    partition = by_name[pk]
    if partition.operator != "=":
        raise Invalid("Query key condition not supported")
    (key,) = texts(partition, values)
    measure(key, "")
    if len(clauses) == 1:
        return key, None
    return key, span(by_name[sk].operator, *texts(by_name[sk], values))


def span(operator: str, first: str, last: str = "") -> Span:
    measure("", first)
    measure("", last)
    match operator:
        case "BETWEEN":
            return Span(first, last)
        case "begins_with":
            return Span(prefix=first)
        case "=":
            return Span(first, first)
        case "<":
            return Span(high=first, without_high=True)
        case "<=":
            return Span(high=first)
        case ">":
            return Span(first, without_low=True)
        case _:
            return Span(first)


def texts(clause: Clause, values: Values) -> list[str]:
    found = [values[placeholder].get("S") for placeholder in clause.placeholders]
    if None in found:
        raise Invalid(f"{BAD}Condition parameter type does not match schema type")
    if "" in found:
        raise Invalid(f"{NOT_VALID}{EMPTY} Key: {clause.name}")
    return cast(list[str], found)
