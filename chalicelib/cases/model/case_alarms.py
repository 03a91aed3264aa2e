"""What happens to a case by itself at the end of a day, and the alarms that bring it about. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from chalicelib.cases.model.alarm_days import (
    asked,
    before_own_day,
    decided,
    nobody,
    noticed,
    opinions_end,
    procedure_ends,
    question_ends,
    received,
    rectification_ends,
    report_ends,
    silence_accepts,
    silence_renews,
    since_accepted,
    since_procedure,
    supplement_ends,
)
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.deferral_terms import accepted, papers_end, papers_reminder
from chalicelib.cases.model.late import next_lateness
from chalicelib.cases.model.pledge_terms import pledge_reminder, since_demanded
from chalicelib.durable.audit import Event

# The alarms at the end of the fifth workday, of the term for a supplement, of that for a window's question, and of the
# told time of a special procedure, and of the next term of the decision or the delivery.
ACCEPTANCE, SUPPLEMENT, CONFIRMATION, SPECIAL = "acceptance", "supplement", "confirmation", "special_procedure"
LATE = "overdue"
# The alarm at the end of the term for the review here of what an organ above decides.
UPWARD = "upward"
# The alarm at the end of the term for the opinions of several departments.
OPINIONS = "opinions"
# The alarm at the end of the days for what a joint session has found.
RECTIFIED = "session_rectification"
# Those for papers that were promised: the reminder, and their last day.
REMINDER, DEFERRAL = "deferral_reminder", "deferral"
# The reminder before the verification of a commitment, or the rectification, is due.
PLEDGE_REMINDER = "pledge_reminder"
# That before the last day of a result that waits for others.
HELD_BACK = "held_back"
# That of the last day of a licence whose renewal is asked for.
EXPIRY = "expiry"


class CaseAlarm(NamedTuple):
    """One row of the table of alarms: what happens to a case by itself at the end of a day.

    `name` is that of the row and of what `wiring` calls, `label` what people read. `ends` gives the day while the alarm
    has to be set. The alarm has done its work once an event of `leaves` has happened after `since`: from then on the
    case stays without it. `may_wait` says that the row stays where it stands when the day moves to a later one: the
    alarm comes once too early then, and moves itself on. Most cases end before, and pay for no move.
    """

    name: str
    label: str
    ends: Callable[[Case], date | None]
    since: Callable[[Case], datetime | None]
    leaves: frozenset[str]
    may_wait: bool = False


ALARMS: Mapping[str, CaseAlarm] = {
    alarm.name: alarm
    for alarm in (
        # What silence does not accept waits on after the event, until somebody acts.
        CaseAlarm(
            ACCEPTANCE,
            "受理期限",
            silence_accepts,
            since=received,
            leaves=frozenset({"acceptance_overdue"}),
        ),
        CaseAlarm(SUPPLEMENT, "补正期限", supplement_ends, since=noticed, leaves=frozenset({"supplement_overdue"})),
        CaseAlarm(
            SPECIAL,
            "特别程序告知的时间",
            procedure_ends,
            since=since_procedure,
            leaves=frozenset({"special_procedure_overrun"}),
        ),
        # A late report is still to come: the alarm only tells of it.
        CaseAlarm(UPWARD, "下级审查期限", report_ends, since=since_accepted, leaves=frozenset({"report_overdue"})),
        # Silence is no consent: the departments that are late owe their opinions all the same.
        CaseAlarm(OPINIONS, "部门意见期限", opinions_end, since=nobody, leaves=frozenset()),
        # Nothing is refused by it: the lead convenes anew, or concludes on the file.
        CaseAlarm(RECTIFIED, "联合审查整改期限", rectification_ends, since=nobody, leaves=frozenset()),
        # The question stays open: the department may still answer, and the window goes on without it.
        CaseAlarm(CONFIRMATION, "征询答复期限", question_ends, since=asked, leaves=frozenset({"confirmation_overdue"})),
        CaseAlarm(REMINDER, "容缺材料补齐提醒", papers_reminder, since=accepted, leaves=frozenset({"papers_reminded"})),
        CaseAlarm(DEFERRAL, "容缺材料补齐期限", papers_end, since=accepted, leaves=frozenset({"papers_overdue"})),
        CaseAlarm(
            PLEDGE_REMINDER,
            "承诺核查提醒",
            pledge_reminder,
            since=since_demanded,
            leaves=frozenset({"verification_reminded"}),
        ),
        CaseAlarm(HELD_BACK, "结果单独颁发", before_own_day, since=decided, leaves=frozenset({"result_released"})),
        CaseAlarm(
            EXPIRY,
            "有效期届满（延续）",
            silence_renews,
            since=since_accepted,
            leaves=frozenset({"renewal_not_deemed"}),
        ),
        # One alarm for all of these terms, which moves on from each to the next: a row for each would cost every case.
        CaseAlarm(LATE, "办理、送达期限", next_lateness, since=nobody, leaves=frozenset(), may_wait=True),
    )
}


def alarms_of(case: Case) -> Mapping[str, date]:
    """The days at whose end something happens to the case by itself: alarm -> day."""
    ends = {name: alarm.ends(case) for name, alarm in ALARMS.items()}
    return {name: day for name, day in ends.items() if day}


def has_to_move(name: str, had: date | None, has: date) -> bool:
    """Whether the row of an alarm that stands at the end of `had`, or earlier, has to be written for that of `has`."""
    return had is None or has < had or (has > had and not ALARMS[name].may_wait)


def alarms_awaited(case: Case, events: Iterable[Event]) -> Sequence[str]:
    """The alarms that must be set now: those of `alarms_of` that have not done their work yet."""
    happened = tuple(events)
    return [name for name in alarms_of(case) if not _has_worked(ALARMS[name], case, happened)]


def _has_worked(alarm: CaseAlarm, case: Case, happened: Sequence[Event]) -> bool:
    since = alarm.since(case)
    return any(event.type in alarm.leaves and (since is None or event.at > since) for event in happened)
