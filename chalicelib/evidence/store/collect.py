"""Reading a case whole, and putting what proves it into the parts of an export."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import CLOCKS
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.model.how_far import runs
from chalicelib.cases.model.material import ENDINGS, MaterialFile
from chalicelib.cases.store.files import key_of
from chalicelib.catalogue.model.request_of import RequestOf
from chalicelib.clock.calendar import WorkCalendar, published_until
from chalicelib.directory.model.letters import Letter
from chalicelib.directory.store.authority import load_standing
from chalicelib.directory.store.letters import id_of_number, load_letter
from chalicelib.documents.model.digest import text_salt
from chalicelib.documents.store.vault import CERTIFICATE, ERASED, PENDING, READY, SUPERSEDED, Document
from chalicelib.evidence.model import records, rules, sharing
from chalicelib.evidence.model.checks.papers import REWRITTEN
from chalicelib.evidence.model.contents import shown
from chalicelib.evidence.model.heads import Head, HeadsPart
from chalicelib.evidence.model.records import (
    CalendarFacts,
    CaseFacts,
    ClockFacts,
    DayFacts,
    DocumentFacts,
    ItemFacts,
    LetterFacts,
    MaterialFacts,
    Withheld,
    canonical,
    sha256,
)
from chalicelib.evidence.model.sharing import Reader
from chalicelib.evidence.store import heads
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.alongside import in_parallel
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store.rows import Rows

# Documents that are read at the same time.
AT_ONCE = 8
# Rows of one call.
MOST_KEYS = 100
PRINTED = {"applicant": (READY,), "official": (READY, PENDING, SUPERSEDED)}
Parts = dict[str, bytes]


@dataclass
class Collected:
    """The parts by their names, and what the reader is not shown of them."""

    parts: Parts
    withheld: list[Withheld]
    closed: list[Withheld]


def collect(platform: Platform, found: Rows, reader: Reader, own: str) -> Collected:
    """Everything but heads and manifest. `own` is the account for which it is exported."""
    events, case = found.events, recounted(found.case, platform.calendar)
    told = sharing.without_officials(events, own) if reader == "applicant" else sharing.whole(events)
    collected = Collected({}, [*told.withheld], [*sharing.closed(events)])
    names = set(CaseFacts.model_fields)
    put = partial(_put, collected.parts)
    put(records.CASE, CaseFacts.model_validate(case.model_dump(include=names)))
    collected.parts[records.EVENTS] = canonical(list(told.events))
    put(records.ITEM, _item(platform, found))
    collected.parts[records.CLOCKS] = canonical([shown(clock) for clock in _clocks(found, platform.calendar)])
    put(records.CALENDAR, CalendarFacts(published_until=published_until(), notices=platform.calendar.notices))
    collected.parts[records.DOCUMENTS] = canonical(
        [shown(one) for one in _documents(platform, found, reader, collected)]
    )
    collected.parts[records.MATERIALS] = canonical([shown(material_facts(file)) for file in received(found)])
    collected.parts[records.LETTERS] = canonical(
        [shown(letter) for letter in _letters(platform, case, told.events, reader)]
    )
    policies = rules.told(event.policy for event in events if event.policy)
    collected.parts[records.POLICIES] = canonical([shown(policy) for policy in policies])
    return collected


def heads_part(platform: Platform, found: Rows) -> HeadsPart:
    """The heads in which the case is: those of the days on which something of it happened or was printed, and of the
    days after these, which have what came late.
    """
    headed = heads.headed_of(platform.table, found.case.division)
    if headed is None:
        return HeadsPart()
    partitions = {row["days_pk"] for row in found.items.values() if "days_pk" in row}
    happened = {date.fromisoformat(keys.day_in(partition)) for partition in partitions}
    wanted = sorted(day for one in happened for day in {one, one + timedelta(days=1)} if day <= headed.until)
    wanted = [*dict.fromkeys(wanted)]
    made: dict[date, Head] = {}
    for start in range(0, len(wanted), MOST_KEYS):
        made |= heads.heads_of(platform.table, found.case.division, wanted[start : start + MOST_KEYS])
    reads = [partial(heads.proof, platform, head, found.case.id) for _, head in sorted(made.items())]
    proofs = [proof for proof in in_parallel(reads) if proof]
    there = [made[proof.day] for proof in proofs]
    used = {head.key for head in there}
    return HeadsPart(
        keys=[key for key in heads.kept_keys(platform.table) if key.fingerprint in used],
        since=headed.since,
        until=headed.until,
        heads=there,
        proofs=proofs,
    )


def _put(parts: Parts, name: str, part: records.Part) -> None:
    parts[name] = canonical(shown(part))


def _item(platform: Platform, found: Rows) -> ItemFacts:
    """The bytes of the catalogue, so that its hash can be computed from them."""
    case = found.case
    row = platform.table.get(register_keys.item_version(case.division, case.item, case.item_version))
    if row is None:
        raise LookupError(f"version {case.item_version} of {case.item} is missing")
    document: Mapping[str, Any] = json.loads(row["document"])
    made_of = RequestOf.model_validate_json(row["request_of"]).canonical() if "request_of" in row else None
    return ItemFacts(
        code=case.item,
        version=case.item_version,
        content_hash=row["content_hash"],
        document=document,
        request_of=made_of,
    )


def _clocks(found: Rows, calendar: WorkCalendar) -> Iterator[ClockFacts]:
    case = recounted(found.case, calendar)
    for kind, clock in case.clocks.items():
        term = clock.term(calendar)
        facts = clock.model_dump(exclude={"basis", "own"})
        days = [DayFacts(date=d.date, counted=d.counted, number=d.number, reason=d.reason) for d in term.days]
        yield ClockFacts(
            **facts, kind=kind, label=CLOCKS[kind].label, basis=clock.basis, running=runs(case, kind), days=days
        )


# ------------------------------------------------------------------------------------------------------------ letters
def _letters(
    platform: Platform, case: Case, events: Iterable[Mapping[str, Any]], reader: Reader
) -> Iterator[LetterFacts]:
    """The letters of authority that the events name, as the register has them now. One that it does not have is left
    out, so that the check names it.
    """
    division, department = case.division, case.department
    for number in sorted({event["letter"] for event in events if event["letter"]}):
        letter = _registered(platform, division, department, number)
        if letter is None:
            continue
        written: dict[str, Any] = letter.model_dump(mode="json", by_alias=True, exclude_none=True)
        document = sharing.without_signers(written) if reader == "applicant" else written
        items: list[str] = [item["item"] for item in written.get("items", [])]
        yield LetterFacts(
            number=letter.number,
            kind=str(written["kind"]),
            department=letter.department,
            items=items,
            valid_from=letter.since,
            valid_until=letter.until,
            revoked_at=letter.revoked.at if letter.revoked else None,
            document=document,
            digest=sha256(canonical(document)),
        )


def _registered(platform: Platform, division: str, department: str, number: str) -> Letter | None:
    """The letter as it was registered, or as the department's standing has it, which the gate asks."""
    letter_id = id_of_number(platform.table, division, number)
    kept = load_letter(platform.table, division, letter_id) if letter_id else None
    if kept:
        return kept.record
    standing = load_standing(platform.table, division, department).record
    return next((one for one in (*standing.accept_letters, *standing.power_letters) if one.number == number), None)


# ---------------------------------------------------------------------------------------------------------- documents
def _documents(platform: Platform, found: Rows, reader: Reader, collected: Collected) -> list[DocumentFacts]:
    rows = [Document.model_validate(row) for row in found.documents]
    printed = [row for row in rows if row.state in PRINTED.get(reader, ()) and row.key is not None]
    seen = [row for row in printed if _is_for(reader, row)]
    for start in range(0, len(seen), AT_ONCE):
        some = seen[start : start + AT_ONCE]
        read = in_parallel([partial(_pdf, platform, document) for document in some])
        collected.parts |= {f"documents/{row.no}.pdf": pdf for row, pdf in zip(some, read, strict=True)}
    texts = {name: row["data"] for name, row in found.of(keys.DOCUMENT_TEXT) if "data" in row}
    return [_document(found, row, texts, collected, reader) for row in sorted(rows, key=lambda row: row.no)]


def _is_for(reader: Reader, row: Document) -> bool:
    """The applicant is shown no paper that was written to somebody else, as when reading the case."""
    return reader != "applicant" or row.to_applicant


def _pdf(platform: Platform, document: Document) -> bytes:
    pinned: Any = {"VersionId": document.s3_version} if document.s3_version else {}
    answer = platform.s3.get_object(Bucket=platform.settings.documents_bucket, Key=document.key or "", **pinned)
    return answer["Body"].read()


def _document(
    found: Rows, row: Document, texts: Mapping[str, str], collected: Collected, reader: Reader
) -> DocumentFacts:
    pdf, data = f"documents/{row.no}.pdf", f"documents/{row.no}.json"
    open_ = pdf in collected.parts
    if open_:
        collected.parts[data] = texts[row.text].encode()
    elif row.state != ERASED:
        why = sharing.NOT_READY if _is_for(reader, row) else sharing.OF_OTHERS
        why = sharing.NO_PAPERS if reader == "supervisor" else why
        collected.withheld.append(Withheld(place=f"document/{row.no}", why=why))
    # A certificate has its salt in its own text.
    salted = open_ and (row.kind != CERTIFICATE or REWRITTEN in row.text)
    return DocumentFacts(
        **row.model_dump(include={"no", "kind", "title", "state", "number", "identifier", "created_at", "text"}),
        sha256=row.sha256,
        size=row.size,
        salt=text_salt(found.case.chain_key, row.text) if salted else None,
        document=pdf if open_ else None,
        data=data if open_ else None,
    )


# ---------------------------------------------------------------------------------------------------------- materials
def received(found: Rows) -> list[MaterialFile]:
    """The files that an event has received, also those that a later notice found wanting."""
    files = [file for file, _ in found.files if file.event is not None]
    return sorted(files, key=lambda file: (file.line, file.id))


def material_facts(file: MaterialFile) -> MaterialFacts:
    names = {"id", "line", "size", "content_type", "sha256", "kept_sha256", "s3_version", "event", "checked_at"}
    return MaterialFacts.model_validate(file.model_dump(include=names))


def material_part(file: MaterialFacts) -> str:
    return f"materials/{file.id}{ENDINGS[file.content_type][0]}"


def material_bytes(platform: Platform, case_id: str, file: MaterialFile) -> bytes:
    pinned: Any = {"VersionId": file.s3_version} if file.s3_version else {}
    key = key_of(case_id, file)
    answer = platform.s3.get_object(Bucket=platform.settings.materials_bucket, Key=key, **pinned)
    return answer["Body"].read()
