"""Queues, buckets and secrets in memory, as far as the acts and functions use them."""

import io
import json
from typing import Any

from botocore.exceptions import ClientError

from proofs.kit.dynamo import Hook, nothing
from proofs.kit.requests import made_of


class MemoryQueues:
    """A FIFO queue drops what it has seen under the same deduplication id; nothing is ever forgotten."""

    def __init__(self) -> None:
        self.waiting: dict[str, list[dict[str, Any]]] = {}
        self.before: Hook = nothing
        self.after: Hook = nothing
        self._seen: set[tuple[str, str]] = set()

    def copy(self) -> "MemoryQueues":
        twin = MemoryQueues()
        twin.waiting = {queue: list(messages) for queue, messages in self.waiting.items()}
        twin._seen = set(self._seen)
        return twin

    @made_of("sqs")
    def send_message(self, *, QueueUrl: str, MessageBody: str, **fifo: str) -> dict[str, str]:  # noqa: N803
        self.before("SendMessage")
        queue = QueueUrl.rpartition("/")[2]
        unique = (queue, fifo.get("MessageDeduplicationId", ""))
        if not unique[1] or unique not in self._seen:
            self._seen.add(unique)
            self.put(queue, json.loads(MessageBody))
        self.after("SendMessage")
        return {}

    def put(self, queue: str, message: dict[str, Any]) -> None:
        """A message that somebody else has sent, or the same one again."""
        self.waiting.setdefault(queue, []).append(message)

    def take(self, queue: str) -> dict[str, Any] | None:
        """The first message that waits."""
        messages = self.waiting.get(queue, [])
        return messages.pop(0) if messages else None

    def lose(self) -> None:
        """Every message, and what was seen of them."""
        self.waiting.clear()
        self._seen.clear()


class NoSuchKey(ClientError):
    """Named as botocore's."""


class ResourceNotFoundException(ClientError):
    """Named as botocore's."""


class ResourceExistsException(ClientError):
    """Named as botocore's."""


class Exceptions:
    """As botocore's clients have them."""

    NoSuchKey = NoSuchKey
    ResourceNotFoundException = ResourceNotFoundException
    ResourceExistsException = ResourceExistsException


class MemoryBuckets:
    """Versions are counted per object."""

    exceptions = Exceptions

    def __init__(self) -> None:
        self.objects: dict[tuple[str, str], list[bytes]] = {}
        self.before: Hook = nothing
        self.after: Hook = nothing

    def copy(self) -> "MemoryBuckets":
        twin = MemoryBuckets()
        twin.objects = {place: list(versions) for place, versions in self.objects.items()}
        return twin

    @made_of("s3")
    def put_object(self, *, Bucket: str, Key: str, Body: bytes, **_: Any) -> dict[str, Any]:  # noqa: N803
        self.before("PutObject")
        version = self.put(Bucket, Key, Body)
        self.after("PutObject")
        return {"VersionId": version}

    def put(self, bucket: str, key: str, body: bytes) -> str:
        """Uploaded by somebody else: the new version."""
        versions = self.objects.setdefault((bucket, key), [])
        versions.append(body)
        return f"v{len(versions)}"

    @made_of("s3")
    def head_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:  # noqa: N803
        self.before("HeadObject")
        version, body = self._find(Bucket, Key, VersionId)
        if body is None:
            missing: Any = {"Error": {"Code": "404"}, "ResponseMetadata": {"HTTPStatusCode": 404}}
            raise ClientError(missing, "HeadObject")
        self.after("HeadObject")
        return {"VersionId": version, "ContentLength": len(body)}

    @made_of("s3")
    def get_object(self, *, Bucket: str, Key: str, VersionId: str | None = None) -> dict[str, Any]:  # noqa: N803
        self.before("GetObject")
        version, body = self._find(Bucket, Key, VersionId)
        if body is None:
            raise NoSuchKey({"Error": {"Code": "NoSuchKey"}}, "GetObject")
        self.after("GetObject")
        return {"VersionId": version, "Body": io.BytesIO(body)}

    def _find(self, bucket: str, key: str, version: str | None) -> tuple[str, bytes | None]:
        versions = self.objects.get((bucket, key), [])
        place = int(version.removeprefix("v")) if version else len(versions)
        return f"v{place}", versions[place - 1] if 0 < place <= len(versions) else None


class MemorySecrets:
    """Every version of each secret, by the token it was stored under."""

    exceptions = Exceptions

    def __init__(self) -> None:
        self.versions: dict[str, dict[str, str]] = {}
        self.before: Hook = nothing
        self.after: Hook = nothing

    def copy(self) -> "MemorySecrets":
        twin = MemorySecrets()
        twin.versions = {name: dict(versions) for name, versions in self.versions.items()}
        return twin

    @made_of("secretsmanager")
    def put_secret_value(self, *, SecretId: str, SecretString: str, ClientRequestToken: str) -> dict[str, Any]:  # noqa: N803
        self.before("PutSecretValue")
        if SecretId not in self.versions:
            missing: Any = {"Error": {"Code": "ResourceNotFoundException"}}
            raise ResourceNotFoundException(missing, "PutSecretValue")
        self.versions[SecretId][ClientRequestToken] = SecretString
        self.after("PutSecretValue")
        return {"VersionId": ClientRequestToken}

    @made_of("secretsmanager")
    def create_secret(self, *, Name: str, SecretString: str, ClientRequestToken: str) -> dict[str, Any]:  # noqa: N803
        self.before("CreateSecret")
        if Name in self.versions:
            there: Any = {"Error": {"Code": "ResourceExistsException"}}
            raise ResourceExistsException(there, "CreateSecret")
        self.versions[Name] = {ClientRequestToken: SecretString}
        self.after("CreateSecret")
        return {"VersionId": ClientRequestToken}

    @made_of("secretsmanager")
    def get_secret_value(self, *, SecretId: str, VersionId: str) -> dict[str, Any]:  # noqa: N803
        self.before("GetSecretValue")
        value = self.versions[SecretId][VersionId]
        self.after("GetSecretValue")
        return {"SecretString": value}
