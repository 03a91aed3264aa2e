"""What the lists of an export say again, although an event, the item, a text or a letter says it already.

Nobody can rely on a list that says otherwise: a refusal that is listed as a grant, a letter with one item more. What no
event names has no place in the file either, and nothing is listed twice.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from chalicelib.cases.model.clock import CLOCKS
from chalicelib.cases.model.how_far import runs
from chalicelib.evidence.model import rules
from chalicelib.evidence.model.archive import Archive, Damaged
from chalicelib.evidence.model.checks.item import PINNED_BY
from chalicelib.evidence.model.checks.papers import CERTIFICATE, REWRITTEN
from chalicelib.evidence.model.checks.standing import ACCEPTANCES, OPENED
from chalicelib.evidence.model.contents import Contents, EventFacts
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import DocumentFacts, LetterFacts

ERASED, READY = "erased", "ready"
# As documents call the number of their case.
CASE_NUMBER = "办件编号"
# The attributes of a listed letter, and where its document has them.
OF_LETTER = {"number": "number", "kind": "kind", "department": "department", "valid_from": "from", "valid_until": "to"}
# Only a letter that was exported for the applicant has no signer in its document, and no revocation either.
SIGNED = "signed_by"


def check(contents: Contents, archive: Archive) -> Iterator[Finding | Note]:
    yield from _twice(contents)
    yield from _case(contents)
    for letter in contents.letters:
        yield from _letter(letter)
    yield from _needless(contents)
    yield from _rules(contents)
    for document in contents.documents:
        yield from _document(contents, archive, document)
    for material in contents.materials:
        yield from _named_after(f"material/{material.id}", {"part": material.part}, f"materials/{material.id}")
        if material.part in archive.names and archive.size(material.part) != material.size:
            yield _other(f"material/{material.id}/size", archive.size(material.part), material.size)
    yield from _clocks(contents)
    yield from _unlisted(contents, archive)


def _other(place: str, expected: object, found: object) -> Finding:
    return Finding("told_otherwise", place, str(expected), str(found))


def _twice(contents: Contents) -> Iterator[Finding]:
    listed: Mapping[str, Sequence[str]] = {
        "document": [document.no for document in contents.documents],
        "certificate": [document.identifier for document in contents.documents if document.identifier],
        "material": [material.id for material in contents.materials],
        "letter": [letter.number for letter in contents.letters],
        "policy": [policy.id for policy in contents.policies],
        "clock": [clock.kind for clock in contents.clocks],
    }
    for kind, names in listed.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield Finding("listed_twice", f"{kind}/{name}", "1", str(times))


def _case(contents: Contents) -> Iterator[Finding]:
    """The item's name is no fact of its version: a clerical error in it may have been put right before."""
    case, item = contents.case, contents.published_item
    if item is not None and item.handling_type != case.handling:
        yield _other("case/handling", item.handling_type, case.handling)
    for event in contents.events:
        channel = event.data.get("channel") if event.type in PINNED_BY else None
        if channel is not None and channel != case.channel:
            yield _other("case/channel", channel, case.channel)
    decided = [event.data.get("outcome") for event in contents.events if event.type in ("decided", "renewal_deemed")]
    outcome = decided[-1] if decided else None
    if outcome != case.outcome:
        yield _other("case/outcome", outcome, case.outcome)


def _number(contents: Contents, text: Mapping[str, Any], part: str | None) -> Iterator[Finding]:
    """A document tells the number of its case among its facts."""
    facts = _list(text.get("facts", []))
    if facts is None:
        yield Finding("part_malformed", f"part/{part}/facts", found="list_type")
        return
    told = [_of(fact, "value") for fact in facts if _of(fact, "label") == CASE_NUMBER]
    if told and told[0] != contents.case.number:
        yield _other("case/number", told[0], contents.case.number)


# ------------------------------------------------------------------------------------------------ letters and rules
def _letter(letter: LetterFacts) -> Iterator[Finding]:
    """The line of a letter is that of its document, which has the digest."""
    place, document = f"letter/{letter.number}", letter.document
    for name, written in OF_LETTER.items():
        told: object = getattr(letter, name)
        if str(told) != str(document.get(written)):
            yield _other(f"{place}/{name}", document.get(written), told)
    lines = _list(document.get("items", []))
    items = [_of(line, "item") for line in lines or []]
    if lines is None:
        yield Finding("part_malformed", f"{place}/document/items", found="list_type")
    elif items != [*letter.items]:
        yield _other(f"{place}/items", " ".join(map(str, items)), " ".join(letter.items))
    revoked = _of(document.get("revoked"), "at")
    ended = datetime.fromisoformat(revoked) if isinstance(revoked, str) else None
    if SIGNED in document and ended != letter.revoked_at:
        yield _other(f"{place}/revoked_at", ended, letter.revoked_at)


def _list(value: object) -> list[object] | None:
    """None for what is no list."""
    return cast("list[object]", value) if isinstance(value, list) else None


def _of(value: object, name: str) -> object:
    return cast("dict[str, object]", value).get(name) if isinstance(value, dict) else None


def _needless(contents: Contents) -> Iterator[Finding]:
    """An export has the letters and the rules that its events name, and no others."""
    letters = {event.letter for event in contents.events}
    policies = {event.policy for event in contents.events}
    for letter in contents.letters:
        if letter.number not in letters:
            yield Finding("letter_unnamed", f"letter/{letter.number}")
    for policy in contents.policies:
        if policy.id not in policies:
            yield Finding("policy_unnamed", f"policy/{policy.id}")


def _rules(contents: Contents) -> Iterator[Note]:
    """Another release may word a rule in another way, so a difference is told and breaks nothing."""
    known = {policy.id: policy for policy in rules.told(policy.id for policy in contents.policies)}
    for policy in contents.policies:
        if policy != known[policy.id]:
            yield Note("rule_in_other_words", f"policy/{policy.id}", str(known[policy.id].sentence))


def _named_after(place: str, parts: Mapping[str, str | None], wanted: str) -> Iterator[Finding]:
    """A file of a document or a material is named after it, so that no two lines exchange theirs."""
    for name, part in parts.items():
        if part is not None and part.rpartition(".")[0] != wanted:
            yield _other(f"{place}/{name}", wanted, part)


# -------------------------------------------------------------------------------------------------------- documents
def _document(contents: Contents, archive: Archive, document: DocumentFacts) -> Iterator[Finding]:
    place, files = f"document/{document.no}", {"document": document.document, "data": document.data}
    yield from _named_after(place, files, f"documents/{document.no}")
    if document.document in archive.names and archive.size(document.document) != document.size:
        yield _other(f"{place}/size", archive.size(document.document), document.size)
    if REWRITTEN not in document.text and document.text != document.no:
        yield _other(f"{place}/text", document.no, document.text)
    given_out = _given_out(contents.events, document)
    if given_out is not None and document.created_at != given_out.at:
        yield _other(f"{place}/created_at", given_out.at, document.created_at)
    text = _text(archive, document)
    for name in ("kind", "title", *(("number", "identifier") if document.kind == CERTIFICATE else ())):
        if name in text and text[name] != getattr(document, name):
            yield _other(f"{place}/{name}", text[name], getattr(document, name))
    yield from _number(contents, text, document.data)
    if f"document/{document.no}" not in {one.place for one in contents.manifest.withheld}:
        yield from _shown(document, place)


def _given_out(events: Sequence[EventFacts], document: DocumentFacts) -> EventFacts | None:
    return next((event for event in events if event.data.get("document") == document.no), None)


def _text(archive: Archive, document: DocumentFacts) -> Mapping[str, Any]:
    """Empty for a text that is not in the file, or that cannot be read, which `papers` tells."""
    if document.data not in archive.names:
        return {}
    try:
        text: object = json.loads(archive.read(document.data or ""))
    except (Damaged, ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", text) if isinstance(text, dict) else {}


def _shown(document: DocumentFacts, place: str) -> Iterator[Finding]:
    """A document that is not withheld has its PDF, its text and what opens the digest of the text."""
    needed = {"document": document.document, "data": document.data, "sha256": document.sha256}
    if document.kind != CERTIFICATE or REWRITTEN in document.text:
        needed["salt"] = document.salt
    if document.state == READY:
        needed["number"] = document.number
    if document.state != ERASED:
        for name in [name for name, value in needed.items() if value is None]:
            yield Finding("document_not_shown", f"{place}/{name}")


def _unlisted(contents: Contents, archive: Archive) -> Iterator[Finding]:
    """A file in the folders of documents and materials that no line of theirs names."""
    named = {part for document in contents.documents for part in (document.document, document.data)}
    named |= {material.part for material in contents.materials}
    for name in archive.names:
        if name.startswith(("documents/", "materials/")) and name not in named:
            yield Finding("part_unlisted", f"part/{name}")


# ----------------------------------------------------------------------------------------------------------- clocks
def _clocks(contents: Contents) -> Iterator[Finding]:
    accepted = next((event for event in reversed(contents.events) if event.type in (*ACCEPTANCES, OPENED)), None)
    told = accepted.data.get("clocks") if accepted else None
    for clock in contents.clocks:
        place = f"clock/{clock.kind}"
        if clock.label != CLOCKS[clock.kind].label:
            yield _other(f"{place}/label", CLOCKS[clock.kind].label, clock.label)
        basis = _of(_of(told, clock.kind), "basis")
        if basis is not None and basis != clock.basis:
            yield _other(f"{place}/basis", basis, clock.basis)
        if clock.running != runs(contents.case, clock.kind):
            yield _other(f"{place}/running", runs(contents.case, clock.kind), clock.running)
