"""The stories of a 上报件: reported, returned once, and refused or granted above (行政许可法35)."""

from proofs.examples.recorder import Recorder
from proofs.kit import adverse_acts as said
from proofs.kit.applications import AGENCY, PERMIT
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import item_document, publish_under_article_42
from proofs.kit.directory import name_superiors
from proofs.kit.hearings import HEARD, TOLD

OFFICER, CHIEF, SUPERIOR = "officer-tour", "chief-tour", "superior-gd_culture_tourism"
SUPERIOR_LEADER = "superior_leader-gd_culture_tourism"
ADVICE = {"recommendation": "grant", "opinion": "材料齐全，符合法定条件，同意上报。"}
UNUSABLE = {"reason": "opinion_incomplete", "text": "初审意见没有说明经营场所的核查情况。"}
HEARING = {
    "kind": "hearing",
    "planned_days": 7,
    "basis": "《中华人民共和国行政许可法》第四十六条",
    "reason": "涉及公共利益",
    **TOLD,
}
LONGER = {"reason": "情况复杂，需要进一步核实"}
ASKING = {"reason": "unreadable", "text": "缺少材料。", "lines": ["02"]}


def reported_upward(say: Recorder) -> None:
    name_superiors(say.world.platform)
    case_id = first_reviewed(say, keep="above 由上级机关决定")
    case, task = f"/cases/{case_id}", f"/tasks/{case_id}"
    say.ask(CHIEF, "POST", f"{case}/report", ADVICE, keep="unscanned 纸质材料尚未扫描", status=422)
    say.world.people.hand_in(case_id, *AGENCY.lines, event=1, scan=True)
    say.ask(CHIEF, "POST", f"{case}/report", ADVICE, keep="reported 上报")
    say.go_on()
    purpose = {"purpose": "review"}
    say.ask(SUPERIOR, "GET", f"{task}.superior/package", keep="no_purpose 没有说明查看目的", status=422)
    say.ask(SUPERIOR, "GET", f"{task}.superior/package", keep="package 初审意见和案卷清单", query=purpose)
    say.ask(SUPERIOR, "POST", f"{case}/return-report", ASKING, keep="asking 不得要求重复提供", status=422)
    say.ask(SUPERIOR, "POST", f"{case}/return-report", UNUSABLE, keep="returned 退回补报")
    say.go_on()
    fuller = {**ADVICE, "opinion": f"{ADVICE['opinion']}经营场所已经核查。"}
    say.ask(CHIEF, "POST", f"{case}/report", fuller)
    say.go_on()
    short = {**HEARING, "planned_days": 3}
    say.ask(SUPERIOR, "POST", f"{case}/suspend-reported", short, keep="short 听证应当提前七日通知", status=422)
    say.ask(SUPERIOR, "POST", f"{case}/suspend-reported", HEARING, keep="hearing 听证")
    ended = HEARD
    say.ask(SUPERIOR, "POST", f"{case}/resume-reported", ended, keep="ended 听证结束")
    say.ask(SUPERIOR, "POST", f"{case}/resume-reported", ended, keep="not_open 没有正在进行的听证", status=409)
    say.ask(SUPERIOR, "POST", f"{case}/extend-reported", LONGER, keep="not_the_leader 由负责人批准", status=403)
    say.ask(SUPERIOR_LEADER, "POST", f"{case}/extend-reported", LONGER, keep="by_own_law 没有规定延长", status=409)
    refusal = {"outcome": "refuse", "reasons": ["不符合法定条件"]}
    say.ask(SUPERIOR, "POST", f"{case}/decide-reported", {"outcome": "refuse"}, keep="no_reasons", status=422)
    say.ask(SUPERIOR, "POST", f"{case}/decide-reported", refusal)


def refused_false_above(say: Recorder) -> None:
    """SYNTHETIC: of this item the law asks for the bar."""
    case_id = first_reviewed(say)
    case = f"/cases/{case_id}"
    say.world.people.hand_in(case_id, *AGENCY.lines, event=1, scan=True)
    say.ask(CHIEF, "POST", f"{case}/report", ADVICE)
    say.go_on()
    say.ask(SUPERIOR, "POST", f"{case}/forewarn", said.INTENDED)
    refusal = {"outcome": "refuse", "reasons": ["材料虚假"], "falsehood": said.FALSE}
    say.ask(SUPERIOR, "POST", f"{case}/decide-reported", refusal, keep="false 因虚假材料不予许可")
    say.ask(SUPERIOR, "POST", f"{case}/falsehood/lift", said.LIFTED)


def granted_above(say: Recorder) -> None:
    """SYNTHETIC: this licence has a validity here and the term of 行政许可法42. Plays after all others."""
    world = say.world
    safety, validity = item_document(PERMIT.item).safety, item_document("YM-P17").validity
    publish_under_article_42(world.platform, AGENCY.item, validity=validity, safety=safety)
    refused_false_above(say)
    case_id = first_reviewed(say)
    world.people.hand_in(case_id, *AGENCY.lines, event=1, scan=True)
    say.ask(CHIEF, "POST", f"/cases/{case_id}/report", ADVICE)
    say.go_on()
    say.ask(SUPERIOR_LEADER, "POST", f"/cases/{case_id}/extend-reported", LONGER, keep="extended 批准延长")
    grant = {"outcome": "grant", "face": world.people.stated_face(case_id)}
    say.ask(SUPERIOR, "POST", f"/cases/{case_id}/decide-reported", grant, keep="granted 准予")
    say.go_on()
    wrong = {"face": world.people.face(case_id) | {"holder": "阳江示例旅行管理有限公司"}}
    say.ask(ISSUER, "POST", f"/cases/{case_id}/compare", wrong)
    corrected = {"reason": "证照信息有误", "fields": {"/applicant/legal_representative/name": "陈示范"}}
    say.ask(CHIEF, "POST", f"/cases/{case_id}/result/correct", corrected, keep="above 由上级机关更正", status=403)
    say.ask(SUPERIOR, "POST", f"/cases/{case_id}/result/correct-reported", corrected, keep="corrected 更正结果")
    say.ask(
        SUPERIOR, "POST", f"/cases/{case_id}/result/correct-reported", corrected, keep="decided 在重新制作", status=409
    )


def first_reviewed(say: Recorder, keep: str = "") -> str:
    """Brought to the window on paper, and ready to go upward."""
    case_id: str = say.ask(CLERK, "POST", "/cases", AGENCY.walk_in)["id"]
    say.ask(CLERK, "POST", f"/cases/{case_id}/accept", {}, keep=keep)
    say.go_on()
    if keep:  # the review here has a term of its own, which a hearing stops
        say.ask(CHIEF, "POST", f"/cases/{case_id}/suspend", HEARING, keep="lower 下级审查期间听证")
        say.ask(CHIEF, "POST", f"/cases/{case_id}/resume", HEARD, keep="lower 下级审查期限恢复计时")
    say.ask(OFFICER, "POST", f"/tasks/{case_id}.review/answer", ADVICE, status=201)
    say.go_on()
    return case_id
