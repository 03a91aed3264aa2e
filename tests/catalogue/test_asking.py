"""The anonymous checklist asks what the form asks, and says what the application will say (R10, R14, R78)."""

import json
import random
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.asking import Asking
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.form_fields import FormField
from chalicelib.catalogue.model.forms import check_form
from chalicelib.catalogue.model.forms.examples import example_of
from chalicelib.catalogue.model.forms.facts import Facts
from chalicelib.catalogue.model.forms.representation import with_derived
from chalicelib.catalogue.model.guidance import guidance
from chalicelib.clock import WorkCalendar
from tests.catalogue.conftest import DOCUMENT

DAY = date(2026, 11, 23)
CALENDAR = WorkCalendar()
ITEMS = [ItemDocument.model_validate_json(json.dumps(part)) for part in DOCUMENT["items"]]
BY_CODE = {item.id: item for item in ITEMS}
NUMBER, BORN = "44170219900307801X", "1990-03-07"
CHILD, CHILD_BORN = "441702201503070014", "2015-03-07"
ROUNDS = 12


def random_value(field: FormField, chance: random.Random) -> Any:
    match field.type:
        case "choice":
            return chance.choice(list(field.choices or ()))
        case "boolean":
            return chance.choice([True, False])
        case "integer":
            return chance.randint(int(field.min or 0), min(int(field.max or 40), int(field.min or 0) + 40))
        case "date":
            return (DAY - timedelta(days=chance.randint(0, 2200))).isoformat()
        case _:
            return example_of(field, NUMBER)


def random_form(item: ItemDocument, chance: random.Random) -> dict[str, Any]:
    """A form as somebody could fill it in: what is not shown is not filled in, what must be there is."""
    kind = chance.choice(item.service_objects)
    number = chance.choice([NUMBER, CHILD]) if kind == "自然人" else ""
    applicant: dict[str, Any] = {"kind": kind} | ({"id_number": number} if number else {})
    if chance.choice([True, False]):
        applicant["agent"] = {"name": "李示例", "id_number": NUMBER}
    answers = dict[str, Any]()
    for _ in range(3):
        for field in item.fields:
            facts = Facts(item, {"applicant": applicant, "answers": answers}, DAY)
            if facts.shown(field) is not True:
                answers.pop(field.key, None)
            elif field.key not in answers:
                answers[field.key] = random_value(field, chance)
    return {"applicant": applicant, "answers": answers}


def asked(item: ItemDocument, form: dict[str, Any]) -> dict[str, Any]:
    """The same facts as answers to the questions."""
    applicant = form["applicant"]
    born = {NUMBER: BORN, CHILD: CHILD_BORN}.get(applicant.get("id_number", ""))
    told = {"applicant.kind": applicant["kind"]} | ({"applicant.birth_date": born} if born else {})
    agent = {one.variable: "agent" in applicant for one in item.derives if one.rule == "present"}
    return {**form["answers"], **told, **agent}


def lines(item: ItemDocument, values: Any) -> list[tuple[str, bool, bool, bool]]:
    return [(line.no, line.applies, line.required, line.undetermined) for line in checklist(item, values)]


@pytest.mark.requirement("R14", "R10", "R78")
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_the_checklist_of_a_question_is_that_of_the_application(item: ItemDocument):
    chance = random.Random(item.id)
    for _ in range(ROUNDS):
        form = random_form(item, chance)
        application = with_derived(item, form, DAY)["answers"]
        asking = Asking(item, asked(item, form), DAY)
        assert lines(item, asking.values()) == lines(item, application)
        told = guidance(item, asking.values(), DAY, CALENDAR)
        assert guidance(item, application, DAY, CALENDAR) == told
        assert asking.questions(one.pointer[1:] for one in told.missing) == []
        refused = [error for error in asking.errors() if error.code in ("answer_unknown", "answer_derived")]
        assert refused == []


@pytest.mark.requirement("R14", "R78")
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_whoever_answers_what_is_asked_comes_to_an_end_and_is_asked_nothing_twice(item: ItemDocument):
    """One open question after the other, as a portal asks them."""
    chance = random.Random(item.id)
    for _ in range(ROUNDS):
        answers = dict[str, Any]()
        for _ in range(30):
            asking = Asking(item, answers, DAY)
            missing = guidance(item, asking.values(), DAY, CALENDAR).missing
            open_ = asking.questions(one.pointer[1:] for one in missing)
            if not open_:
                break
            question = open_[0]
            assert question.name not in answers
            assert question.name not in {one.variable for one in item.derives} or question.kind == "boolean"
            answers[question.name] = answer_to(question, chance)
            assert Asking(item, answers, DAY).errors() == []
        assert not open_
        assert not any(line.undetermined for line in checklist(item, Asking(item, answers, DAY).values()))


def answer_to(question: Any, chance: random.Random) -> Any:
    if question.field is not None:
        return random_value(question.field, chance)
    if question.choices:
        return chance.choice(list(question.choices))
    return BORN if question.type == "date" else chance.choice([True, False])


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(("passed", "needed"), [("2023-11-23", False), ("2023-11-22", True), ("2023-10-23", True)])
def test_a_nurse_of_three_years_and_a_month_is_told_of_the_training(passed: str, needed: bool):
    """护士条例7(3): more than three years after the examination."""
    item = BY_CODE["YM-P04"]
    told = {line[0]: line[1] for line in lines(item, Asking(item, {"exam_pass_date": passed}, DAY).values())}
    assert told["07"] is needed


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_what_follows_from_the_form_is_refused_with_the_question_to_answer_instead(item: ItemDocument):
    for derive in item.derives:
        (*refused,) = Asking(item, {derive.variable: True}, DAY).errors()
        if derive.sources == ("applicant.agent",):
            assert refused == []
            continue
        (error,) = refused
        assert (error.pointer, error.code) == (f"/{derive.variable}", "answer_derived")
        names = {field.key for field in item.fields} | {"applicant.kind", "applicant.birth_date"}
        assert any(f"（{name}）" in error.message for name in names)


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.id)
def test_every_question_of_the_form_is_taken_and_checked_as_the_form_checks_it(item: ItemDocument):
    for field in item.fields:
        told = Asking(item, {field.key: {"no": "sense"}}, DAY).errors()
        own = [one for one in told if one.pointer == f"/{field.key}"]
        in_form = check_form(item, {"answers": {field.key: {"no": "sense"}}}, DAY, "draft").errors
        assert [one.message for one in own] == [
            one.message for one in in_form if one.pointer == f"/answers/{field.key}"
        ]
        right = Asking(item, {field.key: example_of(field, NUMBER)}, DAY).errors()
        assert [one for one in right if one.code in ("answer_invalid", "answer_unknown", "answer_derived")] == []


@pytest.mark.requirement("R10")
def test_what_rests_on_a_field_that_is_not_asked_is_not_left_open():
    """Water for no construction project: nobody asks how it is managed, and no paper of a project is needed."""
    item = BY_CODE["YM-P11"]
    told = with_derived(item, {"applicant": {}, "answers": {"construction_project": False}}, DAY)["answers"]
    (line,) = [line for line in checklist(item, told) if line.no == "03"]
    assert (line.applies, line.undetermined) == (False, False)
    assert "filed_project" not in with_derived(item, {"applicant": {}, "answers": {}}, DAY)["answers"]


def test_the_kind_and_the_day_of_birth_are_checked():
    item = BY_CODE["YM-S07"]
    wrong = Asking(item, {"applicant.birth_date": "2090-01-01", "applicant.kind": "外星人", "colour": 1}, DAY).errors()
    assert {(one.pointer, one.code) for one in wrong} == {
        ("/applicant.birth_date", "answer_invalid"),
        ("/applicant.kind", "answer_invalid"),
        ("/colour", "answer_unknown"),
    }


def test_the_age_of_a_child_is_not_that_of_the_parent_who_asks():
    """Before it is said whose card it is, nobody knows whose age counts."""
    item = BY_CODE["YM-S07"]
    asking = Asking(item, {"applicant.birth_date": BORN}, DAY)
    assert asking.values().get("age") is None
    assert [one.name for one in asking.questions(["age"])] == ["holder_is_applicant"]
    asking = Asking(item, {"applicant.birth_date": BORN, "holder_is_applicant": False}, DAY)
    assert [one.name for one in asking.questions(["age"])] == ["child_birth_date"]
