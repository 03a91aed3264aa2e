"""Conditions made from conditions: joined, turned around, asked of other variables. Pure.

A truth is a condition, or true or false where no answer changes it.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Final

from chalicelib.catalogue.model.conditions.syntax import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Operator,
    all_of,
    any_of,
)

Truth = bool | Condition
OPPOSITE: Final[Mapping[Operator, Operator]] = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", "<=": ">", ">": "<="}


def both(*parts: Truth) -> Truth:
    """True where every part is. What contradicts another part is left out of the choices that a part gives."""
    joined = _joined(parts, neutral=True, join=all_of)
    if not isinstance(joined, AllOf):
        return joined
    told = {part for part in joined.parts if isinstance(part, Comparison)}
    if any(_turned(part) in told for part in told):
        return False
    kept = [_within(part, told) if isinstance(part, AnyOf) else part for part in joined.parts]
    return joined if all(new is part for new, part in zip(kept, joined.parts, strict=True)) else both(*kept)


def either(*parts: Truth) -> Truth:
    """True where some part is. A part that only narrows another one adds nothing."""
    joined = _joined(parts, neutral=False, join=any_of)
    if not isinstance(joined, AnyOf):
        return joined
    kept = [part for part in joined.parts if not _narrows(part, joined.parts)]
    return any_of(*kept)


def opposite(truth: Truth) -> Truth:
    """True where this one is false. What is undecided stays undecided."""
    match truth:
        case bool():
            return not truth
        case Comparison():
            return _turned(truth)
        case AllOf():
            return either(*(opposite(part) for part in truth.parts))
        case AnyOf():
            return both(*(opposite(part) for part in truth.parts))


def renamed(condition: Condition, name: Callable[[str], str]) -> Condition:
    """The same condition of the variables that `name` gives for its own."""
    match condition:
        case Comparison():
            return Comparison(name(condition.variable), condition.operator, condition.value)
        case AllOf():
            return all_of(*(renamed(part, name) for part in condition.parts))
        case AnyOf():
            return any_of(*(renamed(part, name) for part in condition.parts))


def _within(choice: AnyOf, told: Collection[Condition]) -> Truth:
    """What is left of a choice where all that is told holds: the very same choice where nothing of it is told."""
    options = [_option(part, told) for part in choice.parts]
    unchanged = all(new is part for new, part in zip(options, choice.parts, strict=True))
    return choice if unchanged else either(*options)


def _option(part: Condition, told: Collection[Condition]) -> Truth:
    parts = part.parts if isinstance(part, AllOf) else (part,)
    if any(isinstance(one, Comparison) and _turned(one) in told for one in parts):
        return False
    left = [one for one in parts if one not in told]
    return part if len(left) == len(parts) else both(*left)


def _narrows(part: Condition, others: Collection[Condition]) -> bool:
    """Whether this one asks for all that another one does, and for more."""
    if not isinstance(part, AllOf):
        return False
    asked = set(part.parts)
    wider = (other for other in others if isinstance(other, AllOf) and other is not part)
    return any(_follows(one, others) for one in asked) or any(asked > set(other.parts) for other in wider)


def _follows(one: Condition, others: Collection[Condition]) -> bool:
    return one in others or (isinstance(one, AnyOf) and all(option in others for option in one.parts))


def _turned(one: Comparison) -> Condition:
    if isinstance(one.value, bool):  # a yes or no has no other opposite, and reads better without "不为"
        return Comparison(one.variable, "==", not one.value if one.operator == "==" else one.value)
    return Comparison(one.variable, OPPOSITE[one.operator], one.value)


def _joined(parts: Iterable[Truth], *, neutral: bool, join: Callable[..., Condition]) -> Truth:
    """Without repeated parts and without those that change nothing."""
    kept = dict[Condition, None]()
    for part in parts:
        if isinstance(part, bool):
            if part is not neutral:
                return part
        else:
            kept[part] = None
    return join(*kept) if kept else neutral
