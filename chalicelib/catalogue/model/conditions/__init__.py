"""The language of conditions on materials: `agent==true`, `age<16 and category=='disabled'`. Pure.

Grammar: comparisons of a variable with `true`, `false`, a whole number or 'text', joined by `and` and `or` (`and`
binds closer), with parentheses. An answer that is not there leaves a condition undecided.
"""

from chalicelib.catalogue.model.conditions.evaluation import Answers, evaluate
from chalicelib.catalogue.model.conditions.parsing import MAX_LENGTH, ConditionError, parse
from chalicelib.catalogue.model.conditions.rewriting import Truth, both, either, opposite, renamed
from chalicelib.catalogue.model.conditions.syntax import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    all_of,
    any_of,
    comparisons,
    render,
)
from chalicelib.catalogue.model.conditions.variables import Kind, Variable, VariableConflict, variables
from chalicelib.catalogue.model.conditions.wording import WORDS, Words, describe, explain

__all__ = [
    "MAX_LENGTH",
    "WORDS",
    "AllOf",
    "Answers",
    "AnyOf",
    "Comparison",
    "Condition",
    "ConditionError",
    "Kind",
    "Truth",
    "Variable",
    "VariableConflict",
    "Words",
    "all_of",
    "any_of",
    "both",
    "comparisons",
    "describe",
    "either",
    "evaluate",
    "explain",
    "opposite",
    "parse",
    "renamed",
    "render",
    "variables",
]
