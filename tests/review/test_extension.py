"""The one extension of the law's term (行政许可法42): refused with its article where no law has it."""

from datetime import date, timedelta

import pytest

from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.clocks import counted_again, on_extension
from chalicelib.cases.model.extension import Allowed, extension_for
from chalicelib.cases.model.suspension import Refused
from chalicelib.foundation import keys, problems
from proofs.kit.cast import CHIEF, LEADER
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall

# Accepted on Tuesday 2026-11-24: seven workdays promised, ten by the law.
PROMISED, LAW = date(2026, 12, 3), date(2026, 12, 8)


def extend(hall: Hall, case_id: str, days: int | None = None, who: str = LEADER) -> Case:
    hall.people.extend(case_id, hall.caller(who, case_id), days)
    return hall.case(case_id)


def dues(case: Case) -> tuple[date | None, date | None]:
    return case.due("promised"), case.due("statutory")


def later(hall: Hall, day: date) -> None:
    hall.clock.at = hall.clock.at.replace(year=day.year, month=day.month, day=day.day)


@pytest.mark.requirement("R52")
@pytest.mark.law("4.2", "15.6")
def test_an_extension_moves_the_laws_day_and_not_the_promise(hall: Hall):
    case_id = hall.accepted()
    case = extend(hall, case_id)
    assert dues(case) == (PROMISED, date(2026, 12, 15))
    event = hall.events(case_id)[-1]
    assert (event.type, event.policy, event.data["length"]) == ("extended", "leader_extends", 5)
    assert (
        event.data["basis"] == "《行政许可法》第四十二条第一款；《食品经营许可和备案管理办法》（本系统没有收录条款号）"
    )
    notice = hall.rows(case_id, f"{keys.DOCUMENT}{event.data['document']}")[0]
    assert "2026年12月8日" in notice["data"]
    assert "2026年12月15日" in notice["data"]
    assert (hall.task(case_id).due, hall.task(case_id).statutory_due) == dues(case)


def test_a_promise_that_the_law_cuts_short_stays_when_the_law_is_extended(hall: Hall):
    """A promise for the law's last day (优化营商环境条例36(2)) is no later promise once that day has moved."""
    calendar = hall.platform.calendar
    start = date(2026, 11, 24)
    clocks = {
        "promised": counted(start, 15, "workday", "", calendar),
        "statutory": counted(start, 10, "workday", "", calendar),
    }
    capped = counted_again(clocks, ("promised",), calendar)  # pyright: ignore[reportArgumentType]
    extended = counted_again(on_extension(capped, 5, calendar), ("promised", "statutory"), calendar)
    assert (extended["promised"].due, extended["statutory"].due) == (LAW, date(2026, 12, 15))


@pytest.mark.law("15.6")
def test_a_term_is_extended_once(hall: Hall):
    case_id = hall.accepted()
    extend(hall, case_id, 2)
    with pytest.raises(problems.Conflict) as refused:
        extend(hall, case_id, 2)
    assert refused.value.code == "extended_already"
    assert "第四十二条" in refused.value.title


@pytest.mark.law("15.6")
@pytest.mark.parametrize(("day", "late"), [(LAW, False), (LAW + timedelta(days=1), True)])
def test_a_term_is_extended_on_its_last_day_at_the_latest(hall: Hall, day: date, late: bool):
    case_id = hall.accepted()
    later(hall, day)
    if not late:
        assert extend(hall, case_id).due("statutory") == date(2026, 12, 15)
        return
    with pytest.raises(problems.Conflict) as refused:
        extend(hall, case_id)
    assert refused.value.code == "term_over"


@pytest.mark.law("15.6")
def test_no_more_than_the_law_allows(hall: Hall):
    case_id = hall.accepted()
    with pytest.raises(problems.Invalid) as refused:
        extend(hall, case_id, 6)
    assert [(error.pointer, error.code) for error in refused.value.errors] == [("/days", "extension_too_long")]


@pytest.mark.law("15.6")
def test_the_leader_alone_extends(hall: Hall):
    case_id = hall.accepted()
    with pytest.raises(problems.Forbidden) as refused:
        extend(hall, case_id, who=CHIEF)
    assert refused.value.code == "permission_missing"


@pytest.mark.law("4.2", "15.6")
@pytest.mark.parametrize(
    ("item", "most", "basis"),
    [
        ("YM-P02", 10, "《行政许可法》第四十二条第一款"),
        ("YM-I19", 10, "《行政许可法》第四十二条第一款"),
        ("YM-I02", 40, "第十条"),
        ("YM-S01", 10, "第十二条"),
    ],
)
def test_the_items_own_law_says_how_far_else_article_42(item: str, most: int, basis: str):
    allowed = extension_for(item_document(item))
    assert isinstance(allowed, Allowed)
    assert (allowed.most, basis in allowed.basis) == (most, True)


@pytest.mark.law("4.2", "15.6")
@pytest.mark.parametrize(
    ("item", "code"),
    [
        ("YM-R01", "decided_on_the_spot"),
        ("YM-I07", "extension_without_law"),
        ("YM-S03", "extension_without_law"),
        ("YM-P17", "lower_review_not_extended"),
        ("YM-P03", "extension_without_law"),
    ],
)
def test_what_no_law_extends_is_refused_with_its_article(item: str, code: str):
    refused = extension_for(item_document(item))
    assert isinstance(refused, Refused)
    assert refused.code == code
    assert "行政许可法" in refused.says
