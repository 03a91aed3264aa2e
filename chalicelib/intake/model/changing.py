"""What of the form of an accepted joint request may still be answered otherwise, and what the form is then. Pure."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from pydantic import JsonValue

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms import check_form
from chalicelib.catalogue.model.forms.representation import derived_answers
from chalicelib.catalogue.model.forms.requirements import asked_of
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of

NOT_DECIDING = "提交之后只能变更决定办理哪些事项的情形，以及因此才需要填写的内容；其他内容有误的，请向窗口提出"
SAME = "与原来填写的相同"


def reanswered(
    item: ItemDocument, form: Mapping[str, Any], deciding: Collection[str], answers: Mapping[str, JsonValue], on: date
) -> dict[str, Any]:
    """The form with these answers, complete and in canonical writing; what they leave unasked is dropped. `deciding`
    are the questions that decide which members there are. 422 with everything wrong at once.
    """
    old: Mapping[str, Any] = form.get("answers", {})
    asked_before = asked_of(item, form, on)
    if errors := [error for name in answers if (error := _fault(name, answers, old, deciding, asked_before))]:
        raise problems.Invalid(errors=errors)
    whole: dict[str, Any] = {**form, "answers": {**old, **answers}}
    for name in derived_answers(item, whole, on):
        if name not in answers:
            whole["answers"].pop(name, None)
    asked = asked_of(item, whole, on)
    keys = {field.key for field in item.fields}
    kept = {key: value for key, value in whole["answers"].items() if key in asked | answers.keys() or key not in keys}
    checked = check_form(item, {**whole, "answers": kept}, on, "complete")
    if checked.value is None:
        raise problems.Invalid(errors=checked.errors)
    return checked.value


def _fault(
    name: str,
    answers: Mapping[str, JsonValue],
    old: Mapping[str, Any],
    deciding: Collection[str],
    asked_before: Collection[str],
) -> FieldError | None:
    pointer = pointer_of(["answers", name])
    if name in deciding:
        return FieldError(pointer, "field_unchanged", SAME) if old.get(name) == answers[name] else None
    return FieldError(pointer, "answer_not_changeable", NOT_DECIDING) if name in asked_before else None


def differing(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """The answers that the two forms have differently."""
    before, after = old.get("answers", {}), new.get("answers", {})
    return frozenset(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
