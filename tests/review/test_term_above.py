"""上报件: the organ above stops its own term for a special procedure (行政许可法45) and extends it once (42)."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.model.clock_history import Rules, clocks_as_of
from chalicelib.cases.model.clocks_shown import clocks_shown
from chalicelib.cases.model.extension import Allowed, extension_above
from chalicelib.cases.model.suspension import Refused
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.supervision import matters
from chalicelib.catalogue.model import ItemDocument
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Forbidden, NotFound
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cases_so_far import first_reviewed, reported
from proofs.kit.catalogue import item_document, publish_under_article_42
from proofs.kit.hall import Hall
from proofs.soak.invariants import faults_now
from proofs.soak.seen import look

SUPERIOR, CHIEF, LEADER = "superior-gd_culture_tourism", "chief-tour", "leader-tour"
LEADER_ABOVE = "superior_leader-gd_culture_tourism"
AGENCY = item_document("YM-P12")
# Reported on Tuesday the 24th of November 2026: twenty workdays, then those of a review of five.
DUE, LATER = date(2026, 12, 22), date(2026, 12, 29)
TOLD = date(2026, 12, 1)


def stop(hall: Hall, case_id: str, by: str = SUPERIOR, **how: Any) -> Case:
    hall.people.suspend(case_id, hall.caller(by, case_id), **how)
    return hall.case(case_id)


def go_on(hall: Hall, case_id: str) -> Case:
    hall.people.resume(case_id, hall.caller(SUPERIOR, case_id))
    return hall.case(case_id)


def longer(hall: Hall, case_id: str, by: str = LEADER_ABOVE) -> Case:
    hall.people.extend(case_id, hall.caller(by, case_id))
    return hall.case(case_id)


def general(item: ItemDocument = AGENCY) -> ItemDocument:
    """As P12, with a term above that is that of 行政许可法42 itself."""
    chain = [step.model_copy(update={"limit": None}) if step.organ else step for step in item.upward_chain]
    return item.model_copy(update={"upward_chain": tuple(chain)})


def later(hall: Hall, day: date) -> None:
    hall.clock.move_to(hall.clock.at.replace(year=day.year, month=day.month, day=day.day))


def require_whole(hall: Hall, case_id: str) -> None:
    """Stored as the events say, and the snapshot as its fold."""
    assert list(faults_now(look(hall.world, case_id))) == []
    history = clocks_as_of(hall.events(case_id), hall.clock.at, Rules(hall.platform.calendars, 30, licence=True))
    case = hall.case(case_id)
    assert history.stops == case.stops
    assert {kind: one.due for kind, one in history.clocks.items()} == {k: c.due for k, c in case.clocks.items()}


@pytest.mark.requirement("R52", "R67")
@pytest.mark.law("15.7", "15.14")
def test_its_special_procedure_stops_the_term_above_alone_with_its_own_notice(hall: Hall):
    case_id = reported(hall)
    before = hall.case(case_id)
    assert before.due("superior") == DUE
    case = stop(hall, case_id)
    assert (case.due("superior"), case.stops[0].above) == (LATER, True)
    below = ("promised", "lower_review")
    assert [case.clocks[kind] for kind in below] == [before.clocks[kind] for kind in below]
    assert hall.task(case_id, "superior").due == LATER
    (row,) = [row for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == "special_procedure_notice"]
    assert (row["organ"], row["organ_code"]) == ("gd_culture_tourism", "广东省文化和旅游厅")
    require_whole(hall, case_id)
    shown = clocks_shown(case_id, hall.events(case_id), hall.clock.at, Rules(hall.platform.calendars, 30, licence=True))
    pauses = {clock.kind: len(clock.pauses) for clock in shown.clocks}
    assert (pauses["superior"], pauses["lower_review"]) == (1, 0)
    later(hall, date(2026, 11, 27))
    assert go_on(hall, case_id).due("superior") == date(2026, 12, 25)
    require_whole(hall, case_id)


@pytest.mark.law("15.7")
def test_its_overrun_is_its_own(hall: Hall):
    case_id = reported(hall)
    stop(hall, case_id)
    hall.clock.move_to(end_of(TOLD))
    assert sweep(hall.platform, FIRES) == 1
    (matter,) = matters(hall.platform.table, "441700", limit=10, after=None)[0]
    assert (matter.matter, matter.liable) == ("special_procedure_overrun", "superior")


@pytest.mark.law("2.2")
def test_nobody_decides_or_returns_while_it_is_open(hall: Hall):
    case_id = reported(hall)
    stop(hall, case_id)
    caller = hall.caller(SUPERIOR, case_id)
    for act in (hall.people.return_report, hall.people.decide_reported):
        with pytest.raises(Conflict) as refused:
            act(case_id, caller)
        assert refused.value.code == "procedure_open"


@pytest.mark.law("2.2")
def test_only_who_has_the_case_stops_and_extends(hall: Hall):
    case_id = first_reviewed(hall)
    with pytest.raises(NotFound):
        stop(hall, case_id)
    case_id = reported(hall)
    for refused_to in (lambda: stop(hall, case_id, CHIEF), lambda: longer(hall, case_id, LEADER)):
        with pytest.raises((Conflict, Forbidden)) as refused:
            refused_to()
        assert refused.value.code == "case_with_superior", refused.value.more
    hall.people.return_report(case_id, hall.caller(SUPERIOR, case_id))
    hall.carry_out_everything()
    for refused_to in (lambda: stop(hall, case_id), lambda: longer(hall, case_id)):
        with pytest.raises((Conflict, Forbidden)) as refused:
            refused_to()
        assert refused.value.code == "case_not_with_superior"


@pytest.mark.law("15.6", "15.7")
def test_what_stood_still_above_stays_so_after_a_return(hall: Hall):
    case_id = reported(hall)
    stop(hall, case_id)
    later(hall, date(2026, 11, 26))
    go_on(hall, case_id)
    hall.people.return_report(case_id, hall.caller(SUPERIOR, case_id))
    hall.carry_out_everything()
    require_whole(hall, case_id)
    later(hall, date(2026, 11, 30))
    hall.people.report_upward(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    # Two days of the review above, and two below.
    assert hall.case(case_id).due("superior") == date(2026, 12, 28)
    require_whole(hall, case_id)


@pytest.mark.law("4.2", "15.6")
def test_the_law_that_sets_its_term_says_whether_it_is_extended(hall: Hall):
    told = extension_above(AGENCY)
    assert isinstance(told, Refused)
    assert "《旅行社条例》第七条" in told.says
    assert extension_above(general()) == Allowed(10, "《行政许可法》第四十二条第一款")
    with pytest.raises(Conflict) as refused:
        longer(hall, reported(hall))
    assert refused.value.code == "extension_without_law"


@pytest.mark.law("15.14")
def test_the_answers_above_tell_no_term_of_the_review_here(hall: Hall):
    """Those have ended with the report: only the term that the act has moved is told."""
    case_id = reported(hall)
    stopped = hall.people.suspend(case_id, hall.caller(SUPERIOR, case_id)).facts
    resumed = hall.people.resume(case_id, hall.caller(SUPERIOR, case_id)).facts
    for told in (stopped, resumed):
        assert [told.get(f"{kind}_due") for kind in ("promised", "statutory", "lower_review")] == [None, None, None]
    assert (stopped["superior_due"], resumed["superior_due"]) == (str(LATER), str(hall.case(case_id).due("superior")))
    require_whole(hall, case_id)


@pytest.mark.requirement("R52")
@pytest.mark.law("4.2", "15.6")
def test_who_leads_the_organ_above_extends_its_term_and_who_handles_the_file_does_not(hall: Hall):
    publish_under_article_42(hall.platform, AGENCY.id)
    hall.clock.pass_time(minutes=1)  # a world that is no longer as others began is played for real
    case_id = reported(hall)
    with pytest.raises(Forbidden) as refused:
        longer(hall, case_id, SUPERIOR)
    assert (refused.value.code, "负责人" in str(refused.value.title)) == ("permission_missing", True)
    with pytest.raises(Forbidden):
        hall.people.decide_reported(case_id, hall.caller(LEADER_ABOVE, case_id), "refuse")
    due = longer(hall, case_id).due("superior")
    assert due == hall.platform.calendar.workday_after(DUE, 10)
    event = hall.events(case_id)[-1]
    assert (event.type, event.policy, event.role) == ("extended", "superior_leader_extends", "superior_leader")
    require_whole(hall, case_id)
