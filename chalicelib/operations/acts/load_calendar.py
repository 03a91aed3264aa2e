"""导入放假安排: an administrator loads the yearly notice of the State Council, or an amendment of single days.

It holds ten minutes later, for every process at the same time. Then the open cases are counted again one after another
(`recount_cases.py`). Everything that compares or shows a due day counts by the new calendar from then on.
"""

from collections.abc import Sequence
from typing import Any

from chalicelib.access.policy import require_region
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.clock.notice import HolidayNotice
from chalicelib.clock.overlay import Overlay
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid
from chalicelib.operations.model.calendar import (
    MOST_ENTRIES,
    ChangedWorkday,
    Loaded,
    Recounting,
    changed_days,
    entry_of,
    missing_holidays,
    with_entry,
    years_of,
)
from chalicelib.operations.store.loaded_calendar import keep_entry, load_overlay


@act
def load_calendar(platform: Platform, caller: Caller, loaded: Loaded, reason: str) -> Receipt:
    """The number of the entry, from when it holds, and the days that change. Conflict where no day changes, and
    for an amendment that only calls days otherwise."""
    require_region(caller.actor, platform.settings.division)
    overlay = load_overlay(platform.table)
    if len(overlay.entries) >= MOST_ENTRIES:
        raise Conflict(code="calendar_full", title=f"已导入{MOST_ENTRIES}次放假安排，不能再导入")
    entry = entry_of(overlay, loaded, caller.at, reason)
    changed = what_changes(platform, overlay, loaded, caller)
    if not changed:
        raise Conflict(code="calendar_unchanged", title="现行日历已经与此一致，没有日期发生变化")
    facts: dict[str, Any] = {
        "number": entry.number,
        "since": entry.since.isoformat(),
        **told(changed),
    }
    receipt = Receipt(facts)
    progress = Recounting(number=entry.number, by=caller.actor.sub)
    platform.table.write(*keep_entry(overlay, entry, progress), *acts.record(platform, caller, receipt))
    platform.calendars.forget()
    return receipt


def what_changes(platform: Platform, overlay: Overlay, loaded: Loaded, caller: Caller) -> list[ChangedWorkday]:
    """The days that are something else once it holds, beside all that was loaded before. Invalid for an amendment that
    is not for the organs of this division, and for a notice without a statutory holiday.
    """
    division = platform.settings.division
    if isinstance(loaded, CalendarAmendment) and not loaded.holds_in(division):
        error = FieldError(
            "/amendment/division", "division_elsewhere", f"应为本地区（{division}）、其上级地区，或者留空表示全国"
        )
        raise Invalid(errors=[error])
    if isinstance(loaded, HolidayNotice) and (missing := missing_holidays(loaded)):
        named = "、".join(f"{day}({name})" for day, name in missing.items())
        words = f"缺少法定节假日：{named}；须写全该年所有放假日"
        raise Invalid(errors=[FieldError("/notice/off_days", "statutory_holidays_missing", words)])
    entry = entry_of(overlay, loaded, caller.at, "")
    last = max([entry.since, *(one.since for one in overlay.entries)])
    before, after = overlay.calendar_at(last, division), with_entry(overlay, entry).calendar_at(last, division)
    changed = changed_days(before, after, years_of(loaded))
    renamed = isinstance(loaded, CalendarAmendment) and not any(one.counts_otherwise for one in changed)
    return [] if renamed else changed


def told(changed: Sequence[ChangedWorkday]) -> dict[str, Any]:
    """The changed days as an answer prints them. Days that stay what they are and are no longer provisional are only
    counted: of a year whose notice is published now they are three hundred.
    """
    moved = [one for one in changed if one.is_something_else]
    return {
        "confirmed": len(changed) - len(moved),
        "changed": [
            {
                "date": one.date.isoformat(),
                "workday_before": one.before.workday,
                "workday_after": one.after.workday,
                "reason_before": one.before.reason,
                "reason_after": one.after.reason,
            }
            for one in moved
        ],
    }
