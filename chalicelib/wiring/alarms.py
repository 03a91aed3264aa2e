"""What an alarm calls when it is due: the alarm's `what` -> its act, which is loaded when such an alarm is due.

The sweeper runs every minute, and in most of them no alarm is due: it starts without the acts.
"""

from collections.abc import Mapping
from importlib import import_module

from chalicelib.cases.model.case_alarms import (
    ACCEPTANCE,
    CONFIRMATION,
    DEFERRAL,
    EXPIRY,
    HELD_BACK,
    LATE,
    OPINIONS,
    PLEDGE_REMINDER,
    RECTIFIED,
    REMINDER,
    SPECIAL,
    SUPPLEMENT,
    UPWARD,
)
from chalicelib.consultations.model import UNANSWERED
from chalicelib.durable.alarms import Alarm, Fire
from chalicelib.exchange.store.retries import CALLBACK
from chalicelib.foundation.calendars import RECOUNTING
from chalicelib.foundation.platform import Platform

ACTS: Mapping[str, tuple[str, str]] = {
    ACCEPTANCE: ("intake.acts.deem_accepted", "deem_accepted"),
    SUPPLEMENT: ("intake.acts.lapse", "lapse"),
    SPECIAL: ("review.acts.tell_overrun", "tell_overrun"),
    CONFIRMATION: ("intake.acts.report_silence", "report_silence"),
    OPINIONS: ("joint.acts.tell_silence", "tell_silence"),
    RECTIFIED: ("joint.acts.tell_rectification", "tell_rectification"),
    UPWARD: ("review.acts.tell_late_report", "tell_late_report"),
    REMINDER: ("intake.acts.remind_papers", "remind_papers"),
    DEFERRAL: ("intake.acts.remind_papers", "record_default"),
    PLEDGE_REMINDER: ("review.acts.remind_verification", "remind_verification"),
    HELD_BACK: ("joint.acts.release_result", "release_on_own_day"),
    EXPIRY: ("documents.acts.deem_renewed", "deem_renewed"),
    LATE: ("cases.acts.tell_late", "tell_late"),
    CALLBACK: ("exchange.acts.callback_due", "callback_due"),
    RECOUNTING: ("operations.acts.recount_cases", "recount_cases"),
    UNANSWERED: ("consultations.acts.report_unanswered", "report_unanswered"),
}
"""What an alarm is for -> the module of its act below `chalicelib`, and the act."""


def act_of(what: str) -> Fire:
    module, act = ACTS[what]
    return getattr(import_module(f"chalicelib.{module}"), act)


def _fire_later(what: str) -> Fire:
    def fire(platform: Platform, alarm: Alarm) -> None:
        act_of(what)(platform, alarm)

    return fire


FIRES: Mapping[str, Fire] = {what: _fire_later(what) for what in ACTS}
