"""Checking an export: everything that follows from its own bytes, the law, and the heads of the days."""

import base64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from chalicelib.evidence.model import contents, records
from chalicelib.evidence.model.archive import Archive, Damaged
from chalicelib.evidence.model.checks import anchors, authority, chain, item, papers, standing, terms, told
from chalicelib.evidence.model.checks.anchors import Trust
from chalicelib.evidence.model.contents import Contents, Malformed
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import Manifest
from chalicelib.evidence.model.signatures import NoKey, fingerprint, fits, signed_by_export

K = TypeVar("K", Finding, Note)


@dataclass(frozen=True)
class Verdict:
    """`findings` are broken links, the first one first. `contents` is None for a file that cannot be looked into."""

    findings: Sequence[Finding]
    notes: Sequence[Note] = ()
    contents: Contents | None = None
    keys: Sequence[str] = field(default_factory=tuple)

    @property
    def intact(self) -> bool:
        return not self.findings


def verify(archive: Archive, trust: Trust) -> Verdict:
    """The links of the case are told before the parts that hold them, so that the first finding says what was changed,
    and not only in which part.
    """
    try:
        read = contents.read(archive)
    except Malformed as malformed:
        return Verdict(malformed.findings)
    found: list[Finding | Note] = [
        *chain.check(read),
        *item.check(read),
        *authority.check(read),
        *standing.check(read),
        *papers.check(read, archive),
        *terms.check(read),
        *anchors.check(read, trust),
        *told.check(read, archive),
        *_parts(read.manifest, archive),
        *_signature(read.manifest, archive, trust),
        *_cannot(read.manifest),
    ]
    used = [*([read.manifest.key.fingerprint] if read.manifest.key else []), *(head.key for head in read.heads.heads)]
    if not trust.keys and used:
        found.append(Note("key_of_the_file", told=" ".join(dict.fromkeys(used))))
    return Verdict(_once(found, Finding), _once(found, Note), read, [*dict.fromkeys(used)])


def _once(found: Iterable[Finding | Note], kind: type[K]) -> list[K]:
    return [*dict.fromkeys(one for one in found if isinstance(one, kind))]


def _parts(manifest: Manifest, archive: Archive) -> Iterator[Finding]:
    there = set(archive.names)
    for name in [*records.ALWAYS, *manifest.parts]:
        if name not in there or name not in manifest.parts:
            yield Finding("part_missing" if name not in there else "part_unknown", f"part/{name}")
    for name, facts in manifest.parts.items():
        if name not in there:
            continue
        try:
            found = archive.sha256(name).hex()
        except Damaged:
            yield Finding("part_damaged", f"part/{name}")
            continue
        if (found, archive.size(name)) != (facts.sha256, facts.size):
            yield Finding("part_digest", f"part/{name}", facts.sha256, found)
    for name in sorted(there - manifest.parts.keys() - {records.MANIFEST, records.SIGNATURE}):
        yield Finding("part_unknown", f"part/{name}")


def _signature(manifest: Manifest, archive: Archive, trust: Trust) -> Iterator[Finding]:
    """That this deployment has issued exactly this export."""
    if manifest.key is None or records.SIGNATURE not in archive.names:
        yield Finding("manifest_unsigned", f"part/{records.SIGNATURE}")
        return
    pem = trust.keys.get(manifest.key.fingerprint) if trust.keys else manifest.key.pem
    if pem is None:
        yield Finding("manifest_key", "part/manifest.json/key", " ".join(trust.keys), manifest.key.fingerprint)
        return
    try:
        signature = base64.b64decode(archive.read(records.SIGNATURE), validate=True)
        signed = signed_by_export(archive.read(records.MANIFEST))
        right = fingerprint(pem) == manifest.key.fingerprint and fits(pem, signature, signed)
    except (NoKey, ValueError, Damaged):
        right = False
    if not right:
        yield Finding("manifest_signature", f"part/{records.SIGNATURE}")


def _cannot(manifest: Manifest) -> Iterator[Note]:
    for one in manifest.withheld:
        yield Note("withheld", one.place, one.why)
    for one in manifest.closed:
        yield Note("closed", one.place, one.why)
