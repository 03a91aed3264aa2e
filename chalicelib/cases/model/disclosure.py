"""Who of the hall reads how much of a person's data, when, and for what: two tables (个人信息保护法6, 34, 51(2)).

Without a purpose everything personal is masked. With one that fits the post and the status, it is shown, and the
reading is recorded for the person it is about. The applicant's own data are never masked to the applicant.
"""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import NamedTuple

from chalicelib.access.actor import OF_ORGAN_ABOVE, Role
from chalicelib.cases.model.status import UNDECIDED, Status
from chalicelib.foundation import problems
from chalicelib.foundation.labelled import Labelled
from chalicelib.foundation.problems import FieldError

Statuses = frozenset[Status]


class Purpose(Labelled):
    """What a person's data are read for, as the request says it; `label` is what people read."""

    @classmethod
    def listed(cls) -> str:
        return f"查看目的：{super().listed()}"

    ACCEPTANCE = "acceptance", "受理审查"
    IDENTITY = "identity", "核验身份"
    CORRECTION = "correction", "数据更正"
    REVIEW = "review", "部门审批"
    ISSUE = "issue", "制证送达"
    PAPERS = "papers", "文书查阅和送交"
    COMPLAINT = "complaint", "投诉核查"
    SUPERVISION = "supervision", "监督检查"
    AUDIT = "audit", "审计核验"
    # Of agents. It stands in the access log only: no post of the hall reads anything for it.
    AGENCY = "agency", "受托代办"


class Part(Enum):
    """What is read. A form has the data themselves; papers are the documents that acts have given out; an export has
    the whole case with its proofs.
    """

    FORM = "form"
    PAPERS = "papers"
    ACCESS_LOG = "access log"
    EXPORT = "export"


class Sight(Enum):
    """How much is shown: nothing of the form, the form with its personal fields masked, or all of it."""

    NOTHING = 0
    MASKED = 1
    WHOLE = 2


RECEIVED: Statuses = frozenset(Status) - {Status.DRAFT}
AFTER_ACCEPTANCE: Statuses = RECEIVED - {Status.SUBMITTED, Status.CORRECTING, Status.LAPSED, Status.REJECTED}
UNDER_REVIEW: Statuses = UNDECIDED
DECIDED_ABOVE: Statuses = frozenset(
    {Status.DECIDED, Status.COMPARING, Status.DELIVERING, Status.DELIVERED, Status.CLOSED}
)

# While these posts work on the case. Supervisors look at how cases go, and never at forms.
READERS: Mapping[Role, Statuses] = {
    Role.COUNTER_CLERK: frozenset({Status.SUBMITTED, Status.CORRECTING, Status.LAPSED}) | UNDER_REVIEW,
    Role.OFFICER: UNDER_REVIEW,
    Role.DEPARTMENT_SYSTEM: UNDER_REVIEW,
    Role.CHIEF_REPRESENTATIVE: UNDER_REVIEW | {Status.DECIDED, Status.COMPARING},
    Role.DEPARTMENT_LEADER: UNDER_REVIEW,
    Role.ISSUING_CLERK: frozenset({Status.COMPARING, Status.DELIVERING, Status.DELIVERED}),
    # It answers for what it has decided, as in a review (行政复议法), and sees what becomes of it.
    Role.SUPERIOR_ORGAN: frozenset({Status.REPORTED}) | DECIDED_ABOVE,
    Role.SUPERIOR_LEADER: frozenset({Status.REPORTED}) | DECIDED_ABOVE,
}


class Row(NamedTuple):
    """What a purpose opens: which part, to which post, in which statuses."""

    purpose: Purpose
    part: Part
    statuses: Mapping[Role, Statuses]


BEFORE_ACCEPTANCE: Statuses = frozenset({Status.SUBMITTED, Status.CORRECTING, Status.LAPSED})
# What a window has transferred, these posts of the department accept in its place, and read as it would.
ACCEPTS_TRANSFERRED = frozenset({Role.OFFICER, Role.CHIEF_REPRESENTATIVE})
# Whom a window asks before it accepts.
ANSWERS_QUESTIONS = frozenset({Role.OFFICER, Role.DEPARTMENT_SYSTEM})

DEPARTMENT = (Role.OFFICER, Role.DEPARTMENT_SYSTEM, Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER)
LEADERS = (Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER)
OPENS: tuple[Row, ...] = (
    Row(
        Purpose.ACCEPTANCE,
        Part.FORM,
        {Role.COUNTER_CLERK: BEFORE_ACCEPTANCE},
    ),
    Row(Purpose.IDENTITY, Part.FORM, {role: READERS[role] for role in (Role.COUNTER_CLERK, Role.ISSUING_CLERK)}),
    Row(
        Purpose.CORRECTION,
        Part.FORM,
        {role: READERS[role] for role in (Role.COUNTER_CLERK, Role.CHIEF_REPRESENTATIVE)},
    ),
    Row(
        Purpose.REVIEW,
        Part.FORM,
        {**dict.fromkeys(DEPARTMENT, UNDER_REVIEW), **{role: READERS[role] for role in sorted(OF_ORGAN_ABOVE)}},
    ),
    Row(Purpose.ISSUE, Part.FORM, {Role.ISSUING_CLERK: READERS[Role.ISSUING_CLERK]}),
    Row(
        Purpose.PAPERS,
        Part.PAPERS,
        {
            Role.COUNTER_CLERK: RECEIVED,
            Role.ISSUING_CLERK: AFTER_ACCEPTANCE,
            **dict.fromkeys(DEPARTMENT, AFTER_ACCEPTANCE),
        },
    ),
    # Who is answerable, and who looks into it: those who lead the department of the case, supervisors, auditors.
    Row(Purpose.AUDIT, Part.EXPORT, dict.fromkeys((Role.AUDITOR, Role.SUPERVISOR, *LEADERS), RECEIVED)),
    Row(Purpose.COMPLAINT, Part.EXPORT, dict.fromkeys((Role.SUPERVISOR, *LEADERS), RECEIVED)),
    Row(Purpose.SUPERVISION, Part.EXPORT, {Role.SUPERVISOR: RECEIVED}),
    Row(Purpose.COMPLAINT, Part.ACCESS_LOG, {Role.SUPERVISOR: RECEIVED}),
    Row(Purpose.SUPERVISION, Part.ACCESS_LOG, {Role.SUPERVISOR: RECEIVED}),
)


class PurposeUnfit(problems.Forbidden):
    code = "purpose_unfit"
    title = "所填查看目的与您的岗位或者办件所处环节不符，不能据此查看个人信息"


class PurposeMissing(problems.Invalid):
    code = "purpose_missing"
    title = "此内容含有个人信息，请以 purpose 说明查看目的"


class OtherWindow(PurposeUnfit):
    title = "办件属于其他窗口，您只能查看本窗口办件的个人信息"


class Standing(NamedTuple):
    """What else opens a case: to its department before acceptance, the window has transferred it (R33), or has asked
    the department, which has not answered yet (R30); a draft to a window, a pre-check was asked for (R21). `provides`:
    of a joint request whoever reads handles a step, and is shown no more than that step needs.
    """

    transferred: bool = False
    asked: bool = False
    precheck: bool = False
    provides: bool = False


AS_RECEIVED = Standing()


def sight(role: Role, status: Status, purpose: Purpose | None, standing: Standing = AS_RECEIVED) -> Sight:
    """How much of the form is shown. Raises PurposeUnfit for a purpose that opens nothing here."""
    if purpose is None:
        answers = (standing.asked and _answers(role, status)) or (standing.precheck and _prechecks(role, status))
        reads = status in READERS.get(role, frozenset()) or (standing.transferred and _accepts(role, status)) or answers
        reads = reads or (standing.provides and role in ANSWERS_QUESTIONS)
        return Sight.MASKED if reads else Sight.NOTHING
    require_purpose(role, status, purpose, Part.FORM, standing)
    return Sight.WHOLE


def _answers(role: Role, status: Status) -> bool:
    return role in ANSWERS_QUESTIONS and status is Status.SUBMITTED


def _prechecks(role: Role, status: Status) -> bool:
    return role is Role.COUNTER_CLERK and status is Status.DRAFT


def _accepts(role: Role, status: Status) -> bool:
    return role in ACCEPTS_TRANSFERRED and status in BEFORE_ACCEPTANCE


def require_purpose(
    role: Role, status: Status, purpose: Purpose | None, part: Part, standing: Standing = AS_RECEIVED
) -> Purpose:
    """For what cannot be masked, such as a printed document. Raises PurposeMissing or PurposeUnfit.

    What was transferred the case's department accepts, so that it reads what a window would.
    """
    as_window = standing.transferred and _accepts(role, status)
    reader = Role.COUNTER_CLERK if as_window else role
    opened = [row.purpose for row in OPENS if row.part is part and status in row.statuses.get(reader, frozenset())]
    asked = (standing.asked and _answers(role, status)) or (standing.precheck and _prechecks(role, status))
    if asked and part is Part.FORM:
        opened.append(Purpose.ACCEPTANCE)
    if standing.provides and role in ANSWERS_QUESTIONS and part is Part.FORM:
        opened.append(Purpose.REVIEW)
    if not opened:
        raise PurposeUnfit(title="您的岗位在办件当前环节不能查看此内容")
    return _fitting(purpose, opened, "/query/purpose")


def require_lookup(role: Role, purpose: Purpose | None, pointer: str) -> Purpose:
    """For looking for a person by name, which tells that the person has cases: any purpose that the post ever has.

    Raises PurposeMissing or PurposeUnfit; `pointer` says where the request has the purpose.
    """
    reads = [row.purpose for row in OPENS if role in row.statuses and row.part is not Part.EXPORT]
    return _fitting(purpose, reads, pointer)


def _fitting(purpose: Purpose | None, opened: Sequence[Purpose], pointer: str) -> Purpose:
    if purpose is None:
        raise PurposeMissing(errors=[FieldError(pointer, "purpose_missing", PurposeMissing.title)])
    if purpose not in opened:
        raise PurposeUnfit
    return purpose
