"""A joint request whose first member is granted: how it stands, and what an outside system reports. SYNTHETIC people
only.
"""

from proofs.examples.recorder import Recorder
from proofs.kit import joint
from proofs.kit.applications import CITIZEN
from proofs.kit.catalogue import publish_members
from proofs.kit.hall import Hall


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
    late = {"seq": 2, "state": "failed", "at": at}
    say.ask("system-fund", "POST", path, late, keep="ended 已经报告过结果", status=409)
