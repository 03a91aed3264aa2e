"""撤销、撤回、注销、吊销和取代: what a department makes of a result it has granted (行政许可法8, 50, 69, 70); and what
follows where a finding of falsehood was annulled.
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.api import shared
from chalicelib.cases.api.receipts import CaseReceipt, DocumentNo, Number, Warned
from chalicelib.cases.model.adverse_acts import (
    CANCEL_RESULT,
    LIFT_BAR,
    RECORD_RESULT_END,
    RESTORE_RESULT,
    REVOKE_RESULT,
    WITHDRAW_RESULT,
)
from chalicelib.cases.model.annulled import AnnulledBy
from chalicelib.cases.model.restoring import AnnulledEnd
from chalicelib.cases.model.result_end import CancelGround, EndState, RevokeGround, WithdrawGround
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.cancel_result import Cancellation
from chalicelib.issuance.acts.cancel_result import cancel_result as cancel
from chalicelib.issuance.acts.lift_bar import Annulled
from chalicelib.issuance.acts.lift_bar import lift_bar as lift
from chalicelib.issuance.acts.record_result_end import RecordedEnd
from chalicelib.issuance.acts.record_result_end import record_result_end as record
from chalicelib.issuance.acts.restore_result import Restoration
from chalicelib.issuance.acts.restore_result import restore_result as restore
from chalicelib.issuance.acts.revoke_result import Revocation
from chalicelib.issuance.acts.revoke_result import revoke_result as revoke
from chalicelib.issuance.acts.withdraw_result import LicenceWithdrawal
from chalicelib.issuance.acts.withdraw_result import withdraw_result as withdraw

api = Api(__name__, tag="tasks")

RenewalWarned = Annotated[
    tuple[Warned, ...],
    Field(description="该许可已经延续（renewed_since）或者延续申请正在办理（renewal_open）的，在此说明是哪一办件"),
]


class RevokeResultReceipt(CaseReceipt, act=REVOKE_RESULT):
    number: Number
    result_state: Annotated[EndState, Field(description="证照现在的状态")]
    ground: Annotated[RevokeGround, Field(description="理由")]
    barred_until: Annotated[date | None, Field(description="至此日不得再次申请本事项；没有限制的为 null")] = None
    document: DocumentNo
    warnings: RenewalWarned = ()


class WithdrawResultReceipt(CaseReceipt, act=WITHDRAW_RESULT):
    number: Number
    result_state: Annotated[EndState, Field(description="证照现在的状态")]
    ground: Annotated[WithdrawGround, Field(description="理由")]
    document: DocumentNo
    warnings: RenewalWarned = ()


class CancelResultReceipt(CaseReceipt, act=CANCEL_RESULT):
    number: Number
    result_state: Annotated[EndState, Field(description="证照现在的状态")]
    ground: Annotated[CancelGround, Field(description="理由")]
    document: DocumentNo
    warnings: RenewalWarned = ()


class RecordResultEndReceipt(CaseReceipt, act=RECORD_RESULT_END):
    number: Number
    result_state: Annotated[EndState, Field(description="证照现在的状态")]
    ground: Annotated[RevokeGround | None, Field(description="上级行政机关撤销的理由；其他情形为 null")] = None
    decided_on: Annotated[date, Field(description="该决定作出之日")]
    barred_until: Annotated[date | None, Field(description="至此日不得再次申请本事项；没有限制的为 null")] = None
    warnings: RenewalWarned = ()


class LiftBarReceipt(CaseReceipt, act=LIFT_BAR):
    number: Number
    reference: Annotated[str, Field(description="撤销原认定的文书的文号")]
    restored: Annotated[bool, Field(description="被撤销的行政许可恢复效力")] = False
    document: DocumentNo


class RestoreResultReceipt(CaseReceipt, act=RESTORE_RESULT):
    number: Number
    annulled: Annotated[AnnulledEnd, Field(description="被撤销的决定")]
    by: AnnulledBy
    reference: Annotated[str, Field(description="撤销原决定的文书的文号")]
    document: DocumentNo


@api.act("/cases/{case_id}/result/revoke", REVOKE_RESULT, body=Revocation, answer=RevokeResultReceipt)
def revoke_result(call: Call[Revocation, None], case_id: str) -> Answer:
    return shared.done(RevokeResultReceipt, revoke(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/result/withdraw", WITHDRAW_RESULT, body=LicenceWithdrawal, answer=WithdrawResultReceipt)
def withdraw_result(call: Call[LicenceWithdrawal, None], case_id: str) -> Answer:
    return shared.done(WithdrawResultReceipt, withdraw(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/result/cancel", CANCEL_RESULT, body=Cancellation, answer=CancelResultReceipt)
def cancel_result(call: Call[Cancellation, None], case_id: str) -> Answer:
    return shared.done(CancelResultReceipt, cancel(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/result/ended", RECORD_RESULT_END, body=RecordedEnd, answer=RecordResultEndReceipt)
def record_result_end(call: Call[RecordedEnd, None], case_id: str) -> Answer:
    return shared.done(RecordResultEndReceipt, record(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/result/restore", RESTORE_RESULT, body=Restoration, answer=RestoreResultReceipt)
def restore_result(call: Call[Restoration, None], case_id: str) -> Answer:
    return shared.done(RestoreResultReceipt, restore(call.platform, call.caller, case_id, call.body))


@api.act("/cases/{case_id}/falsehood/lift", LIFT_BAR, body=Annulled, answer=LiftBarReceipt)
def lift_bar(call: Call[Annulled, None], case_id: str) -> Answer:
    return shared.done(LiftBarReceipt, lift(call.platform, call.caller, case_id, call.body))
