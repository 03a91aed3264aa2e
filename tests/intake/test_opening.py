"""打开文件: a material can be opened, and does nothing else; what cannot be is refused with its reason."""

import base64
import io
import json
import subprocess
import zipfile
import zlib
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    TextStringObject,
)

from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.settings import FOR_ANY_PROCESS
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.check_material import check_material
from chalicelib.intake.store.opening import apart
from chalicelib.intake.store.opening.apart import ask, open_file
from chalicelib.intake.store.opening.jpeg import orientation_of, segments, turned
from chalicelib.intake.store.opening.pdf import open_pdf
from chalicelib.intake.store.opening.png import PASSES, SIGNATURE, chunk, unpacked_size
from chalicelib.intake.store.opening.result import Unopenable
from proofs.kit.applications import BYTES, COMPANY
from proofs.kit.hall import Hall
from tests.cases.acts import NEW_FILE
from tests.intake.test_check_material import announced, moving, upload

JPEG = base64.b64decode(
    "/9j/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/yQALCAABAAEB"
    "AREA/8wABgAQEAX/2gAIAQEAAD8A0s8g/9k="
)
POSITION = b"GPSLatitude 21.8579"


def png(
    width: int = 2, height: int = 2, *, pixels: bytes | None = None, extra: bytes = b"", interlace: int = 0
) -> bytes:
    header = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, interlace])
    packed = zlib.compress(
        bytes(unpacked_size(width, height, 24, interlaced=interlace == 1)) if pixels is None else pixels
    )
    return SIGNATURE + chunk(b"IHDR", header) + extra + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def with_segment(marker: int, body: bytes) -> bytes:
    return JPEG[:2] + bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2) + body + JPEG[2:]


def sized(width: int, height: int) -> bytes:
    place = JPEG.index(b"\xff\xc9") + 5
    return JPEG[:place] + height.to_bytes(2) + width.to_bytes(2) + JPEG[place + 4 :]


def pdf(change: Any = None, **encryption: Any) -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    if change:
        change(writer)
    if encryption:
        writer.encrypt(algorithm="RC4-128", **encryption)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def named(**fields: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in fields.items()})


def launch(writer: PdfWriter) -> None:
    action = named(S=NameObject("/Launch"), F=TextStringObject("cmd.exe"))
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)


def script(writer: PdfWriter) -> None:
    action = named(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    writer._root_object[NameObject("/OpenAction")] = writer._add_object(action)


def hidden_launch(writer: PdfWriter) -> None:
    """No page and no catalogue leads there."""
    writer._add_object(named(Nested=ArrayObject([named(S=NameObject("/Launch"))])))


def form_of_its_own(writer: PdfWriter) -> None:
    writer._root_object[NameObject("/AcroForm")] = named(XFA=TextStringObject("<xdp/>"))


def big_picture(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(b"\x00")
    stream |= named(Subtype=NameObject("/Image"), Width=NumberObject(60000), Height=NumberObject(60000))
    writer._add_object(stream)


def bomb(writer: PdfWriter) -> None:
    """Three megabytes of nothing, in a stream of three kilobytes."""
    stream = DecodedStreamObject()
    stream.set_data(zlib.compress(bytes(3 << 20)))
    stream |= named(Filter=NameObject("/FlateDecode"))
    writer._add_object(stream)


def twice_packed(writer: PdfWriter) -> None:
    stream = DecodedStreamObject()
    stream.set_data(zlib.compress(zlib.compress(b"x")))
    stream |= named(Filter=ArrayObject([NameObject("/FlateDecode"), NameObject("/FlateDecode")]))
    writer._add_object(stream)


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr("setup.exe", b"MZ")
    return out.getvalue()


def opened(content: bytes, media_type: str) -> Any:
    return open_file(content, media_type, "图像")


@pytest.mark.requirement("R2")
def test_an_ordinary_pdf_has_its_pages():
    assert open_pdf(BYTES).pages == 1
    assert open_pdf(pdf(lambda writer: writer.add_blank_page(100, 100))).pages == 2


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-", "不完整或者已损坏"),
        (b"%PDF-1.7\n%%EOF\n", "无法打开"),
        (pdf()[: len(pdf()) // 2], "不完整或者已损坏"),
        (pdf()[: len(pdf()) // 2] + b"%%EOF", "无法打开"),
        (pdf(user_password="1234"), "已加密"),
        (pdf(user_password="", owner_password="x"), "已加密"),
        (pdf(script), "脚本"),
        (pdf(launch), "脚本"),
        (pdf(hidden_launch), "脚本"),
        (pdf(hidden_launch).replace(b"/Launch", b"/L#61unch"), "脚本"),
        (pdf(lambda writer: writer.add_attachment("setup.exe", b"MZ")), "附件"),
        (pdf(form_of_its_own), "动态表单"),
        (pdf(big_picture), "图像过大"),
        (pdf(twice_packed), "解压后内容过多"),
        (pdf() + archive(), "夹带"),
        (pdf() + archive()[:-2] + b"\x05\x00%%EOF", "夹带"),
        (pdf() + b"<script>alert(1)</script>", "夹带"),
    ],
    ids=range(17),
)
def test_a_pdf_that_is_no_material_is_refused(content: bytes, said: str):
    with pytest.raises(Unopenable) as refused:
        open_pdf(content)
    assert said in refused.value.reason


@pytest.mark.parametrize(
    ("bound", "most"), [("MOST_OF_A_STREAM", 1 << 20), ("MOST_UNPACKED", 1 << 20), ("MOST_OBJECTS", 2)]
)
def test_no_more_is_unpacked_than_the_bounds_allow(monkeypatch: pytest.MonkeyPatch, bound: str, most: int):
    assert open_pdf(pdf(bomb)).pages == 1
    monkeypatch.setattr(f"chalicelib.intake.store.opening.pdf.{bound}", most)
    with pytest.raises(Unopenable) as refused:
        open_pdf(pdf(bomb))
    assert "解压后内容过多" in refused.value.reason


def test_a_pdf_is_opened_in_a_process_of_its_own_with_bounds(monkeypatch: pytest.MonkeyPatch):
    assert json.loads(ask(BYTES) or "") == {"pages": 1, "patches": [], "traces_left": None}
    assert "已加密" in json.loads(ask(pdf(user_password="1")) or "")["reason"]
    monkeypatch.setattr(apart, "SECONDS", 0.01)
    assert ask(BYTES) is None


def test_the_process_that_reads_what_strangers_sent_knows_no_credentials(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "secret")
    given: dict[str, dict[str, str]] = {}

    def run(command: list[str], *, env: dict[str, str], **_: Any) -> subprocess.CompletedProcess[bytes]:
        given["env"] = env
        return subprocess.CompletedProcess(command, 0, stdout=b"{}")

    monkeypatch.setattr(subprocess, "run", run)
    assert ask(BYTES) == "{}"
    assert "secret" not in given["env"].values()
    assert given["env"].keys() <= set(FOR_ANY_PROCESS)


def test_one_slow_moment_does_not_refuse_the_same_file_for_ever(monkeypatch: pytest.MonkeyPatch):
    content = pdf()
    with monkeypatch.context() as busy:
        busy.setattr(apart, "SECONDS", 0.001)
        with pytest.raises(Unopenable) as refused:
            open_file(content, "application/pdf", "PDF")
        assert refused.value.reason == apart.NOT_IN_TIME
    assert open_file(content, "application/pdf", "PDF").pages == 1


@pytest.mark.requirement("R2")
def test_an_image_has_its_size():
    photo, drawing = opened(JPEG, "image/jpeg"), opened(png(3, 5), "image/png")
    assert (photo.width, photo.height, photo.kept) == (1, 1, JPEG)
    assert (drawing.width, drawing.height, drawing.kept) == (3, 5, png(3, 5))
    assert opened(png(9, 9, interlace=1), "image/png").width == 9
    assert len(PASSES) == 7


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    ("content", "media_type", "said"),
    [
        (JPEG[:11], "image/jpeg", "不完整"),
        (JPEG[:-30], "image/jpeg", "不完整"),
        (JPEG[:-2], "image/jpeg", "不完整"),
        (JPEG[:2] + JPEG[-2:], "image/jpeg", "不完整"),
        (sized(60000, 60000), "image/jpeg", "图像过大"),
        (sized(0, 1), "image/jpeg", "没有内容"),
        (png()[:-20], "image/png", "不完整"),
        (png().replace(b"IDAT", b"IDAX"), "image/png", "不完整"),
        (png(60000, 60000, pixels=b""), "image/png", "图像过大"),
        (png(2, 2, pixels=bytes(10_000_000)), "image/png", "不完整"),
        (png(2, 2, pixels=b"\x00"), "image/png", "不完整"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00", "image/jpeg", "兼容性最佳"),
        (BYTES, "image/png", "格式不是"),
    ],
    ids=range(13),
)
def test_an_image_that_is_no_material_is_refused(content: bytes, media_type: str, said: str):
    with pytest.raises(Unopenable) as refused:
        opened(content, media_type)
    assert said in refused.value.reason


def test_position_and_whatever_stands_behind_the_picture_are_taken_out_and_the_picture_stays():
    exif = b"Exif\x00\x00" + turned(6)[10:] + POSITION
    kept = opened(with_segment(0xE1, exif) + archive(), "image/jpeg").kept
    assert POSITION not in kept
    assert b"PK\x05\x06" not in kept
    (first, *others) = segments(kept)
    assert orientation_of(first.body) == 6
    assert [one.whole for one in others] == [one.whole for one in segments(JPEG)]
    assert opened(with_segment(0xFE, POSITION), "image/jpeg").kept == JPEG
    assert opened(with_segment(0xED, POSITION), "image/jpeg").kept == JPEG


def test_text_and_position_of_a_png_are_taken_out():
    assert opened(png(extra=chunk(b"eXIf", POSITION) + chunk(b"tEXt", POSITION)) + b"more", "image/png").kept == png()


@pytest.mark.requirement("R2")
def test_the_copy_without_position_is_what_people_read_and_the_upload_goes(hall: Hall):
    photo = with_segment(0xE1, b"Exif\x00\x00" + POSITION)
    case_id, key = announced(hall, photo, content_type="image/jpeg", file_name="门头.jpg")
    uploaded = upload(hall, key, photo)
    checked = check_material(hall.platform, uploaded)
    assert checked is not None
    assert (checked.state, checked.width, checked.height) == ("ready", 1, 1)
    bucket = hall.world.buckets.buckets[hall.platform.settings.materials_bucket]
    assert key not in bucket
    assert bucket[f"{key}.kept"] == {checked.s3_version: JPEG}
    assert checked.kept_sha256 != checked.sha256
    assert check_material(hall.platform, uploaded) is None
    (row,) = hall.rows(case_id, "MATERIAL#")
    assert row["kept_sha256"] == checked.kept_sha256


def test_an_upload_whose_copy_is_kept_goes_also_when_the_check_ended_too_early(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
):
    photo = with_segment(0xE1, b"Exif\x00\x00" + POSITION)
    _, key = announced(hall, photo, content_type="image/jpeg")
    uploaded = upload(hall, key, photo)
    with monkeypatch.context() as early:
        early.setattr("chalicelib.intake.acts.check_material.discard", lambda *_: None)
        check_material(hall.platform, uploaded)
    assert key in hall.world.buckets.buckets[hall.platform.settings.materials_bucket]
    check_material(hall.platform, uploaded)
    assert key not in hall.world.buckets.buckets[hall.platform.settings.materials_bucket]


def test_one_copy_is_kept_however_often_the_case_moves(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    photo = with_segment(0xE1, b"Exif\x00\x00" + POSITION)
    _, key = announced(hall, photo, content_type="image/jpeg")
    uploaded = upload(hall, key, photo)
    moving(hall, monkeypatch, 3)
    checked = check_material(hall.platform, uploaded)
    assert checked is not None
    bucket = hall.world.buckets.buckets[hall.platform.settings.materials_bucket]
    assert bucket[f"{key}.kept"] == {checked.s3_version: JPEG}


@pytest.mark.parametrize("written", ["image/jpg", "IMAGE/JPEG", "image/pjpeg", "Image/JPEG; charset=binary"])
def test_other_writings_of_a_type_are_that_type(written: str):
    assert NewFile.model_validate(NEW_FILE.model_dump() | {"content_type": written}).content_type == "image/jpeg"


@pytest.mark.parametrize("change", [{"content_type": "image/heic"}, {"content_type": "", "file_name": "IMG_0001.HEIC"}])
def test_a_photo_of_an_iphone_is_explained(hall: Hall, change: dict[str, str]):
    new = NewFile.model_validate(NEW_FILE.model_dump() | change)
    case_id = hall.draft()
    with pytest.raises(Invalid) as refused:
        add_material(hall.platform, hall.caller(COMPANY), case_id, new)
    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/content_type", "heic_unsupported")
    assert "兼容性最佳" in error.message


def test_what_pypdf_writes_for_us_is_what_the_tests_say():
    """The hidden launch is an object that nothing refers to."""
    reader = PdfReader(io.BytesIO(pdf(hidden_launch)))
    assert "/OpenAction" not in reader.root_object
