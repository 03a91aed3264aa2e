"""视为受理: the fifth workday has passed in silence, so the application is accepted from its receipt (行政许可法32(4)).

Silence accepts licences only; of anything else it leaves an event for supervision (counting rule CR5).
"""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_alarm
from chalicelib.cases.acts.recount import write_recount
from chalicelib.cases.model.acts import DEEM_ACCEPTED
from chalicelib.cases.store.due_days import end_of
from chalicelib.clock import deemed_acceptance_due
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import accept_from, received_at, silence


def deem_accepted(platform: Platform, alarm: Alarm) -> None:
    """Papers not yet scanned do not stop it, for the law asks only for silence. Refused when another act was first."""
    begun = begin_alarm(platform, DEEM_ACCEPTED, alarm.owner)
    if begun is None or begun.case.received_at is None:
        platform.table.write(alarms.end_alarm(alarm))
        return
    now = begun.caller.at
    due = deemed_acceptance_due(begun.case.received_at.date(), platform.calendar).due
    if now.date() <= due:
        write_recount(begun, fired=alarms.move_alarm(alarm, end_of(due), now))
    elif deemed := silence(begun):
        accept_from(begun, received_at(begun), silence=deemed.reason, fired=alarms.end_alarm(alarm))
    else:
        _tell(begun, alarm)


def _tell(begun: Begun, alarm: Alarm) -> None:
    """The case waits on: silence has no effect on what is not a licence."""
    begun.commit(
        begun.case.model_copy(update={"overdue_told": True}),
        event="acceptance_overdue",
        data={"due": str(begun.case.due("acceptance")), "category": begun.item.category_code},
        fired=alarms.end_alarm(alarm),
        supervised=["acceptance_overdue"],
    )
