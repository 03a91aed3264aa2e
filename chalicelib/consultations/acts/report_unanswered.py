"""逾期未答复: nobody has answered in time. The supervisors see it in their list (R18)."""

from chalicelib.cases.store.due_days import end_of
from chalicelib.consultations.model.acts import REPORT_UNANSWERED
from chalicelib.consultations.model.consultation import Missed
from chalicelib.consultations.store import consultations
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.durable.caller import MACHINE, Caller
from chalicelib.foundation import consultation_keys
from chalicelib.foundation.platform import Platform


def report_unanswered(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first. A calendar that has changed meanwhile moves the alarm."""
    now, before = platform.now(), consultations.load(platform.table, consultation_keys.consultation_id(alarm.owner))
    due = before.due_by(platform.calendar) if before else None
    if before is None or due is None or before.overdue_told:
        platform.table.write(alarms.end_alarm(alarm))
        return
    if now.date() <= due:
        platform.table.write(alarms.move_alarm(alarm, end_of(due), now))
        return
    missed = Missed(due=due, department=before.department)
    after = before.model_copy(update={"overdue_told": True, "due": due, "missed": missed})
    data = {"due": str(due), "department": before.department}
    ops = [alarms.end_alarm(alarm), consultations.report(before, now)]
    consultations.commit(platform, Caller(MACHINE, now), REPORT_UNANSWERED, before, after, data, ops=ops)
