"""Where an export lies until it is fetched: for a day at most, under a name that nobody can guess. Erasing the case
deletes it before."""

from secrets import token_hex

from chalicelib.cases.store.files import LINK_SECONDS, exports_of, link
from chalicelib.foundation.platform import Platform

RANDOM_BYTES = 16

__all__ = ["LINK_SECONDS", "store"]


def store(platform: Platform, case_id: str, name: str, content: bytes) -> str:
    """Put the file and answer the link that reads it."""
    key = f"{exports_of(case_id)}{token_hex(RANDOM_BYTES)}.zip"
    bucket = platform.settings.exports_bucket
    platform.s3.put_object(
        Bucket=bucket, Key=key, Body=content, ContentType="application/zip", ChecksumAlgorithm="SHA256"
    )
    return link(platform, bucket, key, file_name=name)
