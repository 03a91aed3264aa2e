"""How documents look on paper (GB/T 9704-2012): nothing is torn apart, no signature stands alone."""

import io
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from chalicelib.documents.model.decisions import refusal_decision
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.model.notice import LabelledValue
from chalicelib.documents.model.refused_intake import non_acceptance_decision
from chalicelib.documents.store.rendering import typesetting
from chalicelib.documents.store.rendering.typesetting import page_count, render
from tests.documents.model.examples import DAY, EVERY_NOTICE, MOMENT, REVIEWED, a_case, a_certificate, formal
from tests.documents.rendering.reading import a_notice, pages, whole

LONG_ROW = "应当补充签名并加盖公章" * 12
DATE = "2026年11月23日"


def drawn(font_dir: Path, template: str = "notice", **changes: Any) -> bytes:
    return render(template, a_notice(**changes), font_dir=font_dir, issued=MOMENT)


def lines_of(pdf: bytes) -> list[str]:
    return [line for page in PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().splitlines()]


def size_of(pdf: bytes) -> tuple[float, float]:
    box = PdfReader(io.BytesIO(pdf)).pages[0].mediabox
    return round(float(box.width)), round(float(box.height))


@pytest.mark.parametrize("before", range(12, 26))
def test_no_row_is_broken_over_pages(font_dir: Path, before: int):
    rows = [[str(number), "材料"] for number in range(before)] + [["末行甲", f"始{LONG_ROW}终"]]
    table = {"columns": ["序号", "材料名称"], "widths": [1, 2], "rows": rows}
    (page,) = [page for page in pages(drawn(font_dir, table=table)) if "末行甲" in page or "签名并加盖" in page]
    assert f"始{LONG_ROW}终" in page


def test_a_row_higher_than_a_page_is_printed_whole_on_several(font_dir: Path):
    table = {"columns": ["材料名称"], "widths": [1], "rows": [["始" + "签名并加盖公章" * 400 + "终"]]}
    read = pages(drawn(font_dir, table=table))
    assert len(read) > 1
    assert "".join(read).count("签") >= 400


@pytest.mark.parametrize("before", range(0, 40, 3))
def test_no_date_and_no_number_is_broken_over_lines(font_dir: Path, before: int):
    whole_words = (f"{DATE}09时05分", "阳市监食受字〔2026〕1号", "0662-12345678")
    paragraphs = ["字" * before + word + "字" * 30 for word in whole_words]
    lines = lines_of(drawn(font_dir, paragraphs=paragraphs))
    for word in (f"{DATE}09时05分", "〔2026〕1号", "0662-12345678"):
        assert any(word in line for line in lines), word


@pytest.mark.parametrize("decision", [False, True])
@pytest.mark.parametrize("paragraphs", range(8, 44, 2))
def test_no_page_has_a_signature_alone(font_dir: Path, decision: bool, paragraphs: int):
    data = {
        "decision": decision,
        "paragraphs": ["申请符合条件。"] * paragraphs,
        "remedies": "如不服本决定，可以申请复议。",
    }
    last = pages(drawn(font_dir, **data))[-1]
    assert "行政审批专用章" in last
    assert "如不服本决定，可以申请复议。" in last


SENTENCE = "申请符合条件。"


@pytest.mark.parametrize("reasons", range(1, 13))
@pytest.mark.parametrize("refusal", ["decision", "filing", "intake"])
def test_what_runs_over_to_a_second_page_is_the_whole_last_paragraph(font_dir: Path, refusal: str, reasons: int):
    """Not its last two words: a page that begins with 行政诉讼。 and the seal is hard to read."""
    case = a_case(kind="企业法人", paper=True, regime="filing" if refusal == "filing" else "license")
    reason = "经营场所的布局与设备、设施不符合要求"
    refused = (
        non_acceptance_decision(case, formal(), reason=reason * reasons, competent_organ="阳春市局", remedies=REVIEWED)
        if refusal == "intake"
        else refusal_decision(case, formal(), accepted_on=DAY, reasons=[reason] * reasons, remedies=REVIEWED)
    )
    read = pages(render("notice", refused.printable(), font_dir=font_dir, issued=MOMENT))
    assert ["如不服本" in page for page in read] == [number == len(read) for number in range(1, len(read) + 1)]


@pytest.fixture
def spaces(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The spaces between lines with which documents were drawn, in order."""
    tried: list[str] = []
    draw = typesetting._compile  # pyright: ignore[reportPrivateUsage]

    def watched(program: bytes, font_dir: Path, timestamp: int) -> bytes:
        tried.append(program.decode().rpartition(", ")[2].rstrip(")"))
        return draw(program, font_dir, timestamp)

    monkeypatch.setattr(typesetting, "_compile", watched)
    return tried


def test_a_sheet_a_few_lines_too_long_is_set_narrower_and_a_longer_one_is_not(font_dir: Path, spaces: list[str]):
    """GB/T 9704-2012, 7.3.5. Each length is drawn as often as it must be, and once if it fits as it is."""
    found = dict[int, tuple[int, ...]]()
    for paragraphs in range(16, 30):
        spaces.clear()
        on = page_count(drawn(font_dir, paragraphs=[SENTENCE] * paragraphs))
        found[paragraphs] = (on, len(spaces))
    assert list(dict.fromkeys(found.values())) == [(1, 1), (1, 2), (1, 3), (1, 4), (2, 4)], found
    assert spaces == ["0.85", "0.75", "0.62", "0.5"]


@pytest.mark.parametrize(("template", "normal"), [("certificate", "0.85"), ("result", "1.1")])
def test_what_has_three_pages_is_drawn_once(font_dir: Path, spaces: list[str], template: str, normal: str):
    many = [LabelledValue(label=f"经营项目{n}", value=SENTENCE * 20) for n in range(40)]
    printed = a_certificate(facts=many).printable(verify_at="https://hall.example/verify")
    assert page_count(render(template, printed, font_dir=font_dir, issued=MOMENT)) > 2
    assert spaces == [normal]


def test_a_certificate_a_few_lines_too_long_stays_on_its_sheet(font_dir: Path, spaces: list[str]):
    printed = a_certificate(facts=[LabelledValue(label=f"经营项目{n}", value=SENTENCE * 6) for n in range(7)])
    assert page_count(render("certificate", printed.printable(), font_dir=font_dir, issued=MOMENT)) == 1
    assert len(spaces) > 1


@pytest.mark.parametrize("template", ["notice", "result"])
def test_a_page_of_an_official_document_has_22_lines_of_28_characters(font_dir: Path, template: str):
    """GB/T 9704-2012, 5.2.2: page 2 is filled, and page 3 has the signature."""
    data = {"notice": a_notice(decision=True, paragraphs=["字" * 2600])}.get(template)
    facts = [LabelledValue(label="字", value="字" * 2600)]
    drawn = render(template, data or a_certificate(facts=facts).printable(), font_dir=font_dir, issued=MOMENT)
    lines = PdfReader(io.BytesIO(drawn)).pages[1].extract_text().splitlines()
    assert [line for line in lines if line == "字" * 28] == ["字" * 28] * 22


def test_pages_of_an_official_document_are_numbered_at_their_outer_edge(font_dir: Path):
    """GB/T 9704-2012, 7.5."""
    pdf = drawn(font_dir, decision=True, paragraphs=["字" * 2600])
    read = [page.extract_text(extraction_mode="layout") for page in PdfReader(io.BytesIO(pdf)).pages]
    feet = [next(line for line in page.splitlines() if f"— {n} —" in line) for n, page in enumerate(read, 1)]
    assert len(feet) > 2
    for number, foot in enumerate(feet, 1):
        words = ("签章处", f"— {number} —") if number % 2 else (f"— {number} —", "签章处")
        assert foot.index(words[0]) < foot.index(words[1])


@pytest.mark.parametrize("paragraphs", [1, 60, 120, 600])
def test_pages_are_counted_as_a_reader_counts_them(font_dir: Path, paragraphs: int):
    pdf = drawn(font_dir, paragraphs=[SENTENCE] * paragraphs, title="<</Type/Pages/Count 9")
    assert page_count(pdf) == len(PdfReader(io.BytesIO(pdf)).pages)


def test_the_signature_goes_with_the_end_of_a_last_paragraph_longer_than_a_page(font_dir: Path):
    last = pages(drawn(font_dir, remedies="如不服本决定，可以申请复议。" * 300))[-1]
    assert "申请复议。" in last
    assert "行政审批专用章" in last


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind.is_decision])
def test_a_decision_looks_like_an_official_document(font_dir: Path, kind: DocumentKind):
    """发文机关标志, 发文字号, 标题, 主送机关, 正文, 署名, 成文日期, 附注, in this order, on an upright sheet."""
    notice = EVERY_NOTICE[kind](a_case(kind="企业法人"))
    pdf = render("notice", notice.printable(), font_dir=font_dir, issued=MOMENT)
    text = whole(pdf)
    order = [
        "阳江市市场监督管理局阳市监×字〔2026〕1号",
        f"{notice.title}阳江市海陵湾餐饮管理有限公司：",
        "你单位",
        "办理依据",
        f"阳江市市场监督管理局{DATE}",
        "（办件编号：",
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places
    assert places == sorted(places)
    assert size_of(pdf) == (595, 842)


def test_a_name_of_any_length_keeps_the_organ_on_one_line(font_dir: Path):
    organ = "阳江市海陵岛经济开发试验区住房城乡建设和自然资源综合行政执法管理局"
    assert lines_of(drawn(font_dir, decision=True, organ=organ))[0] == organ


def test_what_is_no_certificate_is_not_framed_like_one(font_dir: Path):
    printed = a_certificate(title="项目核准文件").printable(verify_at="https://hall.example/verify")
    across, upright = (
        render(template, printed, font_dir=font_dir, issued=MOMENT) for template in ("certificate", "result")
    )
    assert size_of(across) == (842, 595)
    assert size_of(upright) == (595, 842)
    words = ["项目核准文件", printed["number"], printed["identifier"], printed["validity_text"], printed["digest"]]
    assert [word for word in words if word not in whole(upright)] == []
    assert "扫码核验证照信息" in whole(upright)
