"""What the examples are taken from: the demo's case, and short stories of everything else. SYNTHETIC people only."""

from typing import Any

from local.demo.application import COMPANY, PHONE, REPRESENTATIVE
from proofs.examples.adverse_stories import found_false, parties_told, refused_false, results_ended
from proofs.examples.asking_stories import department_asked
from proofs.examples.authority_stories import (
    DEFECTS,
    applied_again,
    authorised,
    proven,
    registers_kept,
    schemes_planned,
    transferred,
)
from proofs.examples.clock_stories import stopped_and_extended
from proofs.examples.consultation_stories import consulted
from proofs.examples.deferral_stories import papers_promised
from proofs.examples.desk_stories import counted_anew, found_again, watched_over
from proofs.examples.directory_stories import of_the_directory
from proofs.examples.ended_stories import called_off, ended
from proofs.examples.fee_stories import charged, paid_at_once
from proofs.examples.item_stories import lived
from proofs.examples.joint_stories import jointly_handled
from proofs.examples.pledge_stories import pledged
from proofs.examples.precheck_stories import prechecked
from proofs.examples.rare_name_story import rare_name
from proofs.examples.recorder import Examples, Recorder, recording
from proofs.examples.session_stories import examined_by_several
from proofs.examples.sharing_stories import originals_shown, shared_asked
from proofs.examples.upward_stories import granted_above, reported_upward
from proofs.kit.applications import PERMIT, announced, paper
from proofs.kit.cast import CHIEF, CLERK, HANDOVER, ISSUER, OFFICER, SECOND, SYSTEM
from proofs.kit.departments import SECRET, address

SITE_CHECK = {
    "at": "2026-11-24T09:20:00+08:00",
    "place": "经营场所",
    "officers": ["审查员甲", "审查员乙"],
    "findings": "布局与申请材料一致。",
}
SHORTEST = "YM-S05"  # of the items of every world the one with the shortest page
NEW_PHONE = {PERMIT.phone: "13900139000"}


def recorded() -> Examples:
    """Every example, by operation."""
    with recording() as recorder:
        for story in (
            *(asked_by_anybody, callbacks_registered, granted, at_the_window, corrected),
            watched_over,
            counted_anew,
            ended,
            registers_kept,
        ):
            story(recorder)
        for story in (
            found_again,
            rare_name,
            transferred,
            called_off,
            authorised,
            of_the_directory,
            proven,
            schemes_planned,
            department_asked,
            papers_promised,
            shared_asked,
            prechecked,
            consulted,
            originals_shown,
            reported_upward,
        ):
            story(recorder)
        for story in (found_false, parties_told, refused_false, results_ended, charged, lived, granted_above):
            story(recorder)
        pledged(recorder)  # its term passes
        jointly_handled(recorder)
        paid_at_once(recorder)
        examined_by_several(recorder)
        return recorder.kept


def asked_by_anybody(say: Recorder) -> None:
    say.ask(None, "GET", "/items", keep="by_theme 按主题查询", query={"theme": "生产经营", "limit": 1})
    say.ask(None, "GET", "/items", keep="invalid 参数有误", status=422, query={"limit": 0})
    say.ask(None, "GET", f"/items/{SHORTEST}", keep="insurance 用人单位社会保险登记")
    say.ask(None, "GET", "/items/YM-X99", keep="unknown 没有这个事项", status=404)
    say.ask("administrator", "GET", f"/admin/items/{SHORTEST}", keep="insurance 用人单位社会保险登记")
    own = {"answers": {"agent": False}}
    say.ask(None, "POST", f"/items/{PERMIT.item}/checklist", own, keep="permit 回答了一部分")
    wrong = {"answers": {"agent": "yes"}}
    for kind in ("guide", "checklist", "form"):
        say.ask(None, "GET", f"/items/{SHORTEST}/{kind}", keep=f"card {SHORTEST} 的文件")
    say.ask(CLERK, "GET", f"/items/{SHORTEST}/manual", keep=f"card {SHORTEST} 的业务手册")
    paper = {"format": "pdf"}
    say.ask(None, "GET", f"/items/{SHORTEST}/guide", keep="preparing 正在印制", status=409, query=paper)
    say.ask(None, "GET", "/items/YM-X99/guide", keep="unknown 没有这个事项", status=404)
    say.ask(None, "POST", f"/items/{PERMIT.item}/checklist", wrong, keep="wrong 回答有误", status=422)
    say.ask(CLERK, "GET", f"/admin/items/{PERMIT.item}", keep="forbidden 没有权限", status=403)
    pause = {"from": "2026-11-26", "to": "2026-11-27"}
    question = {"start": "2026-11-24", "unit": "workday", "length": 3, "pauses": [pause]}
    say.ask(None, "POST", "/deadlines", question, keep="with_pause 三个工作日，其间中止一天")
    say.ask(None, "POST", "/deadlines", {**question, "length": 1001}, status=422)
    named = {"item": PERMIT.item, "kind": "promised", "start": "2026-11-24"}
    say.ask(None, "POST", "/deadlines", named, keep="of_item 事项的承诺期限和法定期限")
    expiry = {**named, "kind": "renewal", "start": "2027-03-01"}
    say.ask(None, "POST", "/deadlines", expiry, keep="renewal 延续申请，自有效期届满之日倒算")
    service = {**named, "item": SHORTEST, "kind": "hearing_request"}
    say.ask(None, "POST", "/deadlines", service, keep="not_of_regime 公共服务没有听证", status=422)


def callbacks_registered(say: Recorder) -> None:
    body = {"url": address("food"), "secret": SECRET}
    say.ask(SYSTEM, "GET", "/callbacks", keep="none 尚未登记", status=404)
    say.ask(SYSTEM, "POST", "/callbacks/test", {}, keep="none 尚未登记", status=404)
    say.ask(SYSTEM, "PUT", "/callbacks", body, keep="registered 登记")
    say.departments_answer(204)
    sent = say.ask(SYSTEM, "POST", "/callbacks/test", {}, keep="sent 测试", status=202)
    say.go_on()
    say.ask(SYSTEM, "GET", f"/callbacks/deliveries/{sent['message_id']}", keep="tested 测试已送达")
    say.ask(SYSTEM, "PUT", "/callbacks", {**body, "url": "http://10.0.0.1/"}, keep="internal 内部地址", status=422)
    say.ask(SYSTEM, "GET", "/callbacks", keep="registered 已登记")


def granted(say: Recorder) -> None:
    """The case of the demo, with a takeover, a reassignment, a mismatch and its correction on the way."""
    case_id = applied(say)
    say.departments_answer(400)
    case, own, task = f"/cases/{case_id}", f"/applications/{case_id}", f"/tasks/{case_id}.review"
    say.ask(CLERK, "GET", "/cases", keep="waiting 窗口待办", query={"limit": 1})
    say.ask(CLERK, "GET", case, keep="acceptance 为受理审查，完整显示", query={"purpose": "acceptance"})
    say.ask(CLERK, "GET", case, keep="unfit 目的与岗位不符", status=403, query={"purpose": "review"})
    say.ask(CLERK, "POST", f"{case}/accept", {}, keep="stale 版本已变", status=412, etag='"v99"')
    say.ask(CLERK, "POST", f"{case}/accept", {}, keep="accepted 受理")
    _explained(say, case, own)
    say.ask(CLERK, "POST", f"{case}/accept", {}, status=409)
    say.go_on()
    _callback_failed(say, case_id)
    say.ask(OFFICER, "GET", "/tasks", keep="own 本人的待办", query={"limit": 1})
    say.ask(OFFICER, "POST", f"{task}/claim", {}, keep="claimed 认领")
    say.ask(SECOND, "POST", f"{task}/claim", {}, keep="claimed_by_other 他人已认领", status=409)
    say.ask(SECOND, "POST", f"{task}/takeover", {"reason": HANDOVER}, keep="taken_over 接办")
    say.ask(SECOND, "POST", f"{task}/takeover", {"reason": HANDOVER}, keep="own 已由本人认领", status=409)
    say.ask(SECOND, "POST", f"{task}/release", {}, keep="released 退回")
    say.ask(SECOND, "POST", f"{task}/release", {}, keep="not_claimed 没有认领", status=409)
    body = {"officer": "persona:officer-food", "reason": HANDOVER}
    say.ask(CHIEF, "POST", f"{task}/assign", body, keep="assigned 改派")
    say.ask(CHIEF, "POST", f"{task}/assign", body, keep="already 已由该审查员认领", status=409)
    say.ask(CHIEF, "POST", f"{task}/assign", {"reason": HANDOVER}, keep="given_back 退回本部门")
    say.ask(OFFICER, "GET", task, keep="review 审查任务，为部门审批", query={"purpose": "review"})
    opinion = {"recommendation": "grant", "opinion": "经审查，符合许可条件。"}
    alone = {**SITE_CHECK, "officers": ["审查员甲"]}
    refused = {**opinion, "site_check": alone}
    say.ask(OFFICER, "POST", f"{task}/answer", refused, keep="one_officer 现场核查只有一人", status=422)
    say.ask(SYSTEM, "POST", f"{task}/answer", {**opinion, "site_check": _checked(say)}, keep="grant 建议准予")
    say.ask(OFFICER, "GET", "/tasks/none.review", keep="unknown 没有这个任务", status=404)
    say.go_on()
    stopped_and_extended(say, case)
    say.ask(CHIEF, "POST", f"{case}/decide", {"outcome": "refuse"}, keep="no_reasons 没有理由", status=422)
    say.ask(CHIEF, "POST", f"{case}/decide", {"outcome": "grant"}, keep="granted 准予")
    say.go_on()
    issued(say, case, own)


def _checked(say: Recorder) -> dict[str, Any]:
    return {**SITE_CHECK, "at": say.world.clock.at.isoformat()}


def applied(say: Recorder) -> str:
    form = PERMIT.form
    half = {"applicant": {"kind": "企业法人", "name": form["applicant"]["name"]}}
    draft = say.ask(COMPANY, "POST", "/applications", {"item": PERMIT.item, "form": half}, keep="half 先填一部分")
    say.ask(COMPANY, "POST", "/applications", {"item": "YM-X99"}, keep="unknown 没有这个事项", status=422)
    own = f"/applications/{draft['id']}"
    say.ask(COMPANY, "PUT", f"{own}/form", form, keep="whole 整份表单")
    say.ask(COMPANY, "PUT", f"{own}/form", form, keep="stale 版本已变", status=412, etag='"d1"')
    say.ask(COMPANY, "POST", f"{own}/submit", {}, keep="incomplete 材料不齐全", status=422)
    heic = {**announced("01"), "file_name": "01.heic"}
    say.ask(COMPANY, "POST", f"{own}/materials", heic, keep="heic 不接收的格式", status=422)
    extra = say.hand_in(COMPANY, own, PERMIT.lines[0], keep="pdf 登记 PDF")
    say.ask(COMPANY, "DELETE", f"{own}/materials/{extra}", keep="removed 删除")
    say.ask(COMPANY, "DELETE", f"{own}/materials/none", keep="unknown 没有这个文件", status=404)
    (sheet,) = say.ask(COMPANY, "GET", f"{own}/sheets", keep="printed 由填写内容生成的申请表")["sheets"]
    confirmed = {"line": sheet["line"], "digest": sheet["digest"]}
    say.ask(COMPANY, "POST", f"{own}/sheets", confirmed, keep="confirmed 核对确认")
    say.ask(COMPANY, "POST", f"{own}/sheets", confirmed, keep="again 已经确认", status=409)
    for line in PERMIT.lines[1:]:
        say.hand_in(COMPANY, own, line)
    say.ask(COMPANY, "GET", f"{own}/materials", keep="draft 草稿的材料")
    receipt = say.ask(COMPANY, "POST", f"{own}/submit", {}, keep="submitted 提交")
    asked = {"query_code": receipt["query_code"], "factor": PHONE[-4:]}
    say.ask(None, "POST", "/progress", asked, keep="submitted 待受理")
    say.ask(None, "POST", "/progress", {**asked, "factor": "0000"}, keep="wrong 验证信息不正确", status=404)
    say.ask(COMPANY, "GET", "/applications", keep="own 我的申请", query={"limit": 1})
    say.ask(COMPANY, "GET", own, keep="submitted 已提交")
    say.ask(COMPANY, "GET", f"{own}/clock", keep="received 收件以后的受理期限")
    say.ask(CLERK, "GET", f"{own.replace('applications', 'cases')}/clock", keep="received 收件以后的受理期限")
    say.ask("citizen-lin", "GET", own, keep="of_others 不是本人的申请", status=404)
    say.go_on()
    say.ask(COMPANY, "GET", "/me/export", keep="own 我的信息", query={"limit": 1})
    return draft["id"]


def _explained(say: Recorder, case: str, own: str) -> None:
    """By what right the window has accepted: for people of the hall, and for the applicant."""
    for who, path in ((CLERK, case), (COMPANY, own)):
        say.ask(who, "GET", f"{path}/events/2/why", keep="accepted 凭委托书受理")
        say.ask(who, "GET", f"{path}/events/99/why", keep="unknown 没有这一事件", status=404)


def _callback_failed(say: Recorder, case_id: str) -> None:
    message = f"/callbacks/deliveries/msg_{case_id}_review_opened/replay"
    say.ask(SYSTEM, "GET", "/callbacks/deliveries", keep="failed 对方拒收", query={"limit": 1})
    say.departments_answer(202)
    say.ask(SYSTEM, "POST", message, {}, keep="again 重新投递")
    say.ask(SYSTEM, "POST", message, {}, keep="under_way 仍在重试", status=409)


def issued(say: Recorder, case: str, own: str) -> None:
    say.ask(ISSUER, "GET", f"{case}/certificate", keep="masked 持证主体脱敏")
    shown = say.ask(ISSUER, "GET", f"{case}/certificate", keep="face 照面信息，为制证送达", query={"purpose": "issue"})
    face = {line["key"]: line["value"] for line in shown["face"]}
    say.ask(COMPANY, "GET", f"{own}/documents/certificate", keep="pending 尚未核对", status=409)
    wrong = {"face": {**face, "holder": "阳江示例餐饮管理有限公司"}}
    say.ask(ISSUER, "POST", f"{case}/compare", wrong, keep="mismatch 持证主体不一致")
    corrected = {"reason": "证照信息有误，重新制作", "fields": {"/applicant/legal_representative/name": "陈示范"}}
    say.ask(CHIEF, "POST", f"{case}/result/correct", corrected, keep="corrected 更正结果")
    say.ask(CHIEF, "POST", f"{case}/result/correct", corrected, keep="decided 已在重新制作", status=409)
    say.go_on()
    shown = say.ask(ISSUER, "GET", f"{case}/certificate", query={"purpose": "issue"})
    face = {line["key"]: line["value"] for line in shown["face"]}
    say.ask(
        ISSUER,
        "POST",
        f"{case}/compare",
        {"face": {**face, "issue_date": "明天"}},
        keep="unreadable 日期无法识别",
        status=422,
    )
    say.ask(ISSUER, "POST", f"{case}/compare", {"face": face}, keep="equal 一致")
    say.go_on()
    person = {**REPRESENTATIVE, "name": "陈示范"}
    recipient = {"relation": "legal_representative", **person, "seen": True, "signed": True}
    stranger = {**recipient, "name": "黄示例"}
    say.ask(ISSUER, "POST", f"{case}/deliver", {"recipient": stranger}, keep="unverified 身份不符", status=422)
    say.ask(ISSUER, "POST", f"{case}/deliver", {"recipient": recipient}, keep="delivered 当面送达")
    say.go_on()
    read_afterwards(say, case, own)


def read_afterwards(say: Recorder, case: str, own: str) -> None:
    for path, told in (("timeline", "时间轴"), ("materials", "材料"), ("documents", "文书")):
        say.ask(ISSUER, "GET", f"{case}/{path}", keep=f"closed 已办结办件的{told}")
    say.ask(ISSUER, "GET", f"{case}/documents/certificate", keep="no_purpose 没有说明目的", status=422)
    say.ask(ISSUER, "GET", f"{case}/documents/certificate", keep="certificate 证照", query={"purpose": "papers"})
    say.ask(COMPANY, "GET", f"{own}/documents", keep="closed 已办结")
    say.ask(COMPANY, "GET", f"{own}/documents/certificate", keep="certificate 证照")
    say.ask(COMPANY, "GET", f"{own}/access", keep="read 查阅记录", query={"limit": 2})
    say.ask("citizen-lin", "GET", f"{own}/access", keep="of_others 不是本人的申请", status=404)
    watched = f"/supervision{case}/access"
    say.ask("supervisor", "GET", watched, keep="read 查阅记录", query={"purpose": "supervision", "limit": 2})
    say.ask("supervisor", "GET", watched, keep="no_purpose 没有说明目的", status=422)
    for path in ("", "/timeline", "/events", "/materials", "/documents", "/certificate"):
        say.ask(ISSUER, "GET", f"/cases/none{path}", keep="unknown 没有这个办件", status=404)
    say.ask(ISSUER, "GET", f"{case}/documents/none", keep="unknown 没有这份文书", status=404)
    rows = [row for pk in say.world.partitions("CERTIFICATE#") for row in say.world.rows(pk)]
    valid = next(row for row in rows if not row.get("superseded"))
    claim = {"id": valid["pk"].partition("#")[2], "sha": valid["digest"], "issued": valid["issued"]}
    say.ask(None, "GET", "/certificates/verify", keep="genuine 内容真实", query=claim)
    say.ask(None, "GET", "/certificates/verify", keep="unknown 未能核实", query=claim | {"sha": "0" * 64})


def at_the_window(say: Recorder) -> None:
    """Walk-ins: one with its form put right, one rejected, one withdrawn."""
    walk_in = PERMIT.walk_in
    say.ask(CLERK, "POST", "/sheets", {"item": PERMIT.item, "form": PERMIT.form}, keep="printed 打印申请表")
    say.ask(CLERK, "POST", "/sheets", {"item": PERMIT.item, "form": {}}, keep="incomplete 没有填写完整", status=422)
    one = say.ask(CLERK, "POST", "/cases", {**walk_in, "scans": walk_in["scans"][:1]}, keep="received 收件")
    unseen = {**walk_in, "presented_by": {**walk_in["presented_by"], "seen": False}}
    say.ask(CLERK, "POST", "/cases", unseen, keep="unseen 没有查验证件", status=422)
    case, signing = f"/cases/{one['id']}", PERMIT.recipient
    say.hand_in(CLERK, case, PERMIT.lines[1], keep="scan 登记扫描件")
    say.ask(CLERK, "POST", f"{case}/materials", announced("99"), keep="unlisted 清单中没有", status=422)
    fixed = {"fields": NEW_PHONE, "presented_by": signing}
    say.ask(CLERK, "POST", f"{case}/form/correct", fixed, keep="corrected 当场更正")
    nothing = {**fixed, "fields": {}}
    say.ask(CLERK, "POST", f"{case}/form/correct", nothing, keep="nothing 没有写明栏目", status=422)
    ground = {"ground": "not_this_organ", "reason": "不属于本机关职权", "competent_organ": "阳江市公安局"}
    without = {**ground, "competent_organ": None}
    say.ask(CLERK, "POST", f"{case}/reject", without, keep="no_organ 没有写明有权机关", status=422)
    say.ask(CLERK, "POST", f"{case}/reject", ground, keep="not_this_organ 不属于本机关职权")
    say.ask(CLERK, "GET", f"{case}/events", keep="rejected 不予受理的办件的事件链")
    two = say.ask(CLERK, "POST", "/cases", walk_in)
    leaving = {"presented_by": signing, "reason": "改变经营计划"}
    away = f"/cases/{two['id']}/withdraw"
    say.ask(CLERK, "POST", away, leaving, keep="withdrawn 撤回")
    say.ask(CLERK, "POST", away, leaving, keep="ended 已经撤回", status=409)
    say.go_on()


def corrected(say: Recorder) -> None:
    """Online: a notice and its supplement; at the window: a notice, papers, and a second notice of the same line."""
    case_id = applied_again(say)
    case, own = f"/cases/{case_id}", f"/applications/{case_id}"
    twice = {"defects": [DEFECTS[0], DEFECTS[0]]}
    say.ask(CLERK, "POST", f"{case}/correct", twice, keep="repeated 同一材料写了两次", status=422)
    say.ask(CLERK, "POST", f"{case}/correct", {"defects": DEFECTS}, keep="noticed 材料和表单")
    for who, place in ((COMPANY, own), (CLERK, case)):
        say.ask(who, "GET", f"{place}/notice", keep="noticed 一次性告知的内容")
    say.ask(CLERK, "GET", f"{case}/duplicates", keep="found 可能重复的办件")
    say.ask(COMPANY, "POST", f"{own}/supplement", {"fields": NEW_PHONE}, keep="missing 材料没有补齐", status=422)
    file_id = say.hand_in(COMPANY, own, "03")
    say.ask(COMPANY, "POST", f"{own}/supplement", {"fields": NEW_PHONE}, keep="supplemented 补正")
    again = {"line": "03", "file": file_id, "defect": "扫描件模糊不清", "remedy": "重新扫描后提交"}
    say.ask(CLERK, "POST", f"{case}/correct", {"defects": [again]})
    brought = {"papers": [paper("03")], "presented_by": PERMIT.presented_by}
    unlisted = {"papers": [paper("04")]}
    say.ask(CLERK, "POST", f"{case}/supplement", unlisted, keep="not_noticed 告知书没有要求", status=422)
    say.ask(CLERK, "POST", f"{case}/supplement", brought, keep="papers 收取纸质材料")
    say.ask(COMPANY, "POST", f"{own}/withdraw", {"reason": "改变经营计划"}, keep="withdrawn 撤回")
    say.ask(COMPANY, "POST", f"{own}/withdraw", {}, keep="ended 已经撤回", status=409)
    say.ask("supervisor", "GET", "/supervision", keep="second_notice 再次告知", query={"limit": 1})
    say.ask(CLERK, "GET", "/supervision", keep="forbidden 没有权限", status=403)
    say.go_on()
