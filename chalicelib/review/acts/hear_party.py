"""登记利害关系人的意见: what the party has said, whether it asks for a hearing, or that it waives both (36, 47)."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.heard import Reference
from chalicelib.cases.model.parties import Answered
from chalicelib.cases.model.party_acts import HEAR_PARTY
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import wrong_field
from chalicelib.http.bodies import Part
from chalicelib.review.acts.parties import begin_on_party, with_party


class PartyHeard(Part):
    """利害关系人的意见；期满没有提出的不登记。"""

    response: Annotated[Answered, Field(description="heard 听取了陈述、申辩；waived 书面放弃陈述、申辩和听证")]
    hearing_asked: Annotated[bool, Field(description="是否要求听证；要求的，没有听证笔录不得作出决定")] = False
    reference: Annotated[Reference, Field(repr=False, description="陈述、申辩记录或者放弃书在卷宗中的出处")]

    @model_validator(mode="after")
    def _waives_or_asks(self) -> Self:
        if self.hearing_asked and self.response == "waived":
            raise wrong_field("hearing_asked", "party_contradiction", "书面放弃听证的，不能同时要求听证")
        return self


@act
def hear_party(platform: Platform, caller: Caller, case_id: str, no: int, said: PartyHeard) -> Receipt:
    """A later answer takes the place of an earlier one. 409 for the request of a hearing after the last day."""
    begun, party = begin_on_party(platform, caller, HEAR_PARTY, case_id, no)
    last = party.last_day(platform.calendar)
    if said.hearing_asked and last and caller.at.date() > last:
        title = f"要求听证的期限至{last}（含当日），已经届满（行政许可法第四十七条第一款）"
        raise problems.Conflict(code="hearing_too_late", title=title)
    asked = said.hearing_asked or (party.hearing_asked and said.response != "waived")
    changed = party.model_copy(update={"response": said.response, "hearing_asked": asked})
    case = begun.case
    return begun.commit(
        with_party(case, changed),
        both={"party": no, "response": said.response, "hearing_asked": asked},
        data={"heard_digest": blind_index(case.chain_key, case.id, said.reference)},
        answer={"number": case.number},
    )
