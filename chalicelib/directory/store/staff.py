"""Where the register of staff is kept: a row for each post, its name and telephone encrypted, and small rows by which
the staff of a unit, the posts of a person and the holder of a token are found.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.standing import nameless
from chalicelib.directory.store.kept import Kept, document_of, next_version, unchanged
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.keys import Key
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, delete, equals, put, update

PERSONAL = {"name", "phone"}
SUBJECT_TAKEN = "subject"
MOST_POSTS = 10


class StaffPage(NamedTuple):
    """Members of the register; `after` is where the next page begins."""

    members: list[Kept[StaffMember]]
    after: dict[str, str] | None


class Holder(NamedTuple):
    """Whose token it is: the post without its name, and every account (`sub`) of the same person."""

    member: StaffMember
    accounts: frozenset[str]


def load_member(table: Table, division: str, staff_id: str) -> Kept[StaffMember] | None:
    row = table.get(keys.staff_member(division, staff_id))
    return _member(row) if row else None


def load_members(table: Table, division: str, ids: Sequence[str]) -> dict[str, Kept[StaffMember]]:
    """These members by id, at most a hundred, in one read; those that do not exist are left out."""
    if not ids:
        return {}
    rows = table.get_many([keys.staff_member(division, one) for one in ids])
    found = [_member(row) for row in rows.values()]
    return {one.record.id: one for one in found}


def list_staff(
    table: Table, division: str, unit: str | None, *, limit: int, after: Mapping[str, str] | None = None
) -> StaffPage:
    """The staff of the division, or of one unit, in the order of their ids."""
    register = keys.register_of_staff(division)
    if unit is None:
        page = table.query(register, prefix=keys.MEMBER, limit=limit, after=after)
        return StaffPage([_member(row) for row in page.items], page.after)
    page = table.query(register, prefix=keys.staff_of_unit(division, unit, "").sk, limit=limit, after=after)
    members = load_members(table, division, [row["id"] for row in page.items])
    return StaffPage([members[one] for one in sorted(members)], page.after)


def posts_of(table: Table, division: str, person: str) -> list[Kept[StaffMember]]:
    """Every post of this person, also former ones."""
    rows = table.query(keys.post_of_person(division, person, "").pk, limit=MOST_POSTS).items
    members = load_members(table, division, [row["id"] for row in rows])
    return [members[one] for one in sorted(members)]


def find_holder(table: Table, division: str, subject: str) -> Holder | None:
    return holder_in(table.get(keys.staff_subject(division, subject)))


def holder_in(row: Item | None) -> Holder | None:
    if row is None:
        return None
    return Holder(StaffMember.model_validate_json(row["document"]), frozenset(row["accounts"]))


def write_member(
    before: Kept[StaffMember] | None,
    after: StaffMember,
    posts: Sequence[StaffMember] = (),
    replaces: str | None = None,
) -> list[Op]:
    """The rows of one post. `posts` are the other posts of the person, whose accounts are told anew. `replaces` is the
    id of a former post whose account this one takes over.

    Refused with the label `SUBJECT_TAKEN` where somebody else has the account.
    """
    row: Item = {
        **keys.staff_member(after.region, after.id)._asdict(),
        "version": next_version(before),
        "document": document_of(after, exclude=PERSONAL),
        "person": after.model_dump(mode="json", include=PERSONAL, exclude_none=True),
    }
    return [
        put(row, when=unchanged(before)),
        *_unit_rows(before.record if before else None, after),
        *([] if before else [_pointer(keys.post_of_person(after.region, after.person, after.id), after.id)]),
        *_subject_rows(before.record if before else None, after, posts, replaces),
    ]


def _unit_rows(before: StaffMember | None, after: StaffMember) -> list[Op]:
    new = keys.staff_of_unit(after.region, after.unit.id, after.id)
    if before is None:
        return [_pointer(new, after.id)]
    old = keys.staff_of_unit(before.region, before.unit.id, before.id)
    return [] if old == new else [delete(old), _pointer(new, after.id)]


def _subject_rows(
    before: StaffMember | None, after: StaffMember, posts: Sequence[StaffMember], replaces: str | None
) -> list[Op]:
    others = [one for one in posts if one.id != after.id and one.subject]
    accounts: list[str] = sorted({one.subject for one in (*others, after) if one.subject})
    told = [] if before else [_told(one, accounts) for one in others if one.subject != after.subject]
    if after.subject is None:
        return told
    row = {
        **keys.staff_subject(after.region, after.subject)._asdict(),
        "id": after.id,
        "document": document_of(nameless(after)),
        "accounts": accounts,
    }
    free = equals(id=after.id) if before else equals(id=replaces) if replaces else ABSENT
    return [put(row, when=free, label=SUBJECT_TAKEN), *told]


def _told(other: StaffMember, accounts: Sequence[str]) -> Op:
    key = keys.staff_subject(other.region, other.subject or "")
    return update(key, put={"accounts": [*accounts]}, when=equals(id=other.id))


def _pointer(key: Key, staff_id: str) -> Op:
    return put({**key._asdict(), "id": staff_id})


def _member(row: Item) -> Kept[StaffMember]:
    facts: dict[str, Any] = json.loads(row["document"])
    return Kept(StaffMember.model_validate(facts | dict(row["person"])), int(row["version"]))


def joined(member: StaffMember) -> Op:
    """Counts a member of the staff of a unit from the first day on."""
    return update(keys.headcount(member.region, member.unit.id, member.since.year), add={"joined": 1})


def left(member: StaffMember, year: int) -> Op:
    return update(keys.headcount(member.region, member.unit.id, year), add={"left": 1})
