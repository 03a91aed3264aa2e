"""登记人员: an administrator takes a post into the register of staff (附件3)."""

from datetime import datetime

from chalicelib.directory.acts.register_changes import Moved, commit, division_of, own_region, refuse
from chalicelib.directory.acts.register_checks import unknown_places
from chalicelib.directory.model.rules import staff_findings
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store import staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError

OWN_LINK = "同一人员填写另一岗位的编号，不能填写本岗位的编号"


@act
def register_staff(platform: Platform, caller: Caller, member: StaffMember) -> Receipt:
    """Raises Invalid with every rule of the register that the record breaks, and where its id or account is taken."""
    if done := acts.find_record(platform, caller):
        return done
    table, division = platform.table, division_of(caller)
    person = staff.person_with(table, division, member.same_person_as) if member.same_person_as else None
    posts = person.records if person else []
    department = member.unit.department
    before = load_standing(table, division, department) if department else None
    errors = [
        *own_region(caller, member),
        *unknown_places(table, member),
        *staff_findings(member, posts=posts, chiefs=before.record.chiefs if before else ()),
    ]
    if member.same_person_as == member.id:
        errors.append(FieldError("/same_person_as", "person_circular", OWN_LINK))
    elif person and not posts:
        errors.append(FieldError("/same_person_as", "id_unknown", "没有这个人员，请核对编号"))
    if staff.load_member(table, division, member.id):
        errors.append(FieldError("/id", "id_taken", "该编号已用于其他记录"))
    if member.subject and _is_taken(staff.find_holder(table, division, member.subject), person, caller.at):
        errors.append(FieldError("/subject", "subject_taken", "该账号已属于其他人员"))
    refuse(errors)
    standing = Moved(department, before, before.record.with_chief(member)) if department and before else None
    if person:
        member = member.model_copy(update={"same_person_as": person.root})
    ops = [*staff.write_member(None, member, posts), *([staff.person_moves(division, person)] if person else ())]
    return commit(platform, caller, "staff", None, member, ops, act="register", standing=standing)


def _is_taken(holder: staff.Holder | None, person: staff.Person | None, at: datetime) -> bool:
    """Whether the account is somebody else's. Who comes back has the account that the former post had, once that has
    ended: one account has the rights of one post.
    """
    if holder is None:
        return False
    former = holder.member
    of_the_person = person is not None and former.id in {one.id for one in person.records}
    return not of_the_person or former.in_post_at(at) or at.date() < former.since
