"""逾期未补正: the term for a supplement has passed, which is recorded; nothing is refused by it (counting rule CR10).

No law ends the application for it. The applicant can still hand in the supplement, withdraw, or apply anew.
"""

from chalicelib.cases.acts.gate import begin_alarm
from chalicelib.cases.acts.recount import write_recount
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import LAPSE
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform


def lapse(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first."""
    begun = begin_alarm(platform, LAPSE, alarm.owner)
    due = begun.case.due("supplement") if begun else None
    if begun is None or due is None:
        platform.table.write(alarms.end_alarm(alarm))
        return
    now = begun.caller.at
    if now.date() <= due:
        write_recount(begun, fired=alarms.move_alarm(alarm, end_of(due), now))
        return
    begun.commit(begun.case.moved_to(Status.LAPSED), data={"due": str(due)}, fired=alarms.end_alarm(alarm))
