"""What windows look for, and what administrators send back to work. SYNTHETIC people only."""

from datetime import date

from chalicelib.foundation import names
from proofs.examples.recorder import Recorder
from proofs.kit.applications import PERMIT
from proofs.kit.calendar import notices_with_days_off
from proofs.kit.cast import CLERK


def found_again(say: Recorder) -> None:
    """What tells of a person stands in the body, never in an address."""
    wanted = {"name": PERMIT.form["applicant"]["name"], "limit": 1}
    say.ask(CLERK, "POST", "/cases/search", {**wanted, "purpose": "identity"}, keep="by_name 按姓名或名称，为核验身份")
    say.ask(CLERK, "POST", "/cases/search", wanted, keep="purpose 没有说明目的", status=422)
    wrong = {"query_code": " - "}
    say.ask(CLERK, "POST", "/cases/search", wrong, status=422)


def watched_over(say: Recorder) -> None:
    """A callback that could not be processed lies among the dead letters, and is sent back to work."""
    queue = names.CALLBACKS_QUEUE
    lost = '{"department":"food","task_id":"6agyxtb6qsf4q4hftkcmd3czhm.review","event":"task.opened"}'
    say.world.queues.put(say.world.queue(names.dead(queue)), lost)
    say.ask("administrator", "GET", "/admin/dead-letters", keep="one 一条回调")
    say.ask("administrator", "POST", "/admin/dead-letters/replay", {"queue": queue}, keep="all 全部重放")
    gone = {"queue": queue, "message_id": "none"}
    say.ask("administrator", "POST", "/admin/dead-letters/replay", gone, keep="unknown 没有这条", status=404)


def counted_anew(say: Recorder) -> None:
    """A typhoon day is loaded: first looked at, then loaded, and the open cases are counted again."""
    typhoon = {
        "days": [{"date": "2027-08-02", "workday": False, "name": "台风停工（演示）"}],
        "paper": "演示用文件，并非正式通知",
    }
    loaded = {"amendment": typhoon, "reason": "台风红色预警（演示）"}
    desk = "/admin/calendar"
    say.ask(None, "GET", "/calendar", query={"year": 2026}, keep="this_year 2026 年")
    say.ask(None, "GET", "/calendar", query={"year": 1999}, keep="too_early 没有日历的年份", status=422)
    say.ask("administrator", "POST", f"{desk}/preview", {"amendment": typhoon}, keep="typhoon 台风停工一天")
    say.ask("administrator", "POST", f"{desk}/preview", {}, keep="nothing 没有填写", status=422)
    say.ask("administrator", "POST", f"{desk}/amendments", loaded, keep="typhoon 台风停工一天")
    elsewhere = {**loaded, "amendment": {**typhoon, "division": "440100"}}
    say.ask("administrator", "POST", f"{desk}/amendments", elsewhere, keep="elsewhere 不是本地区", status=422)
    known = say.world.platform.calendar
    (notice,) = notices_with_days_off(known, date(2027, 2, 5))
    year = {"notice": notice.model_dump(mode="json"), "reason": "国务院办公厅通知（演示）"}
    say.ask("administrator", "POST", f"{desk}/notices", year, keep="year 一年的放假安排")
    makeup = [str(notice.off_days[0].date)]
    both = {**year, "notice": {**notice.model_dump(mode="json"), "makeup_workdays": makeup}}
    say.ask("administrator", "POST", f"{desk}/notices", both, keep="both 既放假又上班", status=422)
    say.ask("administrator", "GET", desk, keep="loaded 已导入两次")
