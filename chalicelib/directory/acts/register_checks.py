"""What a record of staff names has to be there: the department or the body, and the windows."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from chalicelib.access.actor import Role
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store import staff
from chalicelib.directory.store.departments import has_department
from chalicelib.directory.store.directories import load_directory
from chalicelib.directory.store.version import version_of
from chalicelib.foundation.problems import Conflict, FieldError
from chalicelib.foundation.table import Table

LAST_ADMINISTRATOR = "这是最后一名平台管理员，请先登记另一名平台管理员"


def unknown_places(table: Table, member: StaffMember) -> Iterator[FieldError]:
    """The department or body and the windows of the record that its region does not have."""
    directory, department = load_directory(table, member.region), member.unit.department
    if department and not has_department(table, member.region, department):
        yield FieldError("/unit/id", "id_unknown", "没有这个部门，请核对编号")
    if department is None and directory.bodies and member.unit.id not in directory.bodies:
        yield FieldError("/unit/id", "id_unknown", "没有这个单位，请核对编号")
    yield from unknown_windows(directory, member)


def administrator_stays(one: StaffMember, at: datetime) -> bool:
    """Whether this is an administrator with an account. Who is to leave on a planned day does not stay."""
    lasting = one.until is None and one.left_at is None and one.in_post_at(at)
    return lasting and Role.ADMINISTRATOR.value in one.account_roles


def administrator_remains(table: Table, before: StaffMember, after: StaffMember, at: datetime) -> int | None:
    """Raises Conflict where nobody would be left who may register anybody: `before` is an administrator of whom `after`
    ends the post or the role, and no other one stays.

    Returns the version of the directory on which that was seen. Who writes on condition of it cannot be the second of
    two administrators who leave at the same moment. None where no administrator goes.
    """
    keeps = Role.ADMINISTRATOR.value in after.account_roles and after.until is None and after.left_at is None
    if Role.ADMINISTRATOR.value not in before.account_roles or keeps:
        return None
    seen = version_of(table, before.region)

    def stays(one: StaffMember) -> bool:
        return one.id != before.id and administrator_stays(one, at)

    after_page: Mapping[str, str] | None = None
    while True:
        page = staff.find_staff(table, before.region, staff.Chosen(), stays, limit=1, after=after_page)
        if page.members:
            return seen
        if page.after is None:
            raise Conflict(code="last_administrator", title=LAST_ADMINISTRATOR)
        after_page = page.after


def unknown_windows(directory: Directory, member: StaffMember) -> Iterator[FieldError]:
    """Windows that are not there, or were given up before the member came. `directory` is that of the region."""
    for place, identifier in enumerate(member.windows):
        window = directory.windows.get(identifier)
        if window is None:
            yield FieldError(f"/windows/{place}", "id_unknown", "本地区没有这个窗口，请核对编号")
        elif window.until and window.until < member.since:
            yield FieldError(f"/windows/{place}", "window_ended", "这个窗口在到岗之前已经停用")
