"""Past the fifth workday a licence is accepted, whether its alarm has come or not (行政许可法32(4))."""

from datetime import date, datetime
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.case_alarms import ACCEPTANCE
from chalicelib.durable import alarms
from chalicelib.durable.audit import broken_at
from chalicelib.foundation import keys
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Conflict, Forbidden, OutOfOrder, Stale
from chalicelib.foundation.writes import update
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cases.acts import TRIED_ACTS
from tests.intake.test_deemed_acceptance import NO_LICENCE, notice, submitted, types

# Received on Tuesday the 24th of November; the fifth workday is Tuesday, the 1st of December.
RECEIVED = date(2026, 11, 24)
LAST_MOMENT = datetime(2026, 12, 1, 23, 59, 59, 990_000, tzinfo=SHANGHAI)
SIXTH = datetime(2026, 12, 2, 0, 0, 0, 1000, tzinfo=SHANGHAI)


def tried(hall: Hall, name: str, case_id: str) -> Any:
    return TRIED_ACTS[name].do(hall.people, case_id, hall.caller(CLERK, case_id))


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("name", ["correct", "reject"])
@pytest.mark.law("1.4", "15.3")
def test_a_late_notice_and_a_late_refusal_find_the_case_accepted(hall: Hall, name: str):
    """The alarm has not come: the refused act itself makes the acceptance happen."""
    case_id = hall.submitted()
    before = hall.case(case_id)
    hall.clock.move_to(SIXTH)
    with pytest.raises(Conflict) as refusal:
        tried(hall, name, case_id)
    assert (refusal.value.status, refusal.value.code) == (409, "accepted_by_silence")
    case, event = hall.case(case_id), hall.events(case_id)[-1]
    assert (case.status, case.deemed, case.accepted_at) == (Status.IN_REVIEW, True, before.received_at)
    assert (event.type, event.role, event.policy) == ("deemed_accepted", "machine", "platform")
    assert broken_at(hall.events(case_id)) is None
    assert alarms.find(hall.platform, keys.case(case_id), ACCEPTANCE) is None
    assert [row["kind"] for row in hall.rows(case_id, "DOCUMENT#")].count("acceptance_notice") == 1
    hall.carry_out_everything()
    assert hall.task(case_id).state == "open"
    with pytest.raises(OutOfOrder):
        tried(hall, name, case_id)


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("name", ["correct", "reject"])
def test_in_the_last_moment_of_the_fifth_workday_both_are_lawful(hall: Hall, name: str):
    case_id = hall.submitted()
    hall.clock.move_to(LAST_MOMENT)
    tried(hall, name, case_id)
    assert hall.case(case_id).status is TRIED_ACTS[name].status


def test_who_may_not_correct_it_or_has_not_seen_it_makes_nothing_happen(hall: Hall):
    case_id = hall.submitted()
    before = hall.case(case_id)
    hall.clock.move_to(SIXTH)
    with pytest.raises(Stale):
        TRIED_ACTS["correct"].do(hall.people, case_id, hall.caller(CLERK, case_id, if_match='"v99"'))
    with pytest.raises(Forbidden):
        TRIED_ACTS["correct"].do(hall.people, case_id, hall.caller("officer-food", case_id))
    assert hall.case(case_id) == before


@pytest.mark.requirement("R5")
def test_a_late_acceptance_is_that_of_silence(hall: Hall):
    """With effect from the receipt, whatever papers are still missing; one notice, one day of acceptance."""
    case_id = hall.submitted()
    (file, *_) = [row["id"] for row in hall.rows(case_id, "MATERIAL#")]
    hall.platform.table.write(update(keys.material(case_id, file), put={"state": "requested"}))
    hall.clock.move_to(SIXTH)
    receipt = tried(hall, "accept", case_id)
    case = hall.case(case_id)
    assert (receipt.facts["deemed"], case.deemed) == (True, True)
    assert (case.accepted_at, case.clocks["promised"].started) == (case.received_at, RECEIVED)
    assert types(hall, case_id) == ["submitted", "deemed_accepted"]
    assert (hall.events(case_id)[-1].role, case.version) == ("counter_clerk", 2)
    text = notice(hall, case_id)["data"]
    assert "自收到申请材料之日（2026年11月24日）起即为受理" in text
    assert "经审查" not in text
    assert '{"label":"受理日期","value":"2026年11月24日"}' in text


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_every_document_of_a_case_accepted_by_silence_tells_the_same_day(hall: Hall, outcome: Any):
    case_id = hall.submitted()
    hall.clock.move_to(SIXTH)
    tried(hall, "accept", case_id)
    hall.carry_out_everything()
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id, outcome)
    texts = {row["kind"]: row["data"] for row in hall.rows(case_id, "DOCUMENT#")}
    decision = texts["grant_decision" if outcome == "grant" else "refusal_decision"]
    for text in (texts["acceptance_notice"], decision):
        assert '{"label":"受理日期","value":"2026年11月24日"}' in text
        assert "行政许可法》第三十二条" in text
    assert "自2026年11月24日起即为受理。经审查，" in decision
    assert "已于" not in decision


@pytest.mark.requirement("R5")
def test_after_a_supplement_the_days_run_from_its_receipt(hall: Hall):
    case_id = hall.correcting("01")
    hall.clock.move_to(datetime(2026, 12, 3, 10, tzinfo=SHANGHAI))
    hall.hand_in(case_id, "01")
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    hall.clock.move_to(datetime(2026, 12, 11, 9, tzinfo=SHANGHAI))
    with pytest.raises(Conflict):
        tried(hall, "reject", case_id)
    assert "自收到补正申请材料之日（2026年12月3日）起即为受理" in notice(hall, case_id)["data"]


@pytest.mark.requirement("R5")
@pytest.mark.parametrize("name", ["accept", "correct", "reject"])
def test_what_is_no_licence_waits_on_and_the_event_tells_the_missed_day(hall: Hall, name: str):
    case_id = submitted(hall, NO_LICENCE)
    hall.clock.move_to(SIXTH)
    tried(hall, name, case_id)
    event = hall.events(case_id)[-1]
    assert (event.type, event.data["missed"]) == (TRIED_ACTS[name].event, "2026-12-01")
    assert not hall.case(case_id).deemed
    if name == "accept":
        assert hall.case(case_id).accepted_at == event.at
        assert "现决定自2026年12月2日起予以受理" in notice(hall, case_id)["data"]


@pytest.mark.requirement("R5")
@pytest.mark.law("15.3")
def test_the_fifth_workday_is_that_of_the_calendar_in_force_now(hall: Hall):
    """The 1st of December has become a day off: the notice of the 2nd is in time, that of the 3rd is not."""
    in_time, late = hall.submitted(), hall.submitted()
    hall.world.publish_day_off(date(2026, 12, 1))
    hall.clock.move_to(SIXTH)
    tried(hall, "correct", in_time)
    assert hall.case(in_time).status is Status.CORRECTING
    hall.clock.move_to(datetime(2026, 12, 3, 0, 0, 1, tzinfo=SHANGHAI))
    with pytest.raises(Conflict):
        tried(hall, "correct", late)
    assert hall.case(late).status is Status.IN_REVIEW
