"""超过办理期限: a promise, the law's term or that of the delivery has passed. Supervisors and applicant are told.

The clocks run on and nothing else happens to the case: the law has no other effect of it (行政许可法42, 44, 74).
"""

from chalicelib.cases.acts.gate import begin_alarm
from chalicelib.cases.acts.recount import write_recount
from chalicelib.cases.model.clock_acts import TELL_LATE
from chalicelib.cases.model.late import gravest, matter_of, missed, next_lateness, told_of, with_told
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform


def tell_late(platform: Platform, alarm: Alarm) -> None:
    """The alarm moves on to the next term that runs. Refused when another act was first."""
    begun = begin_alarm(platform, TELL_LATE, alarm.owner)
    due = next_lateness(begun.case) if begun else None
    if begun is None or due is None:
        platform.table.write(alarms.end_alarm(alarm))
        return
    now = begun.caller.at
    late = missed(begun.case, now.date())
    worst = gravest(late)
    if worst is None:
        write_recount(begun, fired=alarms.move_alarm(alarm, end_of(due), now))
        return
    after = with_told(begun.case, late)
    following = next_lateness(after)
    begun.commit(
        after,
        event=matter_of(worst),
        data={"overdue": told_of(begun.case.clocks, late)},
        fired=alarms.move_alarm(alarm, end_of(following), now) if following else alarms.end_alarm(alarm),
        supervised=[*dict.fromkeys(map(matter_of, late))],
    )
