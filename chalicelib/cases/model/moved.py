"""Due days that have moved: the old day, the new day, and why, for people. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, NamedTuple, cast

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, JsonValue

from chalicelib.cases.model.acts import EVENT_LABELS, RECOUNT
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.clock import CLOCKS, Clock, ClockKind
from chalicelib.cases.model.clock_acts import EXTEND, JOINT_EXTENDED, RESUME, SUSPEND
from chalicelib.cases.model.opening import clocks_of
from chalicelib.cases.model.task import DUE_MOVED, TASK_KINDS, MovedDue, Task, notify_department, task_id
from chalicelib.durable.audit import Event
from chalicelib.durable.effects import SendMessage

# The event by which a due day moves -> why, in people's words; the braces take what the event tells.
REASONS: Mapping[str, str] = {
    SUSPEND.event: "{kind_label}的时间不计入期限（{basis}），书面告知至{until}",
    RESUME.event: "{kind_label}已于{ended}结束，期限继续计算",
    EXTEND.event: "批准延长法定期限（{basis}）",
    JOINT_EXTENDED: "本级人民政府负责人批准延长联办的法定期限（{basis}）",
}


class DueMoved(BaseModel, defer_build=True):
    """一个期限的届满日变动。"""

    model_config = ConfigDict(hide_input_in_errors=True)

    kind: ClockKind
    label: Annotated[str, Field(description="期限的中文名称")]
    before: Annotated[date, Field(description="原届满日")]
    after: Annotated[date, Field(description="新届满日")]
    reason: Annotated[str, Field(description="变动的原因")]
    at: Annotated[AwareDatetime, Field(description="何时变动")]


class Move(NamedTuple):
    """The event of a case by which days of one of its tasks have moved: its number and time, and each of the days."""

    seq: int
    at: datetime
    days: tuple[DueMoved, ...] = ()


def moved_by(before: Mapping[ClockKind, Clock], after: Mapping[ClockKind, Clock]) -> dict[str, JsonValue]:
    """For the event: the due days that an act moves, each with the old and the new one. A clock that begins anew moves
    nothing.
    """
    return {
        kind: {"before": str(clock.due), "after": str(after[kind].due)}
        for kind, clock in before.items()
        if kind in after and after[kind].started == clock.started and after[kind].due != clock.due
    }


def moved_in(event: Event) -> Iterator[DueMoved]:
    """What the event tells of moved due days: first those that another calendar has moved, then those of the act."""
    for kind, one in event.data.get("recounted", {}).items():
        yield from _told(kind, one, _of_calendar(event.data), event)
    for kind, one in event.data.get("moved", {}).items():
        reason = REASONS.get(event.type, EVENT_LABELS.get(event.type, ""))
        yield from _told(kind, one, reason.format_map(event.data), event)


def move_of(task: Task, event: Event) -> Move | None:
    """What the event has moved of the days by which the task is due; None where it has moved none."""
    kinds = TASK_KINDS[task.kind].clocks or ()
    own = {*kinds, "lower_review"} if "statutory" in kinds else {*kinds}
    days = tuple(one for one in moved_in(event) if one.kind in own)
    return Move(event.seq, event.at, days) if days else None


def told_moves(before: Case, after: Case) -> list[SendMessage]:
    """The departments' systems that hear of the days which an act moves: of each task that was open and stays so. Its
    event, the next one, has the days and why.
    """
    moved = moved_by(before.clocks, after.clocks)
    return [
        notify_department(task.department, task_id(after.id, task.no), DUE_MOVED, before.seq + 1)
        for task in after.open_tasks
        if task in before.open_tasks
        and TASK_KINDS[task.kind].notify
        and any(name in moved for name in clocks_of(after, TASK_KINDS[task.kind]))
    ]


def moved_of(task: Task) -> list[DueMoved]:
    """The last move of the days that a task is due by."""
    return [_shown(one.kind, one.before, one.after, _label(one), one.at) for one in task.moved]


def _told(kind: str, one: Mapping[str, Any], reason: str, event: Event) -> Iterator[DueMoved]:
    """Nothing of a day that stays and is only surer than before."""
    before, after = date.fromisoformat(one["before"]), date.fromisoformat(one["after"])
    if before != after:
        yield _shown(cast("ClockKind", kind), before, after, reason, event.at)


def _shown(kind: ClockKind, before: date, after: date, reason: str, at: AwareDatetime) -> DueMoved:
    return DueMoved(kind=kind, label=CLOCKS[kind].label, before=before, after=after, reason=reason, at=at)


def _of_calendar(data: Mapping[str, Any]) -> str:
    """The papers of the entries that were loaded and why, where the event names them."""
    calendar = data.get("calendar")
    return f"放假安排变化：{calendar['paper']}（{calendar['reason']}）" if calendar else "放假安排变化"


def _label(one: MovedDue) -> str:
    return EVENT_LABELS.get(one.why, EVENT_LABELS[RECOUNT.event])
