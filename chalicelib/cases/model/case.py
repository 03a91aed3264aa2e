"""The case (办件): one snapshot of everything needed to answer in one read."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, Field, JsonValue, model_validator

from chalicelib.cases.model.absence import Absence
from chalicelib.cases.model.advice import Advised
from chalicelib.cases.model.agents import CaseAgent
from chalicelib.cases.model.annulled import AnnulledDecision, Annulment
from chalicelib.cases.model.case_ward import CaseWard
from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.cases.model.deferral import Deferral
from chalicelib.cases.model.falsehood import Falsehood
from chalicelib.cases.model.fee_order import FeeOrder
from chalicelib.cases.model.heard import FactsTold, Forewarning
from chalicelib.cases.model.identity_check import IdentityCheck
from chalicelib.cases.model.interested import Interested
from chalicelib.cases.model.joint_ref import JOINT_ITEM, JointOutcome, JointRef, scheme_of
from chalicelib.cases.model.minutes import Hearing
from chalicelib.cases.model.parties import Party
from chalicelib.cases.model.pledge import Pledge
from chalicelib.cases.model.precheck import Precheck
from chalicelib.cases.model.proven import Proven
from chalicelib.cases.model.record import Record
from chalicelib.cases.model.renewed_result import RenewedResult
from chalicelib.cases.model.reprint import Reprint
from chalicelib.cases.model.result_end import ResultEnd
from chalicelib.cases.model.returns import Return
from chalicelib.cases.model.sharing import SharedLine
from chalicelib.cases.model.status import UNDECIDED, Status
from chalicelib.cases.model.stops import Extended, Stop
from chalicelib.cases.model.superior import Superior
from chalicelib.cases.model.task import OpenTask, Task
from chalicelib.cases.model.unified_ref import UnifiedRef
from chalicelib.catalogue.model import HandlingType
from chalicelib.catalogue.model.validity import Granted
from chalicelib.durable.audit import GENESIS
from chalicelib.durable.caller import Channel
from chalicelib.foundation import keys

Outcome = Literal["grant", "refuse"]
# Of the account that made a case: `known` once the account was checked (实名等级 3), or was an agent's; `unchecked`
# before; `shut` once somebody else who was checked has acted on the case, so that the account is shown it no longer.
AccountStanding = Literal["known", "unchecked", "shut"]


class Case(Record):
    """`version` (the ETag) moves with people's acts, `seq` with every event; drafts have `form_version` only.

    `open_tasks` are those that somebody has to do now, `tasks_opened` counts the tasks of each kind there ever were.
    `papers` are the lines of which the window has received papers that still count. `noticed` has, for each line that a
    one-time notice named, when the last one did. `files` counts those that are neither refused nor removed,
    `announced` all that there ever were.
    """

    id: str
    division: str
    item: str
    item_version: int
    item_name: str
    theme: str
    department: str
    point: Annotated[str | None, Field(description="the town's or village's point that received it, 12 digits")] = None
    handling: HandlingType
    applicant_key: str
    applicant_parts: Annotated[tuple[str, ...], Field(description="what `applicant_key` is made of")] = Field(
        default=(), repr=False
    )
    salt: Annotated[str, Field(description="key of the digests in its events; it goes when the case's data go")] = (
        Field(default="", repr=False)
    )
    applicant_name: str = Field(default="", repr=False)
    applicant_kind: str = ""
    name_shown: Annotated[str, Field(description="the masked name, in a list, which has no name")] = ""
    holder_edition: Annotated[int, Field(description="how often its row HOLDER was written")] = 0
    guardian_name: Annotated[str, Field(description="the guardian whom the form names (法定代理人)")] = Field(
        default="", repr=False
    )
    guardianship: Annotated[Proven | None, Field(description="what was seen that proves it")] = Field(
        default=None, repr=False
    )
    ward: Annotated[
        CaseWard | None, Field(description="for whom a guardian has applied, as the form says since the submission")
    ] = Field(default=None, repr=False)
    ward_key: Annotated[str, Field(description="blind index of the ward, who has it in the own list; else empty")] = ""
    agents: Annotated[
        tuple[CaseAgent, ...], Field(description="who has acted on it for the applicant, by authorisations on record")
    ] = Field(default=(), repr=False)
    identity_seen_at: Annotated[
        AwareDatetime | None, Field(description="when a clerk has seen the document of the person whose account it is")
    ] = None
    identity_check: Annotated[
        IdentityCheck | None, Field(description="whom a clerk has seen for the submission of this draft")
    ] = None
    prechecks: Annotated[tuple[Precheck, ...], Field(description="requests for a pre-check, and the answers (R21)")] = (
        Field(default=(), repr=False)
    )
    precheck_until: Annotated[
        date | None, Field(description="until when the open request for a pre-check stands; a list is read from it")
    ] = None
    account: Annotated[str, Field(description="the account that made it online (`account_of`)")] = ""
    account_standing: Annotated[
        AccountStanding, Field(description="whether that account is known to be the applicant's")
    ] = "known"
    channel: Channel = "web"
    status: Status = Status.DRAFT
    version: int = 0
    seq: int = 0
    form_version: int = 1
    last_hash: str = GENESIS
    created_at: AwareDatetime
    received_at: AwareDatetime | None = None
    first_received_at: AwareDatetime | None = None
    accepted_at: Annotated[AwareDatetime | None, Field(description="the time from which the acceptance counts")] = None
    transferred_at: Annotated[
        AwareDatetime | None, Field(description="when the window handed it to its department to accept (R33)")
    ] = None
    accepted_by: Annotated[str | None, Field(description="the person who accepted, by the register of staff")] = None
    decided_by: Annotated[str | None, Field(description="the person who decided, by the register of staff")] = None
    deemed: Annotated[bool, Field(description="accepted by silence, not by a window (行政许可法32(4))")] = False
    upward: Annotated[
        str | None, Field(description="the organ above that decides it, once it was reviewed here (行政许可法35)")
    ] = None
    superior: Annotated[Superior | None, Field(description="that organ, as the directory had it at the report")] = None
    reported_at: Annotated[AwareDatetime | None, Field(description="when the whole file was last sent upward")] = None
    returns: Annotated[
        tuple[Return, ...], Field(description="how often that organ could not use the package, and why")
    ] = ()
    report_late_told: Annotated[bool, Field(description="the supervisors know that the report is late")] = False
    decided_at: AwareDatetime | None = None
    delivered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    saved_at: Annotated[
        AwareDatetime | None, Field(description="when the form was saved last, while it is a draft")
    ] = None
    expired: Annotated[bool, Field(description="a draft that nobody has touched for long; it is erased at once")] = (
        False
    )
    held_at: Annotated[AwareDatetime | None, Field(description="nothing of it is erased until that is lifted")] = None
    hold_reason: Annotated[str, Field(repr=False)] = ""
    erasing_at: Annotated[AwareDatetime | None, Field(description="what it says of people is being erased")] = None
    erased_at: Annotated[AwareDatetime | None, Field(description="what it said of people is erased")] = None
    number: str | None = None
    query_code: str | None = None
    outcome: Outcome | None = None
    validity: Granted | None = None
    decision_reasons: tuple[str, ...] = Field(default=(), repr=False)
    absences: tuple[Absence, ...] = Field(default=(), repr=False)
    interested: Annotated[
        Interested | None, Field(description="when those whom it concerns were told before the decision")
    ] = Field(default=None, repr=False)
    parties: tuple[Party, ...] = Field(default=(), repr=False)  # who was told as concerned, and said what
    face: Annotated[
        Mapping[str, JsonValue] | None,
        Field(description="what the officer has stated of the result's face; None of a case decided before faces were"),
    ] = Field(default=None, repr=False)
    open_tasks: tuple[OpenTask, ...] = ()
    tasks_opened: Mapping[str, int] = Field(default_factory=dict[str, int])
    noticed_at: AwareDatetime | None = None
    noticed: Mapping[str, AwareDatetime] = Field(default_factory=dict[str, AwareDatetime])
    files: int = 0
    announced: int = 0
    visits: Annotated[
        tuple[str, ...] | None, Field(description="days and places of visits; None of a case that counted none")
    ] = None
    papers: Annotated[
        tuple[str, ...], Field(description="lines of the list whose papers the window has taken, to be scanned")
    ] = ()
    reprinted: Annotated[
        Mapping[str, Reprint], Field(description="lines whose sheet was made anew, as the form was corrected")
    ] = Field(default_factory=dict[str, Reprint])
    corrections: Annotated[
        tuple[tuple[str, ...], ...],
        Field(description="what each one-time notice names: lines of materials, and fields of the form by pointer"),
    ] = ()
    required_since_notice: Annotated[
        tuple[str, ...], Field(description="lines that a form corrected at the window requires since the last notice")
    ] = ()
    overdue_told: Annotated[bool, Field(description="the supervisors know that its acceptance is overdue")] = False
    late_told: Annotated[
        Mapping[ClockKind, date],
        Field(description="terms of the decision and the delivery that were told as missed, each with its last day"),
    ] = Field(default_factory=dict[ClockKind, date])
    asked_at: Annotated[AwareDatetime | None, Field(description="when the window has last asked (R30)")] = None
    silence_told: Annotated[
        bool, Field(description="the supervisors know that the department has not answered the open question in time")
    ] = False
    advised: Annotated[Advised | None, Field(description="what the department has answered last")] = None
    mismatch_at: AwareDatetime | None = None
    result_version: int = 1
    result_number: Annotated[str | None, Field(description="that of the version before, once it was corrected")] = None
    told: Annotated[tuple[str, ...], Field(repr=False, description="digests of the defects of all notices")] = ()
    sharing: Annotated[
        Mapping[str, SharedLine], Field(description="lines that other organs were asked for (国务院令第716号第七条)")
    ] = Field(default_factory=dict[str, SharedLine])
    fee: Annotated[FeeOrder | None, Field(description="what is to be paid for it, and each payment")] = None
    bill_told: str | None = None  # the number of the bill on the last 缴款通知书 of its members
    deferral: Deferral | None = None  # papers that the applicant has promised to hand in later (容缺受理)
    pledge: Annotated[
        Pledge | None, Field(description="the applicant's word in place of a proof (告知承诺), and what came of it")
    ] = None
    forewarned: Annotated[Forewarning | None, Field(description="what may be decided against the person")] = None
    facts_told: FactsTold | None = Field(default=None, repr=False)  # facts and evidence of that notice
    annulled: Annulment | None = None  # the refusal of a member, which begins anew in a further case
    annulled_ends: tuple[AnnulledDecision, ...] = ()  # what had ended its result, or found something false
    falsehood: Falsehood | None = None  # false materials or fraud, as it was found, and the bar
    result_ends: tuple[ResultEnd, ...] = ()  # what has become of its result since; the last one counts
    renews: RenewedResult | None = None  # the result whose renewal is applied for (行政许可法50)
    joint: Annotated[JointRef | None, Field(description="of a member: the joint request that it belongs to")] = None
    joint_outcome: JointOutcome | None = None  # of a joint request, once nothing of it is undecided
    unified: Annotated[
        UnifiedRef | None, Field(description="several departments give opinions on it, and how their session stands")
    ] = None
    clocks: Mapping[ClockKind, Clock] = Field(default_factory=dict[ClockKind, Clock])
    stops: Annotated[tuple[Stop, ...], Field(description="special procedures that stop the decision clocks")] = ()
    hearings: tuple[Hearing, ...] = Field(default=(), repr=False)  # who chairs, and the minutes (行政许可法48)
    extended: Annotated[Extended | None, Field(description="the one extension of the law's term")] = None

    @model_validator(mode="before")
    @classmethod
    def _received_once(cls, facts: Any) -> Any:
        """The first receipt is stored only once there was another."""
        received = facts.get("received_at")
        return {"first_received_at": received, **facts} if received else facts

    @property
    def owner(self) -> keys.Owner:
        """Its partition, to which its machines, outbox rows and alarms belong."""
        return keys.case(self.id)

    @property
    def chain_key(self) -> bytes:
        """What the digests of personal data in its events are keyed with, for as long as the case is kept. It is the
        case's own: the keys of the deployment are exchanged from time to time, and events never change.
        """
        return self.salt.encode()

    @property
    def is_request(self) -> bool:
        """Whether it is a joint request: its members, each with a case of its own, are what is decided. A unified item
        that is applied for alone is a case as any other, and is decided itself.
        """
        return self.handling == JOINT_ITEM and self.joint is None and self.unified is None

    @property
    def in_letters(self) -> str:
        """What letters of authority and trainings call its item: a request of a stage is one of its scheme."""
        return scheme_of(self.item) if self.is_request else self.item

    @property
    def etag(self) -> str:
        return f'"d{self.form_version}"' if self.status is Status.DRAFT else f'"v{self.version}"'

    @property
    def provisional(self) -> bool:
        """Whether a due day known so far rests on a year whose holidays are not announced yet."""
        return any(clock.provisional for clock in self.clocks.values())

    @property
    def noticed_lines(self) -> tuple[str, ...]:
        """The lines of materials that the last one-time notice names."""
        return tuple(name for name in self._noticed if not name.startswith("/"))

    @property
    def noticed_fields(self) -> tuple[str, ...]:
        """The fields of the form that the last one-time notice names, by their pointers."""
        return tuple(name for name in self._noticed if name.startswith("/"))

    @property
    def _noticed(self) -> tuple[str, ...]:
        return self.corrections[-1] if self.corrections else ()

    @property
    def unreadable(self) -> Mapping[str, datetime]:
        """The lines whose files the organ above could not read, with the time of the last return that says so."""
        return {line: one.at for one in self.returns for line in one.lines}

    @property
    def rectify_by(self) -> date | None:
        """The last day to put right what a joint examination has found; None while nothing is to be put right."""
        return self.unified.rectify_by if self.unified and self.status in UNDECIDED else None

    @property
    def status_label(self) -> str:
        """What people read of its status: the department waits while the applicant puts something right."""
        return self.unified.to_rectify if self.unified and self.rectify_by else self.status.label

    def due(self, kind: ClockKind) -> date | None:
        """The last day of this clock; None when the case has no such clock."""
        return self.clocks[kind].due if kind in self.clocks else None

    @property
    def ended_without_grant(self) -> bool:
        """Whether it was withdrawn, refused or ended by its joint request."""
        return self.status.undone or self.outcome == "refuse"

    def open_precheck(self, today: date) -> Precheck | None:
        """The request that a window may answer today."""
        last = self.prechecks[-1] if self.prechecks else None
        return last if last and last.state(today, draft=self.status is Status.DRAFT) == "asked" else None

    def open_task(self, kind: str) -> OpenTask | None:
        """The open task of this kind; of several the first that was opened."""
        return next((task for task in self.open_tasks if task.kind == kind), None)

    def next_task_no(self, kind: str) -> str:
        """What the next task of this kind is called within the case: review, review-2, review-3."""
        before = self.tasks_opened.get(kind, 0)
        return f"{kind}-{before + 1}" if before else kind

    def moved_to(self, status: Status, **changes: Any) -> "Case":
        return self.model_copy(update={"status": status, **changes})

    def without_identity_check(self) -> "Case":
        """What a clerk has seen counts for one submission, and goes with the draft."""
        return self.model_copy(update={"identity_check": None})

    def with_task(self, task: Task) -> "Case":
        """The case once this new task was opened."""
        opened = {**self.tasks_opened, task.kind: self.tasks_opened.get(task.kind, 0) + 1}
        known = OpenTask(no=task.no, kind=task.kind, department=task.department)
        return self.model_copy(update={"open_tasks": (*self.open_tasks, known), "tasks_opened": opened})

    def without_task(self, no: str) -> "Case":
        """The case once this task was answered or cancelled."""
        return self.model_copy(update={"open_tasks": tuple(task for task in self.open_tasks if task.no != no)})
