"""What a department does after a grant on a commitment (告知承诺): the verification, and the repair of a default."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.cases.api import shared
from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Number
from chalicelib.cases.model.pledge_acts import REPAIR_CREDIT, VERIFY
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.repair_credit import repair_credit as repair
from chalicelib.review.acts.verify import PledgeVerified, verify

api = Api(__name__, tag="tasks")


class CreditRepair(Part):
    """信用修复的依据。"""

    reference: Annotated[
        str,
        StringConstraints(min_length=2, max_length=100, strip_whitespace=True),
        ONE_LINE,
        Field(description="信用修复决定的文号或者卷宗号，不写个人信息"),
    ]


class VerifyReceipt(CaseReceipt, act=VERIFY):
    number: Number
    outcome: Annotated[Literal["kept", "unmet", "broken"], Field(description="核查结果")]
    rectification_due: Annotated[date | None, Field(description="责令限期整改的，整改期限届满日")] = None
    provisional: Annotated[bool, Field(description="该届满日中有放假通知尚未公布的日子")] = False
    revocation: Annotated[
        Literal["proposed"] | None, Field(description="proposed：提请依法撤销行政决定；是否撤销由部门另行决定")
    ] = None
    basis: Annotated[str | None, Field(description="提请撤销的依据")] = None
    document: Annotated[DocumentNo | None, Field(description="随操作出具的文书编号")] = None


class RepairCreditReceipt(CaseReceipt, act=REPAIR_CREDIT):
    number: Number


@api.act("/cases/{case_id}/verify", VERIFY, body=PledgeVerified, answer=VerifyReceipt)
def verify_commitment(call: Call[PledgeVerified, None], case_id: str) -> Answer:
    return shared.done(VerifyReceipt, verify(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/credit/repair", REPAIR_CREDIT, body=CreditRepair, answer=RepairCreditReceipt)
def repair_credit(call: Call[CreditRepair, None], case_id: str) -> Answer:
    return shared.done(RepairCreditReceipt, repair(call.platform, call.caller, case_id, call.body.reference))
