"""离岗: somebody leaves a post, at once or on a last day. Every right of the post ends with it (R59)."""

from datetime import date

from chalicelib.directory.acts.register_changes import Moved, commit, division_of, found, refuse, replaced
from chalicelib.directory.acts.register_checks import administrator_remains
from chalicelib.directory.model.persons import clash
from chalicelib.directory.store import staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError


@act
def leave_staff(platform: Platform, caller: Caller, staff_id: str, reason: str, on: date | None = None) -> Receipt:
    """`on` is the last day; without it the rights end at this moment. Raises Conflict for somebody who has left,
    and for the last administrator.
    """
    if done := acts.find_record(platform, caller):
        return done
    table, division = platform.table, division_of(caller)
    before = found(staff.load_member(table, division, staff_id))
    today = caller.at.date()
    if before.record.left_at or (before.record.until and before.record.until < today):
        raise Conflict(code="already_left", title="该人员已经离岗")
    if on and on < max(today, before.record.since):
        refuse([FieldError("/on", "day_in_the_past", "离岗日期不能早于今天和到岗日期")])
    changes = {"until": on} if on else {"until": max(today, before.record.since), "left_at": caller.at}
    after = replaced(before.record, changes)
    person = staff.person_of(table, division, after.person)
    if before.record.until and on and on > before.record.until:
        others = [one for one in person.records if one.id != after.id]
        refuse([finding._replace(pointer="/on") for other in others for finding in clash(after, other)][:1])
    seen = administrator_remains(table, before.record, after, caller.at)
    department = after.unit.department
    held = load_standing(table, division, department) if department and after.chief else None
    standing = Moved(department, held, held.record.with_chief(after)) if department and held else None
    ops = [*staff.write_member(before, after, person.records), staff.person_moves(division, person)]
    return commit(
        platform, caller, "staff", before, after, ops, act="leave", standing=standing, reason=reason, seen=seen
    )
