"""What a record of staff names has to be there: the department or the body, and the windows."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.access.actor import Role
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store import staff
from chalicelib.directory.store.departments import has_department
from chalicelib.directory.store.directories import load_directory
from chalicelib.foundation.problems import Conflict, FieldError
from chalicelib.foundation.table import Table


def unknown_places(table: Table, member: StaffMember) -> Iterator[FieldError]:
    """The department or body and the windows of the record that its region does not have."""
    directory, department = load_directory(table, member.region), member.unit.department
    if department and not has_department(table, member.region, department):
        yield FieldError("/unit/id", "id_unknown", "没有这个部门，请核对编号")
    if department is None and directory.bodies and member.unit.id not in directory.bodies:
        yield FieldError("/unit/id", "id_unknown", "没有这个单位，请核对编号")
    yield from unknown_windows(directory, member)


def administrator_remains(table: Table, before: StaffMember, after: StaffMember, at: datetime) -> None:
    """Raises Conflict where nobody would be left who may register anybody: `before` is an administrator of whom `after`
    ends the post or the role, and no other one stays. Who is to leave on a planned day does not stay.
    """
    administrator = Role.ADMINISTRATOR.value
    keeps = administrator in after.account_roles and after.until is None and after.left_at is None
    if administrator not in before.account_roles or keeps:
        return

    def stays(one: StaffMember) -> bool:
        lasting = one.until is None and one.left_at is None and one.in_post_at(at)
        return one.id != before.id and administrator in one.account_roles and lasting

    after_page: Mapping[str, str] | None = None
    while True:
        page = staff.find_staff(table, before.region, staff.Chosen(), stays, limit=1, after=after_page)
        if page.members:
            return
        if page.after is None:
            words = "这是最后一名平台管理员，请先登记另一名平台管理员"
            raise Conflict(code="last_administrator", title=words)
        after_page = page.after


def unknown_windows(directory: Directory, member: StaffMember) -> Iterator[FieldError]:
    """Windows that are not there, or were given up before the member came. `directory` is that of the region."""
    for place, identifier in enumerate(member.windows):
        window = directory.windows.get(identifier)
        if window is None:
            yield FieldError(f"/windows/{place}", "id_unknown", "本地区没有这个窗口，请核对编号")
        elif window.until and window.until < member.since:
            yield FieldError(f"/windows/{place}", "window_ended", "这个窗口在到岗之前已经停用")
