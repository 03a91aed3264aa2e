"""The stories of a false application, and of a licence that was got by one: told, found, barred, revoked, cancelled."""

from proofs.examples.recorder import Recorder
from proofs.kit import adverse_acts as said
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CLERK, ISSUER, OFFICER
from proofs.kit.interested import CONCERNED, SERVED, WAIVES

CHIEF = f"chief-{PERMIT.department}"


def found_false(say: Recorder) -> None:
    case = f"/cases/{say.ask(CLERK, 'POST', '/cases', PERMIT.walk_in)['id']}"
    say.ask(CHIEF, "POST", f"{case}/reject-false", said.FALSE, keep="unheard 没有事前告知", status=422)
    say.ask(CHIEF, "POST", f"{case}/forewarn", said.INTENDED, keep="warned 告知拟认定虚假材料")
    late = said.INTENDED | {"against": "revocation"}
    say.ask(CHIEF, "POST", f"{case}/forewarn", late, keep="ground 理由与拟作出的决定不符", status=422)
    say.ask(CHIEF, "POST", f"{case}/reject-false", said.FALSE, keep="false 因虚假材料不予受理")
    say.go_on()
    say.ask(CHIEF, "POST", f"{case}/falsehood/lift", said.LIFTED, keep="lifted 原认定被撤销")
    say.ask(CHIEF, "POST", f"{case}/falsehood/lift", said.LIFTED, keep="twice 没有可以解除的认定", status=409)


def refused_false(say: Recorder) -> None:
    case = reviewed(say)
    say.ask(CHIEF, "POST", f"{case}/forewarn", said.INTENDED)
    refused = {"outcome": "refuse", "reasons": ["材料虚假"], "falsehood": said.FALSE}
    say.ask(CHIEF, "POST", f"{case}/decide", refused, keep="false 因虚假材料不予许可")
    say.go_on()
    say.ask(CHIEF, "POST", f"{case}/falsehood/lift", said.LIFTED)


def parties_told(say: Recorder) -> None:
    """The days of the applicant and of the party run on."""
    case = reviewed(say)
    party, served = f"{case}/parties", SERVED | {"served_on": str(say.world.platform.now().date())}
    say.ask(CHIEF, "POST", party, CONCERNED, keep="told 告知利害关系人")
    say.ask(CHIEF, "POST", party, CONCERNED | {"matter": ""}, keep="matter 没有写明有关事项", status=422)
    say.go_on()
    say.ask(CHIEF, "POST", f"{party}/1/service", served, keep="served 告知书送达")
    say.ask(CHIEF, "POST", f"{party}/1/service", served, keep="again 已经送达", status=409)
    refused = {"outcome": "refuse", "reasons": ["不符合条件"]}
    say.ask(CHIEF, "POST", f"{case}/decide", refused, keep="party 利害关系人可以答复", status=409)
    both = WAIVES | {"hearing_asked": True}
    say.ask(CHIEF, "POST", f"{party}/1/answer", both, keep="both 放弃又要求听证", status=422)
    say.ask(CHIEF, "POST", f"{party}/1/answer", WAIVES, keep="waived 书面放弃")


def reviewed(say: Recorder) -> str:
    """Accepted with the papers that were brought, and to be decided."""
    case_id = say.ask(CLERK, "POST", "/cases", PERMIT.walk_in | {"scans": []})["id"]
    case = f"/cases/{case_id}"
    say.ask(CLERK, "POST", f"{case}/accept", {})
    say.go_on()
    say.ask(OFFICER, "POST", f"/tasks/{case_id}.review/answer", {"recommendation": "grant", "opinion": "材料齐全。"})
    say.go_on()
    return case


def granted(say: Recorder) -> str:
    """Granted, and ready to collect."""
    case = reviewed(say)
    case_id = case.removeprefix("/cases/")
    seen = [{"line": line, "ground": "on_paper", "reference": "窗口卷宗第1卷"} for line in PERMIT.lines]
    face = say.world.people.stated_face(case_id)
    say.ask(CHIEF, "POST", f"{case}/decide", {"outcome": "grant", "absences": seen, "face": face})
    say.go_on()
    say.ask(ISSUER, "POST", f"{case}/compare", {"face": say.world.people.face(case_id)})
    say.go_on()
    return case


def results_ended(say: Recorder) -> None:
    revoked, withdrawn, revoked_above = (granted(say) for _ in range(3))
    say.ask(CHIEF, "POST", f"{revoked}/forewarn", said.TO_REVOKE)
    harm = said.REVOKED | {"public_harm": True}
    say.ask(CHIEF, "POST", f"{revoked}/result/revoke", harm, keep="harm 损害公共利益，不予撤销", status=422)
    say.ask(CHIEF, "POST", f"{revoked}/result/revoke", said.REVOKED, keep="revoked 撤销行政许可")
    ended = said.CANCELLED | {"ground": "ended"}
    say.ask(CHIEF, "POST", f"{withdrawn}/result/cancel", ended, keep="still_valid 没有撤销、撤回", status=422)
    say.ask(CHIEF, "POST", f"{revoked}/result/cancel", ended, keep="cancelled 撤销之后注销")
    say.ask(CHIEF, "POST", f"{revoked}/falsehood/lift", said.LIFTED)
    unheard = f"{withdrawn}/result/withdraw"
    say.ask(CHIEF, "POST", unheard, said.WITHDRAWN, keep="unheard 没有事前告知", status=422)
    say.ask(CHIEF, "POST", f"{withdrawn}/forewarn", said.TO_WITHDRAW)
    say.ask(CHIEF, "POST", f"{withdrawn}/result/withdraw", said.WITHDRAWN, keep="withdrawn 撤回行政许可")
    annulled = said.ANNULLED | {"annulled": "withdrawn", "decided_on": str(say.world.platform.now().date())}
    say.ask(CHIEF, "POST", f"{withdrawn}/result/restore", annulled, keep="restored 撤回的决定被撤销")
    say.ask(CHIEF, "POST", f"{withdrawn}/result/restore", annulled, keep="again 没有被终止效力", status=409)
    above = {"state": "revoked", "ground": "deception", "reference": "阳府撤〔2026〕1号"}
    told = above | {"decided_on": str(say.world.platform.now().date())}
    say.ask(CHIEF, "POST", f"{revoked_above}/result/ended", told, keep="above 上级机关撤销")
    say.ask(CHIEF, "POST", f"{revoked_above}/result/ended", told, keep="again 已经撤销", status=409)
    say.ask(CHIEF, "POST", f"{revoked_above}/falsehood/lift", said.LIFTED)
