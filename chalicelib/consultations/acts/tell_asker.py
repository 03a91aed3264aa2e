"""反馈提问人: the desk has told a visitor the department's answer, and says how (R18)."""

from chalicelib.consultations.acts.found import WrongState, for_act
from chalicelib.consultations.model.acts import TELL
from chalicelib.consultations.model.consultation import ConsultationState, ToldBy
from chalicelib.consultations.store import consultations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError, Invalid
from chalicelib.http.bodies import Part


class Telling(Part):
    """怎样反馈的。"""

    by: ToldBy


@act
def tell_asker(platform: Platform, caller: Caller, consultation_id: str, wanted: Telling) -> Receipt:
    """Who asked with an account reads the answer there; the desk has nobody to tell."""
    before = for_act(platform, caller, TELL, consultation_id)
    if before.asker:
        raise WrongState("网上提出的咨询，提问人登录后直接查看答复")
    if before.visitor is None and wanted.by != "in_person":
        said = "提问人没有留下联系方式，只能当面反馈"
        raise Invalid(errors=[FieldError("/by", "visitor_without_contact", said)])
    after = before.moved(ConsultationState.TOLD, platform.calendar, told_at=caller.at, told_by=wanted.by)
    return consultations.commit(platform, caller, TELL, before, after, {"by": wanted.by})
