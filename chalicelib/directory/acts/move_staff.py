"""调岗: somebody gets another post, unit, rank or window. The rules of the register hold for it anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from chalicelib.access.actor import Role
from chalicelib.directory.acts.register_changes import Moved, commit, division_of, found, refuse, replaced
from chalicelib.directory.acts.register_checks import administrator_remains, unknown_places
from chalicelib.directory.model.rules import WINDOW_ROLES, staff_findings
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store import staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.directory.store.kept import Kept
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Forbidden

AT_WINDOWS = frozenset({"windows", "post", "roles"})


@act
def move_staff(
    platform: Platform,
    caller: Caller,
    staff_id: str,
    changes: Mapping[str, Any],
    reason: str,
    *,
    on: date | None = None,
) -> Receipt:
    """`changes` are fields of the record. Rights change now; `on` is the day of the move, which the register may learn
    of later but not ahead.

    Raises Invalid with every rule that the new post breaks, and Conflict for somebody who has left, when two change the
    record at once, and for a chief representative who goes to another department: who leaves it first may come there
    with a new record, and for the last administrator who would be one no more.
    """
    if done := acts.find_record(platform, caller):
        return done
    table, today = platform.table, caller.at.date()
    before = found(staff.load_member(table, division_of(caller), staff_id))
    only_windows(caller, before.record, changes)
    still_in_post(before.record, caller)
    after: StaffMember = replaced(before.record, changes)
    if before.record.chief and before.record.unit != after.unit:
        raise Conflict(code="chief_must_leave", title="首席代表调往其他单位，请先办理离岗，再在新单位登记")
    person = staff.person_of(table, after.region, after.person)
    department = after.unit.department
    held = load_standing(table, after.region, department) if department else None
    errors = [*_of_the_day(before, on or today, today), *unknown_places(table, after)]
    if after == before.record:
        errors.append(FieldError("", "nothing_changed", "没有任何变动"))
    refuse([*errors, *staff_findings(after, posts=person.records, chiefs=held.record.chiefs if held else ())])
    seen = administrator_remains(table, before.record, after, caller.at)
    standing = Moved(department, held, held.record.with_chief(after)) if department and held else None
    written = staff.write_member(before, after, person.records, day=on or today)
    ops = [*written, staff.person_moves(after.region, person)]
    how: dict[str, Any] = {"standing": standing, "reason": reason, "exclusive": True, "seen": seen}
    return commit(platform, caller, "staff", before, after, ops, act="move", **how)


def only_windows(caller: Caller, member: StaffMember, changes: Mapping[str, Any]) -> None:
    """The manager of the centre places people at windows; posts of departments and their rights are not the centre's.
    Raises Forbidden for anything else (R22, R23).
    """
    if caller.actor.role is not Role.CENTRE_MANAGER:
        return
    roles = {*member.roles, *changes.get("roles", ())}
    of_windows = member.unit.kind == "centre" or bool(member.windows)
    if not of_windows or roles - WINDOW_ROLES or changes.keys() - AT_WINDOWS:
        raise Forbidden(
            code="staff_of_department", title="中心管理人员只能调整窗口人员的窗口和岗位，其他变动由平台管理员办理"
        )


def still_in_post(member: StaffMember, caller: Caller) -> None:
    """Raises Conflict for somebody who has left. Who is still to come may be moved before the first day."""
    if not member.in_post_at(caller.at) and caller.at.date() >= member.since:
        raise Conflict(code="already_left", title="该人员已经离岗")


def _of_the_day(before: Kept[StaffMember], on: date, today: date) -> list[FieldError]:
    first = before.placed.since if before.placed else before.record.since
    if on > max(today, first):
        words = "调岗日期不能晚于今天；计划中的调动，请到调动之日办理"
        return [FieldError("/on", "day_in_the_future", words)]
    if on < first:
        return [FieldError("/on", "day_before_post", "调岗日期不能早于到岗日期")]
    return []
