"""A project whose first stage is done, and the request for its next one."""

from typing import Any

from chalicelib.cases.store.forms import form_item
from chalicelib.foundation.writes import put
from proofs.kit import joint
from proofs.kit.hall import Hall

WORKS = "YM-J01-works_plan"
OF_THE_LAND: dict[str, Any] = {"national_security_zone": False, "held_i01": False, "held_i03": False}


def granted(hall: Hall) -> str:
    """The request of the first stage, each of whose members is granted."""
    request = joint.accepted(hall, joint.LAND, OF_THE_LAND)
    for node in ("YM-I01", "YM-I03"):
        joint.decide(hall, request, node)
        hall.compare(joint.of_member(hall, request, node).id)
    hall.carry_out_everything()
    return request


def fill(hall: Hall, case_id: str, code: str = WORKS, **answers: Any) -> None:
    """The draft has its whole form, with what results have brought, and every paper."""
    told = hall.form_of(case_id)["answers"]
    plain = {"detailed_plan_required": False} if code == WORKS else {}
    whole = joint.request_form(hall, code, {**told, **plain, **answers})
    form = {"applicant": hall.people.form()["applicant"], "answers": {**whole["answers"], **told}}
    hall.platform.table.write(put(form_item(case_id, form)))
    seen: dict[str, Any] = {"level": "B", "raised_by": "clerk", "raised_at": hall.platform.now()}
    hall.people.hand_in(case_id, *hall.required_lines(case_id), stored=False, seen=False, **seen)
