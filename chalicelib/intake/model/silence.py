"""Silence until the end of the fifth workday accepts a licence from its receipt (行政许可法32(4); counting rule CR5).

From then on nothing else may be done on it at the window, whether the alarm of that day has come or not. Pure.
"""

from collections.abc import Mapping
from datetime import date

from pydantic import JsonValue

from chalicelib.cases.model import Case
from chalicelib.catalogue.model import ItemDocument
from chalicelib.clock import Deemed, WorkCalendar, deemed_acceptance, deemed_acceptance_due


def accepted_by_silence(case: Case, item: ItemDocument, today: date, calendar: WorkCalendar) -> Deemed | None:
    """The acceptance of a waiting case that silence has brought about by `today`; None in time, and for what is no
    licence. A case that waits was told nothing since its receipt: a notice would have moved it on.
    """
    if case.received_at is None or not item.is_licence:
        return None
    return deemed_acceptance(case.received_at.date(), None, today, calendar)


def lateness(case: Case, today: date, calendar: WorkCalendar) -> Mapping[str, JsonValue]:
    """For the event of an act at the window that comes after the fifth workday: the day that it missed."""
    if case.received_at is None:
        return {}
    due = deemed_acceptance_due(case.received_at.date(), calendar).due
    return {"missed": str(due)} if today > due else {}


def overdue_matters(case: Case, today: date, calendar: WorkCalendar) -> list[str]:
    """What the supervisors hear of by such an act, unless the alarm of the fifth workday has told them already."""
    return ["acceptance_overdue"] if lateness(case, today, calendar) and not case.overdue_told else []
