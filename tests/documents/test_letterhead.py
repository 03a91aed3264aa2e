"""What every document of a case shares is that of the case's own place, whichever place the deployment serves."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from chalicelib.cases.model import Case
from chalicelib.directory import store as directory
from chalicelib.directory.store import keep_place
from chalicelib.directory.store.version import version_of
from chalicelib.documents.model.refused_intake import no_permit_needed_notice
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.documents.tasks.issue_document import DocumentMessage, issue_document
from chalicelib.foundation import names, register_keys
from chalicelib.foundation.problems import Unavailable
from chalicelib.foundation.writes import delete
from chalicelib.intake.acts.reject import reject
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, place_of
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall

COUNTY = "441781"


def head_of(hall: Hall, case: Case, version: int | None = None) -> Letterhead:
    """`version` is that of the directory, as a gate has read it."""
    return letterhead(hall.platform, case, item_document("YM-P01"), hall.platform.now(), version)


def in_county(hall: Hall, case: Case) -> Case:
    """The case as one of another division, whose profile this deployment has."""
    hall.platform.table.write(keep_place(place_of(COUNTY)))
    return case.model_copy(update={"division": COUNTY})


def test_names_are_those_of_the_cases_division(hall: Hall):
    case = hall.case(hall.submitted())
    head, county = head_of(hall, case), head_of(hall, in_county(hall, case))
    assert (head.facts.organ, head.facts.window_phone) == ("阳江市市场监督管理局", "0662-12345")
    assert (head.remedies.reviewing_organ, head.seal.id) == ("阳江市人民政府", "441700-food")
    assert (county.facts.organ, county.facts.window_phone) == ("阳春市市场监督管理局", "13800138002")
    assert (county.remedies.reviewing_organ, county.seal.id) == ("阳春市人民政府", "SEAL-441781-food-1")
    assert county.seal.organ == county.facts.organ


def drafted(hall: Hall, case: Case) -> Draft:
    head = head_of(hall, case)
    return head.draft(
        no_permit_needed_notice(head.facts, head.formalities, reason="不需要许可", remedies=head.remedies)
    )


@pytest.mark.requirement("R29")
def test_two_places_number_their_documents_apart(hall: Hall, quick_documents: None):
    first = hall.case(hall.submitted())
    others = in_county(hall, hall.case(hall.submitted()))
    assert [issued(hall, case) for case in (first, others)] == [
        "阳市监食告字〔2026〕1号",
        "阳春市监食告字〔2026〕1号",
    ]


def issued(hall: Hall, case: Case) -> str | None:
    """The number that a document of this case gets."""
    notice = drafted(hall, case)
    hall.platform.table.write(*notice.ops)
    issue_document(hall.platform, DocumentMessage(case_id=case.id, document=notice.no))
    document = vault.load(hall.platform, case.id, notice.no)
    return document.number if document else None


def test_two_places_do_not_wait_for_each_others_numbers(hall: Hall):
    case = hall.case(hall.submitted())
    groups = {drafted(hall, one).effect.group for one in (case, in_county(hall, case))}
    assert groups == {"441700-food-no_permit_needed_notice-2026", "441781-food-no_permit_needed_notice-2026"}


def test_a_warm_process_makes_no_call_for_it(hall: Hall):
    case = hall.case(hall.submitted())
    version = version_of(hall.platform.table, case.division)
    head = head_of(hall, case, version)
    directory.forget()
    with calls_to_the_table(hall) as calls:
        assert head_of(hall, case, version).facts == head.facts
        assert calls == ["GetItem"]
        assert head_of(hall, case, version).facts == head.facts
        assert calls == ["GetItem"]


@contextmanager
def calls_to_the_table(hall: Hall) -> Iterator[list[str]]:
    calls: list[str] = []
    hall.world.listen(calls.append, nothing)
    yield calls
    hall.world.listen(nothing, nothing)


def test_without_the_profile_of_the_place_an_act_leaves_nothing_behind(hall: Hall):
    case_id = hall.submitted()
    caller = hall.caller(CLERK, case_id)
    hall.platform.table.write(delete(register_keys.place("441700")))
    directory.forget()
    before = hall.everything()
    with pytest.raises(Unavailable) as refusal:
        reject(hall.platform, caller, case_id, "no_permit_needed", "不需要许可", None)
    assert refusal.value.code == "place_unknown"
    assert hall.everything() == before
    assert hall.messages(names.DOCUMENTS_QUEUE) == []


def test_numbers_name_the_department_as_it_is_called_now(hall: Hall):
    """食药监局 has been part of 市场监督管理局 since 2019; the two other parts have codes of their own."""
    head = head_of(hall, hall.case(hall.submitted()))
    assert head.organ_code == "阳市监食"
    place = place_of("441700")
    assert [place.number_code(part, "市场监督管理局") for part in ("amr_reg", "quality")] == ["阳市监登", "阳市监质"]
    assert place.number_code("not_in_the_profile", "海洋局") == "阳海洋"


def test_the_law_the_applicant_and_the_channel_are_those_of_the_case(hall: Hall):
    case = hall.case(hall.submitted())
    facts = head_of(hall, case).facts
    assert facts.item_basis[0] == "《中华人民共和国食品安全法》第三十三条、第三十五条"
    assert (facts.you, facts.paper) == ("你单位", False)
    assert head_of(hall, case.model_copy(update={"channel": "counter"})).facts.paper is True
