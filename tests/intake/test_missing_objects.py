"""A missing object is told from one that may not be looked at: without ListBucket S3 answers 403 for both."""

import pytest
from botocore.exceptions import ClientError

from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.records import load_file
from chalicelib.foundation.problems import Invalid, StillChecking
from chalicelib.operations.store import objects
from proofs.kit.applications import COMPANY
from proofs.kit.hall import Hall


def announced(hall: Hall, *, stored: bool) -> tuple[str, str]:
    """A draft whose files were announced; whether their bytes have arrived. The key of the first."""
    case_id = hall.draft()
    first, *_ = hall.hand_in(case_id, *hall.required_lines(case_id), state="requested", stored=stored)
    return case_id, object_key(case_id, first)


def submit(hall: Hall, case_id: str) -> None:
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))


def test_who_may_list_is_told_what_is_missing_and_what_is_being_checked(hall: Hall):
    missing, _ = announced(hall, stored=False)
    with pytest.raises(Invalid) as refused:
        submit(hall, missing)
    assert {error.code for error in refused.value.errors} == {"material_not_uploaded"}
    with pytest.raises(StillChecking):
        submit(hall, announced(hall, stored=True)[0])


def test_without_the_right_to_list_nobody_is_told_that_a_file_is_missing(hall: Hall):
    case_id, key = announced(hall, stored=False)
    hall.world.buckets.may_list = False
    with pytest.raises(ClientError, match="403"):
        submit(hall, case_id)
    bucket = hall.platform.settings.materials_bucket
    with pytest.raises(ClientError, match="403"):
        objects.state(hall.platform, bucket, key, None)
    hall.world.buckets.may_list = True
    assert objects.state(hall.platform, bucket, key, None) == "lost"
    assert load_file(hall.platform.table, case_id) is not None
