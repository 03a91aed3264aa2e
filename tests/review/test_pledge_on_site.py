"""A commitment that is verified on site is verified by two or more officers, after the grant (行政许可法34(3))."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.api.pledge_answers import pledge_answer
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import clocks_shown
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Invalid
from chalicelib.review.acts.verify import PledgeVerified
from proofs.kit.hall import Hall
from proofs.kit.pledges import OFFICER, granted


def check(hall: Hall, **changes: Any) -> dict[str, Any]:
    said = {"place": "东风路1号", "officers": ["张一", "李二"], "findings": "疏散通道堆放纸箱"}
    return {"at": hall.clock.at, **said, **changes}


def verify(hall: Hall, case_id: str, outcome: str, **more: Any) -> None:
    hall.people.verify(case_id, hall.caller(OFFICER, case_id), outcome, **more)


def notice(hall: Hall, case_id: str, kind: str) -> str:
    (row,) = [row for row in hall.rows(case_id, keys.DOCUMENT) if row["kind"] == kind]
    return row["data"]


@pytest.mark.law("2.1")
@pytest.mark.parametrize("officers", [["张一"], ["张一", "张一（组长）"]])
def test_one_officer_does_not_verify_on_site(hall: Hall, officers: list[str]):
    said = {"outcome": "kept", "findings": "与承诺一致。", "site_check": check(hall, officers=officers)}
    with pytest.raises(ValidationError, match="site_check_officers"):
        PledgeVerified.model_validate(said)


@pytest.mark.parametrize(("hours", "code"), [(-1, "site_check_before_grant"), (72, "site_check_in_future")])
def test_the_check_was_between_the_grant_and_now(hall: Hall, hours: int, code: str):
    case_id = granted(hall)
    decided = hall.case(case_id).decided_at
    assert decided
    hall.clock.pass_time(days=1)
    before = hall.everything()
    with pytest.raises(Invalid) as refused:
        verify(hall, case_id, "kept", site_check=check(hall, at=decided + timedelta(hours=hours)))
    assert [(one.pointer, one.code) for one in refused.value.errors] == [("/site_check/at", code)]
    assert hall.everything() == before


@pytest.mark.law("2.1")
@pytest.mark.parametrize(
    ("outcome", "kind"),
    [("unmet", "rectification_notice"), ("kept", "pledge_kept_notice"), ("broken", "pledge_default_notice")],
)
def test_who_checked_is_told_to_the_applicant_and_the_case_shows_when(hall: Hall, outcome: str, kind: str):
    case_id = granted(hall)
    hall.clock.pass_time(days=1)
    at = hall.clock.at
    verify(hall, case_id, outcome, site_check=check(hall))
    shown, event = pledge_answer(hall.case(case_id)), hall.events(case_id)[-1]
    assert shown
    assert shown.on_site
    assert (shown.on_site.at, shown.on_site.officers) == (at, 2)
    assert event.data["on_site"]["officers"] == 2
    assert "2名工作人员（张一、李二）在东风路1号现场核查：疏散通道堆放纸箱" in notice(hall, case_id, kind)
    # The chain of events names nobody and no place.
    assert not any(word in event.model_dump_json() for word in ("张一", "李二", "东风路", "纸箱"))


def test_a_later_finding_without_a_check_leaves_the_one_that_was(hall: Hall):
    case_id = granted(hall)
    verify(hall, case_id, "unmet", site_check=check(hall))
    first = pledge_answer(hall.case(case_id))
    hall.clock.pass_time(days=2)
    verify(hall, case_id, "kept")
    later = pledge_answer(hall.case(case_id))
    assert first
    assert later
    assert first.on_site is not None
    assert later.on_site == first.on_site


def test_a_check_after_the_grant_begins_no_inspection_of_the_acceptance(hall: Hall):
    """That clock ends with a check before the decision; what is seen later does not change what happened then."""
    case_id = granted(hall)
    rules = Rules(hall.platform.calendars, 30, licence=True)

    def told() -> list[str]:
        shown = clocks_shown(case_id, hall.events(case_id), hall.clock.at + timedelta(minutes=1), rules)
        return [one.model_dump_json() for one in shown.clocks if one.kind != "verification"]

    before = told()
    verify(hall, case_id, "kept", site_check=check(hall))
    assert told() == before
