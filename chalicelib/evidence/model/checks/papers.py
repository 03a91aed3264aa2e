"""Documents and materials: each must be the one whose digest an event has, and none of those may be missing."""

import base64
import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from chalicelib.documents.model.digest import text_digest
from chalicelib.evidence.model.archive import Archive, Damaged
from chalicelib.evidence.model.contents import Contents, EventFacts
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import DocumentFacts, MaterialFacts, canonical, sha256

CERTIFICATE = "certificate"
REWRITTEN = ".w"


def check(contents: Contents, archive: Archive) -> Iterator[Finding | Note]:
    for document in contents.documents:
        yield from _text(contents, archive, document)
        yield from _pdf(archive, document)
    yield from _documents_missing(contents)
    received = received_files(contents)
    for material in contents.materials:
        yield from _material(material, received.get(material.id))
        yield from _bytes(archive, material)
    listed = {material.id for material in contents.materials}
    if contents.case.erased_at is None:
        for file in received.values():
            if file.id not in listed:
                yield Finding("material_missing", f"event/{file.event}/data", file.id)
    if any(material.part is None for material in contents.materials):
        yield Note("material_not_enclosed")


# ---------------------------------------------------------------------------------------------------------- documents
def _text(contents: Contents, archive: Archive, document: DocumentFacts) -> Iterator[Finding | Note]:
    place = f"document/{document.no}/text"
    found = _event_of(contents, document)
    if found is None:
        yield Finding("document_event", place)
        return
    event, digest = found
    if digest is None:
        yield Note("no_digest", place)
        return
    if document.data is None or (document.salt is None and document.kind != CERTIFICATE):
        return
    try:
        text = archive.read(document.data).decode()
        computed = certificate_digest(text) if document.kind == CERTIFICATE else text_digest(document.salt or "", text)
    except KeyError:
        yield Finding("part_missing", f"part/{document.data}")
        return
    except (Damaged, ValueError, RecursionError):
        yield Finding("part_damaged", f"part/{document.data}")
        return
    # The text of a rewritten certificate has a digest as other texts have, beside its own.
    if REWRITTEN in document.text and document.kind == CERTIFICATE:
        computed = text_digest(document.salt or "", text)
    if computed != digest:
        yield Finding("document_text", place, digest, f"{computed} (event {event.seq})")


def certificate_digest(text: str) -> str:
    """As `canonical_digest` of the certificate: its fields in canonical JSON."""
    return sha256(canonical(json.loads(text)))


def _event_of(contents: Contents, document: DocumentFacts) -> tuple[EventFacts, str | None] | None:
    """The event that gave out this text, and the digest that it has of it."""
    for event in contents.events:
        if (digest := _strings(event.data.get("document_digests")).get(document.text)) is not None:
            return event, digest
    if REWRITTEN in document.text:
        seq = document.text.rpartition(REWRITTEN)[2]
        return next(((event, None) for event in contents.events if str(event.seq) == seq), None)
    if document.kind == CERTIFICATE:
        made = [event for event in contents.events if event.type == "result_made"]
        return next(
            ((event, _text_of(event.data, "digest")) for event in made if _certifies(event, document)),
            None,
        )
    given_out = [event for event in contents.events if event.data.get("document") == document.text]
    return (given_out[0], _text_of(given_out[0].data, "document_digest")) if given_out else None


def _certifies(event: EventFacts, document: DocumentFacts) -> bool:
    return document.identifier is not None and event.data.get("identifier") == document.identifier


def _text_of(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    return value if isinstance(value, str) else None


def _strings(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    named = cast("dict[object, object]", value)
    return {name: text for name, text in named.items() if isinstance(name, str) and isinstance(text, str)}


def _pdf(archive: Archive, document: DocumentFacts) -> Iterator[Finding]:
    if document.document is None:
        return
    place = f"document/{document.no}/sha256"
    try:
        found = archive.sha256(document.document).hex()
    except KeyError:
        yield Finding("part_missing", f"part/{document.document}")
        return
    except Damaged:
        yield Finding("part_damaged", f"part/{document.document}")
        return
    if found != document.sha256:
        yield Finding("document_bytes", place, str(document.sha256), found)


def _documents_missing(contents: Contents) -> Iterator[Finding]:
    there = {document.text.partition(REWRITTEN)[0] for document in contents.documents}
    there |= {document.identifier or "" for document in contents.documents}
    for event in contents.events:
        no = event.data.get("document")
        identified = event.data.get("identifier") if event.type == "result_made" else None
        if isinstance(no, str) and no not in there and identified not in there and event.type != "document_held":
            yield Finding("document_missing", f"event/{event.seq}/data/document", no)


# ---------------------------------------------------------------------------------------------------------- materials
class Received(NamedTuple):
    """A file as an event has received it."""

    id: str
    line: str
    sha256: str
    kept_sha256: str | None
    event: int


def received_files(contents: Contents) -> Mapping[str, Received]:
    """By their ids. Lists stand in the events of a submission, a supplement and a walk-in, a scan in one of its own."""
    found: dict[str, Received] = {}
    for event in contents.events:
        for told in _told(event.data):
            file, line, digest = (_text_of(told, name) or "" for name in ("file", "line", "sha256"))
            found[file] = Received(file, line, digest, _text_of(told, "kept_sha256"), event.seq)
    return found


def _told(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    listed = [data.get("files"), data.get("scans"), [data]]
    for some in listed:
        if isinstance(some, list):
            for one in cast("list[object]", some):
                if isinstance(one, dict) and {"file", "sha256"} <= cast("dict[str, Any]", one).keys():
                    yield cast("dict[str, Any]", one)


def _material(material: MaterialFacts, received: Received | None) -> Iterator[Finding]:
    place = f"material/{material.id}"
    if received is None:
        yield Finding("material_event", place, found=material.sha256)
        return
    told = Received(material.id, material.line, material.sha256, material.kept_sha256, material.event)
    for name, right, found in zip(Received._fields, received, told, strict=True):
        if right != found:
            yield Finding("material_event", f"{place}/{name}", str(right), f"{found} (event {received.event})")


def _bytes(archive: Archive, material: MaterialFacts) -> Iterator[Finding]:
    if material.part is None:
        return
    try:
        found = base64.b64encode(archive.sha256(material.part)).decode()
    except KeyError:
        yield Finding("part_missing", f"part/{material.part}")
        return
    except Damaged:
        yield Finding("part_damaged", f"part/{material.part}")
        return
    right = material.kept_sha256 or material.sha256
    if found != right:
        yield Finding("material_bytes", f"material/{material.id}", right, found)
