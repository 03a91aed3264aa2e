"""S3 in memory: versioned objects, and the announcement of each new one."""

import io
from collections.abc import Callable, Iterable
from functools import cache
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote_plus

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from proofs.kit import callers
from proofs.kit.client import Client
from proofs.kit.refusals import NoSuchBucket, NoSuchKey, refusal
from proofs.kit.requests import made_of

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MOST_KEYS = 1000
PATH_STYLE = Config(s3={"addressing_style": "path"}, signature_version="s3v4")


class Created(NamedTuple):
    """An object that has just come into a bucket."""

    bucket: str
    key: str
    version: str
    size: int

    def event(self) -> dict[str, Any]:
        """What S3 tells a queue of it."""
        entity = {"key": quote_plus(self.key, safe="/"), "size": self.size, "versionId": self.version}
        about = {"bucket": {"name": self.bucket}, "object": entity}
        return {"Records": [{"eventSource": "aws:s3", "eventName": "ObjectCreated:Put", "s3": about}]}


def unheard(_: Created) -> None:
    """Nobody is told of new objects."""


_accounts = count(1)
Versions = dict[str, bytes]


class MemoryBuckets(Client):
    """The buckets of these names. No two of them, of whatever account, give an object the same version id.

    `announce` hears of every new object. Without the right to list (`may_list`), S3 answers 403 where nothing is.
    """

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__()
        self.buckets: dict[str, dict[str, Versions]] = {name: {} for name in names}
        self.announce: Callable[[Created], None] = unheard
        self.may_list = True
        self._account = next(_accounts)
        self._given = 0

    def number(self, account: int) -> None:
        """New version ids are those of this account, however many the process has made before."""
        self._account = account

    def copy(self) -> "MemoryBuckets":
        twin = MemoryBuckets(())
        twin.buckets = {
            name: {key: dict(versions) for key, versions in objects.items()} for name, objects in self.buckets.items()
        }
        twin._account, twin._given, twin.may_list = self._account, self._given, self.may_list
        return twin

    # ---------------------------------------------------------------------------------------------------- the calls
    @made_of("s3")
    def put_object(
        self,
        *,
        Bucket: str,  # noqa: N803
        Key: str,  # noqa: N803
        Body: bytes,  # noqa: N803
        IfNoneMatch: str | None = None,  # noqa: N803
        **_: Any,
    ) -> dict[str, Any]:
        """With `IfNoneMatch="*"` only where no object of this name is."""

        def play() -> dict[str, Any]:
            if Key in self._named(Bucket, "PutObject") and IfNoneMatch:
                raise refusal("PreconditionFailed", "PutObject", status=412)
            return {"VersionId": self.put(Bucket, Key, Body)}

        return self.called("PutObject", play)

    @made_of("s3")
    def head_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:  # noqa: N803
        def play() -> dict[str, Any]:
            versions = self._named(Bucket, "HeadObject").get(Key, {})
            version = VersionId or newest(versions)
            if version not in versions:
                raise self._not_there("HeadObject", "404", status=404)
            return {"VersionId": version, "ContentLength": len(versions[version])}

        return self.called("HeadObject", play)

    @made_of("s3")
    def get_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:  # noqa: N803
        def play() -> dict[str, Any]:
            versions = self._named(Bucket, "GetObject").get(Key, {})
            if not versions:
                raise self._not_there("GetObject", "NoSuchKey", status=404, kind=NoSuchKey)
            version = VersionId or newest(versions)
            if version not in versions:
                raise refusal("NoSuchVersion", "GetObject", status=404)
            body = versions[version]
            return {"VersionId": version, "ContentLength": len(body), "Body": io.BytesIO(body)}

        return self.called("GetObject", play)

    @made_of("s3")
    def delete_object(self, *, Bucket: str, Key: str, VersionId: str) -> dict[str, Any]:  # noqa: N803
        """One version, for good. What is gone already is deleted all the same."""

        def play() -> dict[str, Any]:
            objects = self._named(Bucket, "DeleteObject")
            versions = objects.get(Key, {})
            versions.pop(VersionId, None)
            if not versions:
                objects.pop(Key, None)
            return {"VersionId": VersionId}

        return self.called("DeleteObject", play)

    @made_of("s3")
    def list_objects_v2(self, *, Bucket: str, Prefix: str = "") -> dict[str, Any]:  # noqa: N803
        """One page: no bucket here has more."""

        def play() -> dict[str, Any]:
            objects = self._named(Bucket, "ListObjectsV2")
            keys = sorted(key for key in objects if key.startswith(Prefix))[:MOST_KEYS]
            contents = [{"Key": key, "Size": len(self.newest(Bucket, key))} for key in keys]
            return {"KeyCount": len(keys), "IsTruncated": False, **({"Contents": contents} if contents else {})}

        return self.called("ListObjectsV2", play)

    @made_of("s3")
    def list_object_versions(self, *, Bucket: str, Prefix: str = "") -> dict[str, Any]:  # noqa: N803
        """One page: every version of each key, the newest first. Nothing here leaves a mark of its deletion."""

        def play() -> dict[str, Any]:
            objects = self._named(Bucket, "ListObjectVersions")
            listed = [
                {"Key": key, "VersionId": version, "IsLatest": version == newest(objects[key]), "Size": len(body)}
                for key in sorted(objects)
                if key.startswith(Prefix)
                for version, body in reversed(objects[key].items())
            ]
            page = listed[:MOST_KEYS]
            return {"IsTruncated": len(page) < len(listed), **({"Versions": page} if page else {})}

        return self.called("ListObjectVersions", play)

    # Signing an address is computed and asks nobody.
    # Whoever has it does what the role may that has signed it.
    def generate_presigned_post(self, **request: Any) -> dict[str, Any]:
        callers.called("s3", "PutObject", request)
        return signer().generate_presigned_post(**request)

    def generate_presigned_url(self, operation: str, **request: Any) -> str:
        return signer().generate_presigned_url(operation, **request)

    def _not_there(self, operation: str, code: str, **how: Any) -> ClientError:
        return refusal(code, operation, **how) if self.may_list else refusal("403", operation, status=403)

    # --------------------------------------------------------------------------------- what is done without a call
    def put(self, bucket: str, key: str, body: bytes) -> str:
        """Uploaded by somebody: the new version, which is announced."""
        version = self.keep(bucket, key, body)
        self.announce(Created(bucket, key, version, len(body)))
        return version

    def keep(self, bucket: str, key: str, body: bytes) -> str:
        """The new version, of which nobody is told."""
        self._given += 1
        version = f"{self._account}.{self._given}"
        self.buckets[bucket].setdefault(key, {})[version] = body
        return version

    def newest(self, bucket: str, key: str) -> bytes:
        versions = self.buckets[bucket][key]
        return versions[newest(versions)]

    # ------------------------------------------------------------------------------------------------------- inside
    def _named(self, bucket: str, operation: str) -> dict[str, Versions]:
        if bucket not in self.buckets:
            raise refusal("NoSuchBucket", operation, status=404, kind=NoSuchBucket)
        return self.buckets[bucket]


def newest(versions: Versions) -> str:
    """The version that was stored last; empty when there is none."""
    return next(reversed(versions), "")


@cache
def signing_session() -> "boto3.Session":
    """Made-up keys to sign with."""
    return boto3.Session("testing", "testing", region_name="us-east-1")


@cache
def signer() -> "S3Client":
    """A real client, which signs with a made-up key and connects to nobody."""
    return signing_session().client("s3", config=PATH_STYLE)  # pyright: ignore[reportUnknownMemberType]
