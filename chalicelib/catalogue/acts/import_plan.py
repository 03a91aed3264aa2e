"""What an import would do, found out before it does anything: a step for each place, department and item."""

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

from chalicelib.catalogue import store
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.document import CatalogueDocument
from chalicelib.catalogue.model.life_acts import PUBLISH_ITEM
from chalicelib.catalogue.model.settling import settled
from chalicelib.catalogue.store.life import Published, announce, load_item_events
from chalicelib.directory.model import DepartmentDocument, Place
from chalicelib.directory.store import department_of, find_place, keep_department, keep_place, list_departments
from chalicelib.foundation.problems import Conflict, FieldError
from chalicelib.foundation.table import Refused, Table
from chalicelib.foundation.validation import pointer_of
from chalicelib.foundation.writes import Op

What = Literal["place", "department", "item", "scheme"]
# Reopened: it had ended and is published again. Held: what the file says otherwise was decided with consent, and stays.
# Absent: kept although no file names it.
Kind = Literal["created", "updated", "reopened", "unchanged", "held", "ended", "absent"]


NOTHING = frozenset[str]()
DECISIONS = {*PUBLISH_ITEM.events, "item_corrected"}


@dataclass(frozen=True)
class Change:
    """What happens to one part. `pointer` is where it stands in the document, empty for what is in none; `version` is
    that of an item when it has happened, 0 of other parts.
    """

    kind: Kind
    what: What
    id: str
    name: str
    pointer: str = ""
    version: int = 0


class Entry(NamedTuple):
    """An item of the document. `load` gives it whole, when it is written: a large catalogue is never all in memory."""

    id: str
    name: str
    content_hash: str
    load: Callable[[], ItemDocument]


# What a step writes, or who makes it when it is written; empty where nothing is to be done.
Writes = list[Op] | Callable[[], list[Op]]
Steps = list[tuple[Change, Writes]]


@dataclass(frozen=True)
class ImportPlan:
    """Every part of the document, in the order in which it is written."""

    steps: Steps
    warnings: list[FieldError] = field(default_factory=list[FieldError])

    @property
    def changes(self) -> list[Change]:
        return [change for change, _ in self.steps]

    @property
    def pending(self) -> int:
        """How many steps have something to write."""
        return sum(bool(ops) for _, ops in self.steps)

    def count(self, kind: Kind, what: What) -> int:
        return sum((change.kind, change.what) == (kind, what) for change in self.changes)


def plan_import(
    table: Table,
    region: str,
    catalogue: CatalogueDocument,
    at: datetime,
    *,
    end_absent: bool = False,
    replace: frozenset[str] = NOTHING,
) -> ImportPlan:
    """Place and departments come first: cases and items find them there. Items that no file names stay as they are;
    with `end_absent` they end a minute after `at` (legal time). `replace` names the items of which `plan_items` tells.
    """
    entries = [Entry(item.id, item.name, store.content_hash(item), partial(_same, item)) for item in catalogue.items]
    steps = plan_parts(table, region, catalogue.place, catalogue.departments)
    steps += plan_items(table, region, entries, at, consent=catalogue.consent, end_absent=end_absent, replace=replace)
    return ImportPlan(steps, catalogue.warnings)


def _same(item: ItemDocument) -> ItemDocument:
    return item


def plan_parts(table: Table, region: str, place: Place, departments: Mapping[str, DepartmentDocument]) -> Steps:
    return [*plan_place(table, place).steps, *plan_departments(table, region, departments).steps]


def plan_place(table: Table, place: Place) -> ImportPlan:
    kept = find_place(table, place.division)
    kind: Kind = "created" if kept is None else "unchanged" if kept == place else "updated"
    ops = [] if kept == place else [keep_place(place)]
    return ImportPlan([(Change(kind, "place", place.division, place.name, "/place"), ops)])


def plan_departments(table: Table, region: str, departments: Mapping[str, DepartmentDocument]) -> ImportPlan:
    """Departments that the document does not name stay: cases and items refer to them."""
    kept = {department.id: department for department in list_departments(table, region)}
    steps: Steps = []
    for name, document in departments.items():
        wanted = department_of(region, name, document)
        before = kept.get(name)
        kind: Kind = "created" if before is None else "unchanged" if before == wanted else "updated"
        change = Change(kind, "department", name, wanted.name, pointer_of(["departments", name]))
        steps.append((change, [] if kind == "unchanged" else [keep_department(wanted)]))
    absent = [department for name, department in kept.items() if name not in departments]
    steps += [(Change("absent", "department", one.id, one.name), []) for one in absent]
    return ImportPlan(steps)


def plan_items(
    table: Table,
    region: str,
    entries: Iterable[Entry],
    at: datetime,
    *,
    consent: str,
    end_absent: bool,
    replace: frozenset[str] = NOTHING,
) -> Iterator[tuple[Change, Writes]]:
    """A step for each item of the document, and for each that it does not name.

    A file does not undo what was decided here with consent: an item that has ended stays so, and so does a version that
    editors have published or corrected, unless `replace` names the item (R48).
    """
    known, named = store.newest(table, region), set[str]()
    for place, entry in enumerate(entries):
        named.add(entry.id)
        before, pointer = known.get(entry.id), pointer_of(["items", place])
        if before and not before.ended and before.content_hash == entry.content_hash:
            yield Change("unchanged", "item", entry.id, entry.name, pointer, before.version), []
            continue
        if before and entry.id not in replace and (before.ended or _was_decided(table, region, entry.id)):
            yield Change("held", "item", entry.id, before.name, pointer, before.version), []
            continue
        version = before.next_version if before else 1
        kind: Kind = "created" if before is None else "reopened" if before.ended else "updated"
        change = Change(kind, "item", entry.id, entry.name, pointer, version)
        yield change, partial(_publish, region, entry, version, at, consent)
    for code, newest in known.items():
        if code in named or newest.ended:
            continue
        ends = settled(None, at)  # what can be applied for no more is so only when every process knows it
        told = Published("end", code, newest.name, "", newest.version, at, ends)
        ended = [*store.end_version(region, code, newest.version, ends), announce(region, told)]
        ops = ended if end_absent else []
        yield Change("ended" if end_absent else "absent", "item", code, newest.name, "", newest.version), ops


def _was_decided(table: Table, region: str, code: str) -> bool:
    """Whether something of the item was published or corrected here by people, with consent."""
    return any(event.type in DECISIONS for event in load_item_events(table, region, code))


def _publish(region: str, entry: Entry, version: int, at: datetime, consent: str) -> list[Op]:
    item = entry.load()
    told = Published("import", item.id, item.name, item.department, version, at, at, consent)
    return [*store.publish(region, item, version, at, consent=consent), announce(region, told)]


def carry_out(table: Table, plan: ImportPlan) -> Generator[Change]:
    """Write step after step, and tell each that was written. An import that broke off is completed by another one: what
    is there already has no step any more.

    Raises Conflict (code catalogue_import_concurrent) when another import publishes the same item at the same moment.
    """
    for changes, ops in _transactions(plan.steps):
        try:
            table.write(*ops)
        except Refused:
            raise Conflict(code="catalogue_import_concurrent", title="另一次导入正在进行，请稍后重新导入") from None
        yield from changes


def _transactions(steps: Iterable[tuple[Change, Writes]]) -> Iterator[tuple[list[Change], list[Op]]]:
    """The directory is small and read together: up to 100 of its rows in one transaction; an item has one of its own,
    and so has a scheme.
    """
    changes, ops = list[Change](), list[Op]()
    for change, wanted in steps:
        if not wanted:
            continue
        if ops and (change.what in ("item", "scheme") or len(ops) == 100):
            yield changes, ops
            changes, ops = [], []
        changes.append(change)
        ops += wanted() if callable(wanted) else wanted
    if ops:
        yield changes, ops
