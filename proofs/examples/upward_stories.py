"""The stories of a 上报件: reported, returned once, and refused or granted above (行政许可法35)."""

from proofs.examples.recorder import Recorder
from proofs.kit.applications import AGENCY
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.catalogue import item_document, publish
from proofs.kit.directory import name_superiors

OFFICER, CHIEF, SUPERIOR = "officer-tour", "chief-tour", "superior-gd_culture_tourism"
ADVICE = {"recommendation": "grant", "opinion": "材料齐全，符合法定条件，同意上报。"}
UNUSABLE = {"reason": "opinion_incomplete", "text": "初审意见没有说明经营场所的核查情况。"}
ASKING = {"reason": "unreadable", "text": "缺少材料。", "lines": ["02"]}


def reported_upward(say: Recorder) -> None:
    name_superiors(say.world.platform)
    case_id = first_reviewed(say)
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
    say.ask(CHIEF, "POST", f"{case}/report", ADVICE)
    say.go_on()
    refusal = {"outcome": "refuse", "reasons": ["不符合法定条件"]}
    say.ask(SUPERIOR, "POST", f"{case}/decide-reported", {"outcome": "refuse"}, keep="no_reasons", status=422)
    say.ask(SUPERIOR, "POST", f"{case}/decide-reported", refusal, keep="refused 不予许可")


def granted_above(say: Recorder) -> None:
    """SYNTHETIC: this licence has a term here, as others have that an organ above grants. Plays after all others."""
    world = say.world
    publish(world.platform, AGENCY.item, version=2, validity=item_document("YM-P17").validity)
    case_id = first_reviewed(say)
    world.people.hand_in(case_id, *AGENCY.lines, event=1, scan=True)
    say.ask(CHIEF, "POST", f"/cases/{case_id}/report", ADVICE)
    say.go_on()
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


def first_reviewed(say: Recorder) -> str:
    """Brought to the window on paper, and ready to go upward."""
    case_id: str = say.ask(CLERK, "POST", "/cases", AGENCY.walk_in)["id"]
    say.ask(CLERK, "POST", f"/cases/{case_id}/accept", {})
    say.go_on()
    say.ask(OFFICER, "POST", f"/tasks/{case_id}.review/answer", ADVICE, status=201)
    say.go_on()
    return case_id
