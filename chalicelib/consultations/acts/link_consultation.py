"""关联办件: the asker links an answer with the later case, so that its clerk and its department see it (R45).

An answer binds nobody in the decision; the department sees what it has said before.
"""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.cases.acts.lookup import own_case
from chalicelib.consultations.acts.found import own, require_state
from chalicelib.consultations.model.acts import LINK
from chalicelib.consultations.store import consultations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.http.bodies import Part


class LinkedCase(Part):
    """本人的办件。"""

    case: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class LinkedAlready(Conflict):
    code = "consultation_linked"
    title = "该咨询已经与一个办件关联"


@act
def link_consultation(platform: Platform, caller: Caller, consultation_id: str, wanted: LinkedCase) -> Receipt:
    """Once, with a case that the account may see."""
    before = own(platform, caller, consultation_id)
    require_state(LINK, before)
    if before.case is not None:
        raise LinkedAlready
    try:
        case = own_case(platform, caller, wanted.case)
    except NotFound:
        raise Invalid(errors=[FieldError("/case", "case_unknown", "未找到本人的该办件，请核对编号")]) from None
    after = before.model_copy(update={"case": case.id})
    ops = [consultations.link(before, case.id, caller.at)]
    return consultations.commit(platform, caller, LINK, before, after, {"case": case.id}, ops=ops)
