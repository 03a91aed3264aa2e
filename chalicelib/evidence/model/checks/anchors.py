"""The daily heads: whoever rewrites a whole chain cannot rewrite the signed and published head of its day."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from chalicelib.evidence.model.contents import Contents
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.heads import Head, Proof
from chalicelib.evidence.model.records import PublicKey
from chalicelib.evidence.model.signatures import NoKey, fingerprint, fits


@dataclass(frozen=True)
class Trust:
    """What the checker has from elsewhere: public keys by fingerprint, and the heads as they were published, by day.

    Without them the keys in the file are used, and told.
    """

    keys: Mapping[str, str] = field(default_factory=dict[str, str])
    published: Mapping[date, Head] = field(default_factory=dict[date, Head])


def check(contents: Contents, trust: Trust) -> Iterator[Finding | Note]:
    heads = {head.day: head for head in contents.heads.heads}
    for head in contents.heads.heads:
        yield from _signed(head, contents.heads.keys, trust)
        if head.division != contents.case.division:
            yield Finding("head_path", f"head/{head.day}/division", contents.case.division, head.division)
        yield from _published(head, trust)
    for proof in contents.heads.proofs:
        head = heads.get(proof.day)
        if head is None:
            yield Finding("head_missing", f"head/{proof.day}")
        elif proof.leaf.case_id != contents.case.id or not proof.leads_to(head):
            yield Finding("head_path", f"head/{proof.day}", head.root)
        yield from _leaf(contents, proof)
    yield from _covered(contents, trust)
    yield from _chained(trust)


def _signed(head: Head, enclosed: Sequence[PublicKey], trust: Trust) -> Iterator[Finding]:
    place = f"head/{head.day}/signature"
    of_file = {key.fingerprint: key.pem for key in enclosed if key.use == "heads"}
    pem = (trust.keys or of_file).get(head.key)
    if pem is None:
        yield Finding("head_key", place, " ".join(trust.keys or of_file), head.key)
        return
    if not _fits(pem, head):
        yield Finding("head_signature", place)


def _fits(pem: str, head: Head) -> bool:
    try:
        return fingerprint(pem) == head.key and fits(pem, head.signed, head.statement)
    except (NoKey, ValueError):
        return False


def _published(head: Head, trust: Trust) -> Iterator[Finding]:
    if not trust.published:
        return
    published = trust.published.get(head.day)
    if published is None:
        yield Finding("head_unpublished", f"head/{head.day}")
    elif published.digest != head.digest:
        yield Finding("head_published", f"head/{head.day}", published.root, head.root)


def _leaf(contents: Contents, proof: Proof) -> Iterator[Finding]:
    """What the day has of the case is in the file: its event, and the documents by their PDF."""
    leaf, day = proof.leaf, proof.day
    if leaf.seq:
        event = next((event for event in contents.events if event.seq == leaf.seq), None)
        if event is None:
            yield Finding("head_tail", f"event/{leaf.seq}", f"{leaf.hash} (head {day})")
        elif event.hash != leaf.hash:
            yield Finding("head_event", f"event/{leaf.seq}/hash", f"{leaf.hash} (head {day})", event.hash)
    printed = {document.text: document for document in contents.documents}
    for text, digest in leaf.documents.items():
        document = printed.get(text)
        if document is None and contents.case.erased_at is None and not contents.manifest.withheld:
            yield Finding("head_document", f"document/{text}", f"{digest} (head {day})")
        elif document is not None and document.sha256 not in (digest, None):
            yield Finding(
                "head_document", f"document/{document.no}/sha256", f"{digest} (head {day})", str(document.sha256)
            )


def _covered(contents: Contents, trust: Trust) -> Iterator[Finding | Note]:
    """Each day with events has a head that the case is in. An event that comes after the head of its day was made
    stands in that of the next day.
    """
    since, until = contents.heads.since, contents.heads.until
    if trust.published:
        since, until = min(trust.published), max(trust.published)
    told = set[str]()
    for event in contents.events:
        if any(proof.day >= event.day and proof.leaf.seq >= event.seq for proof in contents.heads.proofs):
            continue
        if since is None or until is None or event.day >= until:
            code, place = "not_anchored", f"event/{event.seq}"
        elif event.day < since - timedelta(days=1):
            code, place = "before_anchoring", f"event/{event.seq}"
        else:
            code, place = "head_missing", f"head/{event.day}"
        if (code if code in ("not_anchored", "before_anchoring") else place) in told:
            continue
        told.add(code if code in ("not_anchored", "before_anchoring") else place)
        yield Finding(code, place, f"event {event.seq}") if code == "head_missing" else Note(code, place)


def _chained(trust: Trust) -> Iterator[Finding]:
    """The published heads follow from each other, without a day between them."""
    days = sorted(trust.published)
    for before, day in pairwise(days):
        if day != before + timedelta(days=1):
            yield Finding("head_chain", f"head/{before + timedelta(days=1)}")
        elif trust.published[day].previous != trust.published[before].digest:
            yield Finding("head_chain", f"head/{day}/previous", trust.published[before].digest)
    for day in days if trust.keys else ():
        head = trust.published[day]
        yield from _signed(head, (), trust)
