"""What somebody without an application is asked, and what follows from the answers (R14). Pure; the day is given.

The questions are those of the form, and what follows from them follows by the same function as in an application
(`forms/facts.py`). So the checklist of a question and that of the application cannot differ, and no fact is asked
twice.

Beside the fields of the form three things may be told that an application has in the block of its applicant: its kind,
the day of birth, and whether an agent applies.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.answering import Asked, open_variables, wrong_answers
from chalicelib.catalogue.model.conditions.wording import choice_label, label
from chalicelib.catalogue.model.form_fields import Derive, FieldType, FormField
from chalicelib.catalogue.model.forms import check_form
from chalicelib.catalogue.model.forms.facts import APPLICANT, KIND, Facts, day_of
from chalicelib.catalogue.model.forms.persons import OLDEST, age_on
from chalicelib.catalogue.model.forms.schema import QuestionKind, kind_of_question, questions_of
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import PYDANTIC_TYPES, pointer_of

BIRTH_DATE = "applicant.birth_date"


@dataclass(frozen=True)
class Question:
    """A question that is open. `field` is that of the form, where it is one. `type` says how an answer is written."""

    name: str
    label: str
    kind: QuestionKind
    type: FieldType
    choices: Mapping[str, str] = field(default_factory=dict[str, str])
    field: FormField | None = None


class Asking:
    """The answers of one person to the questions of one item, on one day."""

    def __init__(self, item: ItemDocument, answers: Mapping[str, Any], day: date) -> None:
        self._item, self._day = item, day
        self._answers = {name: value for name, value in answers.items() if value is not None}
        self._fields = {one.key: one for one in item.fields}
        self._derives = {one.variable: one for one in item.derives}
        self._plain = _asked_plainly(item)
        untold = {name for name in self._plain if not isinstance(self._answers.get(name), bool)}
        self._facts = Facts(item, self._document(), day, frozenset(untold))

    def values(self) -> dict[str, object]:
        """What conditions ask for: the answers, and what follows from them."""
        if not self._item.form_fields:
            return dict(self._answers)
        return {**self._facts.derived(), **{name: self._facts.value(name) for name in self._fields}}

    def errors(self) -> list[FieldError]:
        """Everything that is wrong with the answers; pointers are relative to them."""
        if not self._item.form_fields:
            return list(wrong_answers(_variables(self._item), self._answers))
        found = [error for name in self._answers if (error := self._misplaced(name))]
        named = {error.pointer for error in found}
        return [*found, *(error for error in self._of_form() if error.pointer not in named)]

    def questions(self, variables: Iterable[str]) -> list[Question]:
        """What is to be asked so that these variables of conditions are told, in the order of the form."""
        if not self._item.form_fields:
            wanted = set(variables)
            asked = (one for one in _variables(self._item) if one.variable in wanted)
            return [_plain_question(one.variable, one.kind, one.choices) for one in asked]
        names = {name for variable in variables for name in self._open(variable, frozenset())}
        order = [KIND, BIRTH_DATE, *self._fields, *self._plain]
        known = [self._question(name) for name in order if name in names]
        return [*known, *(_plain_question(name, "boolean") for name in sorted(names - set(order)))]

    # ------------------------------------------------------------------------------------------------------- the form
    def _document(self) -> dict[str, Any]:
        """The answers as a form has them. Of an agent it is known only that there is one."""
        applicant: dict[str, Any] = {}
        for name, value in self._answers.items():
            if name.startswith(APPLICANT):
                applicant[name.removeprefix(APPLICANT)] = value
        for name, derive in self._plain.items():
            if self._answers.get(name) is True:
                applicant |= {source.removeprefix(APPLICANT): {"name": name} for source in derive.sources}
        answers = {name: value for name, value in self._answers.items() if name in self._fields}
        return {"applicant": applicant, "answers": answers}

    def _of_form(self) -> Iterator[FieldError]:
        """What the form itself refuses. Its own check of types has one code here, as before."""
        document = self._document()
        kind = document["applicant"].get("kind")
        applicant = {"kind": kind} if kind in self._item.service_objects else {}
        for error in check_form(self._item, document | {"applicant": applicant}, self._day, "draft").errors:
            if error.pointer.startswith("/answers/"):
                code = "answer_invalid" if error.code in PYDANTIC_TYPES else error.code
                yield error._replace(pointer=error.pointer.removeprefix("/answers"), code=code)

    def _misplaced(self, name: str) -> FieldError | None:
        """An answer that no question asks for, or one beside the form that is wrong."""
        pointer, value = pointer_of([name]), self._answers[name]
        if name in self._fields:
            return None
        if name in self._plain:
            right = isinstance(value, bool)
            message = f"“{label(name)}”应为“是”或“否”（true 或 false）"
            return None if right else FieldError(pointer, "answer_invalid", message)
        if name == KIND:
            kinds = "、".join(self._item.service_objects)
            message = f"申请人类型只能填写以下之一：{kinds}"
            return None if value in self._item.service_objects else FieldError(pointer, "answer_invalid", message)
        if name == BIRTH_DATE:
            born = day_of(value)
            right = born is not None and 0 <= age_on(born, self._day) <= OLDEST
            message = "申请人的出生日期应为不晚于今天的日期，如 1990-03-07"
            return None if right else FieldError(pointer, "answer_invalid", message)
        if derive := self._derives.get(name):
            return FieldError(pointer, "answer_derived", f"“{label(name)}”由{self._sources(derive)}得出，请改填")
        return FieldError(pointer, "answer_unknown", "没有这个问题，请删除")

    def _sources(self, derive: Derive) -> str:
        told = [BIRTH_DATE if one.startswith(APPLICANT) and one != KIND else one for one in derive.sources]
        return "或者".join(f"“{self._question(name).label}”（{name}）" for name in dict.fromkeys(told))

    # --------------------------------------------------------------------------------------------------- what is open
    def _open(self, name: str, seen: frozenset[str]) -> Iterator[str]:
        """The questions without which nobody can tell this field or variable."""
        if name in seen or self._facts.value(name) is not None:
            return
        seen |= {name}
        derive = self._derives.get(name)
        if derive is None or name in self._plain:
            yield from self._field(name, seen)
        elif derive.condition:
            yield from self._of_condition(derive.condition, seen)
        else:
            yield from self._of_sources(derive, seen)

    def _field(self, name: str, seen: frozenset[str]) -> Iterator[str]:
        asked = self._fields.get(name)
        shown = self._facts.shown(asked) if asked else True
        if shown:
            yield name
        elif asked and shown is None and asked.only_for and not self._facts.kind:
            yield KIND
        elif asked and shown is None and asked.condition:
            yield from self._of_condition(asked.condition, seen)

    def _of_condition(self, text: str, seen: frozenset[str]) -> Iterator[str]:
        condition = conditions.parse(text)
        named = {one.variable for one in conditions.comparisons(condition)}
        for variable in open_variables(condition, {one: self._facts.value(one) for one in named}):
            yield from self._open(variable, seen)

    def _of_sources(self, derive: Derive, seen: frozenset[str]) -> Iterator[str]:
        """The first source that counts: one that is not asked of this applicant is passed over."""
        for source in derive.sources:
            if source == KIND:
                yield KIND
                return
            if source.startswith(APPLICANT):
                yield BIRTH_DATE
                return
            found = [*self._open(source, seen)]
            yield from found
            if found:
                return

    def _question(self, name: str) -> Question:
        if asked := self._fields.get(name):
            kind = kind_of_question(asked)
            return Question(name, asked.title, kind, asked.type, asked.choices or {}, asked)
        if name == KIND:
            kinds = {kind: kind for kind in self._item.service_objects}
            return Question(KIND, "申请人类型", "choice", "choice", kinds)
        if name == BIRTH_DATE:
            return Question(BIRTH_DATE, "申请人的出生日期", "text", "date")
        return _plain_question(name, "boolean")


def _asked_plainly(item: ItemDocument) -> dict[str, Derive]:
    """The variables that say whether a block of the applicant is filled in, such as the agent: asked as they are."""
    return {
        one.variable: one
        for one in item.derives
        if one.rule == "present" and all(source.startswith(APPLICANT) for source in one.sources)
    }


def _plain_question(name: str, kind: conditions.Kind, choices: Mapping[str, str] | None = None) -> Question:
    return Question(name, label(name), kind, kind, choices or {})


def _variables(item: ItemDocument) -> tuple[Asked, ...]:
    """The questions of an item without fields: the variables of its conditions."""
    return tuple(
        Asked(one.name, one.kind, label(one.name), {choice: choice_label(choice) for choice in one.choices})
        for one in questions_of(item)
    )
