"""Exports to look at and to forge: made once, altered part by part."""

import io
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from chalicelib.cases.model.disclosure import Purpose
from chalicelib.durable.audit import digest
from chalicelib.evidence.acts.export_case import export_by_operator, write
from chalicelib.evidence.model import archive, records
from chalicelib.evidence.model.archive import Archive
from chalicelib.evidence.model.checks.anchors import Trust
from chalicelib.evidence.model.records import canonical, sha256
from chalicelib.evidence.model.verify import Verdict, verify
from chalicelib.foundation import platform as platforms
from proofs.kit.hall import Hall
from proofs.kit.seams import plain_documents
from proofs.kit.world import new_world
from tests.cli.cases import keep_files

Parts = dict[str, bytes]
NOBODY = Trust()


def exported(hall: Hall, case_id: str, *, materials: bool = True, purpose: Purpose = Purpose.AUDIT) -> bytes:
    out = io.BytesIO()
    found = export_by_operator(hall.platform, case_id, purpose, "request-1")
    write(hall.platform, found, out, materials=materials)
    return out.getvalue()


@cache
def closed_case() -> bytes:
    """A granted case from its submission to its end, with the bytes of its materials."""
    with plain_documents():
        hall = Hall(new_world())
        case_id = hall.closed()
        hall.issue_documents()
        keep_files(hall, case_id)
        made = exported(hall, case_id)
    platforms.use(None)
    return made


def parts_of(export: bytes) -> Parts:
    read = Archive(io.BytesIO(export))
    return {name: read.read(name) for name in read.names}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    archive.write(out, parts.items())
    return out.getvalue()


def looked_at(export: bytes, trust: Trust = NOBODY) -> Verdict:
    return verify(Archive(io.BytesIO(export)), trust)


def relisted(parts: Parts) -> Parts:
    """By somebody who knows the format: the manifest has the digests of the altered parts. It is not signed anew."""
    manifest = json.loads(parts[records.MANIFEST])
    listed = {name: part for name, part in parts.items() if name not in (records.MANIFEST, records.SIGNATURE)}
    manifest["parts"] = {name: {"size": len(part), "sha256": sha256(part)} for name, part in listed.items()}
    return {**parts, records.MANIFEST: canonical(manifest)}


def altered(part: str, change: Callable[[Any], Any], export: bytes | None = None) -> Verdict:
    """What is found once `change` was made in the JSON of a part; it may return another list."""
    parts = parts_of(export or closed_case())
    value = json.loads(parts[part])
    changed = change(value)
    parts[part] = canonical(changed if isinstance(changed, list) else value)
    return looked_at(packed(relisted(parts)))


def chained(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """A forger's whole new chain: numbers, links and hashes are right again."""
    previous, made = "0" * 64, list[dict[str, Any]]()
    for seq, event in enumerate(events, start=1):
        fresh = {**event, "seq": seq, "previous": previous}
        fresh["hash"] = digest({name: value for name, value in fresh.items() if name != "hash"})
        previous = fresh["hash"]
        made.append(fresh)
    return made
