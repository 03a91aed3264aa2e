"""Tasks (任务): what a case asks of a department or of its chief representative. A case has a set of open tasks."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Final, Literal, NamedTuple

from pydantic import AwareDatetime, Field

from chalicelib.access.actor import OF_ORGAN_ABOVE, Actor, Role, blind_index
from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.outside import KIND as OUTSIDE
from chalicelib.cases.model.outside import Outside
from chalicelib.cases.model.record import Record
from chalicelib.cases.model.status import Status
from chalicelib.cases.model.unified_ref import CONVENE, OPINION
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import names


class Inbox(NamedTuple):
    """A department's list of tasks, of all kinds that are for these roles, by due day. A role has one at most."""

    name: str
    roles: frozenset[Role]


# What a task is due by: the term of the department, and the one that the law sets for it.
TaskClocks = tuple[ClockKind, ClockKind]
TO_DECIDE: TaskClocks = ("promised", "statutory")
TO_ACCEPT: TaskClocks = ("confirmation", "acceptance")
OF_SUPERIOR: TaskClocks = ("superior", "superior")
TO_ISSUE: TaskClocks = ("issue", "issue")
TO_OPINE: TaskClocks = ("opinion", "statutory")
TO_VERIFY: TaskClocks = ("rectification", "verification")
# What was paid of a fee is owed back, and nobody has ordered that yet.
TO_REFUND: Final = "refund"

OFFICERS = Inbox("review", frozenset({Role.OFFICER, Role.DEPARTMENT_SYSTEM}))
SUPERIORS = Inbox("superior", OF_ORGAN_ABOVE)
CHIEFS = Inbox("decide", frozenset({Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER}))


class Wait(NamedTuple):
    """The wait of a state machine that opens a task, and the status in which it does."""

    machine: str
    step: str
    status: Status


class TaskKind(NamedTuple):
    """One row of the table of kinds.

    `wait` opens a task of this kind; None where an act does. `opened` are the words of the timeline, `opened_complex`
    those of an item that is complex, which another post decides (R65). `inbox`
    is the list it stands in. `notify`: the department's system is told by callbacks that it was opened
    and that it was cancelled. `clocks` are those of the case that it is due by, None where no term of ours runs for it;
    `purpose` is what its form is read for. Which acts may be done on
    it, the table of acts says. `above`: it is asked of the organ above, to which the case was reported. `only`: of the
    roles of its inbox these alone may do it, and nobody else has it in the list.
    """

    name: str
    label: str
    opened: str
    inbox: Inbox
    wait: Wait | None = None
    notify: bool = False
    opened_complex: str | None = None
    clocks: TaskClocks | None = TO_DECIDE
    purpose: Purpose = Purpose.REVIEW
    above: bool = False
    only: frozenset[Role] | None = None

    def opened_for(self, *, complex_item: bool) -> str:
        return (complex_item and self.opened_complex) or self.opened


# Decisions are made by people, so that no system is told of them (rules 一(二)3).
TASK_KINDS: Mapping[str, TaskKind] = {
    kind.name: kind
    for kind in (
        TaskKind(
            name="review",
            label="审查",
            opened="分派部门审查",
            inbox=OFFICERS,
            wait=Wait(names.REVIEW, "review", Status.IN_REVIEW),
            notify=True,
        ),
        TaskKind(
            name="decide",
            label="决定",
            opened="送首席代表决定",
            opened_complex="送部门负责人决定",
            inbox=CHIEFS,
            wait=Wait(names.REVIEW, "decide", Status.DECIDING),
        ),
        # What was reviewed here is sent upward, and decided there (行政许可法35).
        TaskKind(
            name="report",
            label="上报",
            opened="送首席代表上报",
            opened_complex="送部门负责人上报",
            inbox=CHIEFS,
            wait=Wait(names.UPWARD, "report", Status.REPORTING),
        ),
        TaskKind(
            name="superior",
            label="上级机关决定",
            opened="送上级机关决定",
            inbox=SUPERIORS,
            wait=Wait(names.UPWARD, "superior", Status.REPORTED),
            notify=True,
            clocks=OF_SUPERIOR,
            above=True,
        ),
        # A true mismatch of its result, which the organ that decided puts right (R38).
        TaskKind(
            name="amend",
            label="更正结果",
            opened="结果核对不一致，送上级机关更正",
            inbox=SUPERIORS,
            notify=True,
            clocks=TO_ISSUE,
            above=True,
        ),
        # The window asks before it accepts (R30).
        TaskKind(
            name="confirm",
            label="答复窗口征询",
            opened="征询部门意见",
            inbox=OFFICERS,
            notify=True,
            clocks=TO_ACCEPT,
            purpose=Purpose.ACCEPTANCE,
        ),
        # Several departments examine one case, each from its own side (行政许可法26(2)).
        TaskKind(
            name=OPINION,
            label="提出部门意见",
            opened="转请部门提出审查意见",
            inbox=OFFICERS,
            notify=True,
            clocks=TO_OPINE,
        ),
        # The lead brings them together: before anybody is asked, or once the applicant was told what to put right.
        TaskKind(
            name=CONVENE,
            label="召集联合审查",
            opened="送首席代表召集联合审查",
            inbox=CHIEFS,
            only=frozenset({Role.CHIEF_REPRESENTATIVE}),
        ),
        # After a grant on a commitment (国办发〔2020〕42号). What it has found is told as a credit record.
        TaskKind(
            name="verify",
            label="核查承诺",
            opened="分派承诺核查",
            inbox=OFFICERS,
            clocks=TO_VERIFY,
        ),
        # No law says by which day, and a case that has ended has no term of its own any more.
        TaskKind(name=TO_REFUND, label="决定退费", opened="送首席代表决定退费", inbox=CHIEFS, clocks=None),
        # A step of a joint request that the system of another organ or body handles: known by its reports only.
        TaskKind(
            name=OUTSIDE,
            label="办理联办中的外部事项",
            opened="转外部系统办理",
            inbox=OFFICERS,
            notify=True,
            clocks=None,
        ),
    )
}
# Why a task ends without an answer of its department: the applicant has withdrawn, or the window, or silence, has
# settled what the department was asked, or the case has ended as a member of a joint request, or a result was found
# equal once it was printed again, or the lead has drawn the conclusion of a joint session, or the provider has returned
# the money without an order.
CancelReason = Literal["withdrawn", "settled", "ended", "matched", "concluded", "unconcerned", "renewed", "returned"]
CANCELLED_FOR: Mapping[CancelReason, str] = {
    "withdrawn": "申请人已撤回申请",
    "settled": "窗口征询的办件已经受理、告知补正、不予受理或者移送",
    "ended": "联办申请中该事项已终止办理",
    "matched": "结果重新印制后核对一致，不需要更正",
    "concluded": "联合审查已经作出结论",
    "unconcerned": "申请人变更的情形不再涉及本部门",
    "renewed": "有效期届满未作决定，已视为准予延续",
    "returned": "支付机构已经退还，不需要再决定退费",
}
# What a department's system is told of a task whose kind says `notify`.
TaskEventName = Literal["task.opened", "task.cancelled", "task.due_moved", "credit.recorded", "credit.repaired"]
OPENED: Final = "task.opened"
CANCELLED: Final = "task.cancelled"
# A day by which it is due has moved while it was open.
DUE_MOVED: Final = "task.due_moved"
# What the credit system is told of a commitment that was not kept, and of its repair.
RECORDED: Final = "credit.recorded"
REPAIRED: Final = "credit.repaired"
TaskState = Literal["open", "claimed", "answered", "cancelled"]
NUMBERED = re.compile(r"([a-z_]+)(?:-[0-9]+)?")


def kind_opened_at(machine: str, step: str) -> TaskKind | None:
    """The kind of task that this wait opens; None for a wait at which no task is asked for."""
    return next((kind for kind in TASK_KINDS.values() if kind.wait and kind.wait[:2] == (machine, step)), None)


def inbox_of(role: Role) -> Inbox | None:
    """The list of tasks that is for this role."""
    return next((kind.inbox for kind in TASK_KINDS.values() if role in kind.inbox.roles), None)


class MovedDue(Record):
    """The last move of a due day of a task. `why` is the type of the event, `seq` its number."""

    kind: ClockKind
    before: date
    after: date
    why: str
    at: AwareDatetime
    seq: int | None = None


class OpenTask(Record):
    """A task as its case remembers it while somebody has to do it. `no` names it within the case."""

    no: str
    kind: str
    department: str


class Task(Record):
    """A task row. `id` is unique over all cases and url-safe: the case, a full stop, the task's `no`.

    The event of an answer has the digest of `answer` with `answer_salt`, so the row proves what was answered.
    `claimed_by` is the `sub` of who has claimed it, and `claimed_role` the post. `handed_over` is the reason of the
    last takeover or reassignment; it is free text, so the event has only its digest. `clocks` are those of its case
    that the due days come from, so that a list counts them again without its cases. `cancelled_for` is the reason for
    which the task ended without an answer. `question` is what a window asks, in its own words.
    """

    id: str
    case_id: str
    kind: str
    state: TaskState = "open"
    division: str
    department: str
    region: Annotated[str | None, Field(description="of an organ above, which is in no register here")] = None
    item: str
    item_name: str
    case_number: str
    due: date | None = None
    statutory_due: date | None = None
    provisional: bool = False
    clocks: Mapping[ClockKind, Clock] = Field(default_factory=dict[ClockKind, Clock])
    moved: tuple[MovedDue, ...] = ()
    opened_at: AwareDatetime
    claimed_by: str | None = None
    claimed_role: Role | None = None
    claimed_at: AwareDatetime | None = None
    handed_over: str | None = Field(default=None, repr=False)
    cancelled_at: AwareDatetime | None = None
    cancelled_for: CancelReason | None = None
    credit_to: Annotated[str | None, Field(description="whose system is told of the credit record")] = None
    recorded_at: Annotated[AwareDatetime | None, Field(description="when a default was recorded")] = None
    repaired_at: Annotated[AwareDatetime | None, Field(description="when that was repaired")] = None
    question: dict[str, Any] | None = Field(default=None, repr=False)
    outside: Outside | None = None
    answered_by: str | None = None
    answered_at: AwareDatetime | None = None
    answer: dict[str, Any] | None = None
    answer_salt: str | None = Field(default=None, repr=False)

    @property
    def waiting(self) -> bool:
        return self.state in ("open", "claimed")

    @property
    def no(self) -> str:
        return self.id.partition(".")[2]

    def held_against(self, actor: Actor) -> bool:
        """Whether the claim of another person keeps this actor of the same department from the task.

        A department's system and its people are one department: the system carries out what they do in it. So neither
        keeps the other from a task. A claim without a role was made by a person.
        """
        if self.claimed_by is None or self.claimed_by == actor.sub:
            return False
        return Role.DEPARTMENT_SYSTEM not in (self.claimed_role, actor.role)

    def worked_on_by(self, actor: Actor) -> bool:
        """Whether the actor has answered it, or holds it while nobody has."""
        return actor.sub == (self.answered_by or self.claimed_by)

    def claimed(self, by: str, role: Role, at: datetime) -> "Task":
        return self.model_copy(
            update={"state": "claimed", "claimed_by": by, "claimed_role": role, "claimed_at": at, "handed_over": None}
        )

    def released(self) -> "Task":
        """The task as everybody in the department may claim it again."""
        unclaimed = dict.fromkeys(("claimed_by", "claimed_role", "claimed_at", "handed_over"))
        return self.model_copy(update={"state": "open", **unclaimed})


def handover_digest(secret: bytes, task: Task, reason: str) -> str:
    """For the event: the reason as a keyed digest, because a short reason could be guessed from a plain one."""
    return blind_index(secret, task.id, reason)


def task_id(case_id: str, no: str) -> str:
    return f"{case_id}.{no}"


def split_task_id(identifier: str) -> tuple[str, str] | None:
    """(case id, number of the task); None for what is no id of a task."""
    case_id, dot, no = identifier.partition(".")
    named = NUMBERED.fullmatch(no)
    return (case_id, no) if dot and case_id and named and named[1] in TASK_KINDS else None


class TaskEvent(Record):
    """What the `callbacks` queue carries when something happened to a task: ids only. `seq` is the number of the case's
    event by which its days have moved.
    """

    department: str
    task_id: str
    event: TaskEventName = OPENED
    seq: int | None = None


def notify_department(
    department: str, task_id: str, event: TaskEventName = OPENED, seq: int | None = None
) -> SendMessage:
    """The effect that has the department's system told now of what happened to the task."""
    message = TaskEvent(department=department, task_id=task_id, event=event, seq=seq)
    return SendMessage(queue=names.CALLBACKS_QUEUE, body=message.model_dump(exclude_none=True))
