"""导出证据: a case with all that proves it, in one file that anybody can check without this system (R88).

Whoever exports reads, so the reading is recorded before anything is given. Nothing of the case changes.
"""

import base64
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, NamedTuple

from chalicelib.access.actor import Role
from chalicelib.cases.acts.disclose import Asked, require_reading
from chalicelib.cases.acts.lookup import no_case
from chalicelib.cases.model.access import may_see, may_see_own
from chalicelib.cases.model.disclosure import Part, Purpose
from chalicelib.cases.store import access_log
from chalicelib.cases.store.access_log import Reading
from chalicelib.durable.caller import Caller
from chalicelib.evidence.model import archive, records
from chalicelib.evidence.model.contents import shown
from chalicelib.evidence.model.guide import GUIDE
from chalicelib.evidence.model.records import (
    FORMAT,
    Facts,
    Manifest,
    MaterialFacts,
    ReaderFacts,
    Software,
    canonical,
    sha256,
)
from chalicelib.evidence.model.sharing import Reader
from chalicelib.evidence.model.signatures import signed_by_export
from chalicelib.evidence.store import collect, signing
from chalicelib.evidence.store.heads import keep_key
from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store import rows
from chalicelib.operations.store.rows import Rows

VERSION = "0.1.0"
EXPORT = "/export"
# An operator has no token and no post; the log says that it was the command.
OPERATOR = "bin/yimen export"


class Exported(NamedTuple):
    """A case that may be exported to this reader; the reading is recorded. `write` makes the file."""

    found: Rows
    reader: Reader
    own: str
    exported_for: ReaderFacts
    at: datetime


def export_seen(platform: Platform, asked: Asked, case_id: str) -> Exported:
    """For an official. NotFound for what is not the caller's business, 422 without a purpose, 403 with an unfit one."""
    actor, found = asked.caller.actor, rows.read(platform, case_id)
    if found is None or not may_see(actor, found.case):
        raise no_case()
    reader: Reader = "supervisor" if asked.purpose is Purpose.SUPERVISION else "official"
    require_reading(platform, asked, found.case, Part.EXPORT, _fields(found, reader))
    facts = ReaderFacts(role=actor.role.value, department=actor.department, purpose=asked.purpose)
    return Exported(found, reader, actor.sub, facts, asked.caller.at)


def export_own(platform: Platform, caller: Caller, case_id: str) -> Exported:
    """For the applicant, who needs no purpose for the own data. Drafts have no events and are not exported."""
    actor, found = caller.actor, rows.read(platform, case_id)
    if found is None or not found.events or not may_see_own(actor, found.case, platform.index_keys.reads):
        raise no_case(actor)
    return Exported(found, "applicant", actor.sub, ReaderFacts(role=actor.role.value), caller.at)


def export_by_operator(platform: Platform, case_id: str, purpose: Purpose, request: str) -> Exported:
    """For whoever has the rights of an operator on this deployment."""
    found = rows.read(platform, case_id)
    if found is None or found.case.received_at is None:
        raise no_case()
    reader: Reader = "supervisor" if purpose is Purpose.SUPERVISION else "official"
    at = platform.now()
    reading = Reading(
        case_id=case_id,
        at=at,
        actor=OPERATOR,
        role=Role.ADMINISTRATOR,
        region=platform.settings.division,
        purpose=purpose,
        fields=tuple(_fields(found, reader)),
        request=request,
    )
    access_log.record(platform, reading)
    return Exported(found, reader, OPERATOR, ReaderFacts(role=reading.role.value, purpose=purpose), at)


def _fields(found: Rows, reader: Reader) -> list[str]:
    if reader == "supervisor":
        return [EXPORT]
    return [EXPORT, *(f"/documents/{row['no']}" for row in found.documents)]


def write(platform: Platform, exported: Exported, out: IO[bytes], *, materials: bool = False) -> str:
    """Write the file, with the bytes of the materials if wanted; the name that it should have.

    The manifest comes last, because it has the digest of everything else.
    """
    archive.write(out, _parts(platform, exported, materials=materials))
    return f"yimen-{exported.found.case.number or exported.found.case.id}.zip"


def _parts(platform: Platform, exported: Exported, *, materials: bool) -> Iterator[tuple[str, bytes]]:
    found, facts = exported.found, dict[str, Facts]()
    collected = collect.collect(platform, found, exported.reader, exported.own)
    collected.parts[records.GUIDE] = GUIDE.encode()
    collected.parts[records.HEADS] = canonical(shown(collect.heads_part(platform, found)))
    if materials:
        enclosed = [shown(one) for one in _enclosed(found)]
        collected.parts[records.MATERIALS] = canonical(enclosed)
        yield from _counted(facts, _bytes(platform, found))
    yield from _counted(facts, sorted(collected.parts.items()))
    key = signing.public_key(platform, names.SIGNS_EXPORTS)
    keep_key(platform.table, key)
    manifest = Manifest(
        format=FORMAT,
        case_id=found.case.id,
        division=found.case.division,
        exported_at=exported.at,
        exported_for=exported.exported_for,
        software=Software(name=names.APP, version=VERSION),
        events=found.case.seq,
        last_hash=found.case.last_hash,
        parts=facts,
        withheld=collected.withheld,
        closed=collected.closed,
        key=key,
    )
    content = canonical(shown(manifest))
    yield records.MANIFEST, content
    signature = signing.sign(platform, names.SIGNS_EXPORTS, signed_by_export(content))
    yield records.SIGNATURE, base64.b64encode(signature)


def _counted(facts: dict[str, Facts], parts: Iterable[tuple[str, bytes]]) -> Iterator[tuple[str, bytes]]:
    for name, content in parts:
        facts[name] = Facts(size=len(content), sha256=sha256(content))
        yield name, content


def _enclosed(found: Rows) -> Iterator[MaterialFacts]:
    for file in collect.received(found):
        facts = collect.material_facts(file)
        yield facts.model_copy(update={"part": collect.material_part(facts)})


def _bytes(platform: Platform, found: Rows) -> Iterator[tuple[str, bytes]]:
    """One file in memory at a time."""
    for file in collect.received(found):
        name = collect.material_part(collect.material_facts(file))
        yield name, collect.material_bytes(platform, found.case.id, file)
