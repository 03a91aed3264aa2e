"""利害关系人: the notice, its service, and the answer (行政许可法36, 46, 47)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.api import shared
from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Number
from chalicelib.cases.model.parties import Answered
from chalicelib.cases.model.party_acts import HEAR_PARTY, SERVE_PARTY, TELL_PARTY
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.hear_party import PartyHeard
from chalicelib.review.acts.hear_party import hear_party as hear
from chalicelib.review.acts.serve_party import PartyServed
from chalicelib.review.acts.serve_party import serve_party as serve
from chalicelib.review.acts.tell_party import PartyConcerned
from chalicelib.review.acts.tell_party import tell_party as tell

api = Api(__name__, tag="tasks")
PartyNo = Annotated[int, Field(description="利害关系人在本件中的序号，自 1 起")]


class TellPartyReceipt(CaseReceipt, act=TELL_PARTY):
    number: Number
    party: PartyNo
    document: DocumentNo


class ServePartyReceipt(CaseReceipt, act=SERVE_PARTY):
    number: Number
    party: PartyNo
    served_on: Annotated[date, Field(description="送达之日")]
    until: Annotated[date, Field(description="陈述、申辩和要求听证的最后一日")]
    provisional: Annotated[bool, Field(description="该日中有放假通知尚未公布的日子")] = False
    document: DocumentNo


class HearPartyReceipt(CaseReceipt, act=HEAR_PARTY):
    number: Number
    party: PartyNo
    response: Answered
    hearing_asked: Annotated[bool, Field(description="是否要求听证")]


@api.act("/cases/{case_id}/parties", TELL_PARTY, body=PartyConcerned, answer=TellPartyReceipt)
def tell_party(call: Call[PartyConcerned, None], case_id: str) -> Answer:
    return shared.done(TellPartyReceipt, tell(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/parties/{party_no}/service", SERVE_PARTY, body=PartyServed, answer=ServePartyReceipt)
def serve_party(call: Call[PartyServed, None], case_id: str, party_no: str) -> Answer:
    return shared.done(ServePartyReceipt, serve(call.platform, call.caller, case_id, number_of(party_no), call.body))


@api.act("/cases/{case_id}/parties/{party_no}/answer", HEAR_PARTY, body=PartyHeard, answer=HearPartyReceipt)
def hear_party(call: Call[PartyHeard, None], case_id: str, party_no: str) -> Answer:
    return shared.done(HearPartyReceipt, hear(call.platform, call.caller, case_id, number_of(party_no), call.body))


def number_of(party_no: str) -> int:
    """What is no number names no party."""
    return int(party_no) if party_no.isascii() and party_no.isdecimal() and len(party_no) < 4 else 0
