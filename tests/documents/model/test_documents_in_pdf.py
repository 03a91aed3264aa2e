"""Models and templates agree: every document comes out as a PDF with its words in it."""

from pathlib import Path

import pytest

from chalicelib.directory.model import Remedies
from chalicelib.documents.model.decisions import refusal_decision
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.rendering.fonts import place_fonts
from chalicelib.documents.store.rendering.qr import qr_svg
from chalicelib.documents.store.rendering.typesetting import programs, render
from tests.documents.model.examples import DAY, EVERY_NOTICE, MOMENT, a_case, a_certificate, formal
from tests.documents.rendering.reading import pages, whole


@pytest.fixture(scope="module")
def font_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fonts")
    place_fonts(folder, link=True)
    return folder


@pytest.mark.parametrize("kind", DocumentKind)
def test_a_notice_prints_all_it_says(font_dir: Path, kind: DocumentKind):
    notice = EVERY_NOTICE[kind](a_case())
    pdf = render("notice", notice.printable(), font_dir=font_dir, issued=MOMENT)
    text = whole(pdf)
    cells = [cell for row in notice.table.rows for cell in row] if notice.table else []
    words = [notice.title, *notice.paragraphs, *notice.closing, *notice.basis, *notice.signatures, *cells]
    words += [fact.value for fact in notice.facts] + [notice.remedies or ""]
    words += [notice.printable()["digest"], "演示样本不具法律效力"]
    sealed = ["YJ-SCJG-SP-01", "完整性校验标识，非国家电子印章"]
    if notice.giver:
        assert not any(word in text for word in sealed)
    words += [notice.giver.name, notice.giver.how] if notice.giver else sealed
    assert [word for word in words if "".join(word.split()) not in text] == []
    assert len(pdf) < 300_000


def test_a_certificate_prints_its_fields_on_one_page(font_dir: Path):
    certificate = a_certificate()
    printed = certificate.printable()
    pdf = render("certificate", printed, font_dir=font_dir, issued=MOMENT)
    assert len(pages(pdf)) == 1
    text = whole(pdf)
    shown = [certificate.title, certificate.number, certificate.identifier, certificate.holder, certificate.holder_code]
    shown += [certificate.organ, "餐饮服务经营者", printed["validity_text"], printed["issued_text"], printed["digest"]]
    shown += ["完整性校验标识，非国家电子印章", "演示样本不具法律效力", "扫码核验证照信息"]
    assert [word for word in shown if word not in text] == []
    assert len(pdf) < 300_000


@pytest.mark.parametrize(("validity", "shown"), [(None, False), ("三个月内开工，到期未开工自行废止", True)])
def test_without_a_last_day_a_certificate_prints_its_words_or_no_line(
    font_dir: Path, validity: str | None, shown: bool
):
    certificate = a_certificate(valid_until=None, validity=validity)
    text = whole(render("certificate", certificate.printable(), font_dir=font_dir, issued=MOMENT))
    assert ("有效期限" in text, "长期" in text) == (shown, False)
    assert validity is None or validity in text


def test_the_qr_code_follows_the_verification_text(font_dir: Path):
    certificate = a_certificate()
    plain, addressed = (
        render("certificate", certificate.printable(verify_at=where), font_dir=font_dir, issued=MOMENT)
        for where in (None, "https://hall.example/verify")
    )
    assert plain != addressed
    assert whole(plain) == whole(addressed)


@pytest.mark.parametrize("kind", DocumentKind)
def test_what_tells_the_query_code_has_it_as_a_qr_code(font_dir: Path, kind: DocumentKind):
    """A scanner types it where a case is searched. Another code is another picture."""
    printed = EVERY_NOTICE[kind](a_case()).printable()
    codes = [fact["value"] for fact in printed["facts"] if fact["label"] == "查询码"]
    assert [printed["scan"]] == (codes or [None])
    told = "扫码读取查询码" in whole(render("notice", printed, font_dir=font_dir, issued=MOMENT))
    assert told is bool(codes)
    first, other = (programs("notice", {**printed, "scan": scan}, font_dir)[0] for scan in ("A", "B"))
    assert qr_svg("A").decode().replace('"', '\\"').encode() in first
    assert qr_svg("A").decode().replace('"', '\\"').encode() not in other


def test_a_certificate_with_much_to_say_goes_on_overleaf(font_dir: Path):
    facts = [{"label": f"经营项目{n}", "value": "热食类食品制售；" * 12} for n in range(20)]
    pdf = render("certificate", a_certificate(facts=facts).printable(), font_dir=font_dir, issued=MOMENT)
    read = pages(pdf)
    assert len(read) > 1
    assert all("演示样本不具法律效力" in page for page in read)
    assert "经营项目19" in read[-1]


@pytest.mark.parametrize("kind", [DocumentKind.REFUSAL_DECISION, DocumentKind.NON_ACCEPTANCE_DECISION])
def test_a_short_decision_with_its_remedies_stands_on_one_page(font_dir: Path, kind: DocumentKind):
    """A few lines too long, it is set closer; page 1 was half empty before."""
    pdf = render("notice", EVERY_NOTICE[kind](a_case(paper=True)).printable(), font_dir=font_dir, issued=MOMENT)
    assert len(pages(pdf)) == 1


def test_of_a_long_decision_the_last_paragraph_goes_overleaf_whole_with_the_signature(font_dir: Path):
    reasons = [f"第{n}项场所布局不符合要求，应当按照规定整改后重新申请，并附整改前后的平面布局图。" for n in range(3)]
    decision = refusal_decision(
        a_case(paper=True), formal(), accepted_on=DAY, reasons=reasons, remedies=Remedies("阳江市人民政府")
    )
    first, second = pages(render("notice", decision.printable(), font_dir=font_dir, issued=MOMENT))
    assert "如不服本决定" not in first
    assert "如不服本决定" in second
