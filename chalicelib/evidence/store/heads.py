"""Where heads are kept: a row for each, its object and those of its leaves in a bucket that nothing is deleted from.

The objects of leaves are named by what they hold, so that a run which is repeated writes the same names. The object of
a head is written only where there is none: the first run to write it has made the head, whoever writes the row.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from botocore.exceptions import ClientError
from pydantic import TypeAdapter

from chalicelib.evidence.model import merkle
from chalicelib.evidence.model.heads import Head, Leaf, Proof
from chalicelib.evidence.model.records import Part, PublicKey, canonical
from chalicelib.foundation import failures, keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, delete, put

THERE_ALREADY = {"PreconditionFailed", "ConditionalRequestConflict"}


class Chunk(Part):
    """One object of leaves: the root over them, the case of the first one, and how many they are."""

    root: str
    first: str
    size: int


@cache
def _chunks() -> "TypeAdapter[list[Chunk]]":
    return TypeAdapter(list[Chunk])


@cache
def _leaves() -> "TypeAdapter[list[Leaf]]":
    return TypeAdapter(list[Leaf])


class Headed(NamedTuple):
    """A division with heads of each day from the first to the last one."""

    division: str
    since: date
    until: date


class Progress(NamedTuple):
    """The chunks that are done of a head that took longer than one call; `after` is the last case in them."""

    chunks: Sequence[Chunk]
    after: str | None


# --------------------------------------------------------------------------------------------------------------- rows
def headed(table: Table) -> dict[str, Headed]:
    rows = table.query_all(keys.headed_division("").pk)
    return {row["division"]: _headed(row) for row in rows}


def headed_of(table: Table, division: str) -> Headed | None:
    row = table.get(keys.headed_division(division))
    return _headed(row) if row else None


def _headed(row: Mapping[str, Any]) -> Headed:
    return Headed(row["division"], date.fromisoformat(row["since"]), date.fromisoformat(row["until"]))


def load_head(table: Table, division: str, day: date) -> Head | None:
    row = table.get(keys.head(division, day.isoformat()))
    return _head(row) if row else None


def heads_from(table: Table, division: str, first: date, *, limit: int) -> list[Head]:
    """The heads of the days from this one on."""
    between = (keys.head(division, first.isoformat()).sk, keys.head(division, "9999-12-31").sk)
    page = table.query(keys.heads(division), between=between, limit=limit)
    return [_head(row) for row in page.items]


def heads_of(table: Table, division: str, days: Sequence[date]) -> dict[date, Head]:
    """Those of these days that have a head, 100 at most."""
    found = table.get_many([keys.head(division, day.isoformat()) for day in days]) if days else {}
    heads = (_head(row) for row in found.values())
    return {head.day: head for head in heads}


def _head(row: Mapping[str, Any]) -> Head:
    return Head.model_validate({name: row[name] for name in Head.model_fields if name in row})


def enter(head: Head, since: date) -> list[Op]:
    """The head and how far its division is, in one transaction. Refused where the head is there already."""
    row = {**keys.head(head.division, head.day.isoformat())._asdict(), **head.model_dump(mode="json")}
    about = {"division": head.division, "since": since.isoformat(), "until": head.day.isoformat()}
    return [
        put(row, when=ABSENT),
        put({**keys.headed_division(head.division)._asdict(), **about}),
        delete(keys.head_progress(head.division, head.day.isoformat())),
    ]


def load_progress(table: Table, division: str, day: date) -> Progress:
    row = table.get(keys.head_progress(division, day.isoformat()))
    if row is None:
        return Progress((), None)
    return Progress(_chunks().validate_json(row["chunks"]), row.get("after"))


def save_progress(table: Table, division: str, day: date, progress: Progress) -> None:
    chunks = canonical([chunk.model_dump() for chunk in progress.chunks]).decode()
    key = keys.head_progress(division, day.isoformat())._asdict()
    table.write(put({**key, "chunks": chunks, **({"after": progress.after} if progress.after else {})}))


# --------------------------------------------------------------------------------------------------------------- keys
def keep_key(table: Table, key: PublicKey) -> None:
    """The public key, once: signatures are checked with it for as long as anything that it has signed is kept.

    A process asks once for each key.
    """
    if (table, key.fingerprint) in _listed:
        return
    if table.get(keys.signing_key(key.fingerprint)) is None:
        table.write(put({**keys.signing_key(key.fingerprint)._asdict(), **key.model_dump()}))
    _listed.add((table, key.fingerprint))


_listed: set[tuple[Table, str]] = set()


def kept_keys(table: Table) -> list[PublicKey]:
    rows = table.query_all(keys.signing_key("").pk)
    return [PublicKey.model_validate({name: row[name] for name in PublicKey.model_fields}) for row in rows]


# ------------------------------------------------------------------------------------------------------------ objects
def _name(division: str, day: date, what: str) -> str:
    return f"{division}/{day}/{what}.json"


def write_chunk(platform: Platform, division: str, day: date, leaves: Sequence[Leaf]) -> Chunk:
    root = merkle.root([leaf.hashed for leaf in leaves]).hex()
    content = canonical([leaf.model_dump(mode="json") for leaf in leaves])
    _write_once(platform, _name(division, day, f"leaves-{root}"), content)
    return Chunk(root=root, first=leaves[0].case_id, size=len(leaves))


def write_chunks(platform: Platform, division: str, day: date, root: str, chunks: Sequence[Chunk]) -> None:
    content = canonical([chunk.model_dump() for chunk in chunks])
    _write_once(platform, _name(division, day, f"tree-{root}"), content)


def write_head(platform: Platform, head: Head) -> Head:
    """This head, or the one that another run has written before."""
    name = _name(head.division, head.day, "head")
    if _write_once(platform, name, canonical(head.model_dump(mode="json"))):
        return head
    return Head.model_validate_json(_read(platform, name))


def chunks_of(platform: Platform, head: Head) -> list[Chunk]:
    return _chunks().validate_json(_read(platform, _name(head.division, head.day, f"tree-{head.root}")))


def leaves_of(platform: Platform, head: Head, chunk: Chunk) -> list[Leaf]:
    return _leaves().validate_json(_read(platform, _name(head.division, head.day, f"leaves-{chunk.root}")))


def all_leaves(platform: Platform, head: Head | None) -> Iterator[Leaf]:
    """Every leaf of the head in its order, one object in memory at a time."""
    for chunk in chunks_of(platform, head) if head and head.size else ():
        yield from leaves_of(platform, head, chunk) if head else ()


def proof(platform: Platform, head: Head, case_id: str) -> Proof | None:
    """The case in this head; None where the day has nothing of it. Two objects are read, whatever the day holds."""
    chunks = chunks_of(platform, head) if head.size else []
    at = max((place for place, chunk in enumerate(chunks) if chunk.first <= case_id), default=None)
    if at is None:
        return None
    leaves = leaves_of(platform, head, chunks[at])
    inside = next((place for place, leaf in enumerate(leaves) if leaf.case_id == case_id), None)
    if inside is None:
        return None
    steps = merkle.path(inside, [leaf.hashed for leaf in leaves])
    steps += merkle.path(at, [bytes.fromhex(chunk.root) for chunk in chunks])
    index = sum(chunk.size for chunk in chunks[:at]) + inside
    return Proof(day=head.day, index=index, leaf=leaves[inside], path=[step.hex() for step in steps])


def _write_once(platform: Platform, name: str, content: bytes) -> bool:
    """Whether it was written now. False where an object of this name is there already: none is ever written over."""
    try:
        platform.s3.put_object(
            Bucket=platform.settings.heads_bucket,
            Key=name,
            Body=content,
            ContentType="application/json",
            ChecksumAlgorithm="SHA256",
            IfNoneMatch="*",
        )
    except ClientError as error:
        if failures.name_of(error) not in THERE_ALREADY:
            raise
        return False
    return True


def _read(platform: Platform, name: str) -> bytes:
    answer: Any = platform.s3.get_object(Bucket=platform.settings.heads_bucket, Key=name)
    return answer["Body"].read()
