"""加注标记的材料: the mark of each level on every page, and the original as it was (国办函〔2016〕108号)."""

import base64
import hashlib
import io
from datetime import date, timedelta
from typing import Any, cast

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, FloatObject, NameObject

from chalicelib.cases.model.disclosure import PurposeMissing
from chalicelib.cases.model.levels import fallen, level_of
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.checklists import checklist
from chalicelib.documents.api.renditions import RenditionAnswer, read_own_rendition, read_rendition
from chalicelib.documents.model.marks import MOST_PAGES, mark_of
from chalicelib.documents.store.rendering.marking import NotMarkable, marked
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.writes import update
from chalicelib.http.routes import Answer, Call
from proofs.kit.applications import BYTES, COMPANY, SERVICE
from proofs.kit.cast import OFFICER
from proofs.kit.catalogue import item_document
from proofs.kit.hall import Hall
from proofs.kit.sharing import MemorySharing, answer_queries, with_sharing
from tests.documents.rendering.reading import pages
from tests.intake.test_levels import submitted, told

# At the windows of YM-S07 and of YM-P01.
CLERK, PRODUCTION = "clerk-social", "clerk-production"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def asked(hall: Hall, who: str, case_id: str, file_id: str, purpose: str | None = "acceptance") -> Answer:
    call: Any = Call(hall.platform, None, None, "/v1/x", "", "r-1", known=hall.caller(who))
    if who == COMPANY:
        return read_own_rendition(call, case_id, file_id)
    asked_for: Any = type("Query", (), {"purpose": purpose})()
    call = Call(hall.platform, None, asked_for, "/v1/x", "", "r-1", known=hall.caller(who))
    return read_rendition(call, case_id, file_id)


def made(hall: Hall, who: str, case_id: str, file_id: str) -> tuple[RenditionAnswer, bytes]:
    """The rendition once it is ready, and its bytes."""
    first = asked(hall, who, case_id, file_id)
    assert (first.status, first.headers["Retry-After"]) == (202, "2")
    hall.carry_out_everything()
    answer: Any = asked(hall, who, case_id, file_id)
    assert (answer.status, answer.body.state) == (200, "ready")
    stored = hall.world.buckets.buckets[hall.platform.settings.exports_bucket]
    found = [content for versions in stored.values() for content in versions.values()]
    pdf = next(one for one in found if hashlib.sha256(one).hexdigest() == answer.body.sha256)
    return answer.body, pdf


def compared(hall: Hall, **files: Any) -> str:
    """A received case whose originals a window has compared; the bytes of its files are there."""
    case_id = hall.draft(SERVICE.item)
    hall.hand_in(case_id, *hall.required_lines(case_id), stored=True, seen=False, **files)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    hall.people.check_originals(case_id, hall.caller(CLERK, case_id))
    return case_id


# ----------------------------------------------------------------------------------------------- on the case
@pytest.mark.requirement("R27")
def test_what_was_compared_says_so_on_its_page_and_the_original_stays_as_it_was(hall: Hall):
    case_id = compared(hall)
    file = told(hall, case_id, "02")
    before = originals(hall)
    answer, pdf = made(hall, CLERK, case_id, file.id)
    assert originals(hall) == before
    case = hall.case(case_id)
    (page,) = pages(pdf)
    digest = hashlib.sha256(BYTES).hexdigest()
    for words in ("此件经与原件核对无误", case.item_name, case.number, f"{case.theme}窗口工作人员", digest):
        assert str(words) in page
    at = file.raised_at
    assert at is not None
    assert f"核对日期：{at.year}年{at.month}月{at.day}日" in page
    assert hall.people.personas[CLERK].actor.sub not in page
    assert (answer.level, answer.original_sha256) == ("B", digest)
    assert answer.mark[0] == "此件经与原件核对无误"


def originals(hall: Hall) -> dict[str, dict[str, bytes]]:
    bucket = hall.world.buckets.buckets[hall.platform.settings.materials_bucket]
    return {key: dict(versions) for key, versions in bucket.items()}


def test_the_applicant_the_window_and_the_department_are_given_the_same(hall: Hall):
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id), stored=True)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    file_id = told(hall, case_id, "03").id
    own, _ = made(hall, COMPANY, case_id, file_id)
    at_the_window: Any = asked(hall, PRODUCTION, case_id, file_id).body
    assert (at_the_window.state, at_the_window.sha256) == ("ready", own.sha256)
    hall.people.accept(case_id, hall.caller(PRODUCTION, case_id))
    in_review: Any = asked(hall, OFFICER, case_id, file_id, "review").body
    assert in_review.sha256 == own.sha256


def test_it_is_made_once_whoever_asks(hall: Hall):
    case_id = compared(hall)
    hall.carry_out_everything()
    file_id = told(hall, case_id, "02").id
    for who in (CLERK, COMPANY, CLERK):
        assert asked(hall, who, case_id, file_id).status == 202
    assert len(hall.pending()) == 1


def test_the_hall_says_what_for_and_the_reading_is_on_record(hall: Hall):
    case_id = compared(hall)
    hall.carry_out_everything()
    file_id = told(hall, case_id, "02").id
    with pytest.raises(PurposeMissing):
        asked(hall, CLERK, case_id, file_id, None)
    assert hall.pending() == []
    asked(hall, CLERK, case_id, file_id)
    readings = hall.world.rows(keys.access_log(case_id), keys.READING)
    assert [row["fields"] for row in readings][-1] == ["/materials/02"]


def test_of_a_file_that_is_not_there_nothing_is_told(hall: Hall):
    case_id, other = compared(hall), compared(hall)
    for who in (CLERK, COMPANY):
        with pytest.raises(NotFound) as refused:
            asked(hall, who, case_id, told(hall, other, "02").id)
        assert refused.value.code == "file_not_found"


def test_what_nobody_compared_says_that(hall: Hall):
    case_id = hall.draft(SERVICE.item)
    hall.hand_in(case_id, *hall.required_lines(case_id), stored=True, seen=False)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    answer, pdf = made(hall, COMPANY, case_id, told(hall, case_id, "02").id)
    assert answer.level == "C"
    assert "此件为复印件，尚未与原件核对" in pages(pdf)[0]
    hall.people.check_originals(case_id, hall.caller(CLERK, case_id))
    again, marked_b = made(hall, COMPANY, case_id, told(hall, case_id, "02").id)
    assert again.level == "B"
    assert "尚未与原件核对" not in pages(marked_b)[0]


def test_a_file_that_cannot_be_drawn_says_why_and_holds_up_nothing(hall: Hall):
    case_id = compared(hall, content_type="image/png")  # its bytes are those of a PDF
    file_id = told(hall, case_id, "02").id
    asked(hall, CLERK, case_id, file_id)
    hall.carry_out_everything()
    answer: Any = asked(hall, CLERK, case_id, file_id)
    assert (answer.status, answer.body.state, answer.body.url) == (200, "impossible", None)
    assert "无法加注标记" in answer.body.reason
    assert answer.body.original_url
    assert hall.messages(names.RENDERINGS_QUEUE) == []
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    assert asked(hall, COMPANY, case_id, file_id).status == 200
    hall.wall.pass_time(minutes=61)
    asked(hall, COMPANY, case_id, file_id)
    assert any("RENDERINGS" in str(row).upper() for row in hall.pending())


def test_an_original_that_is_gone_is_no_endless_message(hall: Hall):
    case_id = submitted(hall)  # none of its bytes is in the bucket
    file_id = told(hall, case_id, "02").id
    asked(hall, COMPANY, case_id, file_id)
    hall.carry_out_everything()
    answer: Any = asked(hall, COMPANY, case_id, file_id)
    assert (answer.body.state, "已经不在" in answer.body.reason) == ("impossible", True)


def test_what_was_printed_from_the_form_or_is_too_long_is_not_tried(hall: Hall):
    case_id = compared(hall, pages=MOST_PAGES + 1)
    hall.carry_out_everything()
    answer: Any = asked(hall, CLERK, case_id, told(hall, case_id, "02").id)
    assert (answer.status, answer.body.state) == (200, "impossible")
    assert str(MOST_PAGES) in answer.body.reason
    row = keys.material(case_id, told(hall, case_id, "02").id)
    hall.platform.table.write(update(row, put={"content_type": "text/plain", "pages": 1}))
    answer = asked(hall, CLERK, case_id, told(hall, case_id, "02").id)
    assert "没有版面" in answer.body.reason
    assert hall.pending() == []


def test_one_that_got_lost_is_ordered_again_and_an_old_one_made_anew(hall: Hall):
    case_id = compared(hall)
    file_id = told(hall, case_id, "02").id
    asked(hall, CLERK, case_id, file_id)
    hall.world.dispatch(hall.world.stored_in("pending"))
    assert len(hall.messages(names.RENDERINGS_QUEUE)) == 1
    hall.wall.pass_time(minutes=61)
    made(hall, CLERK, case_id, file_id)
    hall.wall.pass_time(hours=21)  # soon the bucket deletes it
    assert made(hall, CLERK, case_id, file_id)[0].state == "ready"


# ------------------------------------------------------------------------------------------ given by an organ
class LimitedSharing(MemorySharing):
    """What it gives is valid until this day."""

    def __init__(self, until: date) -> None:
        super().__init__()
        self.until = until

    def query(self, query: Any, today: date) -> Any:
        return super().query(query, today).model_copy(update={"valid_until": self.until})


def test_what_an_organ_gave_names_it_the_purpose_and_the_last_day(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(hall.platform, "settings", with_sharing(hall.platform.settings))
    until = hall.platform.now().date() + timedelta(days=3)
    case_id = submitted(hall, "YM-P01")
    answer_queries(hall, LimitedSharing(until))
    file = told(hall, case_id, "02")
    assert (file.level, file.level_fell, file.valid_until) == ("A", None, until)
    answer, pdf = made(hall, PRODUCTION, case_id, file.id)
    page = pages(pdf)[0]
    for words in (file.issuer, file.obtained_for, f"有效期至：{until.year}年{until.month}月{until.day}日"):
        assert str(words) in page
    assert answer.level == "A"
    hall.clock.pass_time(days=4)
    fell = told(hall, case_id, "02")
    assert (fell.level, fell.original) == ("C", "never_asked")
    assert "已经届满" in (fell.level_fell or "")
    after, expired = made(hall, COMPANY, case_id, file.id)
    assert after.level == "C"
    assert "已经届满" in pages(expired)[0]
    assert "此件由签发机关提供" not in pages(expired)[0]


def test_the_last_day_itself_still_counts():
    line = next(one for one in checklist(item_document("YM-P01"), {}) if one.no == "02")
    file = a_file(level="A", valid_until="2026-11-30")
    assert [level_of(line, file, on=date(2026, 11, day)) for day in (29, 30)] == ["A", "A"]
    assert level_of(line, file, on=date(2026, 12, 1)) == "C"
    assert level_of(line, file) == "A"  # the case that has obtained it goes on with it
    assert fallen(file, date(2026, 11, 30)) is None
    assert "2026年11月30日" in (fallen(file, date(2026, 12, 1)) or "")


def a_file(**facts: Any) -> MaterialFile:
    named = {"id": "f", "line": "02", "file_name": "a.pdf", "size": 1, "sha256": "qqo=", "state": "ready"}
    when = {"content_type": "application/pdf", "requested_at": "2026-11-23T09:00:00+08:00"}
    return MaterialFile.model_validate({**named, **when, **facts})


# --------------------------------------------------------------------------------------------------- the drawing
def a_mark(hall: Hall, case_id: str) -> Any:
    found = load_file(hall.platform.table, case_id)
    assert found is not None
    line = next(one for one in checklist(item_document(SERVICE.item), {}) if one.no == "02")
    return mark_of(found.case, line, a_file(level="B"), date(2026, 11, 27))


def drawn(hall: Hall, content: bytes, content_type: str = "application/pdf") -> bytes:
    settings = hall.platform.settings
    mark = a_mark(hall, hall.draft(SERVICE.item))
    return marked(content, content_type, mark, sample=False, font_dir=settings.font_dir, issued=hall.platform.now())


def test_every_page_is_marked_below_what_it_shows_whichever_way_it_is_turned(hall: Hall):
    writer, comments = PdfWriter(), ((10, 10, 20, 20), (0, -40, 100, -5))
    for turned in (0, 90, 180, 270):
        page = writer.add_blank_page(400, 600)
        page[NameObject("/Annots")] = ArrayObject([stamp(box) for box in comments])
        page.rotate(turned)
    given = io.BytesIO()
    writer.write(given)
    read = PdfReader(io.BytesIO(drawn(hall, given.getvalue())))
    assert all("此件经与原件核对无误" in page.extract_text() for page in read.pages)
    boxes = [[round(float(edge)) for edge in page.cropbox] for page in read.pages]
    high = [-boxes[0][1], boxes[1][2] - 400, boxes[2][3] - 600, -boxes[3][0]]
    assert boxes == [
        [0, -high[0], 400, 600],
        [0, 0, 400 + high[1], 600],
        [0, 0, 400, 600 + high[2]],
        [-high[3], 0, 400, 600],
    ]
    assert min(high) > 20
    # What somebody has put where the mark stands is gone.
    assert [len(cast(list[Any], page["/Annots"])) for page in read.pages] == [1, 1, 1, 1]


def stamp(box: tuple[float, ...]) -> DictionaryObject:
    rect = ArrayObject(FloatObject(edge) for edge in box)
    return DictionaryObject({NameObject("/Subtype"): NameObject("/Stamp"), NameObject("/Rect"): rect})


def test_a_picture_becomes_one_marked_page(hall: Hall):
    (page,) = pages(drawn(hall, PIXEL, "image/png"))
    assert "此件经与原件核对无误" in page


def test_the_same_file_has_the_same_bytes(hall: Hall):
    assert drawn(hall, BYTES) == drawn(hall, BYTES)


@pytest.mark.parametrize(
    ("content", "content_type"),
    [(b"", "application/pdf"), (BYTES[:120], "application/pdf"), (BYTES, "image/jpeg")],
)
def test_what_is_no_file_of_its_type_is_not_drawn(hall: Hall, content: bytes, content_type: str):
    with pytest.raises(NotMarkable) as refused:
        drawn(hall, content, content_type)
    assert "无法加注标记" in refused.value.reason
