"""撤回咨询: the account takes back what nobody has answered yet."""

from chalicelib.consultations.acts.found import own, require_state
from chalicelib.consultations.model.acts import WITHDRAW
from chalicelib.consultations.model.consultation import ConsultationState
from chalicelib.consultations.store import consultations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform


@act
def withdraw_consultation(platform: Platform, caller: Caller, consultation_id: str) -> Receipt:
    before = own(platform, caller, consultation_id)
    require_state(WITHDRAW, before)
    after = before.moved(ConsultationState.WITHDRAWN, platform.calendar)
    return consultations.commit(platform, caller, WITHDRAW, before, after, {})
