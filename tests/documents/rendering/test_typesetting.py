"""Documents are PDF/A-2b, the same for the same input, and user text in them is only text."""

import io
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from chalicelib.documents.model.characters import standard
from chalicelib.documents.store.rendering.fonts import FontUnavailable, missing_characters
from chalicelib.documents.store.rendering.legible import Unprintable
from chalicelib.documents.store.rendering.typesetting import DocumentNotRendered, render
from tests.documents.rendering.reading import a_notice, pages, whole

ISSUED = datetime(2026, 11, 23, 10, 5, tzinfo=timezone(timedelta(hours=8)))

HOSTILE = [
    '#panic("x")',
    "*粗* _斜_ `码` $x^2$ @ref <label> #eval[1] // 注 /* 注 */",
    "\\ \\u{41} \\#",
    '"} #import "sheet.typ"',
    "#read(\"/etc/hostname\") #image('a.png')",
    "= 标题 - 项 + 项 / 术语: 义",
    "https://example.invalid/#x",
    "{{ data.title }} ${x} %s",
    '")), none, 1) #panic("x")',
    '\\")), none, 1) #panic(1)',
    '"',
    "\\",
    '\\"',
    "\\u{22}",
]


def test_chinese_text_and_title_can_be_read_back(font_dir: Path):
    pdf = render("notice", a_notice(), font_dir=font_dir, issued=ISSUED)
    text = whole(pdf)
    for expected in (
        "受理通知书",
        "阳×受字〔2026〕1号",
        "陈海生：",
        "食品经营许可",
        "2026年11月23日",
        "第1页共1页",
    ):
        assert expected in text
    info = PdfReader(io.BytesIO(pdf)).metadata
    assert info is not None
    assert (info.title, info.creation_date) == ("受理通知书", ISSUED.astimezone(UTC))


def test_it_is_an_archive_pdf_in_chinese_without_script(font_dir: Path):
    pdf = render("notice", a_notice(), font_dir=font_dir, issued=ISSUED)
    reader = PdfReader(io.BytesIO(pdf))
    metadata = reader.xmp_metadata
    assert metadata is not None
    xmp = metadata.stream.get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
    root = reader.root_object
    assert str(root["/Lang"]).startswith("zh")
    assert "/OpenAction" not in root
    assert "/AA" not in root
    assert b"/JavaScript" not in pdf
    assert b"/JS" not in pdf
    assert b"/Launch" not in pdf


def test_the_same_input_gives_the_same_bytes_and_another_time_does_not(font_dir: Path):
    first = render("notice", a_notice(verification="x"), font_dir=font_dir, issued=ISSUED)
    assert render("notice", a_notice(verification="x"), font_dir=font_dir, issued=ISSUED) == first
    assert render("notice", a_notice(), font_dir=font_dir, issued=ISSUED + timedelta(days=1)) != first


@pytest.mark.parametrize("hostile", HOSTILE)
def test_markup_typed_by_people_stays_text_everywhere(font_dir: Path, hostile: str):
    data = a_notice(
        title=hostile,
        addressee=hostile,
        facts=[{"label": "备注", "value": hostile}],
        paragraphs=[hostile],
        table={"columns": [hostile], "widths": [1], "rows": [[hostile]]},
    )
    text = whole(render("notice", data, font_dir=font_dir, issued=ISSUED))
    assert text.count("".join(hostile.split())) == 6


@settings(max_examples=40)
@given(text=st.text(min_size=1).filter(lambda text: unicodedata.normalize("NFC", text) == text))
def test_any_text_is_issued_or_held(font_dir: Path, text: str):
    lacking = [char for char in missing_characters(standard(text), font_dir) if unicodedata.category(char)[0] in "LN"]
    if lacking:
        with pytest.raises(Unprintable):
            render("notice", a_notice(paragraphs=[text]), font_dir=font_dir, issued=ISSUED)
        return
    text = "".join(char for char in text if unicodedata.category(char) not in {"Co", "Cn", "Mn", "Mc", "Me"}) + "。"
    assert render("notice", a_notice(paragraphs=[text]), font_dir=font_dir, issued=ISSUED)


def test_a_word_wider_than_the_page_is_broken_and_kept_whole(font_dir: Path):
    pdf = render("notice", a_notice(paragraphs=["X" * 900]), font_dir=font_dir, issued=ISSUED)
    lines = [line for line in PdfReader(io.BytesIO(pdf)).pages[0].extract_text().splitlines() if "X" in line]
    assert sum(line.count("X") for line in lines) == 900
    assert max(map(len, lines)) < 70


def test_a_long_table_runs_over_pages_under_its_header(font_dir: Path):
    rows = [[str(number), f"材料{number}", "请加盖公章"] for number in range(120)]
    data = a_notice(table={"columns": ["序号", "材料名称", "补正要求"], "widths": [1, 3, 3], "rows": rows})
    pdf = render("notice", data, font_dir=font_dir, issued=ISSUED)
    read = pages(pdf)
    assert len(read) > 3
    assert all("材料名称" in page for page in read if "请加盖公章" in page)
    assert all(f"材料{number}请" in "".join(read) for number in range(120))
    assert all("完整性校验标识，非国家电子印章" in page for page in read)


def test_the_font_is_subset_and_is_the_only_one(font_dir: Path):
    pdf = render("notice", a_notice(remedies="如不服本决定" * 40), font_dir=font_dir, issued=ISSUED)
    fonts = {str(font) for page in PdfReader(io.BytesIO(pdf)).pages for font in page._get_fonts()[0]}
    assert {name.split("+")[1] for name in fonts} == {"NotoSerifCJKsc-Regular-Identity-H"}
    assert len(pdf) < 300_000


def test_what_the_first_font_lacks_comes_from_the_others(font_dir: Path):
    names = "𡎚𠇔山 Łukasz Gğış Nguyễn Đurđević"
    pdf = render("notice", a_notice(addressee=names), font_dir=font_dir, issued=ISSUED)
    assert "".join(names.split()) in whole(pdf)
    fonts = {str(font).split("+")[1] for page in PdfReader(io.BytesIO(pdf)).pages for font in page._get_fonts()[0]}
    assert {name.partition("-")[0] for name in fonts} == {"NotoSerifCJKsc", "NotoSerif", "NotoSansCJKsc"}


def test_a_character_of_the_extensions_is_drawn_where_the_font_for_it_is(font_dir: Path, with_rare: Path):
    name = "陈\U000283e7\U0002b740\U0002ceb0"
    with pytest.raises(Unprintable):
        render("notice", a_notice(addressee=name), font_dir=font_dir, issued=ISSUED)
    pdf = render("notice", a_notice(addressee=name), font_dir=with_rare, issued=ISSUED)
    assert name in whole(pdf)
    fonts = {str(font).split("+")[1] for page in PdfReader(io.BytesIO(pdf)).pages for font in page._get_fonts()[0]}
    assert {name.partition("-")[0] for name in fonts} == {"NotoSerifCJKsc", "HanaMinB"}


def test_a_document_without_such_a_character_is_the_same_with_and_without_the_font(font_dir: Path, with_rare: Path):
    plain, other = (render("notice", a_notice(), font_dir=fonts, issued=ISSUED) for fonts in (font_dir, with_rare))
    assert plain == other


def test_a_name_that_cannot_be_printed_is_not_printed(font_dir: Path):
    with pytest.raises(Unprintable):
        render("notice", a_notice(addressee="张\ue000"), font_dir=font_dir, issued=ISSUED)


def test_an_ornament_the_fonts_lack_is_marked_and_named(font_dir: Path):
    text = whole(render("notice", a_notice(paragraphs=("请带表格\U0001f600。",)), font_dir=font_dir, issued=ISSUED))
    assert "请带表格〓。" in text
    assert "字库未收之字以“〓”代替：U+1F600" in text


def test_only_samples_say_that_they_are_samples(font_dir: Path):
    sample, official = (
        whole(render("notice", a_notice(sample=sample), font_dir=font_dir, issued=ISSUED)) for sample in (True, False)
    )
    assert "演示样本不具法律效力" in sample
    assert "演示样本" not in official


def test_what_cannot_be_rendered_says_why(font_dir: Path, tmp_path: Path):
    with pytest.raises(ValueError, match="no such document template"):
        render("../notice", a_notice(), font_dir=font_dir, issued=ISSUED)
    with pytest.raises(ValueError, match="aware"):
        render("notice", a_notice(), font_dir=font_dir, issued=ISSUED.replace(tzinfo=None))
    with pytest.raises(DocumentNotRendered, match="organ"):
        render("notice", {"title": "缺字段", "sample": False}, font_dir=font_dir, issued=ISSUED)
    with pytest.raises(FontUnavailable):
        render("notice", a_notice(), font_dir=tmp_path, issued=ISSUED)
