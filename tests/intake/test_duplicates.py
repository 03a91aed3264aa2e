"""A second application of the same person for the same item is told to the window and the applicant, and received."""

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.duplicates import may_be_same
from chalicelib.cases.store.duplicates import duplicates_of
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall


def found(hall: Hall, case_id: str) -> list[str]:
    return [one.id for one in duplicates_of(hall.platform, hall.case(case_id))]


def warned(hall: Hall, case_id: str, who: str = COMPANY) -> list[str]:
    facts = hall.people.save_form(case_id, hall.caller(who, case_id)).facts
    return [one["message"] for one in facts["warnings"] if one["code"] == "possible_duplicate"]


def test_the_applicant_is_told_before_submitting_and_may_submit(hall: Hall):
    first = hall.submitted()
    second = hall.draft()
    (message,) = warned(hall, second)
    assert (hall.case(first).number or "?") in message
    hall.hand_in(second, *hall.required_lines(second))
    hall.people.submit(second, hall.caller(COMPANY, second))
    hall.people.accept(second, hall.caller(CLERK, second))
    assert hall.case(second).status is Status.IN_REVIEW


def test_it_is_told_when_the_draft_is_made(hall: Hall):
    hall.submitted()
    receipt = hall.people.create_application(hall.caller(COMPANY), "YM-P01", hall.form())
    assert [one["code"] for one in receipt.facts["warnings"]].count("possible_duplicate") == 1


def test_the_window_finds_each_from_the_other_until_one_has_ended(hall: Hall):
    first, second = hall.submitted(), hall.draft()
    assert found(hall, first) == []
    hall.hand_in(second, *hall.required_lines(second))
    hall.people.submit(second, hall.caller(COMPANY, second))
    assert (found(hall, first), found(hall, second)) == ([second], [first])
    hall.people.withdraw(first, hall.caller(COMPANY, first))
    assert found(hall, second) == []


def test_the_window_is_told_when_it_receives(hall: Hall):
    first = hall.people.receive_walk_in(hall.caller(CLERK)).facts
    assert first["warnings"] == []
    receipt = hall.people.receive_walk_in(hall.caller(CLERK))
    (warning,) = receipt.facts["warnings"]
    assert (warning["code"], first["number"] in warning["message"]) == ("possible_duplicate", True)


def test_a_window_is_told_of_no_case_that_it_may_not_see(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    hall.people.receive_walk_in(hall.caller(CLERK))
    monkeypatch.setattr("chalicelib.intake.store.own_duplicates.may_see", lambda *_: False)
    assert hall.people.receive_walk_in(hall.caller(CLERK)).facts["warnings"] == []


def test_another_item_and_another_person_are_none(hall: Hall):
    case_id = hall.submitted()
    hall.submitted("YM-S03")
    assert found(hall, case_id) == []
    assert not may_be_same(hall.case(case_id), hall.case(hall.submitted("YM-S07", "citizen-lin")))


def test_what_is_asked_for_two_children_is_no_duplicate(hall: Hall):
    case = hall.case(hall.submitted())
    child = case.model_copy(update={"id": "b" * 26, "ward": ward(("居民身份证", "441702201501010028"))})
    assert not may_be_same(case, child)
    assert may_be_same(child, child.model_copy(update={"id": "c" * 26}))
    nameless = child.model_copy(update={"ward": ward(())})
    assert not may_be_same(nameless, nameless.model_copy(update={"id": "c" * 26}))


def ward(parts: tuple[str, ...]) -> object:
    from chalicelib.cases.model.case_ward import CaseWard

    return CaseWard(parts=parts)
