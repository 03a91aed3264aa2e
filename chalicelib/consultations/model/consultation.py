"""咨询: what somebody asks before an application, who has to answer it, and until when (R17, R18, R45, R74).

A question is no application: no term of a case begins with it. The rules of 2018 name no length for an answer, so the
lengths here are of this demonstration (ILLUSTRATIVE).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.term import count_term
from chalicelib.durable.audit import GENESIS
from chalicelib.foundation.labelled import Labelled

ConsultationKind = Literal["question", "advice"]
ToldBy = Literal["in_person", "phone", "message"]
KIND_LABELS: Mapping[ConsultationKind, str] = {"question": "业务咨询", "advice": "审批前服务"}
TOLD_LABELS: Mapping[ToldBy, str] = {"in_person": "当面", "phone": "电话", "message": "短信或者站内消息"}
# Workdays that whoever has the question has for it, from the day on which it came; that day is not counted.
DESK_WORKDAYS = 1
ANSWER_WORKDAYS: Mapping[ConsultationKind, int] = {"question": 3, "advice": 5}
# How long a question is kept after its last act. No law names a term; three years are those of 民法典188.
KEPT = timedelta(days=3 * 366)


class ConsultationState(Labelled):
    """Where a question stands."""

    AT_DESK = "at_desk", "等待咨询台答复"
    AT_DEPARTMENT = "at_department", "已转交部门，等待答复"
    APPOINTED = "appointed", "部门已预约面谈"
    ANSWERED = "answered", "已答复"
    TOLD = "told", "已答复并反馈"
    WITHDRAWN = "withdrawn", "提问人已撤回"


OPEN = frozenset({ConsultationState.AT_DESK, ConsultationState.AT_DEPARTMENT, ConsultationState.APPOINTED})
WITH_DEPARTMENT = frozenset({ConsultationState.AT_DEPARTMENT, ConsultationState.APPOINTED})


class Visitor(Record):
    """Who asks at the desk without an account, if they want to be called back."""

    name: str = Field(repr=False)
    phone: str = Field(repr=False)


class CitedEntry(Record):
    """The entry of the knowledge base that an answer cites, in the version that was shown."""

    id: str
    version: int


class Appointment(Record):
    """When and where the department's expert receives the person."""

    at: AwareDatetime
    place: str


class Missed(Record):
    """The last term that somebody let pass: its last day, and the department that had the question, or None (desk)."""

    due: date
    department: str | None = None


class Consultation(Record):
    """`asker` is the account that asked, empty for a visitor of the desk. Text, reply and visitor are encrypted in
    the table. `came_at` is when the question reached the desk or the department that has it. `due` is the last day for
    its answer, by the calendar that was in force when it was counted.
    """

    id: str
    number: str
    division: str
    kind: ConsultationKind
    item: str | None = None
    item_name: str | None = None
    department: str | None = None
    text: str = Field(repr=False)
    asker: str = ""
    visitor: Visitor | None = Field(default=None, repr=False)
    state: ConsultationState = ConsultationState.AT_DESK
    asked_at: AwareDatetime
    came_at: AwareDatetime
    forward_reason: str | None = Field(default=None, repr=False)
    due: date | None = None
    overdue_told: bool = False
    missed: Missed | None = None
    appointment: Appointment | None = None
    cited: CitedEntry | None = None
    reply: str | None = Field(default=None, repr=False)
    basis: str | None = None
    answered_at: AwareDatetime | None = None
    told_at: AwareDatetime | None = None
    told_by: ToldBy | None = None
    case: str | None = None
    version: Annotated[int, Field(ge=1)] = 1
    seq: int = 0
    last_hash: str = GENESIS

    @property
    def etag(self) -> str:
        return f'"v{self.version}"'

    @property
    def sent_back(self) -> bool:
        """Whether the desk has it again, from a department that has said why it is not its business."""
        return self.state is ConsultationState.AT_DESK and self.forward_reason is not None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def due_by(self, calendar: WorkCalendar) -> date | None:
        """The last day for the answer by this calendar; None once nobody has to answer."""
        if not self.is_open:
            return None
        length = DESK_WORKDAYS if self.state is ConsultationState.AT_DESK else ANSWER_WORKDAYS[self.kind]
        return count_term(self.came_at.date(), length, "workday", (), 0, calendar).due

    def is_overdue(self, today: date, calendar: WorkCalendar) -> bool:
        due = self.due_by(calendar)
        return due is not None and today > due

    def moved(self, state: ConsultationState, calendar: WorkCalendar, **changes: Any) -> "Consultation":
        """The question in another state, with the term that it has there."""
        after = self.model_copy(update={"state": state, **changes})
        again = {"overdue_told": False} if after.came_at != self.came_at else {}
        return after.model_copy(update={"due": after.due_by(calendar), **again})
