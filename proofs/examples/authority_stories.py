"""Stories of who may act: registers, agents, cases handed over, and what proves a case; and of schemes."""

from typing import Any

from chalicelib.foundation import names
from local.demo.application import COMPANY
from proofs.examples.recorder import Recorder
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CHIEF, CLERK, OFFICER
from proofs.kit.catalogue import publish_schemes
from proofs.kit.events import EVERY_MINUTE
from proofs.kit.new_records import SCAN, new_member, new_power_letter
from proofs.kit.register import letters_on_record, renew_accept_letter, revoke_accept_letter

DEFECTS = [
    {"line": "03", "defect": "缺少签名", "remedy": "补签后重新上传"},
    {"field": PERMIT.phone, "defect": "电话号码为空号", "remedy": "填写能够联系的电话"},
]


def registers_kept(say: Recorder) -> None:
    """A post is registered and left; a letter is looked for, filed and revoked."""
    letters_on_record(say.world.platform)
    question = {"department": "food", "item": PERMIT.item, "act": "accept"}
    say.ask(CLERK, "GET", "/directory/authority", keep="accept 窗口可以受理", query=question)
    other = {**question, "item": "YM-P02", "act": "decide"}
    say.ask(CLERK, "GET", "/directory/authority", keep="elsewhere 其他部门的事项", query=other, status=422)
    say.ask("administrator", "GET", "/directory/staff", keep="staff 一个部门", query={"unit": "food", "limit": 1})
    officer = new_member("2026-11-23")
    say.ask("administrator", "POST", "/directory/staff", officer, keep="registered 登记")
    chief = new_member("2026-11-23", id="S991", roles=["chief_representative"], chief=True)
    say.ask("administrator", "POST", "/directory/staff", chief, keep="refused 违反名册规则", status=422)
    leaving = {"reason": "调离"}
    say.ask("administrator", "POST", "/directory/staff/S990/leave", leaving, keep="left 离岗")
    say.ask("administrator", "POST", "/directory/staff/S990/leave", leaving, keep="left_before 已经离岗", status=409)
    say.ask("administrator", "GET", "/directory/staff/S990", keep="left 离岗人员和变更记录")
    say.ask("administrator", "GET", "/directory/staff/S999", keep="unknown 没有这条记录", status=404)
    registers_changed(say)
    say.ask("administrator", "GET", "/directory/seals", keep="seals 印章登记", query={"limit": 1})
    shown = {"department": "food", "limit": 1}
    say.ask("administrator", "GET", "/directory/letters", keep="letters 一个部门的授权文书", query=shown)
    say.ask("supervisor", "GET", "/directory/filings", keep="waiting 待备案", query={"limit": 1})
    filing, letters = {"number": "示政数备〔2026〕1号"}, "/directory/letters"
    say.ask("supervisor", "POST", f"{letters}/LP-food-2/filing", filing, keep="filed 已备案")
    say.ask("supervisor", "POST", f"{letters}/LP-food-2/filing", filing, keep="filed_before 早已备案", status=409)
    end = {"reason": "收回委托"}
    say.ask("leader-food", "POST", f"{letters}/LA-food-2/revoke", end, keep="revoked 撤销")
    say.ask("supervisor", "GET", f"{letters}/LA-food-2", keep="revoked 已撤销的授权文书和变更记录")
    say.ask("supervisor", "GET", f"{letters}/LA-none", keep="unknown 没有这条记录", status=404)
    say.ask("leader-food", "POST", f"{letters}/LA-ocean-2/revoke", end, keep="unknown 不是本部门的", status=404)


def registers_changed(say: Recorder) -> None:
    """Somebody gets another post, somebody is trained, a seal changes hands and gives way to another, a letter is
    signed.
    """
    admin, staff, seals = "administrator", "/directory/staff", "/directory/seals"
    moving = {"rank": "正处级", "reason": "任职"}
    say.ask(admin, "POST", f"{staff}/K-leader-food/move", moving, keep="promoted 职级变动")
    say.ask(admin, "POST", f"{staff}/K-none/move", moving, keep="unknown 没有这条记录", status=404)
    training = {"item": PERMIT.item, "trained_on": "2026-11-20", "until": "2027-11-19"}
    trained = {"trained": [training], "reason": "岗前培训"}
    say.ask(admin, "POST", f"{staff}/K-clerk-social/competences", trained, keep="trained 登记培训")
    unknown = {"trained": [{**training, "item": "YM-X99"}], "reason": "岗前培训"}
    say.ask(admin, "POST", f"{staff}/K-clerk-social/competences", unknown, keep="unknown 没有这个事项", status=422)
    seal = {"id": "SEAL-food-1", "department": "food", "inscription": "示例印章", "starts_on": "2026-11-01"}
    kept_by = {"custodian": "K-chief-food"}
    say.ask(admin, "POST", seals, {**seal, **kept_by}, keep="registered 启用")
    second = {**seal, **kept_by, "id": "SEAL-food-3"}
    say.ask(admin, "POST", seals, second, keep="second 已有启用的印章", status=422)
    handing = {"custodian": "K-leader-food", "reason": "保管人出差"}
    say.ask(admin, "POST", f"{seals}/SEAL-food-1/custody", handing, keep="handed_over 移交")
    letter_signed(say)
    say.ask(admin, "POST", f"{seals}/SEAL-food-1/withdraw", {"reason": "磨损"}, keep="withdrawn 停用")
    say.ask(admin, "POST", f"{seals}/SEAL-food-1/withdraw", {"reason": "磨损"}, keep="before 已经停用", status=409)
    say.ask(admin, "POST", f"{seals}/SEAL-food-1/custody", handing, keep="withdrawn 已经停用", status=409)
    say.ask("auditor", "GET", f"{seals}/SEAL-food-1/uses", keep="none 没有使用过")
    say.ask("auditor", "GET", f"{seals}/SEAL-none/uses", keep="unknown 没有这条记录", status=404)
    say.ask(admin, "GET", f"{seals}/SEAL-food-1", keep="withdrawn 停用的印章和变更记录")


def letter_signed(say: Recorder) -> None:
    """Its scan is announced, and its number cannot be used again."""
    letter = new_power_letter("2026-11-24", limits=["不得转授权"])
    say.ask("leader-food", "POST", "/directory/letters", letter, keep="power 签发授权书")
    path = "/directory/letters/LP-food-9/scan"
    say.ask("leader-food", "POST", path, SCAN, keep="announced 登记扫描件", status=201)
    say.ask("leader-food", "POST", path, {**SCAN, "size": 99_000_000}, keep="large 文件过大", status=422)
    say.ask("supervisor", "GET", path, keep="awaited 等待上传")
    say.ask("supervisor", "GET", "/directory/letters/LP-none/scan", keep="unknown 没有这条记录", status=404)
    again = {**letter, "id": "LP-food-8"}
    say.ask("leader-food", "POST", "/directory/letters", again, keep="number 文号已用", status=422)


def schemes_planned(say: Recorder) -> None:
    """一件事: what opening a company takes, before anybody has applied."""
    publish_schemes(say.world.platform, "YM-J04")
    say.ask(None, "GET", "/schemes", keep="all 今天生效的方案")
    say.ask(None, "GET", "/schemes/YM-J04", keep="company 开办企业")
    say.ask(None, "GET", "/schemes/YM-J99", keep="unknown 没有这个方案", status=404)
    say.ask(None, "GET", "/schemes/YM-J04/graph", keep="company 开办企业")
    answers = {"pre_approval_scope": False, "agent": False}
    say.ask(None, "POST", "/schemes/YM-J04/plan", {"answers": answers}, keep="company 开办企业")
    wrong = {"answers": {"agent": "yes"}}
    say.ask(None, "POST", "/schemes/YM-J04/plan", wrong, keep="wrong 回答有误", status=422)


def authorised(say: Recorder) -> None:
    """A person lets another one apply, and ends it; another offer is declined."""
    principal, agent = "citizen-lin", "citizen-huang"
    say.ask(None, "GET", "/notices", keep="all 各个版本")
    wanted: dict[str, Any] = {
        "kind": "agent",
        "agent": {"name": "黄示例", "id_type": "居民身份证", "id_number": "441702199506120021"},
        "scope": {"items": ["YM-S07"], "acts": ["apply", "supplement", "withdraw", "collect"]},
        "from": "2026-11-24",
        "until": "2027-11-22",
        "notice_version": 1,
    }
    given = say.ask(principal, "POST", "/authorisations", wanted, keep="given 委托代理人")
    empty = {**wanted, "scope": {"acts": ["apply"]}}
    say.ask(principal, "POST", "/authorisations", empty, keep="empty 没有写明事项", status=422)
    one = f"/authorisations/{given['id']}"
    say.ask(agent, "GET", "/authorisations/received", keep="offered 待接受", query={"limit": 1})
    say.ask(agent, "POST", f"{one}/accept", {"notice_version": 1}, keep="accepted 接受")
    say.ask(agent, "POST", f"{one}/accept", {"notice_version": 1}, keep="twice 已经接受", status=409)
    say.ask(principal, "GET", "/authorisations/given", keep="active 有效", query={"limit": 1})
    say.ask(principal, "GET", one, keep="active 有效")
    say.ask(CLERK, "GET", one, keep="forbidden 没有权限", status=403)
    say.under = given["id"]
    draft = say.ask(agent, "POST", "/applications", {"item": "YM-S07", "form": {}})
    say.under = ""
    shown = {**wanted["agent"], "relation": "agent", "seen": True, "authorisation": given["id"]}
    seen, by_letter = f"/cases/{draft['id']}/identity", {**shown, "authorisation": None}
    say.ask("clerk-social", "POST", seen, {"presented_by": shown}, keep="agent 登记的代理人到场")
    say.ask("clerk-social", "POST", seen, {"presented_by": by_letter}, keep="paper 没有登记的委托", status=422)
    agreed = say.ask(principal, "GET", "/me/consents", keep="given 委托他人的", query={"limit": 1})["consents"][0]
    say.ask(principal, "POST", f"{one}/revoke", {}, keep="revoked 委托人取消")
    say.ask(agent, "POST", f"{one}/revoke", {}, keep="ended 已经终止", status=409)
    again = say.ask(principal, "POST", "/authorisations", wanted)
    withdrawn = f"/me/consents/authorisation-{again['id']}/withdraw"
    say.ask(principal, "POST", f"/me/consents/{agreed['id']}/withdraw", {}, keep="ended 已经终止", status=409)
    say.ask(principal, "POST", withdrawn, {}, keep="withdrawn 撤回")
    again = say.ask(principal, "POST", "/authorisations", wanted)
    declined = f"/authorisations/{again['id']}/decline"
    say.ask(principal, "POST", declined, {}, keep="not_agent 应由受托人办理", status=403)
    say.ask(agent, "POST", declined, {}, keep="declined 不接受")


def transferred(say: Recorder) -> None:
    """A window without a letter of the department hands cases over, which the department accepts, or does not."""
    ground = {"ground": "not_this_organ", "reason": "不属于本机关职权", "competent_organ": "阳江市公安局"}
    cases = [f"/cases/{say.ask(CLERK, 'POST', '/cases', PERMIT.walk_in)['id']}" for _ in range(3)]
    say.ask(CLERK, "POST", f"{cases[0]}/transfer", {}, keep="letter 有受理委托书", status=403)
    revoke_accept_letter(say.world.platform, "food")
    say.ask(CLERK, "POST", f"{cases[0]}/accept", {}, keep="no_letter 委托书已撤销，可以移送部门", status=403)
    say.ask(CLERK, "POST", f"{cases[0]}/transfer", {}, keep="transferred 移送部门受理")
    say.ask(CLERK, "POST", f"{cases[0]}/transfer", {}, keep="twice 已经移送", status=409)
    for case in cases[1:]:
        say.ask(CLERK, "POST", f"{case}/transfer", {})
    say.ask(CLERK, "POST", f"{cases[0]}/accept", {}, keep="transferred 已经移送部门", status=409)
    say.ask(OFFICER, "GET", "/cases", keep="transferred 等待本部门受理", query={"window": "移送部门", "limit": 1})
    by_department = f"{cases[0]}/transferred"
    say.ask(CHIEF, "POST", f"{by_department}/accept", {}, keep="chief 承诺件由审查员受理", status=403)
    defects = {"defects": DEFECTS}
    say.ask(OFFICER, "POST", f"{cases[1]}/transferred/correct", defects, keep="noticed 一次性告知")
    say.ask(OFFICER, "POST", f"{cases[1]}/transferred/correct", defects, keep="twice 已经告知", status=409)
    say.ask(OFFICER, "POST", f"{cases[2]}/transferred/reject", ground, keep="not_this_organ 不属于本机关职权")
    say.ask(OFFICER, "POST", f"{cases[2]}/transferred/reject", ground, keep="ended 已经不予受理", status=409)
    say.ask(OFFICER, "POST", f"{by_department}/accept", {}, keep="accepted 部门受理")
    renew_accept_letter(say.world.platform, "food")
    say.go_on()


def proven(say: Recorder) -> None:
    """A case is exported, and the day that it began on gets its head."""
    case_id = applied_again(say)
    case, audited = f"/cases/{case_id}", f"/audit/cases/{case_id}"
    say.ask("supervisor", "GET", f"{case}/export", keep="audit 为审计核验", query={"purpose": "audit"})
    say.ask("supervisor", "GET", f"{case}/export", keep="purpose 没有说明目的", status=422)
    say.ask(CLERK, "GET", f"{case}/export", keep="unfit 目的与岗位不符", status=403, query={"purpose": "audit"})
    say.ask("auditor", "GET", f"{audited}/export", keep="audit 为审计核验", query={"purpose": "audit"})
    say.ask(COMPANY, "GET", f"/applications/{case_id}/export", keep="own 本人的办件")
    day = str(say.world.clock.at.date())
    say.world.clock.pass_time(days=1)
    say.world.invoke(names.ANCHOR_DAYS, EVERY_MINUTE)
    division = say.world.platform.settings.division
    say.ask(None, "GET", "/audit/heads", keep="some 最早的一日", query={"division": division, "limit": 1})
    say.ask(None, "GET", f"/audit/heads/{division}/{day}", keep="one 一日的存证")
    say.ask(None, "GET", f"/audit/heads/{division}/2004-01-01", keep="none 没有存证", status=404)
    say.ask(None, "GET", "/audit/keys", keep="keys 公钥")


def applied_again(say: Recorder) -> str:
    draft = say.ask(COMPANY, "POST", "/applications", {"item": PERMIT.item, "form": PERMIT.form})
    own = f"/applications/{draft['id']}"
    for line in PERMIT.lines:
        say.hand_in(COMPANY, own, line)
    say.ask(COMPANY, "POST", f"{own}/submit", {})
    return draft["id"]
