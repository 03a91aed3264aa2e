"""Who has examined a case: they chair no hearing of it (行政许可法48(1)3)."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.unified_ref import OPINION
from chalicelib.cases.store.tasks import all_tasks
from chalicelib.directory.store.staff import find_holder, load_member
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writing import comparable_person

OF_EXAMINATION = ("review", "confirm", OPINION)


def has_examined(platform: Platform, case: Case, name: str) -> bool:
    """Whether somebody of this name has taken, answered, or checked on site for, a task to examine the case. People
    are known by their names, so two of one name are one.
    """
    wanted, tasks = comparable_person(name), all_tasks(platform.table, case.id)
    examined = [task for task in tasks if task.kind in OF_EXAMINATION]
    return any(comparable_person(one) == wanted for one in _names(platform, case, examined))


def _names(platform: Platform, case: Case, tasks: list[Task]) -> Iterator[str]:
    for task in tasks:
        checked: Mapping[str, Any] = (task.answer or {}).get("site_check") or {}
        yield from checked.get("officers", ())
    for subject in {sub for task in tasks for sub in (task.claimed_by, task.answered_by) if sub}:
        holder = find_holder(platform.table, case.division, subject)
        member = load_member(platform.table, case.division, holder.member.id) if holder else None
        if member:
            yield member.record.name
