"""A certificate that a decision has ended: every answer says so, and so does each page of what is downloaded."""

import hashlib
from typing import Any

import pytest

from chalicelib.cases.store.records import load_file
from chalicelib.documents.api.document_answers import DocumentLink, document_link, document_list
from chalicelib.documents.model.marks import ended_mark
from chalicelib.documents.store import renditions, vault
from chalicelib.documents.store.renditions import RenditionMessage
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.documents.tasks.mark_file import mark_file
from chalicelib.foundation.problems import Conflict
from proofs.kit.cases_so_far import result_withdrawn
from proofs.kit.cast import CHIEF
from proofs.kit.hall import Hall
from tests.documents.rendering.reading import pages


def link_of(hall: Hall, case_id: str) -> DocumentLink:
    certificate = vault.load(hall.platform, case_id, CERTIFICATE)
    return document_link(hall.platform, hall.case(case_id), certificate)


def marked_link(hall: Hall, case_id: str) -> DocumentLink:
    """The first who asks has it made."""
    with pytest.raises(Conflict) as waits:
        link_of(hall, case_id)
    assert (waits.value.code, waits.value.headers) == ("document_preparing", {"Retry-After": "2"})
    hall.carry_out_everything()
    return link_of(hall, case_id)


def exported(hall: Hall, sha256: str | None) -> bytes:
    stored = hall.world.buckets.buckets[hall.platform.settings.exports_bucket]
    every = [content for versions in stored.values() for content in versions.values()]
    return next(one for one in every if hashlib.sha256(one).hexdigest() == sha256)


@pytest.mark.law("7.1")
@pytest.mark.requirement("R40")
def test_the_download_of_a_withdrawn_certificate_says_so_on_its_page(hall: Hall):
    case_id = result_withdrawn(hall)
    hall.carry_out_everything()
    before = vault.load(hall.platform, case_id, CERTIFICATE)
    assert before
    link = marked_link(hall, case_id)
    assert link.ended
    assert (link.ended.label, link.ended.article) == ("已撤回", "第八条第二款")
    assert link.original_sha256 == before.sha256 != link.sha256
    assert link.original_url not in (None, link.url)
    (page,) = pages(exported(hall, link.sha256))
    for words in ("本证照已撤回", "自2026年11月24日起不再有效", "第八条第二款", "证照状态", str(before.sha256)):
        assert words in page
    assert vault.load(hall.platform, case_id, CERTIFICATE) == before  # what was issued stays as it was


def test_each_end_is_marked_anew_and_a_licence_that_came_back_is_not_marked(hall: Hall):
    case_id = result_withdrawn(hall)
    hall.carry_out_everything()
    withdrawn = marked_link(hall, case_id).sha256
    hall.people.cancel_result(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    cancelled = marked_link(hall, case_id)
    assert cancelled.sha256 != withdrawn
    (page,) = pages(exported(hall, cancelled.sha256))
    assert "本证照已注销" in page
    hall.people.restore_result(case_id, hall.caller(CHIEF, case_id))
    link = link_of(hall, case_id)
    assert (link.ended, link.original_url) == (None, None)


def test_the_list_says_it_of_the_certificate_alone(hall: Hall):
    case_id = result_withdrawn(hall)
    hall.carry_out_everything()
    listed = document_list(hall.case(case_id), vault.documents(hall.platform, case_id)).documents
    assert [one.kind for one in listed if one.ended] == [CERTIFICATE]


def test_a_certificate_that_cannot_be_marked_is_given_and_the_answer_says_it(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    case_id = result_withdrawn(hall)
    hall.carry_out_everything()
    monkeypatch.setattr("chalicelib.documents.store.rendering.marking.run_apart", lambda *_, **__: None)
    link = marked_link(hall, case_id)
    assert link.ended
    assert link.url == link.original_url


def test_an_order_that_comes_late_marks_nothing(hall: Hall):
    """The licence is valid again by then."""
    case_id = result_withdrawn(hall)
    hall.carry_out_everything()
    made: Any = vault.load(hall.platform, case_id, CERTIFICATE)
    mark = ended_mark(hall.case(case_id).result_ends[-1], made.sha256)
    hall.people.restore_result(case_id, hall.caller(CHIEF, case_id))
    digest = renditions.digest_of(hall.platform, mark)
    mark_file(hall.platform, RenditionMessage(case_id=case_id, file=CERTIFICATE, document=digest))
    found = load_file(hall.platform.table, case_id)
    assert found
    assert renditions.find(hall.platform, found.case, CERTIFICATE, mark) is None
