"""One applicant's situation under a scheme: which members it has and why, from the answers. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.answering import Asked, open_variables, wrong_answers
from chalicelib.catalogue.model.conditions import Answers
from chalicelib.catalogue.model.schemes.parts import Edge, Length, Node
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation.problems import FieldError

ALWAYS = "本方案的每件申请都有此事项"


@dataclass(frozen=True)
class Situation:
    """`answers` with what follows from them. `unknown` are the questions without which no member can be told."""

    scheme: SchemeDocument
    answers: Answers
    active: frozenset[str]
    unknown: frozenset[str]

    def alternatives(self, edge: Edge) -> tuple[str, ...]:
        """Those of the edge's alternatives that are members of this request."""
        return tuple(name for name in edge.from_ if name in self.active)

    def edges_to(self, node: str) -> tuple[Edge, ...]:
        return tuple(edge for edge in self.scheme.edges if edge.to == node)

    def promise(self, node: Node) -> Length:
        """What is promised in this situation: the first of `promised_when` that holds, else `promised`."""
        for case in node.promised_when:
            if conditions.evaluate(conditions.parse(case.condition), self.answers):
                return case
        return node.promised

    def why(self, node: Node) -> str:
        """Why the request has this member or not, naming the answers that decided."""
        if node.condition is None:
            return ALWAYS
        labels = labels_of(self.scheme)
        condition = conditions.parse(node.condition)
        decided = conditions.evaluate(condition, self.answers)
        rule = worded(condition, labels)
        facts = "，".join(_facts(condition, self.answers, labels))
        if decided is None:
            return f"待定：请先回答相关问题（{rule}时须办理）"
        return f"须办理：因为{facts}" if decided else f"本次不涉及：因为{facts}（{rule}时才办理）"


def asked_by(scheme: SchemeDocument) -> tuple[Asked, ...]:
    """The questions of the scheme, in their order."""
    return tuple(
        Asked(one.variable, one.kind, one.label, {choice.value: choice.label for choice in one.choices})
        for one in scheme.form.questions
    )


def situation_of(scheme: SchemeDocument, answers: Answers) -> Situation:
    """The members under these answers. Answers that are not right are left out; `wrong_for` names them."""
    whole = with_derived(scheme, answers)
    active, unknown = set[str](), set[str]()
    for node in scheme.nodes:
        if node.condition is None:
            active.add(node.id)
            continue
        condition = conditions.parse(node.condition)
        if conditions.evaluate(condition, whole):
            active.add(node.id)
        unknown |= questions_behind(scheme, open_variables(condition, whole))
    for node in scheme.nodes:
        for case in node.promised_when if node.id in active else ():
            unknown |= questions_behind(scheme, open_variables(conditions.parse(case.condition), whole))
    return Situation(scheme, whole, frozenset(active), frozenset(unknown))


def wrong_for(scheme: SchemeDocument, answers: Answers) -> list[FieldError]:
    return list(wrong_answers(asked_by(scheme), answers))


def with_derived(scheme: SchemeDocument, answers: Answers) -> dict[str, object]:
    """The answers, what follows from them, and what is the same in every request of the scheme."""
    known: dict[str, object] = {name: value for name, value in answers.items() if value is not None}
    for derived in scheme.form.derived:
        value = conditions.evaluate(conditions.parse(derived.from_), known)
        if value is not None:
            known[derived.variable] = value
    return known | {preset.variable: preset.value for preset in scheme.form.presets}


def questions_behind(scheme: SchemeDocument, variables: frozenset[str]) -> set[str]:
    """The questions to answer so that these variables are known: a derived one rests on others."""
    behind = {one.variable: one.from_ for one in scheme.form.derived}
    found = set[str]()
    for name in variables:
        rests_on = conditions.comparisons(conditions.parse(behind[name])) if name in behind else ()
        found |= {one.variable for one in rests_on} or {name}
    return found


@lru_cache(maxsize=64)
def _labels(questions: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for variable, label, choices in questions:
        found[variable] = label
        found.update({f"{variable}={value}": text for value, text in choices})
    return found


def labels_of(scheme: SchemeDocument) -> Mapping[str, str]:
    """The label of each question by its variable, and of each choice by `variable=value`."""
    return _labels(
        tuple(
            (one.variable, one.label, tuple((choice.value, choice.label) for choice in one.choices))
            for one in scheme.form.questions
        )
    )


def worded(condition: conditions.Condition, labels: Mapping[str, str]) -> str:
    """The condition in the words of the scheme's own questions."""
    match condition:
        case conditions.Comparison():
            name = labels.get(condition.variable, condition.variable)
            return (
                f"“{name}”{conditions.WORDS[condition.operator]}{_shown(condition.variable, condition.value, labels)}"
            )
        case conditions.AllOf():
            return "，且".join(_bracketed(part, conditions.AnyOf, labels) for part in condition.parts)
        case conditions.AnyOf():
            return "，或".join(_bracketed(part, conditions.AllOf, labels) for part in condition.parts)


def _bracketed(part: conditions.Condition, other: type, labels: Mapping[str, str]) -> str:
    text = worded(part, labels)
    return f"（{text}）" if isinstance(part, other) else text


def _facts(condition: conditions.Condition, answers: Answers, labels: Mapping[str, str]) -> list[str]:
    seen: dict[str, str] = {}
    for one in conditions.comparisons(condition):
        answer = answers.get(one.variable)
        if isinstance(answer, bool | int | str):
            name = labels.get(one.variable, one.variable)
            seen[one.variable] = f"“{name}”为{_shown(one.variable, answer, labels)}"
    return list(seen.values())


def _shown(variable: str, value: bool | int | str, labels: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return "“是”" if value else "“否”"
    return f" {value}" if isinstance(value, int) else f"“{labels.get(f'{variable}={value}', value)}”"
