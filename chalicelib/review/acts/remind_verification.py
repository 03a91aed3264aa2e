"""提醒核查承诺: the term of the verification, or of the rectification, is nearly over. It stands in the case, where
department and applicant see it.
"""

from chalicelib.cases.acts.gate import begin_alarm
from chalicelib.cases.acts.recount import write_recount
from chalicelib.cases.model.case_alarms import PLEDGE_REMINDER, alarms_of
from chalicelib.cases.model.pledge_acts import REMIND_VERIFICATION
from chalicelib.cases.model.pledge_terms import pledge_term
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform


def remind_verification(platform: Platform, alarm: Alarm) -> None:
    """The alarm is ended where nothing is to be verified any more, and moved where a calendar has moved the day."""
    begun = begin_alarm(platform, REMIND_VERIFICATION, alarm.owner)
    day = alarms_of(begun.case).get(PLEDGE_REMINDER) if begun else None
    pledge, clock = (begun.case.pledge, pledge_term(begun.case)) if begun else (None, None)
    if begun is None or day is None or pledge is None or clock is None:
        platform.table.write(alarms.end_alarm(alarm))
        return
    now = begun.caller.at
    if now.date() <= day:
        write_recount(begun, fired=alarms.move_alarm(alarm, end_of(day), now))
        return
    begun.commit(
        begun.case.model_copy(update={"pledge": pledge.model_copy(update={"reminded_at": now})}),
        data={"due": str(clock.due)},
        fired=alarms.end_alarm(alarm),
    )
