"""The register of staff, and the question who may do what by which letter."""

from datetime import date, datetime, time
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.access.actor import Role
from chalicelib.access.policy import Permission
from chalicelib.directory.acts.register_changes import division_of, found
from chalicelib.directory.api.asked import within_calendar
from chalicelib.directory.api.register_answers import (
    AuthorityAnswer,
    StaffDetails,
    StaffList,
    StaffRow,
    authority_answer,
)
from chalicelib.directory.api.register_log import changes_shown
from chalicelib.directory.api.seen import only_seen, own_department, sees
from chalicelib.directory.model.authority import AskedAct, Register, who_may
from chalicelib.directory.model.letters import CHINA
from chalicelib.directory.model.rules import NO_STAFF
from chalicelib.directory.model.staff import StaffMember, StaffType
from chalicelib.directory.model.standing import Standing
from chalicelib.directory.model.terms import ItemCode, RecordId
from chalicelib.directory.store import letters, staff
from chalicelib.directory.store.authority import load_standing
from chalicelib.foundation import problems
from chalicelib.foundation.table import Table
from chalicelib.foundation.validation import OneOf
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")

DepartmentName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$", description="部门标识，如 food")]
STAFF_ROLES = tuple(role.value for role in Role if role not in NO_STAFF)
NO_ROWS = StaffList(items=[], next_cursor=None)


class AuthorityQuery(Part):
    department: DepartmentName
    item: Annotated[ItemCode, Field(description="事项编码")]
    act: Annotated[AskedAct, Field(description="环节")]
    at: Annotated[AwareDatetime | None, Field(description="何时；不填为现在")] = None


class StaffQuery(Paging):
    unit: Annotated[str | None, Field(max_length=32, description="部门或者单位的标识")] = None
    department: Annotated[str | None, Field(max_length=32, description="部门标识")] = None
    window: Annotated[RecordId | None, Field(description="窗口编号")] = None
    role: Annotated[str, OneOf(*STAFF_ROLES), Field(description="岗位的角色")] | None = None
    post: Annotated[str | None, Field(min_length=1, max_length=50, description="岗位名称中的文字")] = None
    staff_type: Annotated[StaffType | None, Field(description="人员身份")] = None
    at: Annotated[date | None, Field(description="只列这一天在岗的人员；不填则列出全部，包括离岗的")] = None

    def wants(self, one: StaffMember) -> bool:
        """Whether somebody is among those who are asked for. On a day somebody is in post who was so at its end."""
        return (
            (self.unit is None or one.unit.id == self.unit)
            and (self.department is None or one.unit.department == self.department)
            and (self.window is None or self.window in one.windows)
            and (self.role is None or one.has_role(Role(self.role)))
            and (self.post is None or self.post in one.post)
            and (self.staff_type is None or one.staff_type == self.staff_type)
            and (self.at is None or one.in_post_at(datetime.combine(self.at, time.max, CHINA)))
        )

    @property
    def filters(self) -> dict[str, str]:
        return self.model_dump(mode="json", exclude_none=True, exclude={"cursor", "limit"})


@api.get(
    "/directory/authority",
    Permission.ASK_AUTHORITY,
    "谁可以凭哪份授权文书办理事项的某个环节，以及理由",
    query=AuthorityQuery,
    answer=AuthorityAnswer,
)
def read_authority(call: Call[None, AuthorityQuery]) -> Answer:
    query, table, division = call.query, call.platform.table, division_of(call.caller)
    at = (query.at or call.caller.at).astimezone(call.caller.at.tzinfo)
    standing = load_standing(table, division, query.department).record
    people = _people(table, division, query.department, standing)
    register = Register(people, standing.accept_letters, standing.power_letters)
    answer = who_may(register, query.department, query.item, query.act, at)
    letter = answer.letter and letters.load_letter(table, division, answer.letter.id)
    return Answer(authority_answer(answer, query.department, people, at, letter))


def _people(table: Table, division: str, department: str, standing: Standing) -> dict[str, StaffMember]:
    """Everybody who may be the answer: whom the letters name, the staff of the department and of the centre, and those
    whom other departments have sent to the windows.
    """
    named = {one for letter in standing.power_letters for one in letter.holders}
    people = {one: kept.record for one, kept in staff.load_members(table, division, sorted(named)[:100]).items()}
    for unit in (department, *sorted({letter.grantee for letter in standing.accept_letters})):
        people |= {kept.record.id: kept.record for kept in staff.everybody_of(table, division, unit)}
    return people | {kept.record.id: kept.record for kept in staff.everybody_at_windows(table, division)}


@api.get("/directory/staff", Permission.READ_REGISTERS, "查看进驻人员名单", query=StaffQuery, answer=StaffList)
def list_staff(call: Call[None, StaffQuery]) -> Answer:
    query, division, own = call.query, division_of(call.caller), own_department(call.actor)
    if query.at:
        within_calendar(query.at)
    scope = f"staff {division} {own} {query.filters}"
    after = unseal(call.platform, scope, query.cursor)
    if not (sees(call.actor, query.unit) and sees(call.actor, query.department)):
        return Answer(NO_ROWS)
    chosen = staff.Chosen(query.unit or query.department or own, query.window)

    def wanted(one: StaffMember) -> bool:
        return query.wants(one) and own in (None, one.unit.department)

    page = staff.find_staff(call.platform.table, division, chosen, wanted, limit=query.limit, after=after)
    cursor = seal(call.platform, scope, page.after)
    rows = [StaffRow.of(kept) for kept in page.members]
    headers = link(call.platform.settings, "/v1/directory/staff", {"limit": query.limit, **query.filters}, cursor)
    return Answer(StaffList(items=rows, next_cursor=cursor), headers=headers)


@api.get(
    "/directory/staff/{staff_id}",
    Permission.READ_REGISTERS,
    "查看一名进驻人员及其变更记录",
    query=Paging,
    answer=StaffDetails,
    problems=(problems.NotFound,),
)
def read_staff(call: Call[None, Paging], staff_id: str) -> Answer:
    kept = found(staff.load_member(call.platform.table, division_of(call.caller), staff_id))
    only_seen(call.actor, kept.record.unit.department)
    changes, cursor, headers = changes_shown(call, "staff", staff_id, f"/v1/directory/staff/{staff_id}")
    facts = kept.record.model_dump(include={"deputy_of", "same_person_as", "note", "competences"})
    facts |= StaffRow.of(kept).model_dump() | {"changes": changes, "next_cursor": cursor}
    return Answer(StaffDetails.model_validate(facts), headers=headers, etag=kept.etag)
