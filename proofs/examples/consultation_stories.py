"""The stories of the consultation desk and of the knowledge base (R17, R18, R45, R74)."""

from proofs.examples.recorder import Recorder
from proofs.kit.cast import CLERK, OFFICER
from proofs.matrix.consultations import ENTRY, TEXT

ASKER, GUIDE, EDITOR = "citizen-lin", "guide", "editor-food"
REPLY = {"text": "应当在有效期届满三十日前提出延续申请。", "basis": "行政许可法第五十条"}


def consulted(say: Recorder) -> None:
    entry = _published(say)
    one = say.ask(ASKER, "POST", "/consultations", {"text": TEXT, "item": "YM-P01"}, keep="asked 网上提问")["id"]
    say.ask(GUIDE, "GET", "/desk/consultations", keep="desk 咨询台待答复")
    desk = f"/desk/consultations/{one}"
    say.ask(GUIDE, "POST", f"{desk}/answer", {"entry": "none"}, keep="unknown 知识库没有这一条", status=422)
    say.ask(GUIDE, "POST", f"{desk}/answer", {"entry": entry}, keep="cited 引用知识库答复")
    say.ask(ASKER, "GET", f"/consultations/{one}", keep="answered 已答复")
    say.ask(ASKER, "GET", "/consultations", keep="own 我的咨询")
    late = say.ask(ASKER, "POST", "/consultations", {"text": TEXT})["id"]
    say.ask(ASKER, "POST", f"/consultations/{late}/withdraw", {}, keep="withdrawn 撤回")
    say.ask(ASKER, "POST", f"/consultations/{late}/withdraw", {}, keep="again 已经撤回", status=409)
    _forwarded(say)
    _withdrawn(say, entry)


def _published(say: Recorder) -> str:
    entry = say.ask(EDITOR, "POST", "/admin/knowledge", ENTRY, keep="published 发布")["id"]
    say.ask(EDITOR, "POST", "/admin/knowledge", {**ENTRY, "ends": "2025-01-01"}, keep="days 日期有误", status=422)
    say.ask(None, "GET", "/knowledge", keep="valid 有效的条目", query={"q": "延续"})
    say.ask(None, "GET", f"/knowledge/{entry}", keep="entry 一条")
    say.ask(None, "GET", "/knowledge/none", keep="unknown 没有这一条", status=404)
    say.ask(EDITOR, "GET", "/admin/knowledge", keep="own 本部门的条目")
    return entry


def _forwarded(say: Recorder) -> None:
    visitor = {"name": "来访示例", "phone": "13800000000"}
    came = {"text": TEXT, "visitor": visitor}
    say.ask(GUIDE, "POST", "/desk/consultations", {**came, "item": "YM-X99"}, keep="unknown 没有这个事项", status=422)
    one = say.ask(GUIDE, "POST", "/desk/consultations", came, keep="visitor 到场咨询")["id"]
    desk = f"/desk/consultations/{one}"
    say.ask(GUIDE, "POST", f"{desk}/forward", {"department": "none"}, keep="unknown 没有这个部门", status=422)
    say.ask(GUIDE, "POST", f"{desk}/forward", {"department": "food"}, keep="forwarded 转交部门")
    back = {"reason": "请先核对所问的事项。"}
    say.ask(OFFICER, "POST", f"{desk}/send-back", back, keep="sent_back 退回")
    say.ask("chief-food", "POST", f"{desk}/send-back", back, keep="elsewhere 不在本部门", status=404)
    say.ask(GUIDE, "POST", f"{desk}/forward", {"department": "food", "reason": "来访人经营餐饮。"})
    meeting = {"at": "2026-11-26T15:00:00+08:00", "place": "三楼咨询室"}
    say.ask(OFFICER, "POST", f"{desk}/appoint", meeting, keep="appointed 预约面谈")
    off_day = {**meeting, "at": "2026-11-28T15:00:00+08:00"}
    say.ask(OFFICER, "POST", f"{desk}/appoint", off_day, keep="late 超过答复期限", status=422)
    say.ask(OFFICER, "POST", f"{desk}/reply", REPLY, keep="replied 部门答复")
    say.ask(OFFICER, "POST", f"{desk}/reply", REPLY, keep="again 已经答复", status=409)
    say.ask(GUIDE, "POST", f"{desk}/tell", {"by": "phone"}, keep="told 已反馈")
    say.ask(GUIDE, "POST", f"{desk}/tell", {"by": "phone"}, keep="again 已经反馈", status=409)
    say.ask(GUIDE, "GET", desk, keep="whole 一件咨询")
    _linked(say)


def _linked(say: Recorder) -> None:
    asked = {"kind": "advice", "item": "YM-P01", "text": TEXT}
    say.ask("company", "POST", "/consultations", {**asked, "item": "YM-X99"}, keep="unknown 没有这个事项", status=422)
    one = say.ask("company", "POST", "/consultations", asked)["id"]
    say.ask(OFFICER, "POST", f"/desk/consultations/{one}/reply", REPLY)
    case_id = say.ask("company", "GET", "/applications", query={"limit": 100})["applications"][-1]["id"]
    linked = f"/consultations/{one}/case"
    say.ask("company", "POST", linked, {"case": "none"}, keep="unknown 没有这一办件", status=422)
    say.ask("company", "POST", linked, {"case": case_id}, keep="linked 关联办件")
    say.ask(CLERK, "GET", f"/cases/{case_id}/consultations", keep="masked 文字脱敏")


def _withdrawn(say: Recorder, entry: str) -> None:
    path = f"/admin/knowledge/{entry}"
    say.ask(EDITOR, "PUT", path, ENTRY, keep="revised 新版本", etag='"v1"')
    say.ask(EDITOR, "PUT", path, ENTRY, keep="stale 已被修改", etag='"v1"', status=412)
    say.ask(EDITOR, "POST", f"{path}/withdraw", {"reason": "政策已调整"}, keep="withdrawn 撤下", etag='"v2"')
    say.ask(
        EDITOR, "POST", f"{path}/withdraw", {"reason": "政策已调整"}, keep="again 已经撤下", etag='"w2"', status=409
    )
