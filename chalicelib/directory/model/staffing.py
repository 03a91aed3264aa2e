"""Whose people sit at a window (R23): what the window says, what the region says of its kind, and what the department
says of its own window have to agree. Pure.
"""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from chalicelib.directory.model.directory import Directory, Rules
from chalicelib.directory.model.gaps import Gap
from chalicelib.directory.model.outcome import LAST_DAY, Outcome
from chalicelib.foundation.problems import FieldError

WORDS = {"centre": "中心人员", "department": "部门人员"}


class Difference(NamedTuple):
    """A record of `section` that disagrees with the region's rules in this field."""

    section: str
    id: str
    field: str
    words: str


def differences(directory: Directory, rules: Rules | None) -> Iterator[Difference]:
    """Every window and every department that is staffed in another way than its kind of window is."""
    if rules is None:
        return
    kinds = {kind.kind: kind for kind in rules.kinds}
    for name, window in directory.windows.items():
        kind = kinds.get(window.kind)
        if kind and window.staffed_by != kind.staffed_by:
            words = f"{window.name}写明由{WORDS[window.staffed_by]}办理，本地区{kind.kind}类窗口为"
            yield Difference("windows", name, "/staffed_by", f"{words}{WORDS[kind.staffed_by]}")
    leads_to = {route.department: route.kind for route in rules.routing.by_department}
    for name, record in directory.departments.items():
        kind = kinds.get(leads_to.get(name, ""))
        own = record.window
        if kind and own and own.staffed_by != kind.staffed_by:
            words = f"{record.name}写明由{WORDS[own.staffed_by]}办理，其事项分流到的{kind.kind}类窗口为"
            yield Difference("departments", name, "/window/staffed_by", f"{words}{WORDS[kind.staffed_by]}")


def staffing_differs(outcome: Outcome) -> Iterator[FieldError]:
    """A warning for each difference that there would be after the import, at its record, or at the region's settings
    where the file does not tell the record.
    """
    for region, wanted in outcome.wanted.items():
        told = {(one.section, one.id): one.pointer for one in wanted}
        after = outcome.after(region)
        settings = next((one.pointer for one in wanted if one.section == "regions"), "")
        for one in differences(after, after.rules_on(LAST_DAY)):
            pointer = told.get((one.section, one.id))
            if pointer is None and not settings:
                continue
            at = f"{pointer}{one.field}" if pointer else settings
            yield FieldError(at, "staffing_differs", f"{one.words}；请改其一，或者在地区的 overrides.windows 中写明")


def staffing_gaps(directory: Directory, day: date) -> Iterator[Gap]:
    """What differs on this day; a window that is out of service is passed over."""
    for one in differences(directory, directory.rules_on(day)):
        if one.section != "windows" or directory.windows[one.id].in_service(day):
            yield Gap("staffing_differs", one.id, one.words)
