"""The department that accepts, corrects or rejects with its own right what a window has transferred (R33)."""

from chalicelib.access.policy import Permission
from chalicelib.cases.api import shared
from chalicelib.cases.model.acts import ACCEPT, CORRECT, REJECT
from chalicelib.cases.model.adverse_acts import REJECT_FALSE
from chalicelib.cases.model.falsehood import FalseFinding
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.reject import reject
from chalicelib.intake.acts.reject_false import reject_false as refuse_false
from chalicelib.intake.api.counter import AcceptanceProof, Correction, Rejection
from chalicelib.intake.api.receipts import AcceptReceipt, CorrectReceipt, RejectFalseReceipt, RejectReceipt

api = Api(__name__, tag="tasks")
BY = Permission.ACCEPT_TRANSFERRED


@api.act("/cases/{case_id}/transferred/accept", ACCEPT, by=BY, body=AcceptanceProof, answer=AcceptReceipt)
def accept_transferred(call: Call[AcceptanceProof, None], case_id: str) -> Answer:
    return shared.done(AcceptReceipt, accept(call.platform, call.caller, case_id, call.body.guardianship))


@api.act("/cases/{case_id}/transferred/correct", CORRECT, by=BY, body=Correction, answer=CorrectReceipt)
def correct_transferred(call: Call[Correction, None], case_id: str) -> Answer:
    return shared.done(CorrectReceipt, correct(call.platform, call.caller, case_id, call.body.defects))


@api.act("/cases/{case_id}/transferred/reject", REJECT, by=BY, body=Rejection, answer=RejectReceipt)
def reject_transferred(call: Call[Rejection, None], case_id: str) -> Answer:
    body = call.body
    return shared.done(
        RejectReceipt, reject(call.platform, call.caller, case_id, body.ground, body.reason, body.competent_organ)
    )


@api.act("/cases/{case_id}/reject-false", REJECT_FALSE, body=FalseFinding, answer=RejectFalseReceipt)
def reject_false(call: Call[FalseFinding, None], case_id: str) -> Answer:
    return shared.done(RejectFalseReceipt, refuse_false(call.platform, call.caller, case_id, call.body))
