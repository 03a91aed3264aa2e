"""Bytes that nobody may read any more are deleted, also when whoever had to delete them ended before that."""

from typing import Any

import pytest

from chalicelib.cases.store.files import kept_key
from chalicelib.intake.acts import check_material as checking
from chalicelib.intake.acts.check_material import check_material
from chalicelib.intake.acts.remove_material import remove_material
from proofs.kit.applications import BYTES, COMPANY
from proofs.kit.hall import Hall
from tests.cli.test_repair_case import repaired
from tests.intake.test_check_material import announced, upload
from tests.intake.test_traces import EXIF, pdf, photo

CONTENTS = {"refused": b"this is no PDF", "cleaned": pdf(photo(EXIF))}


class Died(Exception):
    """The process has ended here."""


def die(*_: Any) -> None:
    raise Died


def objects_of(hall: Hall, key: str) -> list[str]:
    """Every version that is there, of the upload and of a copy."""
    listed = hall.platform.s3.list_object_versions(Bucket=hall.platform.settings.materials_bucket, Prefix=key)
    return sorted(version.get("Key", "").removeprefix(key) for version in listed.get("Versions", []))


@pytest.mark.parametrize(("content", "stay"), [("refused", []), ("cleaned", [".kept"])])
def test_bytes_whose_deletion_failed_are_found_and_deleted(
    hall: Hall, monkeypatch: pytest.MonkeyPatch, content: str, stay: list[str]
):
    case_id, key = announced(hall, CONTENTS[content])
    uploaded = upload(hall, key, CONTENTS[content])
    with monkeypatch.context() as patch:
        patch.setattr(checking, "discard", die)
        with pytest.raises(Died):
            check_material(hall.platform, uploaded)
    assert "" in objects_of(hall, key)
    assert repaired(hall, case_id) == (["material_left"], [])
    assert objects_of(hall, key) == stay
    assert repaired(hall, case_id) == ([], [])


def test_every_version_of_a_refused_upload_is_deleted(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """The address for uploads was used three times, and none of the messages has led to a deletion."""
    case_id, key = announced(hall, BYTES)
    versions = [upload(hall, key, b"this is no PDF") for _ in range(3)]
    monkeypatch.setattr(checking, "discard", die)
    with pytest.raises(Died):
        check_material(hall.platform, versions[0])
    assert repaired(hall, case_id) == (["material_left"], [])
    assert objects_of(hall, key) == []


def test_a_removed_file_whose_message_was_lost_is_deleted(hall: Hall):
    content = CONTENTS["cleaned"]
    case_id, key = announced(hall, content)
    check_material(hall.platform, upload(hall, key, content))
    assert objects_of(hall, key) == [".kept"]
    file_id = key.rpartition("/")[2]
    assert key + ".kept" == kept_key(case_id, file_id)
    remove_material(hall.platform, hall.caller(COMPANY, case_id), case_id, file_id)
    hall.carry_out_everything()
    hall.messages("materials")  # lost
    assert repaired(hall, case_id) == (["material_left"], [])
    assert objects_of(hall, key) == []
    assert repaired(hall, case_id) == ([], [])


def test_a_file_that_counts_is_never_deleted(hall: Hall):
    case_id, key = announced(hall)
    check_material(hall.platform, upload(hall, key))
    assert repaired(hall, case_id) == ([], [])
    assert objects_of(hall, key) == [""]
