"""A browser's upload is refused where S3 refuses it, and announced where S3 announces it."""

import base64
import hashlib
import io
import json
import re
import urllib.error
import urllib.request
from urllib.parse import unquote_plus

import pytest
from werkzeug.test import EnvironBuilder, run_wsgi_app

from chalicelib.foundation import names
from infra import files, messages
from local.aws.emulator import CREDENTIALS
from local.cloudformation.loader import load
from local.s3.browser_uploads import BrowserUploads
from tests.local import templates

pytestmark = pytest.mark.enable_socket
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 4
TYPE = "application/pdf"


def digest(body: bytes) -> str:
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


@pytest.fixture
def bucket(aws, stage):
    load(templates.only(messages.resources(stage), files.resources(stage)), aws)
    return names.bucket(stage, aws.account, "materials")


@pytest.fixture
def presigned(aws, bucket):
    """Asks for an upload of exactly PDF, at most 2,000 bytes."""

    def presign(seconds: int = 300, body: bytes = PDF) -> dict:
        fields = {"Content-Type": TYPE, "x-amz-checksum-sha256": digest(body)}
        conditions = [{name: value} for name, value in fields.items()] + [["content-length-range", 10, 2000]]
        return aws.client("s3").generate_presigned_post(
            bucket, "材料/1.pdf", Fields=fields, Conditions=conditions, ExpiresIn=seconds
        )

    return presign


def post(url: str, fields: dict[str, str], body: bytes) -> tuple[int, str]:
    """Status and S3's error code."""
    form = EnvironBuilder(method="POST", data={**fields, "file": (io.BytesIO(body), "1.pdf")})
    environ = form.get_environ()
    request = urllib.request.Request(
        url, data=environ["wsgi.input"].read(), headers={"Content-Type": environ["CONTENT_TYPE"]}
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, ""
    except urllib.error.HTTPError as error:
        return refusal(error)


def refusal(error: urllib.error.HTTPError) -> tuple[int, str]:
    with error:
        text = error.read().decode()
    assert error.headers["Access-Control-Allow-Origin"] == "*"
    found = re.search(r"<Code>(\w+)</Code><Message>(.*)</Message>", text)
    assert found, text
    return error.code, f"{found[1]}: {found[2]}"


def test_what_the_policy_allows_is_stored_and_announced_with_its_version(aws, stage, bucket, presigned):
    given = presigned()
    assert post(given["url"], given["fields"], PDF) == (204, "")
    stored = aws.client("s3").get_object(Bucket=bucket, Key="材料/1.pdf")
    assert stored["Body"].read() == PDF
    assert stored["ContentType"] == TYPE
    url = f"{aws.endpoint}/{aws.account}/{names.queue(stage, names.MATERIALS_QUEUE)}"
    messages = aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    # As on AWS, the queue first got a test event, when the notification was made.
    test, event = (json.loads(message["Body"]) for message in messages)
    assert test["Event"] == "s3:TestEvent"
    record = event["Records"][0]
    told = record["s3"]["object"]
    assert record["eventName"] == "ObjectCreated:Post"
    assert record["s3"]["bucket"]["name"] == bucket
    assert unquote_plus(told["key"]) == "材料/1.pdf"
    assert (told["size"], told["versionId"]) == (len(PDF), stored["VersionId"])
    assert f'"{told["eTag"]}"' == stored["ETag"]


@pytest.mark.parametrize(
    ("change", "body", "refused"),
    [
        ({}, b"%PDF", "400 EntityTooSmall"),
        ({}, PDF * 2, "400 EntityTooLarge"),
        ({}, PDF[:-1] + b"!", "400 BadDigest"),
        ({"Content-Type": "text/html"}, PDF, "403 AccessDenied: Invalid according to Policy: Policy Condition failed"),
        ({"key": "other"}, PDF, "403 AccessDenied: Invalid according to Policy: Policy Condition failed"),
        ({"acl": "public-read"}, PDF, "403 AccessDenied: Invalid according to Policy: Extra input fields: acl"),
        ({"x-amz-checksum-sha256": digest(b"")}, PDF, "403 AccessDenied: Invalid according to Policy"),
        ({"x-amz-signature": "0" * 64}, PDF, "403 SignatureDoesNotMatch"),
        ({"x-amz-credential": "other/20260101/us-east-1/s3/aws4_request"}, PDF, "403 InvalidAccessKeyId"),
        ({"policy": base64.b64encode(b'{"expiration": "2099-01-01"}').decode()}, PDF, "403 SignatureDoesNotMatch"),
        ({"policy": ""}, PDF, "403 AccessDenied: Access Denied"),
    ],
)
def test_what_the_policy_does_not_allow_is_refused_and_not_stored(aws, bucket, presigned, change, body, refused):
    given = presigned()
    found = post(given["url"], {**given["fields"], **change}, body)
    assert f"{found[0]} {found[1]}".startswith(refused)
    assert "Contents" not in aws.client("s3").list_objects_v2(Bucket=bucket)


def test_an_expired_policy_is_refused(presigned):
    given = presigned(seconds=-1)
    assert post(given["url"], given["fields"], PDF) == (
        403,
        "AccessDenied: Invalid according to Policy: Policy expired.",
    )


def test_a_broken_checksum_is_refused_by_itself(aws, bucket):
    fields = {"x-amz-checksum-sha256": "not base64"}
    given = aws.client("s3").generate_presigned_post(bucket, "k", Fields=fields, Conditions=[fields])
    assert post(given["url"], given["fields"], PDF)[1].startswith("InvalidRequest")


def test_a_condition_may_be_a_beginning(aws, bucket):
    given = aws.client("s3").generate_presigned_post(
        bucket, "k", Fields={"Content-Type": TYPE}, Conditions=[["starts-with", "$Content-Type", "application/"]]
    )
    assert post(given["url"], given["fields"], PDF)[0] == 204
    assert post(given["url"], {**given["fields"], "Content-Type": "image/png"}, PDF)[0] == 403


def test_a_huge_body_is_refused_without_being_kept():
    def never(environ, start_response):
        pytest.fail("it must not reach the emulator")

    class Endless:
        """Counts what was read at once."""

        largest = 0

        def read(self, size: int) -> bytes:
            self.largest = max(self.largest, size)
            return b"x" * size

    environ = EnvironBuilder(
        path="/a-bucket", method="POST", content_type="multipart/form-data; boundary=b"
    ).get_environ()
    endless = Endless()
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = endless, str(100 * 1024 * 1024)
    body, status, _ = run_wsgi_app(BrowserUploads(never, CREDENTIALS), environ)
    assert status.startswith("400")
    assert b"EntityTooLarge" in b"".join(body)
    assert endless.largest <= 1024 * 1024
