"""登记专窗计数: the own system of a window says what it received and finished on a day, and how it works (R35)."""

from datetime import date, timedelta

from chalicelib.access.actor import Actor, Role
from chalicelib.directory.model.halls import Window
from chalicelib.directory.model.special_windows import WindowCount, WindowState, has_own_system
from chalicelib.directory.store.directories import load_directory
from chalicelib.directory.store.window_counts import keep_count
from chalicelib.durable import acts
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound

LATEST = timedelta(days=31)


@act
def report_window(
    platform: Platform,
    caller: Caller,
    window_id: str,
    day: date,
    *,
    received: int,
    finished: int,
    state: WindowState,
) -> Receipt:
    """In the caller's region. NotFound for a window that is not there or not the caller's; Conflict for one whose cases
    this platform has itself; Invalid for a day to come, one more than a month ago, or one on which it was not there.
    """
    division, today = caller.actor.region[:6], caller.at.date()
    window = load_directory(platform.table, division).windows.get(window_id)
    if window is None or not _speaks_for(caller.actor, window):
        raise NotFound(code="window_unknown", title="没有这个窗口，请核对编号")
    if not has_own_system(window):
        raise Conflict(code="window_counted_here", title="该窗口使用本平台办理，由平台计数，不接收另行登记的计数")
    if not today - LATEST <= day <= today:
        raise Invalid(errors=[FieldError("/day", "day_not_recordable", f"应为今天或者此前 {LATEST.days} 天内的日期")])
    if not window.in_service(day):
        raise Invalid(errors=[FieldError("/day", "window_not_in_service", "该窗口这一天没有启用")])
    one = WindowCount(window_id, day, received, finished, state, caller.at)
    receipt = Receipt({**one._asdict(), "day": day.isoformat(), "reported_at": caller.at.isoformat()})
    platform.table.write(keep_count(division, one), *acts.record(platform, caller, receipt))
    return receipt


def _speaks_for(actor: Actor, window: Window) -> bool:
    """A department's system speaks for the windows of its department; the centre for all of its hall, as the systems of
    some windows have no account here.
    """
    return actor.role is Role.CENTRE_MANAGER or actor.department in window.serves
