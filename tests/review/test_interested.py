"""利害关系人: nobody grants what concerns others directly before they were told and heard (行政许可法36, 47)."""

from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.interested import Interested, interested_faults, owed
from chalicelib.documents.store import vault
from chalicelib.foundation.problems import Invalid
from chalicelib.review.acts.decide import Proofs, decide
from proofs.kit.applications import COMPANY, FILLED_ON
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from proofs.kit.interested import REFERENCE
from tests.cases.test_every_item import publish_unless_there

ITEM = "YM-P11"
TOLD = {"told_on": "2026-11-24", "response": "heard", "reference": REFERENCE}
# Told on Tuesday 2026-11-24: five workdays to state one's case and to ask for a hearing.
LAST = date(2026, 12, 1)


@pytest.fixture
def case_id(hall: Hall) -> str:
    """Water is to be taken that others use too; it waits for its decision."""
    publish_unless_there(hall, ITEM)
    filled = hall.people.form(ITEM)
    answers = example_answers(item_document(ITEM), filled["applicant"], FILLED_ON, third_party_interest=True)
    case_id = hall.submitted(ITEM, COMPANY, {**filled, "answers": answers})
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.answer(case_id, by=hall.people.at_post("officer", case_id))
    hall.carry_out_everything()
    return case_id


def grant(hall: Hall, case_id: str, said: dict[str, Any] | None, outcome: Any = "grant") -> None:
    interested = Interested.model_validate(said) if said else None
    face = hall.people.stated_face(case_id) if outcome == "grant" else {}
    caller = hall.caller(hall.people.decider(case_id), case_id)
    reasons = ["不符合取水条件"] if outcome == "refuse" else []
    decide(hall.platform, caller, case_id, outcome, reasons, face=face, proofs=Proofs(interested=interested))


def refused(hall: Hall, case_id: str, said: dict[str, Any] | None) -> tuple[str, str]:
    before = hall.everything()
    with pytest.raises(Invalid) as told:
        grant(hall, case_id, said)
    assert hall.everything() == before
    (error,) = told.value.errors
    return error.pointer, error.code


@pytest.mark.law("2.3", "15.9")
def test_nothing_is_granted_before_those_whom_it_concerns_were_told(hall: Hall, case_id: str):
    assert refused(hall, case_id, None) == ("/interested", "interested_untold")
    grant(hall, case_id, {**TOLD, "response": "waived"})
    assert hall.case(case_id).status is Status.DECIDED
    decision = next(one.data for one in vault.whole_documents(hall.platform, case_id) if one.kind == "grant_decision")
    assert "第三十六条、第四十七条" in decision
    assert "已于2026年11月24日告知申请人和利害关系人有关事项及其权利" in decision
    assert "均已书面放弃陈述、申辩和听证" in decision
    told = hall.events(case_id)[-1].data["interested"]
    assert (told["told_on"], told["response"], told["hearing_asked"]) == ("2026-11-24", "waived", False)
    assert REFERENCE not in str(hall.events(case_id)[-1])


@pytest.mark.law("2.3", "15.9")
def test_they_have_five_workdays_unless_all_have_waived(hall: Hall, case_id: str):
    for response in ("heard", "silent"):
        assert refused(hall, case_id, {**TOLD, "response": response}) == ("/interested/told_on", "interested_awaited")
    hall.clock.at = hall.clock.at.replace(month=12, day=1)
    assert refused(hall, case_id, TOLD) == ("/interested/told_on", "interested_awaited")
    hall.clock.at = hall.clock.at.replace(month=12, day=2)
    grant(hall, case_id, TOLD)
    assert hall.case(case_id).outcome == "grant"


@pytest.mark.law("2.3")
def test_who_asks_for_a_hearing_has_it_before_the_decision(hall: Hall, case_id: str):
    hall.clock.at = hall.clock.at.replace(month=12, day=2)
    asked = {**TOLD, "hearing_asked": True}
    assert refused(hall, case_id, asked) == ("/interested/hearing_asked", "hearing_not_held")
    silent = {**asked, "response": "silent"}
    assert refused(hall, case_id, silent) == ("/interested/response", "interested_contradiction")
    days = (date(2026, 11, 24), date(2026, 12, 2))
    said = Interested.model_validate(asked)
    calendar = hall.platform.calendar
    assert interested_faults(item_document(ITEM), {}, said, days=days, held=True, calendar=calendar) == []


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-25"])
def test_they_are_told_between_the_receipt_and_today(hall: Hall, case_id: str, day: str):
    assert refused(hall, case_id, {**TOLD, "told_on": day}) == ("/interested/told_on", "interested_day")


def test_a_refusal_takes_nothing_from_them(hall: Hall, case_id: str):
    grant(hall, case_id, None, "refuse")
    assert hall.case(case_id).outcome == "refuse"


@pytest.mark.law("2.3")
@pytest.mark.parametrize(
    ("item", "answers", "told"),
    [
        ("YM-P07", {}, True),
        ("YM-P11", {"third_party_interest": True}, True),
        ("YM-P11", {"third_party_interest": False}, False),
        ("YM-I04", {"residential": True}, True),
        ("YM-P13", {}, False),
        ("YM-S03", {}, False),
        ("YM-P01", {}, False),
    ],
)
def test_the_items_record_says_who_has_to_be_told(item: str, answers: dict[str, Any], *, told: bool):
    """Where the organ judges it, the organ alone knows; what is no licence has its own law."""
    assert (owed(item_document(item), answers) is not None) is told
