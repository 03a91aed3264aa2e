"""取水申请批准文件: what is issued instead of the licence says itself what it is, on every paper (取水条例22, 23)."""

from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.documents.store import vault
from chalicelib.foundation.problems import Invalid
from chalicelib.issuance.acts.compare import certificate_shown
from chalicelib.issuance.api.verification import page
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from tests.cases import test_every_item
from tests.cases.test_every_item import brought_to_the_desk
from tests.issuance.test_term import decide_it, text_of, verified

pytestmark = [pytest.mark.usefixtures("quick_documents"), pytest.mark.requirement("R38", "R47")]
LAPSES = "自批准之日起3年内未开工建设的，取水申请批准文件自行失效"
NO_LICENCE = "本文件不是取水许可证"


@pytest.fixture
def case_id(hall: Hall) -> str:
    """A case about new works: the walk through all items answers every question with no."""
    return brought_to_the_desk(hall, "YM-P11")


def test_the_officer_states_no_term_of_the_licence(hall: Hall, case_id: str):
    for given in ({"valid_from": "2026-12-10"}, {"valid_until": "2027-12-10"}):
        with pytest.raises(Invalid) as refused:
            decide_it(hall, case_id, given)
        assert [error.code for error in refused.value.errors] == ["face_unknown"]
    with pytest.raises(Invalid) as refused:
        decide_it(hall, case_id, {}, years=5)
    assert refused.value.code == "validity_fixed"


def test_every_paper_says_what_it_is(hall: Hall, case_id: str):
    decide_it(hall, case_id, {})
    hall.carry_out_everything()
    hall.issue_documents()
    made = certificate_shown(hall.platform, hall.case(case_id))
    printed = made.printable()
    assert (made.title, printed["number_label"], printed["issued_label"]) == (
        "取水申请批准文件",
        "批准文号",
        "批准日期",
    )
    labels = [line.label for line in made.face]
    assert not [label for label in labels if "取水期限" in label or "许可证" in label or "取水权人" in label]
    assert LAPSES in {line.label: line.value for line in made.face}["效力说明"]
    assert (made.valid_until, NO_LICENCE in str(made.validity)) == (None, True)
    row = vault.load_whole(hall.platform, case_id, vault.CERTIFICATE)
    assert row is not None
    assert row.template == "result"

    decision = text_of(hall, case_id, "grant_decision")
    for said in ("现决定批准申请", "决定内容：批准申请，签发取水申请批准文件。", LAPSES, NO_LICENCE):
        assert said in decision
    assert "准予取水" not in decision
    assert "现决定准予行政许可" not in decision
    assert '"有效期限"' not in decision

    hall.compare(case_id)
    assert hall.case(case_id).status is Status.DELIVERING
    notice = text_of(hall, case_id, "collection_notice")
    assert "取水申请批准文件" in notice
    assert "取水许可证" not in notice
    found = verified(hall, case_id)
    assert (found.title, found.valid_until) == ("取水申请批准文件", None)
    assert LAPSES in str(found.validity)
    assert NO_LICENCE in str(page(found, sample=True))


def test_every_such_document_of_the_catalogue_says_what_it_is_not():
    """A rule that has another document issued has a note for it."""
    rules: list[Any] = []
    for code in test_every_item.ITEMS:
        validity = item_document(code).validity
        rules += [(code, rule) for rule in (validity.rules if validity else ()) if rule.document]
    assert [code for code, _ in rules] == ["YM-P11"]
    assert all("不是" in rule.document_note for _, rule in rules)
