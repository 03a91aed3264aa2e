"""A platform inside the platform, in which an unpublished item is tried: the same code, and nothing of it leaves.

Rows lie in a partition of the sandbox (`sandbox_table.py`), files under a prefix of their own in the bucket of
documents, and messages stay in a list. The division is one that no place has (GB/T 2260 has no province 99), and the
legal time may be ahead of the true one.
"""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, NamedTuple, cast

from chalicelib.foundation import keys
from chalicelib.foundation.links import Links
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.sandbox_table import SandboxTable

NO_PROVINCE = "99"
# What the keys of all files of sandboxes begin with: rights and the end of files are told by it.
FILES = "trials/"


class Message(NamedTuple):
    """What the code inside wanted to send to a queue."""

    queue_url: str
    body: str


class HeldQueues:
    """Stands where the client of SQS would: what is sent stays here, for whoever carries it out inside."""

    def __init__(self) -> None:
        self.sent: list[Message] = []

    def send_message(self, **request: Any) -> dict[str, str]:
        self.sent.append(Message(request["QueueUrl"], request["MessageBody"]))
        return {}

    def take(self) -> list[Message]:
        """What was sent since the last time."""
        taken, self.sent = self.sent, []
        return taken


class SandboxBuckets:
    """Stands where the client of S3 would: every object is one of the bucket of documents, where `folders` say."""

    def __init__(self, client: Any, folders: "Folders") -> None:
        self._client, self._folders = client, folders

    def _inside(self, request: Mapping[str, Any]) -> dict[str, Any]:
        place = {"Bucket": self._folders.bucket, "Key": self._folders.key(request["Bucket"], request["Key"])}
        return {**request, **place}

    def put_object(self, **request: Any) -> Any:
        return self._client.put_object(**self._inside(request))

    def get_object(self, **request: Any) -> Any:
        return self._client.get_object(**self._inside(request))

    def head_object(self, **request: Any) -> Any:
        return self._client.head_object(**self._inside(request))

    def generate_presigned_post(self, **request: Any) -> Any:
        return self._client.generate_presigned_post(**self._inside(request))

    def delete_object(self, **_: Any) -> dict[str, str]:
        """Files of a sandbox end by themselves, so nobody inside needs the right to delete one."""
        return {}


class SandboxLinks:
    """Stands where the addresses of downloads are signed."""

    def __init__(self, links: Links, folders: "Folders") -> None:
        self._links, self._folders = links, folders

    def read(self, bucket: str, key: str, seconds: int, parameters: Mapping[str, str]) -> str:
        return self._links.read(self._folders.bucket, self._folders.key(bucket, key), seconds, parameters)


class Folders(NamedTuple):
    """Where the objects of a sandbox lie: in `bucket`, each below the folder of the bucket that the code means."""

    bucket: str
    prefix: str
    named: Mapping[str, str]

    def key(self, bucket: str, key: str) -> str:
        return f"{self.prefix}{self.named[bucket]}/{key}"


class NotInside:
    """Stands where a client would that nothing inside a sandbox may use."""

    def __init__(self, service: str) -> None:
        self._service = service

    def __getattr__(self, name: str) -> Callable[..., Any]:
        raise LookupError(f"a sandbox makes no call to {self._service}: {name}")


class Sandbox(NamedTuple):
    """`id` names it and its partition. `ahead` is how far its legal time is ahead. `ends_at` is when its rows end, in
    seconds of real time.
    """

    id: str
    ahead: timedelta
    ends_at: int

    @property
    def partition(self) -> str:
        return keys.sandbox(self.id)


def sandbox_division(division: str) -> str:
    """The division of the sandboxes of a deployment that serves `division`."""
    return f"{NO_PROVINCE}{division[len(NO_PROVINCE) :]}"


def enclosed(outer: Platform, sandbox: Sandbox) -> Platform:
    """The platform inside. It shares the keys, the calendar and the connections of the outer one."""
    division = sandbox_division(outer.settings.division)
    settings = outer.settings.model_copy(update={"division": division})
    inside = Platform(
        settings, now=lambda: outer.now() + sandbox.ahead, wall=outer.wall, session=outer.session, trial=True
    )
    meant = {outer.settings.materials_bucket: "materials", outer.settings.documents_bucket: "documents"}
    folders = Folders(outer.settings.documents_bucket, f"{FILES}{sandbox.id}/", meant)
    vars(inside).update(
        table=SandboxTable(outer.table, sandbox.partition, sandbox.ends_at),
        sealing=outer.sealing,
        keyring=outer.keyring,
        calendars=outer.calendars,
        s3=SandboxBuckets(outer.s3, folders),
        links=SandboxLinks(outer.links, folders),
        sqs=HeldQueues(),
        sfn=NotInside("Step Functions"),
        secrets=NotInside("Secrets Manager"),
        kms=NotInside("KMS"),
    )
    return inside


def held_queues(inside: Platform) -> HeldQueues:
    """The messages of a platform that `enclosed` made."""
    return cast("HeldQueues", inside.sqs)
