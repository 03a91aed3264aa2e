"""Answers to typed questions: which are wrong, which are missing. Pure; pointers are relative to the answers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from chalicelib.catalogue.model.conditions import Answers, Condition, Kind, comparisons, evaluate
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of

LARGEST = 999_999_999
LONGEST = 200
EXPECTED: Mapping[Kind, str] = {
    "boolean": "应为“是”或“否”（true 或 false）",
    "integer": f"应为 0 至 {LARGEST} 的整数",
    "choice": "只能填写以下之一：{choices}",
    "text": f"应为文字，最多 {LONGEST} 个字",
}


@dataclass(frozen=True)
class Asked:
    """A question. `choices` maps each value to its label, empty for other kinds than `choice`."""

    variable: str
    kind: Kind
    label: str
    choices: Mapping[str, str]


def wrong_answers(asked: Iterable[Asked], answers: Answers) -> Iterator[FieldError]:
    """Every answer that no question asks for, or that does not fit its question. Null counts as no answer."""
    known = {question.variable: question for question in asked}
    for name, value in answers.items():
        question = known.get(name)
        if question is None:
            yield FieldError(pointer_of([name]), "answer_unknown", "没有这个问题，请删除")
        elif value is not None and not _fits(question, value):
            choices = "、".join(f"{choice}（{label}）" for choice, label in question.choices.items())
            expected = EXPECTED[question.kind].format(choices=choices)
            yield FieldError(pointer_of([name]), "answer_invalid", f"“{question.label}”{expected}")


def missing_answers(asked: Iterable[Asked], needed: Iterable[str]) -> Iterator[FieldError]:
    """A finding for each question of which the answer is needed, in the order in which they are asked."""
    names = set(needed)
    for question in asked:
        if question.variable in names:
            pointer = pointer_of([question.variable])
            yield FieldError(pointer, "answer_missing", f"请先回答“{question.label}”")


def open_variables(condition: Condition, answers: Answers) -> frozenset[str]:
    """The variables without which nobody can tell whether the condition holds; none where the answers decide."""
    if evaluate(condition, answers) is not None:
        return frozenset()
    return frozenset(one.variable for one in comparisons(condition) if evaluate(one, answers) is None)


def _fits(question: Asked, value: object) -> bool:
    match question.kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return type(value) is int and 0 <= value <= LARGEST
        case "choice":
            return isinstance(value, str) and value in question.choices
        case "text":
            return isinstance(value, str) and len(value) <= LONGEST
