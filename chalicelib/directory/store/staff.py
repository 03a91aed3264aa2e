"""Where the register of staff is kept: a row for each post, its name and telephone encrypted, and small rows by which
the staff of a unit and of a window, the posts of a person and the holder of a token are found.
"""

import json
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from chalicelib.directory.model.figures import Term
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.standing import nameless
from chalicelib.directory.store.kept import Kept, Placed, document_of, next_version, unchanged
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, PRESENT, Op, When, delete, equals, put, update

PERSONAL = {"name", "phone"}
SUBJECT_TAKEN = "subject"
PAGE, MOST_PAGES = 100, 10


class StaffPage(NamedTuple):
    """Members of the register; `after` is where the next page begins."""

    members: list[Kept[StaffMember]]
    after: dict[str, str] | None


class Holder(NamedTuple):
    """Whose token it is: the post without its name, every account (`sub`) of the same person, and every post, by id."""

    member: StaffMember
    accounts: frozenset[str]
    posts: frozenset[str] = frozenset()


class Person(NamedTuple):
    """Every post of one person, also former ones. `version` counts their changes; None before the first that counts."""

    root: str
    posts: list[Kept[StaffMember]]
    version: int | None = None

    @property
    def records(self) -> list[StaffMember]:
        return [kept.record for kept in self.posts]


def load_member(table: Table, division: str, staff_id: str) -> Kept[StaffMember] | None:
    row = table.get(register_keys.staff_member(division, staff_id))
    return _member(row) if row else None


def load_members(table: Table, division: str, ids: Sequence[str]) -> dict[str, Kept[StaffMember]]:
    """These members by id, at most a hundred, in one read; those that do not exist are left out."""
    if not ids:
        return {}
    rows = table.get_many([register_keys.staff_member(division, one) for one in ids])
    found = [_member(row) for row in rows.values()]
    return {one.record.id: one for one in found}


class Chosen(NamedTuple):
    """Which staff are looked for: of a unit, or at a window, or else of the whole division."""

    unit: str | None = None
    window: str | None = None

    def key(self, division: str, staff_id: str) -> Key:
        """The row by which a member is found in this list; with an empty id the beginning of all of them."""
        if self.window is not None:
            return register_keys.staff_at_window(division, self.window, staff_id)
        if self.unit is not None:
            return register_keys.staff_of_unit(division, self.unit, staff_id)
        return register_keys.staff_member(division, staff_id)


def list_staff(
    table: Table, division: str, chosen: Chosen, *, limit: int, after: Mapping[str, str] | None = None
) -> StaffPage:
    """The staff that is looked for, in the order of their ids. Who has moved is of the new unit only."""
    prefix = chosen.key(division, "").sk
    page = table.query(register_keys.register_of_staff(division), prefix=prefix, limit=limit, after=after)
    if chosen == Chosen():
        return StaffPage([_member(row) for row in page.items], page.after)
    members = load_members(table, division, [row["id"] for row in page.items])
    found = [members[one] for one in sorted(members)]
    return StaffPage([one for one in found if chosen.unit in (None, one.record.unit.id)], page.after)


def find_staff(
    table: Table,
    division: str,
    chosen: Chosen,
    wanted: Callable[[StaffMember], bool],
    *,
    limit: int,
    after: Mapping[str, str] | None = None,
) -> StaffPage:
    """Like `list_staff`, but only those of whom `wanted` holds. At most `MOST_PAGES` pages are looked through at once,
    so a page may have fewer members than `limit` and still not be the last one.
    """
    found = list[Kept[StaffMember]]()
    for _ in range(MOST_PAGES):
        page = list_staff(table, division, chosen, limit=PAGE, after=after)
        for place, kept in enumerate(page.members):
            if not wanted(kept.record):
                continue
            found.append(kept)
            if len(found) == limit:
                rest = place + 1 < len(page.members) or page.after is not None
                return StaffPage(found, {**chosen.key(division, kept.record.id)._asdict()} if rest else None)
        after = page.after
        if after is None:
            break
    return StaffPage(found, dict(after) if after else None)


def everybody_of(table: Table, division: str, unit: str) -> Iterator[Kept[StaffMember]]:
    """Every member of one unit, a hundred at a time."""
    page = list_staff(table, division, Chosen(unit), limit=PAGE)
    yield from page.members
    while page.after:
        page = list_staff(table, division, Chosen(unit), limit=PAGE, after=page.after)
        yield from page.members


def everybody_at_windows(table: Table, division: str) -> Iterator[Kept[StaffMember]]:
    """Everybody who sits at a window of the division, of whatever unit, a hundred at a time."""
    rows = table.query_all(register_keys.register_of_staff(division), prefix=register_keys.SITS, limit=1000)
    ids = sorted({row["id"] for row in rows})
    for start in range(0, len(ids), PAGE):
        yield from load_members(table, division, ids[start : start + PAGE]).values()


def everybody_in(table: Table, division: str) -> Iterator[Kept[StaffMember]]:
    """The whole register of the division."""
    prefix = register_keys.staff_member(division, "").sk
    return map(_member, table.query_all(register_keys.register_of_staff(division), prefix=prefix, limit=1000))


def person_of(table: Table, division: str, person: str) -> Person:
    """`person` is the post under which the register keeps the person."""
    counter = register_keys.person_version(division, person)
    rows = {row["sk"]: row for row in table.query_all(counter.pk, limit=PAGE)}
    version = rows.pop(counter.sk, None)
    members = load_members(table, division, [row["id"] for row in rows.values()])
    return Person(person, [members[one] for one in sorted(members)], int(version["value"]) if version else None)


def person_with(table: Table, division: str, staff_id: str) -> Person:
    """The person who has this post; without any post where nobody has."""
    seen, root = set[str](), staff_id
    while root not in seen and (kept := load_member(table, division, root)):
        seen.add(root)
        root = kept.record.person
    return person_of(table, division, root) if seen else Person(staff_id, [])


def posts_of(table: Table, division: str, person: str) -> list[Kept[StaffMember]]:
    """Every post of this person, also former ones."""
    return person_of(table, division, person).posts


def person_moves(division: str, person: Person) -> Op:
    """Counts a change of the person's posts. Refused when another change came between."""
    return update(
        register_keys.person_version(division, person.root), add={"value": 1}, when=equals(value=person.version)
    )


def person_moved(division: str, root: str) -> Op:
    """Likewise, of whoever writes on condition of the whole directory's version."""
    return update(register_keys.person_version(division, root), add={"value": 1})


def terms_of(table: Table, division: str, unit: str | None) -> Iterator[Term]:
    """Every term in the units of the division, or in one unit, also those that have ended: what the turnover counts."""
    register = register_keys.register_of_staff(division)
    for kind in (register_keys.OF_UNIT, register_keys.FORMER):
        prefix = f"{kind}{unit}#" if unit else kind
        for row in table.query_all(register, prefix=prefix, limit=1000):
            until = row.get("until")
            yield Term(
                register_keys.unit_in(row["sk"]),
                date.fromisoformat(row["since"]),
                date.fromisoformat(until) if until else None,
                row.get("came_from"),
                row.get("went_to"),
            )


def find_holder(table: Table, division: str, subject: str) -> Holder | None:
    return holder_in(table.get(register_keys.staff_subject(division, subject)))


def holder_in(row: Item | None) -> Holder | None:
    if row is None:
        return None
    member = StaffMember.model_validate_json(row["document"])
    return Holder(member, frozenset(row["accounts"]), frozenset({*row.get("posts", ()), member.id, member.person}))


def write_member(
    before: Kept[StaffMember] | None,
    after: StaffMember,
    posts: Sequence[StaffMember] = (),
    *,
    day: date | None = None,
    told_elsewhere: Container[str] = (),
    tells: bool | None = None,
    accounts: Mapping[str, str] | None = None,
) -> list[Op]:
    """The rows of one post. `posts` are the other posts of the person, whose accounts are told anew (`tells`; without
    it where the post is new), but for those whose rows the same transaction writes itself (`told_elsewhere`). `day` is
    that of a move. `accounts` says which post has each account now, where that may be another post of the person.

    Refused with the label `SUBJECT_TAKEN` where somebody else has the account.
    """
    placed = before.placed if before else None
    if before and before.record.unit.id != after.unit.id:
        placed = Placed(day or after.since, before.record.unit.id)
    row: Item = {
        **register_keys.staff_member(after.region, after.id)._asdict(),
        **({"unit_since": str(placed.since), "came_from": placed.came_from} if placed else {}),
        "version": next_version(before),
        "document": document_of(after, exclude=PERSONAL),
        "person": after.model_dump(mode="json", include=PERSONAL, exclude_none=True),
    }
    return [
        put(row, when=unchanged(before)),
        *_unit_rows(before, after, placed),
        *_window_rows(before.record.windows if before else (), after),
        *_person_rows(before.record if before else None, after),
        *_subject_rows(before.record if before else None, after, posts, accounts),
        *_told_rows(after, posts, told_elsewhere, tells=before is None if tells is None else tells),
    ]


def _person_rows(before: StaffMember | None, after: StaffMember) -> list[Op]:
    """The post in the list of its person's posts; it goes over to another list when a link is told later."""
    if before and before.person == after.person:
        return []
    own = _pointer(register_keys.post_of_person(after.region, after.person, after.id), after.id)
    left = [delete(register_keys.post_of_person(before.region, before.person, before.id))] if before else []
    return [*left, own]


def _unit_rows(before: Kept[StaffMember] | None, after: StaffMember, placed: Placed | None) -> list[Op]:
    """The row of the unit, with the term there. Whoever moves leaves the former unit's list; the term there, which ends
    with the day before, is kept apart. `placed` is how the member stands after the change.
    """
    end = _end(after)
    if before is None or placed is None or before.record.unit.id == after.unit.id:
        if before is None:
            return [_of_unit(after, after.since, end)]
        return [] if _end(before.record) == end else [_ended(after, end)]
    left = [delete(register_keys.staff_of_unit(after.region, before.record.unit.id, after.id))]
    first = before.placed.since if before.placed else before.record.since
    if first < placed.since:
        left.append(_former(before, first, placed.since - timedelta(days=1), after.unit.id))
    return [*left, _of_unit(after, placed.since, end, came_from=placed.came_from)]


def _end(member: StaffMember) -> date | None:
    return member.left_at.date() if member.left_at else member.until


def _of_unit(member: StaffMember, since: date, until: date | None, *, came_from: str | None = None) -> Op:
    key = register_keys.staff_of_unit(member.region, member.unit.id, member.id)
    told = {"until": str(until) if until else None, "came_from": came_from}
    row: Item = {**key._asdict(), "id": member.id, "since": str(since)}
    return put(row | {name: value for name, value in told.items() if value})


def _former(before: Kept[StaffMember], since: date, until: date, went_to: str) -> Op:
    one = before.record
    key = register_keys.former_term(one.region, one.unit.id, one.id, str(since))
    row: Item = {**key._asdict(), "id": one.id, "since": str(since), "until": str(until), "went_to": went_to}
    return put(row | ({"came_from": before.placed.came_from} if before.placed else {}))


def _window_rows(before: Sequence[str], after: StaffMember) -> Iterator[Op]:
    for window in sorted({*after.windows} - {*before}):
        yield _pointer(register_keys.staff_at_window(after.region, window, after.id), after.id)
    for window in sorted({*before} - {*after.windows}):
        yield delete(register_keys.staff_at_window(after.region, window, after.id))


def _ended(member: StaffMember, end: date | None) -> Op:
    """Changes the last day only: the first day in this unit stays."""
    key = register_keys.staff_of_unit(member.region, member.unit.id, member.id)
    return update(key, put={"until": str(end)}) if end else update(key, remove=["until"])


def _subject_rows(
    before: StaffMember | None, after: StaffMember, posts: Sequence[StaffMember], accounts: Mapping[str, str] | None
) -> list[Op]:
    """The row of the post's account. A former post does not have it any more once another post of the person does."""

    def has(member: StaffMember) -> bool:
        return accounts is None or accounts.get(member.subject or "", member.id) == member.id

    ops = list[Op]()
    if before and before.subject and before.subject != after.subject and has(before):
        ops.append(delete(register_keys.staff_subject(before.region, before.subject)))
    if after.subject is None or (before and before.subject == after.subject and not has(after)):
        return ops
    row = {
        **register_keys.staff_subject(after.region, after.subject)._asdict(),
        "id": after.id,
        "document": document_of(nameless(after)),
        **_told_of(after, posts),
    }
    if before and before.subject == after.subject:
        free = equals(id=before.id)
    else:
        # Who comes back keeps the account: the row that named a former post names this one.
        free = _names_one_of([one.id for one in posts if one.id != after.id and one.subject == after.subject])
    return [*ops, put(row, when=free, label=SUBJECT_TAKEN)]


def _names_one_of(ids: Sequence[str]) -> When:
    if not ids:
        return ABSENT
    told = {f"post_{number}": one for number, one in enumerate(ids)}
    return When(f"#id IN ({', '.join(f':{name}' for name in told)})", told)


def _told_of(after: StaffMember, posts: Sequence[StaffMember]) -> dict[str, Any]:
    """What the row of each account says of the whole person."""
    everyone = (*(one for one in posts if one.id != after.id), after)
    return {
        "accounts": sorted({one.subject for one in everyone if one.subject}),
        "posts": sorted(one.id for one in everyone),
    }


def _told_rows(after: StaffMember, posts: Sequence[StaffMember], elsewhere: Container[str], *, tells: bool) -> list[Op]:
    if not tells:
        return []
    written = {after.subject, *(one.subject for one in posts if one.id in elsewhere)}
    others = {one.subject for one in posts if one.id != after.id and one.subject} - written
    told = _told_of(after, posts)
    keys = [register_keys.staff_subject(after.region, one) for one in sorted(filter(None, others))]
    return [update(key, put=told, when=PRESENT) for key in keys]


def _pointer(key: Key, staff_id: str) -> Op:
    return put({**key._asdict(), "id": staff_id})


def _member(row: Item) -> Kept[StaffMember]:
    facts: dict[str, Any] = json.loads(row["document"])
    placed = Placed(date.fromisoformat(row["unit_since"]), row["came_from"]) if "unit_since" in row else None
    return Kept(StaffMember.model_validate(facts | dict(row["person"])), int(row["version"]), placed)
