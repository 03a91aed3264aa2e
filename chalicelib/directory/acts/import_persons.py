"""What an import of staff does with persons: links lead to one root, and a person is judged and written as a whole.

The file is laid over the whole register, so that a post that it does not name counts too.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from chalicelib.directory.acts.import_steps import Change, Step
from chalicelib.directory.acts.register_changes import facts as facts_of
from chalicelib.directory.acts.register_checks import LAST_ADMINISTRATOR, administrator_stays
from chalicelib.directory.model.persons import clashes, persons_of
from chalicelib.directory.model.sections import Entry
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store import staff
from chalicelib.directory.store.kept import Change as Logged
from chalicelib.directory.store.kept import Kept, change_row, next_version
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writes import Op

CIRCULAR = "同一人员的关联不能指向本岗位，也不能形成循环"
PARTED = "该岗位已登记为另一人员的岗位，不能改为其他人员；登记有误的，请办理离岗后以新的编号登记"


class Registered(Protocol):
    """The members of the file, and the whole register of staff. `relinked` are members whom the file does not name, and
    whose person has another root by it.
    """

    region: str
    members: dict[str, Entry]
    kept_staff: dict[str, Kept[StaffMember]]
    relinked: dict[str, StaffMember]
    link_faults: list[FieldError]
    accounts: dict[str, str]

    def member(self, staff_id: str | None) -> StaffMember | None: ...
    def changed(self, staff_id: str) -> bool: ...


def link_persons(found: Registered) -> None:
    """Every record names the root of its person. A file that tells no link takes none back."""
    kept = {one: there.record.same_person_as for one, there in found.kept_staff.items()}
    told = {one: entry.record.same_person_as for one, entry in found.members.items()}
    persons = persons_of(kept, told)
    for staff_id, entry in found.members.items():
        at = f"{entry.pointer}/same_person_as"
        if staff_id in persons.circular:
            found.link_faults.append(FieldError(at, "person_circular", CIRCULAR))
        elif staff_id in persons.parted:
            found.link_faults.append(FieldError(at, "person_settled", PARTED))
        elif told[staff_id] and told[staff_id] not in persons.roots:
            found.link_faults.append(FieldError(at, "id_unknown", "没有这个人员，请核对编号"))
        elif (link := persons.link(staff_id)) != told[staff_id]:
            record = entry.record.model_copy(update={"same_person_as": link})
            found.members[staff_id] = entry._replace(record=record)
    for staff_id, there in found.kept_staff.items():
        if staff_id not in found.members and persons.link(staff_id) != kept[staff_id]:
            update = {"same_person_as": persons.link(staff_id)}
            found.relinked[staff_id] = there.record.model_copy(update=update)


def person_findings(
    found: Registered, posts: Mapping[str, Sequence[StaffMember]], at: datetime
) -> Iterator[FieldError]:
    """What the rules of a person refuse beyond those of each record: duties that two posts have together whom the file
    only links, an account of somebody else, and a register without an administrator. `posts` are those of each person.
    """
    yield from found.link_faults
    first = dict[str, Entry]()
    for entry in found.members.values():
        first.setdefault(entry.record.person, entry)
    for person, entry in first.items():
        for one, other, finding in clashes(posts[person]):
            if not {one.id, other.id} & found.members.keys():
                yield finding._replace(pointer=f"{entry.pointer}/same_person_as")
                break
    yield from _of_accounts(found, at)
    yield from _of_administrators(found, posts, at)


def _of_accounts(found: Registered, at: datetime) -> Iterator[FieldError]:
    """An account is of one post at a time. Who comes back takes it from a post that has ended, which stays as it is."""
    first = dict[str, str]()
    for entry in found.members.values():
        one: StaffMember = entry.record
        if one.subject is None:
            continue
        holder = found.member(found.accounts.get(one.subject))
        former = holder is not None and holder.id != one.id and one.id in found.kept_staff
        passed_on = holder is None or holder.id == one.id or _is_passed_on(found, one, holder, at)
        if not passed_on or (not former and first.setdefault(one.subject, one.id) != one.id):
            yield FieldError(f"{entry.pointer}/subject", "subject_taken", "该账号已属于其他人员")


def _is_passed_on(found: Registered, one: StaffMember, holder: StaffMember, at: datetime) -> bool:
    """Whether `one`, another post of the holder, is the former post, or the new one to which the account goes over."""
    before = found.kept_staff.get(one.id)
    if holder.person != one.person:
        return False
    if before:
        return before.record.subject == one.subject and _has_ended(one, at)
    return _has_ended(holder, at) and not found.changed(holder.id)


def _has_ended(one: StaffMember, at: datetime) -> bool:
    return not one.in_post_at(at) and one.since <= at.date()


def _of_administrators(
    found: Registered, posts: Mapping[str, Sequence[StaffMember]], at: datetime
) -> Iterator[FieldError]:
    """A file does not leave the register without an administrator who stays, as nobody could import another one."""
    before = {one for one, kept in found.kept_staff.items() if administrator_stays(kept.record, at)}
    after = [one for own in posts.values() for one in own if administrator_stays(one, at)]
    if after:
        return
    for staff_id in sorted(before & found.members.keys()):
        yield FieldError(f"{found.members[staff_id].pointer}/roles", "last_administrator", LAST_ADMINISTRATOR)


def person_steps(found: Registered, posts: Mapping[str, Sequence[StaffMember]], logged: Logged) -> Iterator[Step]:
    """The members of the file and those relinked by it, those of one person together. `posts` are those of each."""
    together = dict[str, list[StaffMember]]()
    for one in (*(entry.record for entry in found.members.values()), *found.relinked.values()):
        together.setdefault(one.person, []).append(one)
    for person, told in together.items():
        yield from _person_steps(found, posts[person], told, logged)


def _person_steps(
    found: Registered, posts: Sequence[StaffMember], told: Sequence[StaffMember], logged: Logged
) -> Iterator[Step]:
    """A step for each post of a person that the file tells or links anew. All that are written are one transaction."""
    changed = [one for one in told if found.changed(one.id)]
    for one in told:
        if one not in changed:
            yield Step(_staff_change(found, one))
    kept = [found.kept_staff[one.id].record for one in posts if one.id in found.kept_staff]
    roots = {told[0].person, *(one.person for one in kept)} if kept else set[str]()
    counts = [staff.person_moved(found.region, root) for root in sorted(roots)]
    for number, one in enumerate(changed):
        others = posts, [other.id for other in changed]
        ops = _staff_ops(found, one, others, logged, tells=number == 0)
        group = one.person if len(changed) > 1 else ""
        yield Step(_staff_change(found, one), (*ops, *(counts if number == 0 else ())), one.account_roles, group)


def _staff_change(found: Registered, one: StaffMember) -> Change:
    kind = "created" if one.id not in found.kept_staff else "changed" if found.changed(one.id) else "unchanged"
    pointer = found.members[one.id].pointer if one.id in found.members else ""
    return Change(kind, "staff", found.region, one.id, one.post, pointer)


def _staff_ops(
    found: Registered,
    one: StaffMember,
    others: tuple[Sequence[StaffMember], Sequence[str]],
    logged: Logged,
    *,
    tells: bool,
) -> list[Op]:
    """`others` are the person's posts, and the ids of those that are written too. The rows of the posts that are not
    are told the accounts once, by the first post that changes.
    """
    before, (posts, written) = found.kept_staff.get(one.id), others
    ops = staff.write_member(
        before,
        one,
        posts,
        day=logged.at.date(),
        told_elsewhere=written,
        tells=tells,
        accounts=found.accounts,
    )
    told = logged._replace(facts=facts_of(before, one))
    return [*ops, change_row(found.region, "staff", one.id, next_version(before), told)]
