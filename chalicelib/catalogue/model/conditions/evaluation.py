"""Whether a condition holds for the answers given so far: yes, no, or not decided yet."""

import operator
from collections.abc import Callable, Iterable, Mapping

from chalicelib.catalogue.model.conditions.syntax import AllOf, AnyOf, Comparison, Condition, Operator

Answers = Mapping[str, object]
OPERATIONS: Mapping[Operator, Callable[..., bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def evaluate(condition: Condition, answers: Answers) -> bool | None:
    """None while missing answers decide. An answer of another type than the condition's literal counts as missing."""
    match condition:
        case Comparison():
            return compare(condition, answers)
        case AllOf():
            return _settled(False, (evaluate(part, answers) for part in condition.parts))
        case AnyOf():
            return _settled(True, (evaluate(part, answers) for part in condition.parts))


def compare(comparison: Comparison, answers: Answers) -> bool | None:
    answer = answers.get(comparison.variable)
    if type(answer) is not type(comparison.value):  # exact, because True is an int to Python
        return None
    return OPERATIONS[comparison.operator](answer, comparison.value)


def _settled(decisive: bool, values: Iterable[bool | None]) -> bool | None:
    """`decisive` if any part has it, None if one might, its opposite otherwise."""
    seen = set(values)
    if decisive in seen:
        return decisive
    return None if None in seen else not decisive
