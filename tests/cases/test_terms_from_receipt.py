"""Where the item's own law counts from the receipt, its term runs before the acceptance too (law.md 15.23)."""

from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.api import clock
from chalicelib.cases.model.clocks_received import term_from_receipt
from chalicelib.cases.model.clocks_shown import ClockShown
from chalicelib.http.routes import Call
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

AGENCY = "YM-S02"
LAW = "《人力资源市场暂行条例》第十九条"


def law_clock(hall: Hall, case_id: str, who: str = CLERK) -> ClockShown | None:
    call: Any = Call(hall.platform, None, clock.AsOf(), "/v1", "192.0.2.1", "r-1", known=hall.caller(who))
    read = clock.read_own_clock if who == COMPANY else clock.read_clock
    body: Any = read(call, case_id).body
    return next((one for one in body.clocks if one.kind == "statutory"), None)


def running(hall: Hall, case_id: str, who: str = CLERK) -> tuple[date, date, str]:
    found = law_clock(hall, case_id, who)
    assert found is not None
    return found.started, found.due, found.state


@pytest.mark.requirement("R24")
@pytest.mark.law("15.23")
@pytest.mark.parametrize("who", [CLERK, COMPANY])
def test_it_is_shown_from_the_receipt_with_its_article(hall: Hall, who: str):
    case_id = hall.submitted(AGENCY)
    received = hall.clock.at.date()
    found = law_clock(hall, case_id, who)
    assert found is not None
    assert found.source.startswith(LAW)
    assert (found.started, found.length, found.state) == (received, 20, "running")
    assert (found.days[0].date, found.days[-1].date, found.days[-1].number) == (received, found.due, 20)


def test_the_acceptance_tells_the_same_term_again(hall: Hall):
    case_id = hall.submitted(AGENCY)
    before = running(hall, case_id)
    hall.clock.pass_time(days=1)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert running(hall, case_id) == before
    assert hall.case(case_id).due("statutory") == before[1]


def test_it_ends_with_the_notice_and_begins_anew_with_what_is_handed_in_then(hall: Hall):
    case_id = hall.submitted(AGENCY)
    started, due, _ = running(hall, case_id)
    hall.people.correct(case_id, hall.caller(CLERK, case_id), ["01"])
    assert running(hall, case_id) == (started, due, "ended")
    hall.clock.pass_time(days=2)
    hall.hand_in(case_id, "01", stored=True)
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    again = running(hall, case_id)
    assert (again[0], again[2]) == (started + timedelta(days=2), "running")
    assert again[1] > due


@pytest.mark.parametrize("ends", ["rejected", "withdrawn"])
def test_it_ends_where_nobody_accepts(hall: Hall, ends: str):
    case_id = hall.submitted(AGENCY)
    if ends == "rejected":
        hall.people.reject(case_id, hall.caller(CLERK, case_id))
    else:
        hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    found = law_clock(hall, case_id)
    assert found is not None
    assert (found.state, found.ended_by, found.ended_on) == ("ended", ends, hall.clock.at.date())


def test_of_every_other_item_no_term_of_the_law_runs_before_the_acceptance(hall: Hall):
    assert term_from_receipt(item_document("YM-P01"), {}) is None
    assert term_from_receipt(item_document("YM-P13"), {}) is None  # its levels have their own
    assert law_clock(hall, hall.submitted()) is None
