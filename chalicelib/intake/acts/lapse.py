"""逾期未补正: the term for a supplement has passed, which is recorded; nothing is refused by it (counting rule CR10).

No law ends the application for it. The applicant can still hand in the supplement, withdraw, or apply anew.
"""

from pydantic import JsonValue

from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import LAPSE
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform


def lapse(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first."""
    begun = begin_overdue(platform, LAPSE, alarm, lambda case: case.due("supplement"))
    if begun is None:
        return
    data: dict[str, JsonValue] = {"due": str(begun.case.due("supplement"))}
    begun.commit(begun.case.moved_to(Status.LAPSED), data=data, fired=alarms.end_alarm(alarm))
