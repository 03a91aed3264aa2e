"""S3 in memory answers as the emulated one does."""

import base64
import json
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from chalicelib.durable.workflow import error_code as code
from proofs.kit.buckets import Created, MemoryBuckets

BUCKET, NOWHERE = "yimen-local-materials-123456789012", "yimen-nowhere"
KEY = "ab12/case/file"


@pytest.fixture
def s3(session: boto3.Session | None) -> Any:
    if session is None:
        return MemoryBuckets([BUCKET])
    client = session.client("s3")
    client.create_bucket(Bucket=BUCKET)
    client.put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})
    return client


def put(s3: Any, body: bytes, key: str = KEY) -> str:
    extra = {"ContentType": "application/pdf", "ChecksumAlgorithm": "SHA256"}
    return s3.put_object(Bucket=BUCKET, Key=key, Body=body, **extra)["VersionId"]


def get(s3: Any, **which: str) -> bytes:
    return s3.get_object(**{"Bucket": BUCKET, "Key": KEY, **which})["Body"].read()


def refused(call: Any) -> tuple[str, int]:
    with pytest.raises(ClientError) as refusal:
        call()
    response: Any = refusal.value.response
    return code(refusal.value), response["ResponseMetadata"]["HTTPStatusCode"]


def test_every_version_is_kept_and_the_newest_is_meant(s3: Any):
    first, second = put(s3, b"one"), put(s3, b"three")
    assert first != second
    assert (get(s3), get(s3, VersionId=first), get(s3, VersionId=second)) == (b"three", b"one", b"three")
    head = s3.head_object(Bucket=BUCKET, Key=KEY)
    assert (head["VersionId"], head["ContentLength"]) == (second, 5)
    assert s3.head_object(Bucket=BUCKET, Key=KEY, VersionId=first)["ContentLength"] == 3


def test_what_is_not_there_is_refused_by_name(s3: Any):
    version = put(s3, b"one")
    with pytest.raises(s3.exceptions.NoSuchKey):
        get(s3, Key="none")
    with pytest.raises(s3.exceptions.NoSuchBucket):
        put_nowhere(s3)
    assert refused(lambda: get(s3, Key="none")) == ("NoSuchKey", 404)
    assert refused(lambda: get(s3, VersionId=f"{version}0")) == ("NoSuchVersion", 404)
    assert refused(lambda: get(s3, Bucket=NOWHERE)) == ("NoSuchBucket", 404)
    assert refused(lambda: put_nowhere(s3)) == ("NoSuchBucket", 404)


def put_nowhere(s3: Any) -> None:
    s3.put_object(Bucket=NOWHERE, Key=KEY, Body=b"x")


def test_a_look_at_what_is_not_there_is_refused_by_its_status_alone(s3: Any):
    version = put(s3, b"one")
    assert refused(lambda: s3.head_object(Bucket=BUCKET, Key="none")) == ("404", 404)
    assert refused(lambda: s3.head_object(Bucket=BUCKET, Key=KEY, VersionId=f"{version}0")) == ("404", 404)


def test_one_version_is_deleted_for_good_and_may_be_deleted_again(s3: Any):
    first, second = put(s3, b"one"), put(s3, b"three")
    for _ in range(2):
        assert s3.delete_object(Bucket=BUCKET, Key=KEY, VersionId=second)["VersionId"] == second
    assert (get(s3), refused(lambda: get(s3, VersionId=second))) == (b"one", ("NoSuchVersion", 404))
    s3.delete_object(Bucket=BUCKET, Key=KEY, VersionId=first)
    assert refused(lambda: get(s3)) == ("NoSuchKey", 404)


def test_a_listing_has_the_newest_of_each_in_order(s3: Any):
    assert "Contents" not in s3.list_objects_v2(Bucket=BUCKET)
    for key, body in (("b/1", b"x"), ("a/2", b"xy"), ("a/1", b"old"), ("a/1", b"newer")):
        put(s3, body, key)
    listed = s3.list_objects_v2(Bucket=BUCKET, Prefix="a/")
    assert [(entry["Key"], entry["Size"]) for entry in listed["Contents"]] == [("a/1", 5), ("a/2", 2)]
    assert (listed["KeyCount"], listed["IsTruncated"]) == (2, False)


def test_a_listing_of_versions_has_every_version_until_it_is_deleted(s3: Any):
    assert "Versions" not in s3.list_object_versions(Bucket=BUCKET)
    old, new = put(s3, b"old", "a/1"), put(s3, b"newer", "a/1")
    other, _ = put(s3, b"xy", "a/1.kept"), put(s3, b"x", "b/1")
    listed = s3.list_object_versions(Bucket=BUCKET, Prefix="a/1")
    found = [(entry["Key"], entry["VersionId"], entry["IsLatest"], entry["Size"]) for entry in listed["Versions"]]
    assert found == [("a/1", new, True, 5), ("a/1", old, False, 3), ("a/1.kept", other, True, 2)]
    assert (listed["IsTruncated"], listed.get("DeleteMarkers", [])) == (False, [])
    for key, version in (("a/1", new), ("a/1", old), ("a/1.kept", other)):
        s3.delete_object(Bucket=BUCKET, Key=key, VersionId=version)
    assert "Versions" not in s3.list_object_versions(Bucket=BUCKET, Prefix="a/1")


def test_addresses_are_signed_alike(s3: Any):
    post = s3.generate_presigned_post(
        Bucket=BUCKET, Key=KEY, Fields={"Content-Type": "application/pdf"}, Conditions=[], ExpiresIn=900
    )
    policy = json.loads(base64.b64decode(post["fields"]["policy"]))
    assert {"key": KEY} in policy["conditions"]
    assert BUCKET in post["url"]
    link = s3.generate_presigned_url("get_object", Params={"Bucket": BUCKET, "Key": KEY}, ExpiresIn=300)
    assert KEY in link
    assert BUCKET in link


# -------------------------------------------------------------------------------------------- what only memory can show
def test_each_new_object_is_announced_with_its_version():
    s3, heard = MemoryBuckets([BUCKET]), list[Created]()
    s3.announce = heard.append
    version = put(s3, b"one", "a b/c")
    assert heard == [Created(BUCKET, "a b/c", version, 3)]
    stored = heard[0].event()["Records"][0]["s3"]["object"]
    assert stored == {"key": "a+b/c", "size": 3, "versionId": version}


def test_two_buckets_never_give_the_same_version():
    assert put(MemoryBuckets([BUCKET]), b"one") != put(MemoryBuckets([BUCKET]), b"one")


def test_a_copy_goes_its_own_way():
    s3 = MemoryBuckets([BUCKET])
    put(s3, b"one")
    twin = s3.copy()
    put(s3, b"two")
    assert (get(twin), get(s3)) == (b"one", b"two")
