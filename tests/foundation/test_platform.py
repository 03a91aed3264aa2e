"""The clients of AWS, as they are made on AWS and for the emulator. Nothing is called: addresses are computed."""

from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from chalicelib.cases.store.files import link, upload_address
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.settings import Settings

FILE = {"size": 10, "content_type": "application/pdf", "sha256": "A" * 43 + "="}
ON_AWS = [
    ("us-east-1", "s3.us-east-1.amazonaws.com"),
    ("eu-west-1", "s3.eu-west-1.amazonaws.com"),
    ("ap-southeast-1", "s3.ap-southeast-1.amazonaws.com"),
    ("cn-north-1", "s3.cn-north-1.amazonaws.com.cn"),
]


def platform_in(region: str, endpoint: str | None = None) -> Platform:
    session = boto3.Session(aws_access_key_id="AKIAEXAMPLE", aws_secret_access_key="example", aws_session_token="token")
    return Platform(Settings(aws_region=region, endpoint=endpoint), session=session)


@pytest.mark.parametrize(("region", "host"), ON_AWS)
def test_addresses_for_files_are_signed_as_every_region_takes_them(region: str, host: str):
    """S3 refuses version 2 for buckets made since June 2020, and another region's host answers with a redirect, which a
    browser's upload does not survive.
    """
    platform = platform_in(region)
    bucket = platform.settings.materials_bucket
    upload = upload_address(platform, "case", "file", **FILE)
    assert urlsplit(upload["url"]).netloc == f"{bucket}.{host}"
    assert upload["fields"]["x-amz-algorithm"] == "AWS4-HMAC-SHA256"
    read = urlsplit(link(platform, bucket, "key"))
    assert read.netloc == f"{bucket}.{host}"
    assert parse_qs(read.query)["X-Amz-Algorithm"] == ["AWS4-HMAC-SHA256"]


def test_the_emulator_is_asked_by_path():
    """The names of its buckets are no hosts."""
    platform = platform_in("us-east-1", "http://127.0.0.1:5000")
    assert upload_address(platform, "case", "file", **FILE)["url"].startswith("http://127.0.0.1:5000/yimen-")
