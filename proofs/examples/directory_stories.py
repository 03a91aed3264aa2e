"""The examples of the directory: what anybody may ask of it, and how staff keep it. SYNTHETIC people only."""

from typing import Any

from local.directories import demonstration, import_demonstration
from proofs.examples.recorder import Recorder
from proofs.kit.applications import PERMIT

ADMINISTRATOR, MANAGER, SUPERVISOR = "administrator", "centre-manager", "supervisor"


def of_the_directory(say: Recorder) -> None:
    platform = say.world.platform
    import_demonstration(platform.table, platform.settings.division)
    say.ask(None, "GET", "/directory/regions", keep="all 全部地区", query={"limit": 1})
    say.ask(None, "GET", "/directory/regions/441781", keep="county 县级地区")
    say.ask(None, "GET", "/directory/regions/441700", keep="earlier 尚未施行", status=404, query={"at": "2018-07-02"})
    say.ask(None, "GET", "/directory/departments", keep="by_old_name 按旧名查找", query={"q": "食药监局", "limit": 1})
    say.ask(None, "GET", "/directory/departments/food", keep="in_2018 2018 年的情况", query={"at": "2018-07-02"})
    say.ask(None, "GET", "/directory/departments/none", keep="unknown 没有这个部门", status=404)
    say.ask(None, "GET", "/directory/halls", keep="all 全部大厅", query={"limit": 1})
    say.ask(None, "GET", "/directory/halls/HALL-441781", keep="county 县级大厅", query={"region": "441781"})
    say.ask(None, "GET", f"/directory/items/{PERMIT.item}/window", keep="permit 食品经营许可")
    say.ask(None, "GET", "/directory/duty", keep="week 一周", query={"from": "2026-11-30", "to": "2026-12-04"})
    say.ask(None, "GET", "/directory/documents", keep="first 第一份", query={"limit": 1})
    say.ask(None, "GET", "/directory/documents/DOC-YJ-2018-251", keep="rules 实施细则")
    say.ask(None, "GET", "/directory/statistics", keep="rate 进驻率")
    _kept(say)


def _kept(say: Recorder) -> None:
    of_food = {"from": "2026-01-01", "to": "2026-11-24", "department": "food"}
    say.ask(SUPERVISOR, "GET", "/directory/figures", keep="food 一个部门", query=of_food)
    nobody = {**of_food, "department": "nobody"}
    say.ask(SUPERVISOR, "GET", "/directory/figures", keep="unknown 没有这个部门", query=nobody, status=404)
    shown = {"kind": "approval_missing"}
    say.ask(SUPERVISOR, "GET", "/directory/gaps", keep="approval 缺少批准", query=shown)
    say.ask(SUPERVISOR, "GET", "/directory/departments/food/contacts", keep="speakers 分管领导和联络员")
    body: dict[str, Any] = {"department": "road", "day": "2026-11-23", "people": 2}
    say.ask(MANAGER, "POST", "/directory/attendance", body, keep="monday 周一到岗", status=201)
    say.ask(MANAGER, "POST", "/directory/attendance", body, keep="twice 已经登记", status=409)
    say.ask(MANAGER, "POST", "/directory/attendance", {**body, "department": "food"}, keep="resident 常驻", status=422)
    counted: dict[str, Any] = {"day": "2026-11-24", "received": 41, "finished": 38}
    path = "/directory/windows/W-14/counts"
    say.ask(MANAGER, "POST", path, counted, keep="tax 国地税专窗", status=201)
    say.ask(MANAGER, "POST", "/directory/windows/W-01/counts", counted, keep="own 由平台计数", status=409)
    say.ask(None, "GET", "/directory/windows/counts", keep="day 一天")
    weeks = {"from": "2026-11-16", "to": "2026-11-29", "department": "road"}
    say.ask(SUPERVISOR, "GET", "/directory/attendance", keep="road 公路事务中心", query=weeks)
    window = {**demonstration()["windows"][1], "accessible": True}
    path = "/admin/directory/imports"
    say.ask(ADMINISTRATOR, "POST", path, {"windows": [window]}, keep="looked 只检查", query={"dry_run": "true"})
    say.ask(ADMINISTRATOR, "POST", path, {"windows": [window]}, keep="window 一个窗口")
    unknown = {"windows": [{**window, "hall": "HALL-0"}]}
    say.ask(ADMINISTRATOR, "POST", path, unknown, keep="unknown 没有这个大厅", status=422)
