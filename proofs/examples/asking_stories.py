"""The story of a window that asks its department before it accepts (R30)."""

from proofs.examples.recorder import Recorder
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CLERK, CONFIRMED, OFFICER, QUESTION_ASKED

DEFECTIVE = {
    "advice": "defective",
    "opinion": "申请书没有签名，不符合法定形式。",
    "defects": [{"line": "01", "defect": "缺少签名", "remedy": "补签后重新提交"}],
}


def department_asked(say: Recorder) -> None:
    case_id = say.ask(CLERK, "POST", "/cases", PERMIT.walk_in)["id"]
    asking, task = f"/cases/{case_id}/ask-department", f"/tasks/{case_id}.confirm"
    unknown = {**QUESTION_ASKED, "lines": ["99"]}
    say.ask(CLERK, "POST", asking, unknown, keep="unlisted 清单中没有这一项", status=422)
    say.ask(CLERK, "POST", asking, {**QUESTION_ASKED, "lines": ["01"]}, keep="asked 征询")
    say.ask(CLERK, "POST", asking, QUESTION_ASKED, keep="open 尚未答复", status=409)
    say.go_on()
    partial = {"advice": "defective", "opinion": "不符合法定形式。"}
    say.ask(OFFICER, "POST", f"{task}/confirm", partial, keep="no_defects 没有列明问题", status=422)
    say.ask(OFFICER, "POST", f"{task}/confirm", DEFECTIVE, keep="defective 不符合，列明问题")
    say.ask(OFFICER, "POST", f"{task}/confirm", CONFIRMED, keep="answered 已经答复", status=409)
    say.ask(CLERK, "GET", asking, keep="masked 文字脱敏")
    say.ask(CLERK, "GET", asking, keep="answered 为受理审查，完整显示", query={"purpose": "acceptance"})
    say.ask(CLERK, "POST", f"/cases/{case_id}/accept", {})
    say.go_on()
