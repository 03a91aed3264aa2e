"""转交部门: what the desk cannot answer at once goes to a department, which has a term for its answer (R18)."""

from typing import Annotated

from pydantic import Field

from chalicelib.consultations.acts.found import for_act
from chalicelib.consultations.acts.open_consultation import DepartmentId, Words, require_department
from chalicelib.consultations.model.acts import FORWARD
from chalicelib.consultations.model.consultation import ConsultationState
from chalicelib.consultations.store import consultations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.http.bodies import Part


class Forwarding(Part):
    """转交哪个部门。"""

    department: DepartmentId
    reason: Annotated[
        Words | None, Field(description="需要向部门说明的；部门退回以后再次转交的，必须说明为什么再次转交")
    ] = None


@act
def forward_consultation(platform: Platform, caller: Caller, consultation_id: str, wanted: Forwarding) -> Receipt:
    """The department's term begins on this day. Invalid for a department that is not there, and without a reason for
    what a department has sent back.
    """
    before = for_act(platform, caller, FORWARD, consultation_id)
    require_department(platform, wanted.department, "/department")
    if before.sent_back and wanted.reason is None:
        says = "部门已将该咨询退回，再次转交须说明理由"
        raise Invalid(errors=[FieldError("/reason", "forwarded_again", says)])
    after = before.moved(
        ConsultationState.AT_DEPARTMENT,
        platform.calendar,
        department=wanted.department,
        came_at=caller.at,
        forward_reason=wanted.reason,
    )
    data = {"department": wanted.department, "due": str(after.due)}
    return consultations.commit(platform, caller, FORWARD, before, after, data)
