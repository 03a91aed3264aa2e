"""Links that read one object of a bucket for some minutes: GET addresses, signed with version 4 of AWS's signatures.

botocore makes the same address in half a millisecond, as it works out host, headers and rules for each anew; a task
with ten files would pay for ten. So the host of a bucket is asked of it once. The rest is the computation of
"Authenticating Requests: Using Query Parameters" in the API reference of S3. The tests hold it to botocore's result.
"""

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from botocore.credentials import ReadOnlyCredentials
from botocore.exceptions import NoCredentialsError

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

ALGORITHM = "AWS4-HMAC-SHA256"
# Parameters of `get_object` that a link may carry -> their names in an address.
NAMED = {"VersionId": "versionId", "ResponseContentDisposition": "response-content-disposition"}
# What stands in an address as it is (RFC 3986).
PLAIN = re.compile(r"[A-Za-z0-9_.~-]*")
PLAIN_PATH = re.compile(r"[A-Za-z0-9_.~/-]*")


class Links:
    """Signs for the buckets of `client`. `credentials` are asked for each link, because those of a function change;
    `wall` is real time.
    """

    def __init__(
        self,
        client: "Callable[[], S3Client]",
        region: str,
        credentials: Callable[[], ReadOnlyCredentials | None],
        wall: Callable[[], datetime],
    ) -> None:
        self._client, self._region, self._credentials, self._wall = client, region, credentials, wall
        self._places: dict[str, tuple[str, str]] = {}

    def read(self, bucket: str, key: str, seconds: int, parameters: Mapping[str, str]) -> str:
        """The address that reads `key`. `parameters` are some of NAMED."""
        credentials = self._credentials()
        if credentials is None:
            raise NoCredentialsError
        at = self._wall().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        scope = f"{at[:8]}/{self._region}/s3/aws4_request"
        place, host = self._place(bucket)
        address = f"{place}{_quoted_path(key)}"
        own = [f"{NAMED[name]}={_quoted(value)}" for name, value in parameters.items()]
        shared = _shared(credentials.access_key, credentials.token, scope, at, seconds)
        # All of the shared parameters begin with a capital, so they sort before the others.
        query = "&".join((*shared, *sorted(own)))
        path = address[address.index(host) + len(host) :]
        request = f"GET\n{path}\n{query}\nhost:{host}\n\nhost\nUNSIGNED-PAYLOAD"
        signed = f"{ALGORITHM}\n{at}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
        signature = _hmac(_key(credentials.secret_key, at[:8], self._region), signed).hex()
        return f"{address}?{query}&X-Amz-Signature={signature}"

    def _place(self, bucket: str) -> tuple[str, str]:
        """What all addresses of the bucket begin with, as the client says it, and the host in it."""
        if bucket not in self._places:
            example = self._client().generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "k"})
            place = example.partition("?")[0].removesuffix("k")
            self._places[bucket] = place, urlsplit(place).netloc
        return self._places[bucket]


def _quoted(value: str) -> str:
    return value if PLAIN.fullmatch(value) else quote(value, safe="~")


def _quoted_path(key: str) -> str:
    return key if PLAIN_PATH.fullmatch(key) else quote(key, safe="/~")


@lru_cache(maxsize=4)
def _shared(access_key: str, token: str | None, scope: str, at: str, seconds: int) -> tuple[str, ...]:
    """The parameters that all links of one second have, in the order in which they are signed."""
    asked = {
        "X-Amz-Algorithm": ALGORITHM,
        "X-Amz-Credential": f"{access_key}/{scope}",
        "X-Amz-Date": at,
        "X-Amz-Expires": str(seconds),
        **({"X-Amz-Security-Token": token} if token else {}),
        "X-Amz-SignedHeaders": "host",
    }
    return tuple(f"{name}={_quoted(value)}" for name, value in asked.items())


@lru_cache(maxsize=4)
def _key(secret: str, day: str, region: str) -> bytes:
    """The key of one day."""
    key = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.digest(key, text.encode(), hashlib.sha256)
