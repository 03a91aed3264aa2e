"""A certificate is hidden until the issuing window has found it equal to the paper result (R38, R40)."""

from types import SimpleNamespace
from typing import Any

import pytest

from chalicelib.access.actor import Actor
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.documents.api import applicant, counter
from chalicelib.foundation.problems import Conflict, NotFound
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import comparing
from proofs.kit.cast import CHIEF, CLERK, ISSUER, staff
from proofs.kit.hall import Hall

pytestmark = [pytest.mark.usefixtures("quick_documents"), pytest.mark.requirement("R38")]


def call(hall: Hall, who: str | Actor) -> Any:
    caller = hall.caller(who)
    query = SimpleNamespace(purpose=Purpose.PAPERS)
    return SimpleNamespace(platform=hall.platform, caller=caller, actor=caller.actor, query=query, request_id="r-1")


def mismatched(hall: Hall) -> str:
    case_id = comparing(hall)
    hall.compare(case_id, face=hall.face(case_id) | {"valid_until": "2099-01-01"})
    return case_id


def listed(answer: Any) -> list[str]:
    return [document.no for document in answer.body.documents]


@pytest.mark.parametrize("so_far", [comparing, mismatched])
def test_nobody_but_the_issuing_window_reads_it_before_it_was_compared(hall: Hall, so_far: Any):
    case_id = so_far(hall)
    supervisor = staff("supervisor")
    readers = [(applicant.read_document, COMPANY), *((counter.read_case_document, who) for who in (CLERK, CHIEF))]
    for read, who in [*readers, (counter.read_case_document, supervisor)]:
        with pytest.raises(Conflict) as hidden:
            read(call(hall, who), case_id, "certificate")
        assert (hidden.value.code, hidden.value.headers) == ("certificate_pending", {"Retry-After": "60"})
    assert "certificate" not in listed(applicant.list_documents(call(hall, COMPANY), case_id))
    assert "certificate" not in listed(counter.list_case_documents(call(hall, CHIEF), case_id))

    seen: Any = counter.read_case_document(call(hall, ISSUER), case_id, "certificate").body
    assert (seen.state, seen.no) == ("pending", "certificate")
    assert "certificate" in listed(counter.list_case_documents(call(hall, ISSUER), case_id))


def test_a_superseded_one_is_listed_for_the_issuing_window_only_and_read_by_nobody(hall: Hall):
    case_id = mismatched(hall)
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id), reason="有效期有误")
    hall.carry_out_everything()
    hall.compare(case_id)
    assert "certificate-1" not in listed(applicant.list_documents(call(hall, COMPANY), case_id))
    assert "certificate-1" not in listed(counter.list_case_documents(call(hall, CHIEF), case_id))
    assert "certificate-1" in listed(counter.list_case_documents(call(hall, ISSUER), case_id))
    for read, who in ((applicant.read_document, COMPANY), (counter.read_case_document, ISSUER)):
        with pytest.raises(Conflict) as hidden:
            read(call(hall, who), case_id, "certificate-1")
        assert hidden.value.code == "document_superseded"


def test_before_it_is_made_it_is_being_prepared_and_of_a_refusal_there_is_none(hall: Hall):
    case_id = hall.decided()
    with pytest.raises(Conflict) as waiting:
        applicant.read_document(call(hall, COMPANY), case_id, "certificate")
    assert waiting.value.code == "document_preparing"
    with pytest.raises(NotFound) as none:
        applicant.read_document(call(hall, COMPANY), hall.decided("refuse"), "certificate")
    assert none.value.code == "document_not_found"


def test_once_found_equal_the_applicant_has_it(hall: Hall):
    case_id = mismatched(hall)
    hall.compare(case_id)
    read: Any = applicant.read_document(call(hall, COMPANY), case_id, "certificate").body
    assert (read.state, read.kind) == ("ready", "certificate")
    assert "certificate" in listed(applicant.list_documents(call(hall, COMPANY), case_id))
