"""What the alarms of the terms of a case have in common: nothing is overdue before its last day is over."""

from collections.abc import Callable
from datetime import date

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_alarm
from chalicelib.cases.acts.recount import write_recount
from chalicelib.cases.model import Case
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform


def begin_overdue(
    platform: Platform, act: CaseAct, alarm: Alarm, last_day: Callable[[Case], date | None]
) -> Begun | None:
    """The act, once `last_day` is over by the calendar in force now.

    None before: the alarm has moved to that day, and the case has its new due days. None, too, where the case has no
    such day any more: the alarm has ended. Refused when another act was first.
    """
    begun = begin_alarm(platform, act, alarm.owner)
    day = last_day(begun.case) if begun else None
    if begun is None or day is None:
        platform.table.write(alarms.end_alarm(alarm))
        return None
    now = begun.caller.at
    if now.date() <= day:
        write_recount(begun, fired=alarms.move_alarm(alarm, end_of(day), now))
        return None
    return begun
