"""The parts of an export, read from its file: typed, and with what is missing or has another form than it should."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from functools import cached_property
from typing import Any, TypeVar

from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError

from chalicelib.catalogue.model import ItemDocument
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.evidence.model import records
from chalicelib.evidence.model.archive import Archive, Damaged
from chalicelib.evidence.model.findings import Finding
from chalicelib.evidence.model.heads import HeadsPart
from chalicelib.evidence.model.records import (
    CalendarFacts,
    CaseFacts,
    ClockFacts,
    DocumentFacts,
    ItemFacts,
    LetterFacts,
    Manifest,
    MaterialFacts,
    Part,
    PolicyFacts,
)
from chalicelib.foundation.validation import pointer_of

# Legal time.
EAST = timezone(timedelta(hours=8))
T = TypeVar("T")


class EventFacts(Part):
    """An event as it stands in the chain. `actor` is None where it is withheld."""

    case_id: str
    seq: int
    type: str
    at: AwareDatetime
    actor: str | None = None
    role: str
    department: str | None
    policy: str | None
    letter: str | None
    data: Mapping[str, Any]
    previous: str
    hash: str

    @property
    def day(self) -> date:
        """Of legal time."""
        return self.at.astimezone(EAST).date()

    @property
    def since(self) -> datetime:
        """The time from which it counts: silence accepts from the receipt."""
        told = self.data.get("since")
        return datetime.fromisoformat(told) if isinstance(told, str) else self.at


@dataclass(frozen=True)
class Contents:
    """`raw` are the events as they were written, for their hashes."""

    manifest: Manifest
    case: CaseFacts
    events: Sequence[EventFacts]
    raw: Sequence[Mapping[str, Any]]
    item: ItemFacts
    clocks: Sequence[ClockFacts]
    calendar: CalendarFacts
    documents: Sequence[DocumentFacts]
    materials: Sequence[MaterialFacts]
    letters: Sequence[LetterFacts]
    policies: Sequence[PolicyFacts]
    heads: HeadsPart

    @cached_property
    def withheld(self) -> frozenset[str]:
        """The events that are not shown whole, as `event/5`."""
        return frozenset("/".join(one.place.split("/")[:2]) for one in self.manifest.withheld)

    @cached_property
    def work_calendar(self) -> WorkCalendar:
        return WorkCalendar(tuple(self.calendar.notices))

    @cached_property
    def published_item(self) -> ItemDocument | None:
        """None where what stands in the file is no item."""
        try:
            return ItemDocument.model_validate_json(json.dumps(self.item.document))
        except ValidationError:
            return None


class Malformed(Exception):
    """Parts are missing or have no form of an export, so that nothing can be checked beyond that."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__(findings)
        self.findings = findings


def read(archive: Archive) -> Contents:
    """Raises Malformed with everything that is wrong at once."""
    wrong = list[Finding]()
    manifest = _part(archive, records.MANIFEST, Manifest, wrong)
    case = _part(archive, records.CASE, CaseFacts, wrong)
    raw = _part(archive, records.EVENTS, list[dict[str, Any]], wrong)
    events = _part(archive, records.EVENTS, list[EventFacts], wrong)
    item = _part(archive, records.ITEM, ItemFacts, wrong)
    clocks = _part(archive, records.CLOCKS, list[ClockFacts], wrong)
    calendar = _part(archive, records.CALENDAR, CalendarFacts, wrong)
    documents = _part(archive, records.DOCUMENTS, list[DocumentFacts], wrong)
    materials = _part(archive, records.MATERIALS, list[MaterialFacts], wrong)
    letters = _part(archive, records.LETTERS, list[LetterFacts], wrong)
    policies = _part(archive, records.POLICIES, list[PolicyFacts], wrong)
    heads = _part(archive, records.HEADS, HeadsPart, wrong)
    if manifest is None or case is None or raw is None or events is None or item is None or calendar is None:
        raise Malformed(_once(wrong))
    if wrong or heads is None:
        raise Malformed(_once(wrong))
    return Contents(
        manifest,
        case,
        events,
        raw,
        item,
        clocks or [],
        calendar,
        documents or [],
        materials or [],
        letters or [],
        policies or [],
        heads,
    )


def _once(findings: Sequence[Finding]) -> list[Finding]:
    return [*dict.fromkeys(findings)]


def _part(archive: Archive, name: str, kind: type[T], wrong: list[Finding]) -> T | None:
    try:
        content = archive.read(name)
        return TypeAdapter(kind).validate_json(content)
    except KeyError:
        wrong.append(Finding("part_missing", f"part/{name}"))
    except Damaged:
        wrong.append(Finding("part_damaged", f"part/{name}"))
    except ValidationError as error:
        wrong.extend(_told(name, error))
    except RecursionError:
        wrong.append(Finding("part_malformed", f"part/{name}"))
    return None


def _told(name: str, error: ValidationError) -> Iterator[Finding]:
    """The first thing that is wrong with the part: values are not repeated."""
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    yield Finding("part_malformed", f"part/{name}{pointer_of([*first['loc']])}", found=first["type"])


def shown(model: BaseModel) -> dict[str, Any]:
    """A record as it is written."""
    return model.model_dump(mode="json", exclude_none=True)
