"""A joint request whose first member is granted: how it stands. SYNTHETIC people only."""

from local.demo.application import COMPANY
from proofs.examples.recorder import Recorder
from proofs.kit import joint
from proofs.kit.catalogue import publish_members
from proofs.kit.hall import Hall

# A small one, so that the examples stay small.
SMALL = {"has_outdoor_sign": False, "public_gathering": False, "drainage": False}


def jointly_handled(say: Recorder) -> None:
    """Asked by its applicant, and by a department that has to do with one of its members."""
    hall = Hall(say.world)
    publish_members(hall.platform, joint.RESTAURANT)
    request = joint.accepted(hall, answers=joint.OF_A_COMPANY | SMALL)
    joint.decide(hall, request, "YM-R01")
    say.ask(COMPANY, "GET", f"/applications/{request}/graph", keep="running 办理中")
    say.ask("officer-food", "GET", f"/cases/{request}/graph", keep="department 成员事项的部门查看")


def handled_outside(say: Recorder) -> None:
    """A company is set up, and the housing fund reports from its own system."""
    hall = Hall(say.world)
    publish_members(hall.platform, joint.SET_UP)
    request = joint.accepted(hall, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    done = {"seq": 1, "state": "done", "number": "GJJ-2026-000001", "at": hall.platform.now().isoformat()}
    say.ask("system-fund", "POST", f"/tasks/{request}.outside/report", done, keep="done 已经办成")
