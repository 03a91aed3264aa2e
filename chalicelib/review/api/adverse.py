"""What a department tells before it decides against a person (行政许可法7)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.api import shared
from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Number
from chalicelib.cases.model.adverse_acts import FOREWARN
from chalicelib.cases.model.heard import Against
from chalicelib.cases.model.joint_acts import ANNUL_REFUSAL
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.annul_refusal import RefusalAnnulled
from chalicelib.review.acts.annul_refusal import annul_refusal as annul
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


class AnnulRefusalReceipt(CaseReceipt, act=ANNUL_REFUSAL):
    number: Number
    reference: Annotated[str, Field(description="撤销不予决定的文号")]
    served_on: Annotated[date, Field(description="本部门收到该文书的日期，重新办理的期限自此计算")]
    reinstated: Annotated[str, Field(description="该成员事项恢复办理后的办件标识；联办申请随后建立该办件")]


@api.act("/cases/{case_id}/refusal/annul", ANNUL_REFUSAL, body=RefusalAnnulled, answer=AnnulRefusalReceipt)
def annul_refusal(call: Call[RefusalAnnulled, None], case_id: str) -> Answer:
    return shared.done(AnnulRefusalReceipt, annul(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/forewarn", FOREWARN, body=Intended, answer=ForewarnReceipt)
def forewarn_party(call: Call[Intended, None], case_id: str) -> Answer:
    return shared.done(ForewarnReceipt, tell(call.platform, call.caller, case_id, call.body))
