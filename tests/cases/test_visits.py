"""到现场次数: counted from the events of a case, and compared with what its item publishes (R8)."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.api.records import read_case
from chalicelib.cases.model.levels import original_of
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.visits import HALL, SEEN, visit, visits_of, visits_told, with_visit
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.catalogue.model.on_site import visits_for, visits_of_all, visits_said
from chalicelib.foundation import keys
from chalicelib.foundation.writes import update
from chalicelib.http.routes import Call
from chalicelib.intake.api.applicant import read_application
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

DAY = date(2026, 11, 24)
ROLES = ("applicant", "counter_clerk", "issuing_clerk", "officer", "machine", "chief_representative")


def told(hall: Hall, case_id: str) -> Any:
    """What the applicant and the hall are told, which is the same."""
    own: Any = read_application(call(hall, COMPANY), case_id).body
    seen: Any = read_case(call(hall, CLERK), case_id).body
    assert own.visits == seen.visits
    return own.visits


def call(hall: Hall, who: str) -> Any:
    nothing: Any = type("Query", (), {"purpose": None})()
    return Call(hall.platform, None, nothing, "/v1/x", "", "r-1", known=hall.caller(who))


def agree(hall: Hall, case_id: str) -> tuple[str, ...]:
    """What the case keeps is what its events say."""
    kept = hall.case(case_id).visits
    assert kept == visits_of(hall.events(case_id))
    assert kept is not None
    return kept


@pytest.mark.requirement("R8")
def test_who_applies_online_has_come_once_for_the_result(hall: Hall):
    case_id = hall.submitted()
    assert (agree(hall, case_id), told(hall, case_id).count) == ((), 0)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id)
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.issue_documents()
    assert agree(hall, case_id) == ()
    hall.deliver(case_id, ISSUER)
    (made,) = agree(hall, case_id)
    assert made == f"{hall.platform.now().date()}@{HALL}"
    told_now = told(hall, case_id)
    assert (told_now.count, told_now.days) == (1, [hall.platform.now().date()])


@pytest.mark.requirement("R8")
def test_everything_of_one_day_at_one_place_is_one_visit_and_another_day_is_another(hall: Hall):
    case_id = str(hall.people.receive_walk_in(hall.caller(CLERK)).facts["id"])
    hall.people.correct_form(case_id, hall.caller(CLERK, case_id))
    assert len(agree(hall, case_id)) == 1
    hall.clock.pass_time(days=1)
    hall.people.correct_form(case_id, hall.caller(CLERK, case_id))
    assert len(agree(hall, case_id)) == 2
    answer = told(hall, case_id)
    assert answer.beyond == max(0, 2 - answer.published)


def test_of_a_case_from_before_nothing_is_claimed(hall: Hall):
    case_id = hall.submitted()
    hall.platform.table.write(update(keys.meta(case_id), remove=["visits"]))
    hall.people.correct_form(case_id, hall.caller(CLERK, case_id))
    assert hall.case(case_id).visits is None
    assert told(hall, case_id) is None


@given(st.sampled_from(sorted(SEEN)), st.sampled_from(ROLES), st.sampled_from([None, "441781101000"]))
def test_only_what_a_clerk_at_a_window_has_seen_is_a_visit(event: str, role: str, point: str | None):
    made = visit(event, role, DAY, {"point": point} if point else {})
    assert made == (f"2026-11-24@{point or HALL}" if role in ("counter_clerk", "issuing_clerk") else None)
    assert visit("accepted", role, DAY, {}) is None


@given(st.lists(st.sampled_from(["2026-11-24@hall", "2026-11-25@hall", "2026-11-24@441781101000"])))
def test_the_count_does_not_depend_on_the_order_and_no_visit_counts_twice(made: list[str]):
    kept: tuple[str, ...] | None = ()
    for one in made:
        kept = with_visit(kept, one)
    assert kept == tuple(sorted(set(made)))
    answer = visits_told(kept, 1)
    assert answer is not None
    assert (answer.count, answer.beyond) == (len(set(made)), max(0, len(set(made)) - 1))


@pytest.mark.requirement("R8", "R27")
def test_an_item_whose_originals_are_compared_tells_the_visit_for_it():
    """What is published as 0 is 1 where a required material has an original to be shown."""
    certain, perhaps, never = (item_document(code) for code in ("YM-P03", "YM-P01", "YM-I01"))
    assert [one.channel.on_site_visits for one in (certain, perhaps, never)] == [0, 0, 0]
    assert [visits_of_all(one) for one in (certain, perhaps, never)] == [1, 0, 0]
    assert visits_said(certain) == "1次，出示材料原件供核对"
    for item in (certain, perhaps, never):
        for answers in ({}, {"vending": True}):
            lines = checklist(item, answers)
            asked = [line for line in lines if line.required and original_of(line, a_file(line.no)) == "awaited"]
            assert visits_for(item, lines) == int(bool(asked))


def a_file(line: str) -> MaterialFile:
    facts = {"id": "f", "line": line, "file_name": "a.pdf", "size": 1, "sha256": "x", "state": "ready"}
    return MaterialFile.model_validate(
        {**facts, "content_type": "application/pdf", "requested_at": "2026-11-23T09:00:00+08:00"}
    )
