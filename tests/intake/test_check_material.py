"""材料校验: only bytes that are what was announced count, and the checked version is pinned."""

import base64
import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from chalicelib.cases.model.material import FILE_BYTES
from chalicelib.cases.store.files import object_key, split_object_key, upload_address
from chalicelib.cases.store.records import load_file
from chalicelib.foundation import keys
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.table import Refused
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.check_material import LATE, Uploaded, check_material
from chalicelib.intake.acts.expire_draft import expire_draft
from chalicelib.intake.store import application
from chalicelib.wiring.functions.check_material import check_materials
from proofs.kit.applications import BYTES, COMPANY
from proofs.kit.cases_so_far import complete_draft
from proofs.kit.hall import Hall

PDF = BYTES
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"


def announced(hall: Hall, content: bytes = PDF, **changes: Any) -> tuple[str, str]:
    """(case, object key) of a file announced as this PDF."""
    case_id = hall.draft()
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    facts = {"line": "01", "file_name": "a.pdf", "content_type": "application/pdf", "size": len(content)}
    new = NewFile.model_validate({**facts, "sha256": digest, **changes})
    receipt = add_material(hall.platform, hall.caller(COMPANY), case_id, new)
    return case_id, object_key(case_id, receipt.facts["file_id"])


def upload(hall: Hall, key: str, content: bytes = PDF) -> Uploaded:
    bucket = hall.platform.settings.materials_bucket
    stored = hall.platform.s3.put_object(Bucket=bucket, Key=key, Body=content)
    return Uploaded(key, stored.get("VersionId"), len(content))


@pytest.mark.requirement("R2")
def test_what_was_announced_is_ready_and_its_version_pinned(hall: Hall):
    case_id, key = announced(hall)
    uploaded = upload(hall, key)
    checked = check_material(hall.platform, uploaded)
    assert checked is not None
    assert (checked.state, checked.reason, checked.s3_version) == ("ready", None, uploaded.version)
    (row,) = hall.rows(case_id, "MATERIAL#")
    assert (row["state"], row["s3_version"]) == ("ready", uploaded.version)


@pytest.mark.requirement("R2")
@pytest.mark.parametrize(
    ("announcement", "content", "reason"),
    [
        ({}, PDF + b"more", "文件大小与登记的不一致"),
        ({}, PDF.replace(b"1.7", b"1.4"), "文件内容与登记的校验值不一致"),
        ({"content": PNG}, PNG, "文件实际格式不是 PDF"),
        ({"content": b"plain text"}, b"plain text", "文件实际格式不是 PDF"),
        ({"content": PDF, "content_type": "image/png"}, PDF, "文件实际格式不是 PNG"),
    ],
)
def test_anything_else_is_refused_with_its_reason(
    hall: Hall, announcement: dict[str, Any], content: bytes, reason: str
):
    case_id, key = announced(hall, **announcement)
    checked = check_material(hall.platform, upload(hall, key, content))
    assert checked is not None
    assert (checked.state, checked.reason) == ("refused", reason)
    assert hall.rows(case_id, "MATERIAL#")[0]["state"] == "refused"


def test_what_is_too_big_is_not_even_read(hall: Hall):
    _, key = announced(hall)
    checked = check_material(hall.platform, Uploaded(key, None, FILE_BYTES + 1))
    assert checked is not None
    assert checked.reason == "文件超过 20 MB"


def test_a_second_upload_does_not_change_what_was_checked(hall: Hall):
    _, key = announced(hall)
    first = upload(hall, key)
    check_material(hall.platform, first)
    before = hall.everything()
    assert check_material(hall.platform, upload(hall, key, b"%PDF other bytes")) is None
    assert check_material(hall.platform, first) is None
    assert hall.everything() == before


def test_two_events_at_once_are_one_check(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    _, key = announced(hall)
    uploaded, table, write = upload(hall, key), hall.platform.table, hall.platform.table.write

    def interrupted(*ops: Any) -> None:
        monkeypatch.setattr(table, "write", write)
        assert check_material(hall.platform, uploaded) is not None
        write(*ops)

    monkeypatch.setattr(table, "write", interrupted)
    assert check_material(hall.platform, uploaded) is None


@pytest.mark.parametrize("key", ["stranger.pdf", "ab/cd/ef", "", "0000/a/b/c"])
def test_objects_that_are_no_material_are_let_be(hall: Hall, key: str):
    assert check_material(hall.platform, Uploaded(key, None, 1)) is None


def test_an_object_that_is_gone_is_let_be(hall: Hall):
    case_id, key = announced(hall)
    assert check_material(hall.platform, Uploaded(key, None, len(PDF))) is None
    assert hall.rows(case_id, "MATERIAL#")[0]["state"] == "requested"


def test_a_version_that_is_gone_is_let_be(hall: Hall):
    """Of two events of one upload the second may find only the copy that was kept instead."""
    case_id, key = announced(hall)
    uploaded = upload(hall, key)
    hall.platform.s3.put_object(Bucket=hall.platform.settings.materials_bucket, Key=key, Body=PDF)
    hall.platform.s3.delete_object(
        Bucket=hall.platform.settings.materials_bucket, Key=key, VersionId=uploaded.version or ""
    )
    assert check_material(hall.platform, uploaded) is None
    assert hall.rows(case_id, "MATERIAL#")[0]["state"] == "requested"


def moving(hall: Hall, monkeypatch: pytest.MonkeyPatch, times: int) -> list[int]:
    """So often another act comes first; what is counted are the readings of the bytes."""
    table, write, read = hall.platform.table, hall.platform.table.write, hall.platform.s3.get_object
    left, reads = [times], list[int]()

    def refused(*ops: Any) -> None:
        if left[0]:
            left[0] -= 1
            raise Refused(["META"])
        write(*ops)

    def counted(**request: Any) -> Any:
        reads.append(1)
        return read(**request)

    monkeypatch.setattr(table, "write", refused)
    monkeypatch.setattr(hall.platform.s3, "get_object", counted)
    return reads


def test_bytes_are_read_once_however_often_the_case_moves(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Fifty scans at once each move the case; whoever comes second must not begin with twenty megabytes again."""
    _, key = announced(hall)
    uploaded, reads = upload(hall, key), moving(hall, monkeypatch, 15)
    checked = check_material(hall.platform, uploaded)
    assert (checked and checked.state, len(reads)) == ("ready", 1)


def test_a_key_leads_back_to_case_and_file():
    assert split_object_key(object_key("case", "file")) == ("case", "file")
    assert split_object_key("0000/case/file") is None


def test_the_upload_address_takes_exactly_these_bytes(hall: Hall):
    address = upload_address(hall.platform, "case", "file", size=9, content_type="application/pdf", sha256="x")
    policy = json.loads(base64.b64decode(address["fields"]["policy"]))
    assert ["content-length-range", 9, 9] in policy["conditions"]
    assert {"x-amz-checksum-sha256": "x"} in policy["conditions"]
    assert {"Content-Type": "application/pdf"} in policy["conditions"]
    name = "attachment;filename=material.pdf"
    assert {"Content-Disposition": name} in policy["conditions"]
    assert {"key": object_key("case", "file")} in policy["conditions"]


def test_a_message_with_a_fault_does_not_hold_up_the_others(hall: Hall):
    case_id, key = announced(hall)
    uploaded = upload(hall, key)
    stored = {"key": key.replace("/", "%2F"), "versionId": uploaded.version, "size": len(PDF)}
    good = {"Records": [{"s3": {"object": stored}}]}
    messages = [{"messageId": "bad", "body": "no json"}, {"messageId": "good", "body": json.dumps(good)}]
    event = {"Records": [{"eventSource": "aws:sqs", "receiptHandle": "r", "attributes": {}, **m} for m in messages]}
    platforms.use(hall.platform)
    try:
        answer = check_materials(event, None)  # pyright: ignore[reportCallIssue] - Chalice makes the event
    finally:
        platforms.use(None)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert hall.rows(case_id, "MATERIAL#")[0]["state"] == "ready"


@pytest.mark.parametrize(
    ("typed", "content_type", "kept"),
    [
        ("营业执照.PDF", "application/pdf", "营业执照.PDF"),
        ("a.exe", "application/pdf", "a.exe.pdf"),
        ("门头.pdf", "image/jpg", "门头.pdf.jpg"),
        ("门头.jpeg", "image/jpeg", "门头.jpeg"),
        ("报告/../../etc", "application/pdf", "etc.pdf"),
        ("C:\\资料\\门头.png", "image/png", "门头.png"),
        ("..", "image/png", "material.png"),
        ("长" * 200, "application/pdf", "长" * 196 + ".pdf"),
    ],
)
def test_a_file_is_named_as_its_type_says(typed: str, content_type: str, kept: str):
    facts = {"line": "01", "size": 9, "sha256": "A" * 43 + "="}
    assert NewFile.model_validate({**facts, "file_name": typed, "content_type": content_type}).file_name == kept


def submits(hall: Hall, case_id: str) -> None:
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))


def withdraws(hall: Hall, case_id: str) -> None:
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))


def expires(hall: Hall, case_id: str) -> None:
    found = load_file(hall.platform.table, case_id)
    assert found
    assert expire_draft(hall.platform, found)


def supplements(hall: Hall, case_id: str) -> None:
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))


def awaited(hall: Hall) -> str:
    """A case whose supplement could be received."""
    case_id = hall.correcting("01")
    hall.clock.pass_time(days=1)
    hall.hand_in(case_id, "01")
    return case_id


@pytest.mark.parametrize(
    ("stands", "goes_on", "ends"),
    [
        (complete_draft, submits, "refused"),
        (complete_draft, withdraws, "removed"),
        (complete_draft, expires, "removed"),
        (awaited, supplements, "refused"),
        (awaited, withdraws, "refused"),
    ],
)
def test_a_file_is_not_ready_once_its_case_has_gone_on_without_it(
    hall: Hall,
    monkeypatch: pytest.MonkeyPatch,
    stands: Callable[[Hall], str],
    goes_on: Callable[[Hall, str], None],
    ends: str,
):
    """The file arrives just after the act has looked for it, and the act commits while the bytes are checked."""
    case_id = stands(hall)
    receipt = hall.people.add_material(case_id, hall.caller(COMPANY, case_id), "01")
    before = hall.case(case_id).files
    key, bucket = object_key(case_id, receipt.facts["file_id"]), hall.platform.settings.materials_bucket
    monkeypatch.setattr(application, "as_seen", lambda _platform, _case, file: file)  # it was not there yet
    read = hall.platform.s3.get_object

    def meanwhile(**request: Any) -> Any:
        answer = read(**request)
        monkeypatch.setattr(hall.platform.s3, "get_object", read)
        goes_on(hall, case_id)
        return answer

    stored = upload(hall, key)
    monkeypatch.setattr(hall.platform.s3, "get_object", meanwhile)
    check_material(hall.platform, stored)
    (row,) = hall.rows(case_id, keys.material(case_id, receipt.facts["file_id"]).sk)
    assert (row["state"], row.get("reason")) == (ends, LATE if ends == "refused" else None)
    assert hall.case(case_id).files == before - 1
    with pytest.raises(ClientError):
        hall.platform.s3.head_object(Bucket=bucket, Key=key, VersionId=stored.version or "")


def test_a_file_that_is_ready_meanwhile_is_counted_by_the_act(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Whoever goes on without a file has seen that it is not checked: it is read again if it is."""
    case_id = complete_draft(hall)
    receipt = hall.people.add_material(case_id, hall.caller(COMPANY, case_id), "01")
    key = object_key(case_id, receipt.facts["file_id"])
    write, checked = hall.platform.table.write, list[Any]()

    def checked_first(*ops: Any) -> None:
        if not checked:
            checked.append(key)
            check_material(hall.platform, upload(hall, key))
        write(*ops)

    monkeypatch.setattr(hall.platform.table, "write", checked_first)
    submits(hall, case_id)
    (row,) = hall.rows(case_id, keys.material(case_id, receipt.facts["file_id"]).sk)
    assert (row["state"], row["event"]) == ("ready", 1)


def test_a_ready_file_is_one_plain_write(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """A transaction with a check of the case would cost four units; its row alone costs one."""
    _, key = announced(hall)
    written = list[int]()
    write = hall.platform.table.write
    monkeypatch.setattr(hall.platform.table, "write", lambda *ops: (written.append(len(ops)), write(*ops)))
    check_material(hall.platform, upload(hall, key))
    assert written == [1]
