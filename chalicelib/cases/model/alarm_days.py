"""When each alarm of a case is due, and since when its work counts: what the table of alarms names. Pure."""

from datetime import date, datetime, time, timedelta

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.status import BEFORE_DECISION, UNDECIDED, Status
from chalicelib.cases.model.stops import first_overrun
from chalicelib.cases.model.unified_ref import OPINION


def silence_accepts(case: Case) -> date | None:
    """Silence accepts a licence at the end of the fifth workday (行政许可法32(4)); any answer ends that."""
    return case.due("acceptance") if case.status is Status.SUBMITTED else None


def silence_renews(case: Case) -> date | None:
    """The last day of the licence that is renewed at its end, while nobody has decided (行政许可法50(2))."""
    return case.due("expiry") if case.status in UNDECIDED else None


def supplement_ends(case: Case) -> date | None:
    return case.due("supplement") if case.status is Status.CORRECTING else None


def procedure_ends(case: Case) -> date | None:
    """A procedure is to end on the day that the applicant was told; nobody waits for it once the case is decided."""
    return first_overrun(case.stops) if case.status in BEFORE_DECISION else None


def since_procedure(case: Case) -> datetime | None:
    """An overrun of an earlier procedure is no overrun of this one, which cannot be told before its last day."""
    day, received = first_overrun(case.stops), case.received_at
    return datetime.combine(day, time.max, received.tzinfo) if day and received else None


def report_ends(case: Case) -> date | None:
    """The review here is to be over, and the whole file sent upward, on the law's day (行政许可法35, 43)."""
    here = case.status in (Status.IN_REVIEW, Status.REPORTING) and not case.report_late_told
    return case.due("lower_review") if here else None


def since_accepted(case: Case) -> datetime | None:
    return case.accepted_at


def before_own_day(case: Case) -> date | None:
    """The alarm comes as this day ends: a result that waits for others goes out alone on its last day."""
    due = alone_on(case)
    return due - timedelta(days=1) if due else None


def alone_on(case: Case) -> date | None:
    """The last day on which a granted result that waits for others has to go out (行政许可法44)."""
    waits = case.joint is not None and case.joint.held_back and case.status in (Status.DECIDED, Status.COMPARING)
    return case.due("issue") if waits and case.outcome == "grant" else None


def decided(case: Case) -> datetime | None:
    return case.decided_at


def nobody(_: Case) -> None:
    """What was told stands in the case itself."""


def question_ends(case: Case) -> date | None:
    """The clock is there while the question is open."""
    return case.due("confirmation") if case.status is Status.SUBMITTED else None


def opinions_end(case: Case) -> date | None:
    """Each department that takes part owes its opinion by then; whoever is late owes it all the same."""
    told = case.unified
    counts = told is not None and told.silence_counts and not told.silence_counted
    pending = told is not None and (counts or not told.silence_told)
    return case.due("opinion") if pending and case.open_task(OPINION) else None


def rectification_ends(case: Case) -> date | None:
    """Then the lead convenes anew, or concludes on the file."""
    return None if rectify_over(case) else case.rectify_by


def rectify_over(case: Case) -> bool:
    """Whether the day to put something right has passed, and nobody was convened since."""
    return case.rectify_by is not None and case.unified is not None and case.unified.rectify_over


def asked(case: Case) -> datetime | None:
    return case.asked_at


def noticed(case: Case) -> datetime | None:
    return case.noticed_at


def received(case: Case) -> datetime | None:
    return case.received_at
