"""Whatever a clock of a case cites, it cites in one form: 《…》第…条, in Chinese numerals, whichever clock it is."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

import pytest

from chalicelib.cases.model.clock import CLOCKS
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_received import term_from_receipt
from chalicelib.cases.model.clocks_shown import ClockShown, clocks_shown
from proofs.kit import joint
from proofs.kit.cases_so_far import asked, renewing, reported, suspended, to_hear, to_inspect
from proofs.kit.cast import CHIEF, LEADER
from proofs.kit.catalogue import item_document, publish_schemes
from proofs.kit.deferrals import deferred
from proofs.kit.hall import Hall
from proofs.kit.pledges import OFFICER, granted
from tests.joint.test_several_commitments import on_promises

# An article in digits, one without the law's title before it, and a law without title marks.
DIGITS = re.compile(r"第?[0-9]+条|(?:法|典|条例|办法)\s*[0-9]")
UNTITLED = re.compile(r"(?<![》、至])第[一二三四五六七八九十百零]+条")
UNMARKED = re.compile(r"(?:许可法|民法典|条例)(?!》)")
SUPERIOR = "superior-gd_culture_tourism"


def all_of(hall: Hall, case_id: str) -> list[ClockShown]:
    case = hall.case(case_id)
    rules = Rules(
        hall.platform.calendars, 30, licence=True, from_receipt=term_from_receipt(item_document(case.item), {})
    )
    return clocks_shown(case_id, hall.events(case_id), hall.clock.at + timedelta(minutes=1), rules).clocks


def correcting(hall: Hall) -> str:
    return hall.correcting("01")


def by_own_law(hall: Hall) -> str:
    return hall.submitted("YM-S02")


def extended(hall: Hall) -> str:
    case_id = suspended(hall)
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    hall.clock.move_to(datetime.combine(date(2026, 12, 14), hall.clock.at.timetz()))
    hall.people.resume(case_id, hall.caller(CHIEF, case_id))
    return case_id


def back_below(hall: Hall) -> str:
    case_id = reported(hall)
    hall.people.return_report(case_id, hall.caller(SUPERIOR, case_id))
    hall.clock.pass_time(days=2)
    return case_id


def unmet(hall: Hall) -> str:
    case_id = granted(hall)
    hall.people.verify(case_id, hall.caller(OFFICER, case_id), "unmet")
    return case_id


def examined_jointly(hall: Hall) -> str:
    publish_schemes(hall.platform, "YM-J01", lambda scheme: on_promises(scheme, "I08>I11", "I09>I11"))
    request = joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, "commits_i07_i11": True})
    return joint.of_member(hall, request, "YM-I07").id


def permitted_on_commitments(hall: Hall) -> str:
    """As many as one member may begin on."""
    besides = {"special_fire_project": True, "building_use": "residential"}
    signs = {"commits_i07_i11": True, "commits_i08_i11": True, "commits_i09_i11": True}
    request = joint.accepted(hall, joint.BUILD, {**joint.OF_A_BUILDING, **besides, **signs})
    joint.decide(hall, request, "YM-I11")
    return joint.of_member(hall, request, "YM-I11").id


CASES: tuple[Callable[[Hall], str], ...] = (
    asked, correcting, by_own_law, extended, to_hear, to_inspect, back_below, deferred, unmet, Hall.closed,
    examined_jointly, permitted_on_commitments, renewing,
)  # fmt: skip


def texts(clock: ClockShown) -> Iterator[str]:
    """Everything of a clock that a person reads."""
    yield from (clock.source, *(day.reason for day in clock.days))
    yield from (text for stop in clock.pauses for text in (stop.basis, stop.needed_by))
    yield from (text for text in (clock.stands_still, clock.extension and clock.extension.basis) if text)


@pytest.mark.requirement("R52")
@pytest.mark.law("15.23")
def test_every_clock_day_pause_and_extension_cites_in_one_form(hall: Hall):
    clocks = [clock for make in CASES for clock in all_of(hall, make(hall))]
    assert {clock.kind for clock in clocks} == set(CLOCKS)
    assert {clock.state for clock in clocks} == {"running", "paused", "ended"}
    told = {text for clock in clocks for text in texts(clock)}
    assert [text for text in sorted(told) if any(bad.search(text) for bad in (DIGITS, UNTITLED, UNMARKED))] == []
    ways = ("起始日", "特别程序", "没有依据中止", "延长期限", "另一级机关")
    assert [way for way in ways if not any(way in text and "》第" in text for text in told)] == []


@pytest.mark.law("15.23")
def test_an_extension_names_the_article_that_lets_a_licence_be_extended(hall: Hall):
    bases = {clock.extension.basis for clock in all_of(hall, extended(hall)) if clock.extension}
    assert bases == {"《行政许可法》第四十二条第一款；《食品经营许可和备案管理办法》（本系统没有收录条款号）"}
