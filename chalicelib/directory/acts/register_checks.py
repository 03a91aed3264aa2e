"""What a record of staff names has to be there: the department or the body, and the windows."""

from collections.abc import Iterator

from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.departments import has_department
from chalicelib.directory.store.directories import load_directory
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import Table


def unknown_places(table: Table, member: StaffMember) -> Iterator[FieldError]:
    """The department or body and the windows of the record that its region does not have."""
    directory, department = load_directory(table, member.region), member.unit.department
    if department and not has_department(table, member.region, department):
        yield FieldError("/unit/id", "id_unknown", "没有这个部门，请核对编号")
    if department is None and directory.bodies and member.unit.id not in directory.bodies:
        yield FieldError("/unit/id", "id_unknown", "没有这个单位，请核对编号")
    yield from unknown_windows(directory, member)


def unknown_windows(directory: Directory, member: StaffMember) -> Iterator[FieldError]:
    """Windows that are not there, or were given up before the member came. `directory` is that of the region."""
    for place, identifier in enumerate(member.windows):
        window = directory.windows.get(identifier)
        if window is None:
            yield FieldError(f"/windows/{place}", "id_unknown", "本地区没有这个窗口，请核对编号")
        elif window.until and window.until < member.since:
            yield FieldError(f"/windows/{place}", "window_ended", "这个窗口在到岗之前已经停用")
