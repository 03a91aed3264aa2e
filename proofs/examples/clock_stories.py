"""What moves the clocks of a case: a special procedure, its end, the one extension; and how the clocks are read."""

from proofs.examples.recorder import Recorder
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, LEADER, OFFICER
from proofs.kit.hearings import HEARD, TOLD

HEARING = {
    "kind": "hearing",
    "planned_days": 7,
    "basis": "《中华人民共和国行政许可法》第四十七条",
    "requested_on": "2026-11-24",
    **TOLD,
    "reason": "涉及他人重大利益，利害关系人要求听证",
}


def stopped_and_extended(say: Recorder, case: str) -> None:
    """Of a licence under review, before its decision."""
    visit = {name: HEARING[name] for name in ("planned_days", "basis", "reason")} | {"kind": "site_visit"}
    say.ask(CHIEF, "POST", f"{case}/suspend", visit, keep="site_visit 现场踏勘计入期限", status=422)
    say.ask(CHIEF, "POST", f"{case}/resume", {"kind": "hearing"}, keep="not_open 没有正在进行的听证", status=409)
    say.ask(CHIEF, "POST", f"{case}/suspend", HEARING, keep="hearing 听证")
    say.ask(CHIEF, "POST", f"{case}/resume", HEARD, keep="ended 听证结束")
    longer = {"reason": "情况复杂，需要进一步核实"}
    too_long = {**longer, "days": 99}
    say.ask(LEADER, "POST", f"{case}/extend", too_long, status=422)
    say.ask(LEADER, "POST", f"{case}/extend", longer, keep="extended 批准延长")
    say.ask(LEADER, "POST", f"{case}/extend", longer, keep="twice 只能延长一次", status=409)
    for who, path in ((OFFICER, "/cases/none"), (COMPANY, "/applications/none")):
        say.ask(who, "GET", f"{path}/clock", keep="unknown 没有这个办件", status=404)
