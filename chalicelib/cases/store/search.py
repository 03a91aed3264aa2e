"""Finding cases by what is on the slip: number, query code, applicant's name, status. One read, or one page of a list.

Names are looked up by a keyed digest, so no key holds a name, and only the whole name finds anything.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chalicelib.access.actor import Actor, blind_index
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.access import at_own_window, may_see, may_see_kind
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.store.records import BEHIND, load_cases, window_of
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.foundation import keys, problems
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, delete, equals, put, update
from chalicelib.foundation.writing import comparable_name, same_name

After = Mapping[str, str] | None


class Wanted(NamedTuple):
    """What is known of the cases that are looked for; all of it must be so."""

    number: str | None = None
    query_code: str | None = None
    name: str | None = None
    status: Status | None = None
    window: str | None = None

    def fits(self, case: Case) -> bool:
        return (
            self.number in (None, case.number)
            and self.query_code in (None, case.query_code)
            and (not self.name or same_name(self.name, case.applicant_name))
            and self.status in (None, case.status)
            and (self.window is None or self.window in (case.theme, window_of(case)))
        )


class Candidates(NamedTuple):
    """Where a number, a code or a name leads: rows with the ids of cases, and where the next page begins."""

    rows: Sequence[Item]
    after: After


class Found(NamedTuple):
    """A page of cases, and where the next one begins. A page may hold less than was asked for although more follow."""

    cases: list[Case]
    after: After


def search(platform: Platform, actor: Actor, wanted: Wanted, *, limit: int, after: dict[str, str] | None) -> Found:
    """The cases that fit, of those that are the actor's business. A search by name goes through `look_up`."""
    if wanted.number is not None or wanted.query_code is not None:
        led = candidates(platform, wanted, limit=limit, after=after)
        return Found(seen(platform, actor, wanted, led.rows), led.after)
    if wanted.status and wanted.status in BEHIND:
        partition = keys.under_way(platform.settings.division, wanted.status.value)
        page = platform.table.query(partition, index=keys.COUNTER_INDEX, limit=limit, after=after)
        return Found(_fitting(platform, actor, wanted, map(Case.model_validate, page.items)), page.after)
    waiting, more = waiting_cases(
        platform, actor, wanted.window, limit=limit, after=after, everywhere=bool(wanted.status)
    )
    return Found([case for case in waiting if wanted.status in (None, case.status)], more)


def candidates(platform: Platform, wanted: Wanted, *, limit: int, after: After) -> Candidates:
    """The rows that the number, else the query code, else the name leads to: one read."""
    if wanted.number is not None or wanted.query_code is not None:
        key = keys.case_number(wanted.number) if wanted.number is not None else keys.query_code(wanted.query_code or "")
        row = platform.table.get(key)
        return Candidates([row] if row else [], None)
    division = platform.settings.division
    partitions = [keys.applicant_name(division, digest) for digest in name_digests(platform, wanted.name or "")]
    page = platform.table.query_merged(partitions, limit=limit, after=after, forward=False)
    return Candidates(page.items, page.after)


def concerns(actor: Actor, row: Item) -> bool:
    """Whether the case of this row may be the actor's business, as far as the row tells. Numbers and codes tell nothing
    of their case.
    """
    department, theme = row.get("department"), row.get("theme")
    if department is None or theme is None:
        return True
    return may_see_kind(actor, row["division"], department, row.get("point")) and at_own_window(actor, theme)


def seen(platform: Platform, actor: Actor, wanted: Wanted, led: Sequence[Item]) -> list[Case]:
    """The cases of these rows that fit and are the actor's business."""
    return _fitting(platform, actor, wanted, load_cases(platform.table, [row["case_id"] for row in led]))


def rows(platform: Platform, case: Case) -> list[Op]:
    """What a received case is found by besides its query code."""
    first = named(platform, case)[0]
    return [
        put({**keys.case_number(case.number or "")._asdict(), "case_id": case.id, **leads_to(first)}, when=ABSENT),
        named_row(first, case),
    ]


def renamed(platform: Platform, before: Case, after: Case) -> list[Op]:
    """A corrected name: the case is found by the right one, and by the wrong one no more."""
    old, new = named(platform, before), named(platform, after)
    if old == new:
        return []
    leads = update(keys.case_number(after.number or ""), put=leads_to(new[0]))
    return [*map(delete, old), named_row(new[0], after), leads]


def leads_to(name_row: Key) -> dict[str, str]:
    """Where the case stands under its name. Whoever erases it has no key to compute that."""
    return {"named_pk": name_row.pk, "named_sk": name_row.sk}


def forgotten(table: Table, case: Case) -> list[Op]:
    """The rows by which a person finds the case, or is found: name and query code. Its number leads to it for ever.

    Refused when `keys reindex` has moved the row of the name meanwhile. 409 where the row of the number does not say
    where that is, as an earlier release has not written it.
    """
    ops = [delete(keys.query_code(case.query_code))] if case.query_code else []
    row = table.get(keys.case_number(case.number)) if case.number else None
    if row is None:
        return ops
    if "named_pk" not in row:
        title = "不知道该办件在姓名索引中的位置，请先轮换索引密钥并重建索引（yimen keys）"
        raise problems.Conflict(code="name_row_unknown", title=title)
    known = {name: row[name] for name in ("named_pk", "named_sk")}
    ops.append(delete(Key(row["named_pk"], row["named_sk"])))
    ops.append(update(Key(row["pk"], row["sk"]), remove=[*known], when=equals(**known)))
    return ops


def named_row(key: Key, case: Case, label: str = "") -> Op:
    """Says also whose business the case is, which never changes: so a look-up by name is recorded while the cases are
    read.
    """
    facts = {"case_id": case.id, "division": case.division, "department": case.department, "theme": case.theme}
    return put({**key._asdict(), **facts, **({"point": case.point} if case.point else {})}, label=label)


def name_digests(platform: Platform, name: str) -> list[str]:
    """With each key that a row may have been written with, the one that writes now first."""
    return [blind_index(key, "name", comparable_name(name)) for key in platform.index_keys.reads]


def named(platform: Platform, case: Case) -> list[Key]:
    """Where the case stands, or may stand, under its applicant's name. A supplement is a new receipt, and does not move
    it.
    """
    at = case.first_received_at or case.received_at
    received = at.isoformat(timespec="milliseconds") if at else ""
    digests = name_digests(platform, case.applicant_name)
    return [keys.named_case(case.division, digest, received, case.id) for digest in digests]


def _fitting(platform: Platform, actor: Actor, wanted: Wanted, cases: Iterable[Case]) -> list[Case]:
    """With the due days of the calendar in force now."""
    return [recounted(case, platform.calendar) for case in cases if may_see(actor, case) and wanted.fits(case)]
