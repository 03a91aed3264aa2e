"""A parsed condition: comparisons under `and` and `or`, flattened, so that equal conditions have one form."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal["==", "!=", "<", "<=", ">", ">="]
Literals = bool | int | str


@dataclass(frozen=True)
class Comparison:
    variable: str
    operator: Operator
    value: Literals


@dataclass(frozen=True)
class AllOf:
    parts: "tuple[Condition, ...]"


@dataclass(frozen=True)
class AnyOf:
    parts: "tuple[Condition, ...]"


Condition = Comparison | AllOf | AnyOf


def all_of(*parts: Condition) -> Condition:
    """The conjunction; one part stands for itself, nested conjunctions are joined."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, AllOf) else (part,)))
    return flat[0] if len(flat) == 1 else AllOf(flat)


def any_of(*parts: Condition) -> Condition:
    """The disjunction, flattened likewise."""
    flat = tuple(inner for part in parts for inner in (part.parts if isinstance(part, AnyOf) else (part,)))
    return flat[0] if len(flat) == 1 else AnyOf(flat)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison, left to right."""
    if isinstance(condition, Comparison):
        yield condition
        return
    for part in condition.parts:
        yield from comparisons(part)


def render(condition: Condition) -> str:
    """The text of a condition; parsing it gives the condition again."""
    match condition:
        case Comparison():
            return f"{condition.variable}{condition.operator}{_literal(condition.value)}"
        case AllOf():
            return " and ".join(
                f"({render(part)})" if isinstance(part, AnyOf) else render(part) for part in condition.parts
            )
        case AnyOf():
            return " or ".join(render(part) for part in condition.parts)


def _literal(value: Literals) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else f"'{value}'"
