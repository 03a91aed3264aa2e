"""重新计算期限: when a loaded notice begins to hold, every open case is counted again, page by page.

An alarm calls it. It works for some seconds, writes down how far it has come, and moves the alarm to now, so the next
sweep goes on there. A process that dies repeats one page at most: a case that was counted again does not move twice.
"""

from datetime import datetime, timedelta
from itertools import chain
from typing import Literal

from chalicelib.cases.acts.recount import Because, recount
from chalicelib.cases.store.records import load_file
from chalicelib.clock.overlay import Overlay
from chalicelib.durable.alarms import Alarm, end_alarm, move_alarm
from chalicelib.foundation import failures, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.operations.model.calendar import MOST_TOLD, Recounting
from chalicelib.operations.store.census import Page, every_case
from chalicelib.operations.store.loaded_calendar import find_progress, keep_progress, load_overlay, number_of

# How long one call works (real time): the sweep has other alarms to fire.
SLICE = timedelta(seconds=15)
# How often a case is tried while other acts change it.
TRIES = 4

Outcome = Literal["same", "moved", "failed"]


def recount_cases(platform: Platform, alarm: Alarm) -> None:
    """Go on with the count of the entry that the alarm names. Raises a temporary failure: the alarm stays, and the next
    sweep begins with the page that was not finished.
    """
    number = number_of(alarm.name)
    progress = find_progress(platform, number)
    because = _because(load_overlay(platform.table), number, platform.now())
    if progress is None or because is None or progress.state == "done":
        platform.table.write(end_alarm(alarm))
        return
    platform.calendars.forget()
    ends = platform.wall() + SLICE
    for page in every_case(platform, progress.after):
        progress = _counted(platform, page, progress, because)
        if page.after is None:
            ended = progress.model_copy(update={"state": "done", "ended_at": platform.now()})
            platform.table.write(keep_progress(ended), end_alarm(alarm))
            telemetry.log.info("cases counted again", extra={"entry": number, "moved": ended.moved})
            return
        if platform.wall() >= ends:
            now = platform.now()
            platform.table.write(keep_progress(progress), move_alarm(alarm, now, now))
            return
        platform.table.write(keep_progress(progress))


def _counted(platform: Platform, page: Page, progress: Recounting, because: Because) -> Recounting:
    """The progress after one page of cases."""
    outcomes = {case_id: _recounted(platform, case_id, because) for case_id in page.cases}
    failed = [case_id for case_id, outcome in outcomes.items() if outcome == "failed"]
    return progress.model_copy(
        update={
            "state": "running",
            "after": page.after,
            "looked_at": progress.looked_at + len(outcomes),
            "moved": progress.moved + sum(outcome == "moved" for outcome in outcomes.values()),
            "failed": progress.failed + len(failed),
            "failed_cases": tuple(chain(progress.failed_cases, failed))[:MOST_TOLD],
        }
    )


def _because(overlay: Overlay, number: int, now: datetime) -> Because | None:
    """What this count is for: its entry, and those loaded after it that hold by now, because all of them are counted.
    None where there is no such entry.
    """
    entries = [one for one in overlay.entries if one.number == number or (one.number > number and one.since <= now)]
    if not entries or entries[0].number != number:
        return None
    papers, reasons = dict.fromkeys(one.paper for one in entries), dict.fromkeys(one.reason for one in entries)
    return Because(entries[-1].number, "；".join(papers), "；".join(reasons))


def _recounted(platform: Platform, case_id: str, because: Because) -> Outcome:
    for _ in range(TRIES):
        try:
            found = load_file(platform.table, case_id)
            return "moved" if found and recount(platform, found, because) else "same"
        except Refused:
            continue  # another act came first
        except Exception as failure:  # one case that cannot be read must not stop the count of the others
            if failures.is_temporary(failure):
                raise
            telemetry.log.warning("case not counted again", extra={"case_id": case_id, **failures.told(failure)})
            return "failed"
    return "failed"
