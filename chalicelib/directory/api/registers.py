"""The register of staff, and the question who may do what by which letter."""

from datetime import date, datetime, time
from typing import Annotated

from pydantic import Field

from chalicelib.access.actor import Role
from chalicelib.access.policy import Permission
from chalicelib.directory.acts.register_changes import division_of, found
from chalicelib.directory.api.asked import within_calendar
from chalicelib.directory.api.register_answers import (
    StaffDetails,
    StaffList,
    StaffRow,
)
from chalicelib.directory.api.register_log import with_changes
from chalicelib.directory.api.seen import only_seen, own_department, sees
from chalicelib.directory.model.letters import CHINA
from chalicelib.directory.model.rules import NO_STAFF
from chalicelib.directory.model.staff import StaffMember, StaffType
from chalicelib.directory.model.terms import RecordId
from chalicelib.directory.store import staff
from chalicelib.foundation import problems
from chalicelib.foundation.validation import OneOf
from chalicelib.http.api import Api
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="registers")

STAFF_ROLES = tuple(role.value for role in Role if role not in NO_STAFF)
NO_ROWS = StaffList(items=[], next_cursor=None)


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
    facts = kept.record.model_dump(include={"deputy_of", "same_person_as", "note", "competences"})
    facts |= StaffRow.of(kept).model_dump()
    return with_changes(call, "staff", staff_id, StaffDetails, facts, kept.etag)
