"""退回咨询台: the department says why the question is not its business. The desk has it again, with a new term."""

from chalicelib.consultations.acts.found import for_act
from chalicelib.consultations.acts.open_consultation import Words
from chalicelib.consultations.model.acts import SEND_BACK
from chalicelib.consultations.model.consultation import ConsultationState
from chalicelib.consultations.store import consultations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part


class SentBack(Part):
    """退回的理由，咨询台可见。"""

    reason: Words


@act
def send_back_consultation(platform: Platform, caller: Caller, consultation_id: str, wanted: SentBack) -> Receipt:
    before = for_act(platform, caller, SEND_BACK, consultation_id)
    after = before.moved(
        ConsultationState.AT_DESK,
        platform.calendar,
        department=None,
        appointment=None,
        came_at=caller.at,
        forward_reason=wanted.reason,
    )
    return consultations.commit(platform, caller, SEND_BACK, before, after, {"department": before.department})
