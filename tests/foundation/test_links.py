"""Links are the addresses that botocore signs, in every region and with every kind of credentials."""

from datetime import UTC, datetime
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.exceptions import NoCredentialsError

from chalicelib.cases.store.files import LINK_SECONDS, link
from chalicelib.foundation.platform import OwnSession, Platform
from chalicelib.foundation.settings import Settings

AT = datetime(2026, 11, 24, 1, 2, 3, tzinfo=UTC)
REGIONS = ("us-east-1", "eu-west-1", "ap-southeast-1", "cn-north-1")
KEY = "ab12/case~1/Ä file+(1).pdf"


def platform(region: str, endpoint: str | None = None, *, token: str | None = None) -> Platform:
    session = boto3.Session("AKIAEXAMPLE", "secret/+=", token, region_name=region)
    return Platform(Settings(aws_region=region, endpoint=endpoint), wall=lambda: AT, session=session)


def by_botocore(of: Platform, key: str, **parameters: str) -> str:
    asked = {"Bucket": of.settings.materials_bucket, "Key": key, **parameters}
    with patch("botocore.auth.get_current_datetime", return_value=AT.replace(tzinfo=None)):
        return of.s3.generate_presigned_url("get_object", Params=asked, ExpiresIn=LINK_SECONDS)


def parts(address: str) -> tuple[str, str, str, dict[str, list[str]]]:
    url = urlsplit(address)
    return url.scheme, url.netloc, url.path, parse_qs(url.query, strict_parsing=True)


@pytest.mark.parametrize("token", [None, "session/token+=="])
@pytest.mark.parametrize("endpoint", [None, "http://127.0.0.1:5000"])
@pytest.mark.parametrize("region", REGIONS)
def test_a_link_is_the_address_that_botocore_signs(region: str, endpoint: str | None, token: str | None):
    of = platform(region, endpoint, token=token)
    bucket = of.settings.materials_bucket
    named = 'attachment; filename="01 决定.pdf"'
    assert parts(link(of, bucket, "ab/c/d.pdf")) == parts(by_botocore(of, "ab/c/d.pdf"))
    assert parts(link(of, bucket, KEY, version="3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY=")) == parts(
        by_botocore(of, KEY, VersionId="3sL4kqtJlcpXroDTDmJ+rmSpXd3dIbrHY=")
    )
    assert parts(link(of, bucket, KEY, version="1", file_name="01 决定.pdf")) == parts(
        by_botocore(of, KEY, VersionId="1", ResponseContentDisposition=named)
    )


def test_each_link_asks_for_the_credentials_of_now():
    of = platform("cn-north-1")
    before = link(of, of.settings.materials_bucket, KEY)
    of.session = boto3.Session("AKIANEW", "other", "token", region_name="cn-north-1")
    after = parts(link(of, of.settings.materials_bucket, KEY))[3]
    assert "AKIAEXAMPLE" in before
    assert after["X-Amz-Credential"] == ["AKIANEW/20261124/cn-north-1/s3/aws4_request"]
    assert after["X-Amz-Security-Token"] == ["token"]


def test_the_session_of_a_function_has_the_credentials_of_its_role(monkeypatch: pytest.MonkeyPatch):
    for name, value in {"ACCESS_KEY_ID": "AKIAROLE", "SECRET_ACCESS_KEY": "s", "SESSION_TOKEN": "t"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    of = Platform(Settings(), session=OwnSession())
    asked = parts(link(of, of.settings.materials_bucket, KEY))[3]
    assert asked["X-Amz-Credential"][0].startswith("AKIAROLE/")
    assert asked["X-Amz-Security-Token"] == ["t"]


def test_without_credentials_nothing_is_signed(monkeypatch: pytest.MonkeyPatch):
    of = platform("us-east-1")
    link(of, of.settings.materials_bucket, KEY)
    monkeypatch.setattr(of.session, "get_credentials", lambda: None)
    with pytest.raises(NoCredentialsError):
        link(of, of.settings.materials_bucket, KEY)
