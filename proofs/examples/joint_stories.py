"""A joint request whose first member is granted: how it stands, and what an outside system reports. SYNTHETIC people
only.
"""

from proofs.examples.recorder import Recorder
from proofs.kit import joint
from proofs.kit.applications import CITIZEN, COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_members
from proofs.kit.hall import Hall
from proofs.kit.joint_acts import HELD, REFUSAL_ANNULLED, SEALS


def jointly_handled(say: Recorder) -> None:
    """Asked by its applicant, and by a department that has to do with one of its members. Somebody retires: a
    small request, so that the examples stay small.
    """
    hall = Hall(say.world)
    publish_members(hall.platform, joint.RETIRED)
    request = joint.accepted(hall, joint.RETIRED)
    joint.decide(hall, request, "YM-S04")
    say.ask(CITIZEN, "GET", f"/applications/{request}/graph", keep="running 办理中")
    say.ask("officer-si", "GET", f"/cases/{request}/graph", keep="department 成员事项的部门查看")
    path, at = f"/tasks/{request}.outside/report", hall.platform.now().isoformat()
    done = {"seq": 1, "state": "done", "number": "FC-7", "at": at}
    say.ask("system-fund", "POST", path, done, keep="done 已经办成")
    late = {"seq": 2, "state": "failed", "reason": "停业期间不予办理", "at": at}
    say.ask("system-fund", "POST", path, late, keep="ended 已经报告过结果", status=409)
    _changed(say, hall)


def _changed(say: Recorder, hall: Hall) -> None:
    """Other answers of the restaurant, at the window and by the applicant."""
    publish_members(hall.platform, joint.RESTAURANT)
    small = {"has_outdoor_sign": False, "public_gathering": False, "drainage": False}
    request = joint.accepted(hall, answers=joint.OF_A_COMPANY | small)
    longer = {"reason": "项目情况复杂，需要进一步核实", "approval": "阳府批〔2026〕7号"}
    path = f"/cases/{request}/extend"
    say.ask("government-leader", "POST", path, longer, keep="joint 批准延长联办期限")
    signing = {"presented_by": joint.signing_of(hall, request)}
    left = {"answers": {"tobacco_sale": False}, **signing}
    say.ask(CLERK, "POST", f"/cases/{request}/answers", left, keep="left 不再经营烟草")
    held = {"result": HELD, **signing}
    say.ask(CLERK, "POST", f"/cases/{request}/members/{SEALS}/held", held, keep="held 窗口核对原件")
    say.ask(CLERK, "POST", f"/cases/{request}/members/{SEALS}/held", held, keep="twice 已经核对", status=409)
    other = {"answers": {"area_m2": 100}}
    kept = "not_deciding 不决定办理事项"
    say.ask(CLERK, "POST", f"/cases/{request}/answers", {**other, **signing}, keep=kept, status=422)
    say.ask(COMPANY, "POST", f"/applications/{request}/answers", other, keep=kept, status=422)
    back = joint.asked_with(hall, request, drainage=True)
    say.ask(COMPANY, "POST", f"/applications/{request}/answers", {"answers": back}, keep="joined 增加排水")
    joint.decide(hall, request, "YM-R01", "refuse")
    member = joint.of_member(hall, request, "YM-R01").id
    annulled = REFUSAL_ANNULLED | {"served_on": str(hall.platform.now().date())}
    say.ask("chief-amr_reg", "POST", f"/cases/{member}/refusal/annul", annulled, keep="annulled 不予的决定被撤销")
    say.ask("chief-amr_reg", "POST", f"/cases/{member}/refusal/annul", annulled, keep="twice 已经登记", status=409)
