"""Whether a line of the checklist applies tells the answer that it rests on: it is shown like that answer.

Health, poverty and being a child under 14 are sensitive (个人信息保护法28).
"""

from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.api import records
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.store.access_log import readings
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Forbidden, Invalid
from chalicelib.foundation.writes import delete
from chalicelib.http.routes import Call
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.api import applicant
from chalicelib.review.api import department
from proofs.kit.applications import APPLICATIONS, FILLED_ON, paper
from proofs.kit.cast import CLERK, ISSUER, staff
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall

WINDOW, ELSEWHERE = "clerk-social", "clerk-registration"
OFFICER = staff("officer", "hrss")
RECOGNITION = "YM-S06"
DISABLED, POOR, LONG = "04", "05", "06"
SENSITIVE = (DISABLED, POOR, LONG)
TELLING = ("失业一年以上”", "困难人员类别", "因为您填写", "待定")


def call(hall: Hall, who: str | Actor, purpose: Purpose | None = None) -> Any:
    query = PurposeQuery(purpose=purpose)
    return Call(hall.platform, None, query, "/v1/cases", "192.0.2.1", "r-1", known=hall.caller(who))


def form(category: str) -> dict[str, Any]:
    applicant = APPLICATIONS[RECOGNITION].form["applicant"]
    return {
        "applicant": applicant,
        "answers": example_answers(item_document(RECOGNITION), applicant, FILLED_ON, category=category),
    }


def accepted(hall: Hall, category: str) -> str:
    return hall.accepted(RECOGNITION, "citizen-lin", form(category))


def lines(body: Any) -> dict[str, tuple[Any, ...]]:
    return {line.no: (line.applies, line.required, line.satisfied, line.why) for line in body.materials}


@pytest.mark.parametrize("who", [WINDOW, ELSEWHERE, OFFICER, ISSUER, staff("supervisor")])
@pytest.mark.requirement("R10")
def test_without_a_purpose_no_line_tells_a_sensitive_answer(hall: Hall, who: Any):
    case_id = accepted(hall, "long_term")
    answer: Any = records.read_materials(call(hall, who), case_id).body
    shown = lines(answer)
    for no in SENSITIVE:
        assert shown[no][:3] == (None, None, None)
    assert len({shown[no][3] for no in SENSITIVE}) == 1
    assert not [word for word in TELLING if word in answer.model_dump_json()]
    assert shown["01"][:3] == (True, True, True)
    assert readings(hall.platform.table, case_id, limit=10)[0] == []


EVERYBODY = [WINDOW, ELSEWHERE, OFFICER, ISSUER, staff("supervisor")]


@pytest.mark.parametrize("who", EVERYBODY)
def test_the_same_is_shown_whatever_was_answered(hall: Hall, who: Any):
    """Also whatever was handed in because of the answer, as a file or on paper."""
    cases = [accepted(hall, "long_term"), accepted(hall, "other"), on_paper(hall)]
    first, *others = (shown(records.read_materials(call(hall, who), case_id).body) for case_id in cases)
    assert others == [first, first]


def on_paper(hall: Hall) -> str:
    facts = {"form": form("long_term"), "papers": [paper("01"), paper(LONG)], "scans": []}
    walk_in = WalkIn.model_validate(APPLICATIONS[RECOGNITION].walk_in | facts)
    return receive_walk_in(hall.platform, hall.caller(WINDOW), walk_in).facts["id"]


def shown(body: Any) -> list[Any]:
    """The lines that rest on the answer, as they are answered."""
    return [line.model_dump() for line in body.materials if line.no in SENSITIVE]


@pytest.mark.parametrize("who", EVERYBODY)
def test_no_event_names_a_line_that_rests_on_an_answer(hall: Hall, who: Any):
    """Neither what was handed in, nor what was asked for, nor an event about one file."""
    case_id = hall.submitted(RECOGNITION, "citizen-lin", form("long_term"))
    hall.people.correct(case_id, hall.caller(WINDOW, case_id), [LONG])
    hall.people.add_material(case_id, hall.caller(WINDOW, case_id), LONG)
    body: Any = records.read_events(call(hall, who), case_id).body
    named = {no for event in body.events for no in lines_named(event.data)}
    assert named & {*SENSITIVE} == set()
    assert not body.whole
    assert body.intact
    assert readings(hall.platform.table, case_id, limit=10)[0] == []


def test_with_a_purpose_events_are_whole_and_that_is_recorded(hall: Hall):
    case_id = hall.submitted(RECOGNITION, "citizen-lin", form("long_term"))
    body: Any = records.read_events(call(hall, WINDOW, Purpose.ACCEPTANCE), case_id).body
    assert body.whole
    assert LONG in {no for event in body.events for no in lines_named(event.data)}
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert reading.fields == ("/events",)
    with pytest.raises(Forbidden):
        records.read_events(call(hall, ELSEWHERE, Purpose.ACCEPTANCE), case_id)


def lines_named(data: Any) -> set[str]:
    """Every number of a line that stands anywhere in the data of an event."""
    match data:
        case dict():
            inner = {name: value for name, value in data.items() if name in ("line", "lines")}
            own = {one for value in inner.values() for one in ([value] if isinstance(value, str) else value)}
            return own.union(*map(lines_named, data.values()))
        case list() | tuple():
            return set().union(*map(lines_named, data))
        case _:
            return set()


def test_a_task_tells_no_more_than_the_list(hall: Hall):
    task = hall.task(accepted(hall, "long_term")).id
    body: Any = department.read_task(call(hall, OFFICER), task).body
    assert [lines(body)[no][:3] for no in SENSITIVE] == [(None, None, None)] * 3
    assert not [word for word in TELLING if word in body.model_dump_json()]


def test_with_a_purpose_it_is_whole_and_the_answer_is_recorded(hall: Hall):
    case_id = accepted(hall, "long_term")
    body: Any = records.read_materials(call(hall, WINDOW, Purpose.IDENTITY), case_id).body
    assert [lines(body)[no][:3] for no in SENSITIVE] == [(False,) * 3, (False,) * 3, (True,) * 3]
    assert "连续失业一年以上" in lines(body)[LONG][3]
    department.read_task(call(hall, OFFICER, Purpose.REVIEW), hall.task(case_id).id)
    read, _ = readings(hall.platform.table, case_id, limit=10)
    assert len(read) == 2
    for reading in read:
        assert reading.fields.count("/answers/category") == 1
        assert f"/materials/{LONG}" in reading.fields


def test_the_applicant_sees_the_whole_list(hall: Hall):
    case_id = accepted(hall, "long_term")
    body: Any = applicant.list_materials(call(hall, "citizen-lin"), case_id).body
    assert "连续失业一年以上" in lines(body)[LONG][3]


def test_an_age_is_masked_and_the_line_that_rests_on_it(hall: Hall):
    """Of a child under 14 everything is sensitive, and the age says that it is one."""
    case_id = hall.submitted("YM-S07", "citizen-lin")
    seen: Any = records.read_case(call(hall, WINDOW), case_id).body
    assert seen.form["answers"].get("age", "***") == "***"
    body = records.read_materials(call(hall, WINDOW), case_id).body
    assert lines(body)["03"][:3] == (None, None, None)
    whole = records.read_materials(call(hall, WINDOW, Purpose.ACCEPTANCE), case_id).body
    assert lines(whole)["03"][:3] == (False, False, False)
    (reading,), _ = readings(hall.platform.table, case_id, limit=10)
    assert "/answers/age" in reading.fields


def test_who_sees_no_form_is_told_of_no_condition(hall: Hall):
    """Also where the answer is an ordinary one."""
    case_id = hall.accepted()
    seen = lines(records.read_materials(call(hall, staff("supervisor")), case_id).body)
    reader = lines(records.read_materials(call(hall, CLERK), case_id).body)
    hidden = [no for no, line in seen.items() if line[0] is None]
    assert hidden
    assert all(reader[no][0] is not None for no in hidden)


@pytest.mark.requirement("R22")
@pytest.mark.parametrize("line", SENSITIVE)
def test_no_act_at_another_window_tries_out_the_answer(hall: Hall, line: str):
    """Who may not look at a case does nothing with it (ADR 0103)."""
    case_id, people = hall.submitted(RECOGNITION, "citizen-lin", form("long_term")), hall.people
    before = hall.everything()
    for do in (
        lambda who: people.correct(case_id, who, [line]),
        lambda who: people.add_material(case_id, who, line),
        lambda who: people.accept(case_id, who),
    ):
        with pytest.raises(Forbidden) as refused:
            do(hall.caller(ELSEWHERE, case_id))
        assert refused.value.more["condition"]["code"] == "case_of_other_window"
    assert hall.everything() == before
    people.correct(case_id, hall.caller(WINDOW, case_id), [LONG])
    brought = PaperSupplement.model_validate({"papers": [paper(line)]})
    with pytest.raises(Forbidden):
        supplement(hall.platform, hall.caller(ELSEWHERE, case_id), case_id, {}, brought)


def test_what_a_refusal_tells_the_own_window_is_recorded(hall: Hall):
    """Once for each refusal: of a notice, of a scan, of an acceptance."""
    case_id = hall.submitted(RECOGNITION, "citizen-lin", form("long_term"))
    card = next(row for row in hall.rows(case_id, keys.MATERIAL) if row["line"] == LONG)
    hall.platform.table.write(delete(keys.material(case_id, card["id"])))
    refusals = (
        lambda: hall.people.correct(case_id, hall.caller(WINDOW, case_id), [POOR]),
        lambda: hall.people.add_material(case_id, hall.caller(WINDOW, case_id), POOR),
        lambda: hall.people.accept(case_id, hall.caller(WINDOW, case_id)),
    )
    for count, refused in enumerate(refusals, 1):
        hall.clock.pass_time(minutes=1)
        with pytest.raises(Invalid):
            refused()
        told, _ = readings(hall.platform.table, case_id, limit=10)
        assert len(told) == count
        assert (told[0].fields, told[0].purpose) == (("/answers/category",), Purpose.ACCEPTANCE)


def test_a_refusal_for_an_ordinary_line_is_not_recorded(hall: Hall):
    case_id = hall.submitted(RECOGNITION, "citizen-lin", form("long_term"))
    with pytest.raises(Invalid):
        hall.people.add_material(case_id, hall.caller(WINDOW, case_id), "99")
    assert readings(hall.platform.table, case_id, limit=10)[0] == []
