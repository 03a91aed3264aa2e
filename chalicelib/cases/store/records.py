"""Where cases are kept: the whole state of a case in one query, every act in one transaction."""

import json
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import Clock, ClockKind, counted_only
from chalicelib.cases.model.clocks import counted_again, next_due_of, running_clocks, waits_until
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.record import Record
from chalicelib.cases.model.status import UNDECIDED, Status
from chalicelib.cases.store import holder
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.durable.audit import Event
from chalicelib.durable.flows import Flow
from chalicelib.foundation import keys
from chalicelib.foundation.alongside import in_parallel, one_after_the_other
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, When, equals, put, update

ISSUING_WINDOW = "出件"
# Where cases wait that their department has to accept; by department, and within one by due day.
TRANSFERRED = "移送部门"
# Waits at no window, and is found by its status.
BEHIND = (
    frozenset({Status.LAPSED, Status.REPORTED, Status.IN_PROGRESS, Status.CONCLUDED, Status.DECIDED, Status.DELIVERED})
    | UNDECIDED
)
# The attributes of META that conditions compare.
ASKED_FOR = {"status", "version", "seq", "form_version", "item_version", "files", "announced"}
# The attribute of a row of the own list that says what a broken promise, or a false application, bars.
BARRED, OF_DEFERRALS, OF_PLEDGES, OF_APPLICATIONS = "barred", "deferral", "pledge", "application"
# Rows that one call reads.
BATCH = 100
WINDOWS = ("社会民生", "登记注册", "生产经营", "投资建设", TRANSFERRED, ISSUING_WINDOW)


@dataclass(frozen=True)
class CaseFile:
    """The state of a case as one query reads it. `members` are the rows of the members of a joint request, `session`
    is the row of a unified item's session.
    """

    case: Case
    form: dict[str, Any] = field(default_factory=dict[str, Any])
    files: tuple[MaterialFile, ...] = ()
    flows: Mapping[str, Flow] = field(default_factory=dict[str, Flow])
    members: Mapping[str, Item] = field(default_factory=dict[str, Item])
    session: Item | None = None


def load_file(table: Table, case_id: str) -> CaseFile | None:
    items = list(table.query_all(keys.case(case_id), between=keys.STATE, limit=1000))
    by_key = {item["sk"]: item for item in items}
    if keys.META not in by_key:
        return None
    files = (item for sk, item in by_key.items() if keys.has_prefix(sk, keys.MATERIAL))
    members = ((sk, item) for sk, item in by_key.items() if keys.has_prefix(sk, keys.MEMBER))
    flows = ((sk, item) for sk, item in by_key.items() if keys.has_prefix(sk, keys.FLOW))
    return CaseFile(
        case=holder.build(table, by_key[keys.META], by_key.get(keys.HOLDER)),
        form=json.loads(by_key[keys.FORM]["form"]) if keys.FORM in by_key else {},
        files=tuple(MaterialFile.model_validate(item) for item in files),
        members={keys.name_in(sk, keys.MEMBER): item for sk, item in members},
        session=by_key.get(keys.SESSION),
        flows={keys.name_in(sk, keys.FLOW): Flow.model_validate(item) for sk, item in flows},
    )


def load_case(table: Table, case_id: str) -> Case | None:
    return next(iter(load_cases(table, [case_id])), None)


def load_case_beside(table: Table, case_id: str, key: Key | None) -> tuple[Case | None, Item | None]:
    """The case, and another row in the same call, if one is named."""
    found = table.get_many([*holder.rows_of(case_id), *([key] if key else [])])
    return built(table, found, case_id), found.get(key) if key else None


def load_cases(table: Table, ids: Sequence[str]) -> list[Case]:
    """Those of the cases that exist, 100 at most, in the order of the ids."""
    wanted = [key for case_id in ids for key in holder.rows_of(case_id)]
    parts = [wanted[start : start + BATCH] for start in range(0, len(wanted), BATCH)]
    reads = [partial(table.get_many, part) for part in parts]
    found = ChainMap(*(in_parallel(reads) if len(reads) > 1 else one_after_the_other(reads)))
    cases = (built(table, found, case_id) for case_id in ids)
    return [case for case in cases if case]


def built(table: Table, found: Mapping[Key, Item], case_id: str) -> Case | None:
    """The case of the rows that were found by their keys."""
    meta = found.get(keys.meta(case_id))
    return holder.build(table, meta, found.get(keys.holder(case_id))) if meta else None


def load_with_file(table: Table, case_id: str, file_id: str) -> tuple[Case, MaterialFile] | None:
    """A file with its case, in one read."""
    found = table.get_many([*holder.rows_of(case_id), keys.material(case_id, file_id)])
    case, file = built(table, found, case_id), found.get(keys.material(case_id, file_id))
    return (case, MaterialFile.model_validate(file)) if case and file else None


def case_writes(before: Case | None, after: Case, *, when: When, label: str) -> list[Op]:
    """META as it is after an act, and HOLDER if something in it has changed. `before` is the case as it is stored, None
    when it is not yet. The condition on META holds for both.
    """
    edition = holder.edition(before, after)
    case = after.model_copy(update={"holder_edition": edition})
    written = before is None or edition != before.holder_edition
    return [put(meta_item(case), when=when, label=label), *([put(holder.holder_item(case))] if written else [])]


def meta_item(case: Case) -> Item:
    """The META row, with its place among the cases that wait at a window of the hall, or behind it, or among the drafts
    of its item.

    What is as it is at the beginning is left out, for each act pays for the whole row, in the table and in the index.
    What conditions of writes ask for is always there.
    """
    left_out: dict[str, Any] = dict.fromkeys((*holder.NAMES, "name_shown"), True)
    left_out["clocks"] = {kind: {"basis"} for kind in case.clocks}
    if case.first_received_at == case.received_at:
        left_out["first_received_at"] = True
    if case.status is not Status.DRAFT:
        left_out["saved_at"] = True  # the term of a draft alone is counted from it
    facts = case.model_dump(mode="json", exclude=left_out, exclude_none=True, exclude_defaults=True)
    asked_for = case.model_dump(mode="json", include=ASKED_FOR)
    item = {**keys.meta(case.id)._asdict(), **facts, **holder.shown(case), **asked_for}
    if case.status is Status.DRAFT:
        item |= _place_of_draft(case)
    elif partition := _partition(case):
        item["counter_pk"] = partition
        due = waits_until(case)
        place = keys.by_due_day(str(due) if due else None, case.id)
        item["counter_sk"] = keys.of_department(case.department, place) if window_of(case) == TRANSFERRED else place
    return item


def _place_of_draft(case: Case) -> dict[str, str]:
    """Among the drafts of its item, or among those for which a window is asked for a pre-check."""
    if until := case.precheck_until:
        return {"counter_pk": keys.prechecks(case.division), "counter_sk": keys.by_due_day(str(until), case.id)}
    sk = keys.by_version(case.item_version, case.id)
    return {"counter_pk": keys.drafts_of_item(case.division, case.item), "counter_sk": sk}


def _partition(case: Case) -> str | None:
    if window := window_of(case):
        return keys.window(case.division, window)
    return keys.under_way(case.division, case.status.value) if case.status in BEHIND else None


def window_of(case: Case) -> str | None:
    """The window of the hall at which the case waits."""
    match case.status:
        case Status.SUBMITTED | Status.CORRECTING:
            return TRANSFERRED if case.transferred_at else case.theme
        case Status.COMPARING | Status.DELIVERING:
            return ISSUING_WINDOW
        case _:
            return None


def applicant_row(case: Case) -> Item:
    """The case in its applicant's own list."""
    return listed_row(case, case.applicant_key)


def listed_row(case: Case, owner_key: str) -> Item:
    """The case in the list of this person, told by the blind index."""
    shown = case.model_dump(mode="json", include=SHOWN, exclude_none=True)
    counted = {kind: counted_only(clock) for kind, clock in case.clocks.items()}
    clocks = {"clocks": counted, "running": list(running_clocks(case))} if counted else {}
    barred = {BARRED: bars} if (bars := bars_of(case)) else {}
    return {**listed_at(case, owner_key)._asdict(), **shown, **clocks, **barred}


def listed_at(case: Case, owner_key: str) -> Key:
    """Where the case stands in the list of this person."""
    return keys.applicant_case(owner_key, case.created_at.isoformat(timespec="milliseconds"), case.id)


def bars_of(case: Case) -> dict[str, str]:
    """What this case keeps its applicant from, each with the last day: a broken promise from promising again, a false
    application from the same item, a false joint request from the items of the members that it concerns.
    """
    until = {
        OF_DEFERRALS: case.deferral.barred_until if case.deferral else None,
        OF_APPLICATIONS: case.falsehood.barred_until if case.falsehood else None,
        OF_PLEDGES: case.pledge.barred_until if case.pledge else None,
    }
    found = case.falsehood
    if found and found.barred_until and found.barred_items:
        until |= {OF_APPLICATIONS: None, **{f"{OF_APPLICATIONS}:{one}": day for one, day in found.barred_items.items()}}
    return {kind: day.isoformat() for kind, day in until.items() if day}


def account_row(case: Case) -> Item:
    """The case in the list of the account that made it. It is written once: the list is read with its cases."""
    created = case.created_at.isoformat(timespec="milliseconds")
    return {**keys.account_case(case.account, created, case.id)._asdict(), "id": case.id}


def update_file(case_id: str, file: MaterialFile, **changes: Any) -> Op:
    """Refused when the file has moved since it was read, or the case has gone on without it."""
    return update(keys.material(case_id, file.id), put=changes, when=equals(state=file.state, left_out=file.left_out))


def load_history(table: Table, case_id: str) -> tuple[Case, list[Event]] | None:
    """The case and its event chain, as long as the case says at least, in one query: its rows stand side by side."""
    rows = list(table.query_all(keys.case(case_id), between=(keys.EVENT, keys.META), limit=1000))
    meta = next((row for row in rows if row["sk"] == keys.META), None)
    if meta is None:
        return None
    case = holder.build(table, meta, next((row for row in rows if row["sk"] == keys.HOLDER), None))
    events = [Event.model_validate(row) for row in rows if keys.has_prefix(row["sk"], keys.EVENT)]
    # DynamoDB shows the rows of a transaction one after the other: the case may be seen before its newest event.
    return case, events if len(events) >= case.seq else load_events(table, case_id)


def load_events(table: Table, case_id: str) -> list[Event]:
    rows = table.query_all(keys.case(case_id), prefix=keys.EVENT, limit=1000)
    return [Event.model_validate(row) for row in rows]


class OwnCase(Record):
    """A case as its applicant's own list shows it, with the clocks that its due day is counted from. Of those in
    `running` the due day is counted again by the calendar in force.
    """

    id: str
    item: str
    item_name: str
    status: Status
    number: str | None = None
    created_at: AwareDatetime
    received_at: AwareDatetime | None = None
    clocks: Mapping[ClockKind, Clock] = Field(default_factory=dict[ClockKind, Clock])
    running: tuple[ClockKind, ...] = ()

    def dues(self, calendar: WorkCalendar) -> dict[str, Any]:
        """What the case is due next, as the case itself tells it."""
        clocks = counted_again(self.clocks, self.running, calendar)
        due = None if self.status.undone else next_due_of(clocks)
        return {"due": due, "provisional": any(clock.provisional for clock in clocks.values())}


# What the list shows of the case itself.
SHOWN = set(OwnCase.model_fields) - {"clocks"}


def own_case_of(case: Case) -> OwnCase:
    """A case that was read itself, as the list shows it."""
    known = case.model_dump(include=SHOWN)
    return OwnCase.model_validate({**known, "clocks": case.clocks, "running": running_clocks(case)})


def own_cases(
    table: Table, applicant_keys: list[str], *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[OwnCase], Mapping[str, str] | None]:
    """A page of the applicant's cases, the newest first, and where the next one goes on. While the key of the blind
    indexes is exchanged, the applicant has a key before and one after.
    """
    partitions = [keys.applicant(key) for key in applicant_keys]
    page = table.query_merged(partitions, limit=limit, after=after, forward=False)
    return [OwnCase.model_validate(row) for row in page.items], page.after


def cases_of_account(
    table: Table, account: str, *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[Case], Mapping[str, str] | None]:
    """A page of the cases that this account has made, for whichever applicant, the newest first. Two reads."""
    page = table.query(keys.of_account(account), limit=limit, after=after, forward=False)
    return load_cases(table, [row["id"] for row in page.items]), page.after
