"""部门答复: the department answers in its own words and names what the answer rests on (R18, R45).

A late answer is still an answer: the event says that it was late.
"""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.consultations.acts.found import answered_late, for_act
from chalicelib.consultations.acts.open_consultation import Words
from chalicelib.consultations.model.acts import REPLY
from chalicelib.consultations.model.consultation import ConsultationState
from chalicelib.consultations.store import consultations
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.bodies import Part


class Reply(Part):
    """部门的答复。"""

    text: Words
    basis: Annotated[
        str,
        StringConstraints(min_length=2, max_length=200, strip_whitespace=True),
        ONE_LINE,
        Field(description="答复的依据，如法律条款、办事指南"),
    ]


@act
def reply_to_consultation(platform: Platform, caller: Caller, consultation_id: str, wanted: Reply) -> Receipt:
    before = for_act(platform, caller, REPLY, consultation_id)
    late = answered_late(before, caller.at.date(), platform)
    after = before.moved(
        ConsultationState.ANSWERED,
        platform.calendar,
        reply=wanted.text,
        basis=wanted.basis,
        answered_at=caller.at,
    )
    return consultations.commit(platform, caller, REPLY, before, after, {"late": late})
