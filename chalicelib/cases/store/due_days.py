"""The copies of a case's due days: its open tasks and its alarms. One function moves them all when a clock changes.

The copies in the META row, and so its place in the windows' lists, are written with the row itself.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from pydantic import JsonValue

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.case_alarms import alarms_of, has_to_move
from chalicelib.cases.model.opening import clocks_of, task_dues
from chalicelib.cases.model.task import TASK_KINDS, MovedDue, TaskKind
from chalicelib.cases.store.tasks import dues_moved
from chalicelib.durable import alarms
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.writes import Op, When


def copied(before: Case, after: Case, at: datetime, *, why: str, fired: Op | None = None) -> list[Op]:
    """What the transaction that changes the case from `before` to `after` writes besides: `at` is the act's legal time.

    `why` is the event of the act. `fired` ends the alarm that called it; no other operation touches that alarm then.
    """
    ended = [fired] if fired else []
    moved = [op for op in _alarms(before, after, at) if op.label not in {op.label for op in ended}]
    return [*_tasks(before, after, at, why, before.seq + 1), *ended, *moved]


def set_alarm(case: Case, name: str, at: datetime, *, when: When | None = None) -> list[Op]:
    """The alarm of this name, if the case should have it now."""
    day = alarms_of(case).get(name)
    return [alarms.set_alarm(case.owner, name, end_of(day), at, when=when)] if day else []


def end_of(day: date) -> datetime:
    """24:00 of that day, +08:00."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


def _alarms(before: Case, after: Case, at: datetime) -> Iterator[Op]:
    had, has = alarms_of(before), alarms_of(after)
    for name, day in has.items():
        if has_to_move(name, had.get(name), day):
            yield alarms.set_alarm(after.owner, name, end_of(day), at)
    for name in had.keys() - has.keys():
        yield alarms.clear_alarm(after.owner, name)


def _tasks(before: Case, after: Case, at: datetime, why: str, seq: int) -> list[Op]:
    stay = [(task, TASK_KINDS[task.kind]) for task in after.open_tasks if task in before.open_tasks]
    dues = [(task, kind, task_dues(before, kind), task_dues(after, kind)) for task, kind in stay]
    return [
        dues_moved(after, task, {**now, **_moved(before, after, kind, (at, why, seq))})
        for task, kind, then, now in dues
        if now != then
    ]


def _moved(before: Case, after: Case, kind: TaskKind, event: tuple[datetime, str, int]) -> dict[str, JsonValue]:
    """For the list of the department: the old and the new days of the task, where any has moved."""
    at, why, seq = event
    moved: list[JsonValue] = [
        MovedDue(kind=name, before=then, after=now, why=why, at=at, seq=seq).model_dump(mode="json")
        for name in clocks_of(after, kind)
        if (then := before.due(name)) and (now := after.due(name)) and then != now
    ]
    return {"moved": moved} if moved else {}
