"""部门逾期未答复: the department has not answered the window in time. The supervisors hear of it.

The window goes on alone. The question stays open, so that a late answer still reaches the window before it acts (R30).
"""

from datetime import date

from pydantic import JsonValue

from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import REPORT_SILENCE
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.asking import QUESTION, SILENT, open_questions


def report_silence(platform: Platform, alarm: Alarm) -> None:
    """Refused when another act was first."""
    begun = begin_overdue(platform, REPORT_SILENCE, alarm, _last_day)
    task = begun.case.open_task(QUESTION) if begun else None
    if begun is None or task is None:
        return
    others: list[JsonValue] = [one.department for one in open_questions(begun.case)[1:]]
    begun.commit(
        begun.case.model_copy(update={"silence_told": True}),
        data={
            "due": str(begun.case.due("confirmation")),
            "task": task.no,
            "department": task.department,
            **({"others": others} if others else {}),
        },
        fired=alarms.end_alarm(alarm),
        supervised=[SILENT],
    )


def _last_day(case: Case) -> date | None:
    return case.due("confirmation") if case.open_task(QUESTION) else None
