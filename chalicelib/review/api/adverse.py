"""What a department tells before it decides against a person (行政许可法7)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.api import shared
from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Number
from chalicelib.cases.model.adverse_acts import FOREWARN
from chalicelib.cases.model.heard import Against
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.forewarn import Intended
from chalicelib.review.acts.forewarn import forewarn as tell

api = Api(__name__, tag="tasks")


class ForewarnReceipt(CaseReceipt, act=FOREWARN):
    number: Number
    against: Annotated[Against, Field(description="拟作出的决定")]
    ground: Annotated[str, Field(description="理由")]
    until: Annotated[date, Field(description="陈述、申辩和要求听证的最后一日")]
    provisional: Annotated[bool, Field(description="该日中有放假通知尚未公布的日子")] = False
    document: DocumentNo


@api.act("/cases/{case_id}/forewarn", FOREWARN, body=Intended, answer=ForewarnReceipt)
def forewarn_party(call: Call[Intended, None], case_id: str) -> Answer:
    return shared.done(ForewarnReceipt, tell(call.platform, call.caller, case_id, call.body))
