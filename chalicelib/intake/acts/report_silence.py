"""部门逾期未答复: the department has not answered the window in time. The supervisors hear of it.

The window goes on alone. The question stays open, so that a late answer still reaches the window before it acts (R30).
"""

from chalicelib.cases.acts.gate import begin_alarm
from chalicelib.cases.acts.recount import write_recount
from chalicelib.cases.model.acts import REPORT_SILENCE
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.asking import QUESTION, SILENT


def report_silence(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first."""
    begun = begin_alarm(platform, REPORT_SILENCE, alarm.owner)
    due = begun.case.due("confirmation") if begun else None
    task = begun.case.open_task(QUESTION) if begun else None
    if begun is None or due is None or task is None:
        platform.table.write(alarms.end_alarm(alarm))
        return
    now = begun.caller.at
    if now.date() <= due:
        write_recount(begun, fired=alarms.move_alarm(alarm, end_of(due), now))
        return
    begun.commit(
        begun.case.model_copy(update={"silence_told": True}),
        data={"due": str(due), "task": task.no, "department": task.department},
        fired=alarms.end_alarm(alarm),
        supervised=[SILENT],
    )
