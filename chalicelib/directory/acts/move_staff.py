"""调岗: somebody gets another post, unit, rank or window, from now on. The rules of the register hold for it anew."""

from collections.abc import Mapping
from typing import Any

from chalicelib.directory.acts.register_changes import Moved, commit, division_of, found, refuse, replaced
from chalicelib.directory.model.rules import staff_findings
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store import staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict


@act
def move_staff(
    platform: Platform, caller: Caller, staff_id: str, changes: Mapping[str, Any], reason: str, *, name: str = "move"
) -> Receipt:
    """`changes` are fields of the record. Raises Invalid with every rule that the new post breaks, and Conflict for
    somebody who has left, and for a chief representative who goes to another department: who leaves it first may come
    there with a new record.
    """
    if done := acts.find_record(platform, caller):
        return done
    table, division = platform.table, division_of(caller)
    before = found(staff.load_member(table, division, staff_id))
    if not before.record.in_post_at(caller.at) and caller.at.date() >= before.record.since:
        raise Conflict(code="already_left", title="该人员已经离岗")
    after: StaffMember = replaced(before.record, changes)
    if before.record.chief and before.record.unit != after.unit:
        raise Conflict(code="chief_must_leave", title="首席代表调往其他单位，请先办理离岗，再在新单位登记")
    posts = [kept.record for kept in staff.posts_of(table, division, after.person)]
    department = after.unit.department
    held = load_standing(table, division, department) if department else None
    refuse(staff_findings(after, posts=posts, chiefs=held.record.chiefs if held else ()))
    standing = Moved(department, held, held.record.with_chief(after)) if department and held else None
    ops = staff.write_member(before, after, posts, day=caller.at.date())
    return commit(platform, caller, "staff", before, after, ops, act=name, standing=standing, reason=reason)
