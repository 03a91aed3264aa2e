"""What an alarm calls when it is due: the alarm's `what` -> its act."""

from collections.abc import Mapping

from chalicelib.cases.acts.tell_late import tell_late
from chalicelib.cases.model.clocks import (
    ACCEPTANCE,
    CONFIRMATION,
    DEFERRAL,
    LATE,
    PLEDGE_REMINDER,
    REMINDER,
    SPECIAL,
    SUPPLEMENT,
    UPWARD,
)
from chalicelib.consultations.model import UNANSWERED
from chalicelib.durable.alarms import Alarm, Fire
from chalicelib.exchange.acts.callback_due import callback_due
from chalicelib.exchange.store.retries import CALLBACK
from chalicelib.foundation.calendars import RECOUNTING
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.deem_accepted import deem_accepted
from chalicelib.intake.acts.lapse import lapse
from chalicelib.intake.acts.remind_papers import record_default, remind_papers
from chalicelib.intake.acts.report_silence import report_silence
from chalicelib.review.acts.remind_verification import remind_verification
from chalicelib.review.acts.tell_late_report import tell_late_report
from chalicelib.review.acts.tell_overrun import tell_overrun


def recount_cases(platform: Platform, alarm: Alarm) -> None:
    """Some times a year. The sweeper starts without what it needs."""
    from chalicelib.operations.acts import recount_cases as recounting

    recounting.recount_cases(platform, alarm)


def report_unanswered(platform: Platform, alarm: Alarm) -> None:
    """Seldom. The sweeper starts without what it needs."""
    from chalicelib.consultations.acts import report_unanswered as reporting

    reporting.report_unanswered(platform, alarm)


FIRES: Mapping[str, Fire] = {
    ACCEPTANCE: deem_accepted,
    SUPPLEMENT: lapse,
    SPECIAL: tell_overrun,
    CONFIRMATION: report_silence,
    UPWARD: tell_late_report,
    REMINDER: remind_papers,
    DEFERRAL: record_default,
    PLEDGE_REMINDER: remind_verification,
    LATE: tell_late,
    CALLBACK: callback_due,
    RECOUNTING: recount_cases,
    UNANSWERED: report_unanswered,
}
