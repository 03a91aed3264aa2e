"""The scan of a letter: announced by its department, checked as a material is, and kept with the letter."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.access.actor import Actor
from chalicelib.cases.model.material import FILE_BYTES
from chalicelib.cases.store.files import object_key
from chalicelib.directory.api import letters
from chalicelib.directory.store.letters import load_letter
from chalicelib.directory.store.scans import ScanUpload, owner_of
from chalicelib.directory.store.version import version_of
from chalicelib.documents.api import letter_scans
from chalicelib.foundation import platform as platforms
from chalicelib.http import requests
from chalicelib.intake.acts.check_material import Uploaded, check_material
from chalicelib.intake.acts.check_scan import check_scan, is_scan
from chalicelib.wiring.functions.check_material import check_materials
from proofs.kit.applications import BYTES
from proofs.kit.hall import Hall
from proofs.kit.register import letters_on_record

CITY, PATH = "441700", "/directory/letters/LA-food-2/scan"
Ask = Callable[..., tuple[int, Any]]


def announced(content: bytes = BYTES, **changes: Any) -> dict[str, Any]:
    digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
    return {"content_type": "application/pdf", "size": len(content), "sha256": digest, **changes}


@pytest.fixture
def ask(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    app = Chalice("yimen", configure_logs=False)
    for api in (letters.api, letter_scans.api):
        api.register(app, {"url_prefix": "/v1"})
    platforms.use(hall.platform)
    letters_on_record(hall.platform)
    with Client(app) as client:

        def do(role: str, path: str = PATH, body: Any = None, **more: Any) -> tuple[int, Any]:
            department = more.get("department") if role != "supervisor" else None
            facts = {"sub": f"u-{department}", "role": role, "name": "演示", "region": CITY, "department": department}
            monkeypatch.setattr(requests, "authenticate", lambda *_: Actor.model_validate(facts))
            headers = {"Content-Type": "application/json", "Idempotency-Key": more.get("key", "key-00001")}
            raw = b"" if body is None else json.dumps(body).encode()
            answer = client.http.request("GET" if body is None else "POST", f"/v1{path}", headers=headers, body=raw)
            return answer.status_code, answer.json_body

        yield do
    platforms.use(None)


def announce(ask: Ask, key: str = "key-00001", **changes: Any) -> str:
    """The key of the object."""
    status, told = ask("department_leader", body=announced(**changes), department="food", key=key)
    assert status == 201, told
    assert told["upload"]["fields"]["x-amz-checksum-sha256"] == announced(**changes)["sha256"]
    return object_key(owner_of(CITY, "LA-food-2"), told["file_id"])


def upload(hall: Hall, key: str, content: bytes = BYTES) -> Uploaded:
    stored = hall.platform.s3.put_object(Bucket=hall.platform.settings.materials_bucket, Key=key, Body=content)
    return Uploaded(key, stored.get("VersionId"), len(content))


def checked(hall: Hall, uploaded: Uploaded) -> ScanUpload:
    found = check_scan(hall.platform, uploaded)
    assert found
    return found


@pytest.mark.requirement("R57", "R72")
def test_a_scan_is_kept_with_its_letter_and_read_by_who_reads_the_letter(hall: Hall, ask: Ask):
    before = version_of(hall.platform.table, CITY)
    key = announce(ask)
    assert ask("supervisor")[1]["url"] is None
    assert [one["state"] for one in ask("supervisor")[1]["uploads"]] == ["awaited"]
    uploaded = upload(hall, key)
    assert checked(hall, uploaded).state == "ready"
    kept = load_letter(hall.platform.table, CITY, "LA-food-2")
    assert kept
    assert kept.version == 2
    assert kept.record.scan
    assert (kept.record.scan.sha256, kept.record.scan.version) == (hashlib.sha256(BYTES).hexdigest(), uploaded.version)
    assert version_of(hall.platform.table, CITY) == before + 1
    for who, department in (("supervisor", None), ("department_leader", "food")):
        status, scan = ask(who, department=department)
        assert (status, scan["size"], scan["sha256"]) == (200, len(BYTES), hashlib.sha256(BYTES).hexdigest())
        assert "LA-food-2.pdf" in scan["url"]
        assert uploaded.version is None or uploaded.version in scan["url"]
    _, letter = ask("supervisor", "/directory/letters/LA-food-2")
    assert letter["scanned"] is True
    assert (letter["changes"][-1]["act"], letter["changes"][-1]["by"]) == ("scan", "u-food")
    assert ask("supervisor", "/directory/letters/LP-food-2")[1]["scanned"] is False


@pytest.mark.parametrize(
    ("announcement", "content", "reason"),
    [
        ({"size": 5}, BYTES, "文件大小与登记的不一致"),
        ({"sha256": announced(b"other")["sha256"]}, BYTES, "文件内容与登记的校验值不一致"),
        ({"content_type": "image/png"}, BYTES, "文件实际格式不是 PNG"),
    ],
)
def test_what_is_no_such_file_is_refused_deleted_and_told(
    hall: Hall, ask: Ask, announcement: dict[str, Any], content: bytes, reason: str
):
    key = announce(ask, **announcement)
    uploaded = upload(hall, key, content)
    assert checked(hall, uploaded).reason == reason
    bucket = hall.platform.settings.materials_bucket
    assert hall.platform.s3.list_object_versions(Bucket=bucket, Prefix=key).get("Versions", []) == []
    _, told = ask("supervisor")
    assert (told["url"], told["uploads"][0]["state"], told["uploads"][0]["reason"]) == (None, "refused", reason)
    kept = load_letter(hall.platform.table, CITY, "LA-food-2")
    assert kept
    assert (kept.version, kept.record.scan) == (1, None)


def test_the_same_event_twice_changes_nothing_more_and_a_later_scan_replaces_the_first(hall: Hall, ask: Ask):
    first = upload(hall, announce(ask))
    checked(hall, first)
    assert check_scan(hall.platform, first) is None
    second = upload(hall, announce(ask, "key-00002"))
    event = {"Records": [{"s3": {"object": {"key": second.key, "versionId": second.version, "size": second.size}}}]}
    check_materials({"Records": [{"messageId": "1", "body": json.dumps(event)}]}, None)  # type: ignore[call-arg]
    kept = load_letter(hall.platform.table, CITY, "LA-food-2")
    assert kept
    assert kept.version == 3
    assert kept.record.scan
    assert kept.record.scan.version == second.version


def test_objects_that_are_none_of_these_are_left_alone(hall: Hall, ask: Ask):
    nobody = upload(hall, object_key(owner_of(CITY, "LA-none"), "file"))
    assert is_scan(nobody)
    assert check_scan(hall.platform, nobody) is None
    assert check_material(hall.platform, nobody) is None
    assert not is_scan(Uploaded(object_key("01J00000000000000000000000", "file"), None, 1))
    assert not is_scan(Uploaded("letter.441700.LA-food-2", None, 1))


def test_only_the_own_department_announces_and_no_other_reads(ask: Ask):
    status, problem = ask("department_leader", body=announced(), department="ocean")
    assert (status, problem["code"]) == (404, "record_not_found")
    assert ask("department_leader", department="ocean")[0] == 404
    assert ask("supervisor", body=announced())[0] == 403
    assert ask("officer", department="food")[0] == 403
    assert ask("supervisor", "/directory/letters/LA-none/scan")[0] == 404


def test_announcements_that_are_refused_and_one_that_is_repeated(hall: Hall, ask: Ask):
    wrong = announced(content_type="text/plain", size=FILE_BYTES + 1)
    status, problem = ask("department_leader", body=wrong, department="food")
    assert status == 422
    assert [(one["pointer"], one["code"]) for one in problem["errors"]] == [
        ("/content_type", "file_type_unsupported"),
        ("/size", "file_too_large"),
    ]
    key = announce(ask, "key-00002")
    assert announce(ask, "key-00002") == key
    checked(hall, upload(hall, key))
    status, problem = ask("department_leader", body=announced(), department="food", key="key-00002")
    assert (status, problem["code"]) == (409, "scan_not_awaited")
    for number in range(10):
        announce(ask, f"key-1000{number}")
    status, problem = ask("department_leader", body=announced(), department="food", key="key-20000")
    assert (status, problem["errors"][0]["code"]) == (422, "too_many_files")
