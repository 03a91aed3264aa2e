"""The comprehensive acceptance windows (综合受理窗口): walk-ins, the waiting cases, acceptance and its alternatives."""

from typing import Annotated

from pydantic import Field, JsonValue, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.access.policy import Permission
from chalicelib.cases.api import shared
from chalicelib.cases.model.acts import (
    ACCEPT,
    ADD_SCAN,
    CHECK_IDENTITY,
    CHECK_ORIGINALS,
    CORRECT,
    CORRECT_FORM,
    FILL_PAPERS,
    PLEDGE,
    PROMISE_PAPERS,
    QUERY_SHARING,
    RECEIVE_WALK_IN,
    REJECT,
    SUPPLEMENT,
    TRANSFER,
    WITHDRAW,
)
from chalicelib.cases.model.form_changes import CorrectedFields, FieldValues
from chalicelib.cases.model.guardianship import Guardianship
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS
from chalicelib.http.api import Api
from chalicelib.http.bodies import Nothing, Part
from chalicelib.http.routes import Answer, Call
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.add_material import NewFile, add_material, still_awaited
from chalicelib.intake.acts.check_identity import IdentityShown
from chalicelib.intake.acts.check_identity import check_identity as check_person
from chalicelib.intake.acts.check_originals import OriginalsShown
from chalicelib.intake.acts.check_originals import check_originals as compare_files
from chalicelib.intake.acts.correct import correct
from chalicelib.intake.acts.correct_form import correct_form as correct_fields
from chalicelib.intake.acts.fill_papers import fill_papers as fill
from chalicelib.intake.acts.pledge import pledge as commit
from chalicelib.intake.acts.promise_papers import Lines
from chalicelib.intake.acts.promise_papers import promise_papers as promise
from chalicelib.intake.acts.query_sharing import query_sharing as query
from chalicelib.intake.acts.receive_walk_in import Paper, WalkIn, scans_awaited
from chalicelib.intake.acts.receive_walk_in import receive_walk_in as receive
from chalicelib.intake.acts.reject import Ground, reject
from chalicelib.intake.acts.supplement import PaperSupplement, supplement
from chalicelib.intake.acts.transfer import transfer
from chalicelib.intake.acts.withdraw import ConfirmedEnd, withdraw
from chalicelib.intake.api.receipts import (
    AcceptReceipt,
    AddScanReceipt,
    CheckIdentityReceipt,
    CheckOriginalsReceipt,
    CorrectFormReceipt,
    CorrectReceipt,
    FillPapersReceipt,
    PledgeReceipt,
    PromisePapersReceipt,
    QuerySharingReceipt,
    RejectReceipt,
    SupplementReceipt,
    TransferReceipt,
    WalkInReceipt,
    WithdrawReceipt,
)
from chalicelib.intake.model.notices import Defect
from chalicelib.intake.model.signing import Signing

api = Api(__name__, tag="cases")


class AcceptanceProof(Part):
    """What proves the guardianship, where a guardian has applied online; nothing of any other case."""

    guardianship: Guardianship | None = None


class Correction(Part):
    defects: Annotated[tuple[Defect, ...], Field(min_length=1, max_length=99)]


Organ = Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE]


class Rejection(Part):
    """`ground`: the matter needs no permit, or another organ (`competent_organ`) has the power."""

    ground: Ground
    reason: Annotated[str, StringConstraints(min_length=2, max_length=1000, strip_whitespace=True), PARAGRAPHS]
    competent_organ: Organ | None = Field(default=None, validate_default=True)

    @field_validator("competent_organ")
    @classmethod
    def _names_the_right_organ(cls, organ: str | None, info: ValidationInfo) -> str | None:
        if organ is None and info.data.get("ground") == "not_this_organ":
            raise PydanticCustomError("competent_organ_missing", "不属于本机关职权的，应告知有权受理的行政机关")
        return organ


class WindowSupplement(PaperSupplement):
    """Papers of the lines of the one-time notice, and the right content of every field of the form that it names."""

    fields: FieldValues = Field(default_factory=dict[str, JsonValue])


class FormCorrection(Part):
    """What the form should say, and the person who has confirmed that with a signature."""

    fields: CorrectedFields
    presented_by: Signing


class PapersPromised(Part):
    """The lines, and the person who has signed the commitment."""

    promised: Annotated[Lines, Field(min_length=1)]
    presented_by: Signing


class CommitmentSigned(Part):
    """The person who has signed the published text."""

    presented_by: Signing


class PromisedPapers(Part):
    papers: Annotated[tuple[Paper, ...], Field(max_length=20)] = ()


class WindowWithdrawal(Part):
    """`presented_by` is the person who withdraws: the applicant, its legal representative or an agent with a letter."""

    presented_by: Signing
    reason: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), PARAGRAPHS] = ""
    confirmed: ConfirmedEnd = False


@api.act("/cases", RECEIVE_WALK_IN, body=WalkIn, answer=WalkInReceipt, status=201)
def receive_walk_in(call: Call[WalkIn, None]) -> Answer:
    receipt = receive(call.platform, call.caller, call.body)
    facts = dict(receipt.facts)
    del facts["files"]
    uploads = [
        shared.upload(call.platform, {**scan, "id": facts["id"], "file_id": scan["id"]})
        for scan in scans_awaited(call.platform, receipt)
    ]
    headers = {"Location": f"{call.platform.settings.public_url}/v1/cases/{facts['id']}"}
    shown = WalkInReceipt.model_validate({**facts, "uploads": uploads})
    return Answer(shown, status=201, etag=receipt.etag, headers=headers)


@api.act("/cases/{case_id}/materials", ADD_SCAN, body=NewFile, answer=AddScanReceipt, status=201)
def add_scan(call: Call[NewFile, None], case_id: str) -> Answer:
    receipt = add_material(call.platform, call.caller, case_id, call.body)
    facts = still_awaited(call.platform, receipt)
    return Answer(AddScanReceipt.model_validate(shared.upload(call.platform, facts)), status=201)


@api.act("/cases/{case_id}/identity", CHECK_IDENTITY, body=IdentityShown, answer=CheckIdentityReceipt)
def check_identity(call: Call[IdentityShown, None], case_id: str) -> Answer:
    """The applicant tells the number of the draft; the clerk sees the document, and nothing of the draft (R27)."""
    return shared.done(CheckIdentityReceipt, check_person(call.platform, call.caller, case_id, call.body.presented_by))


@api.act("/cases/{case_id}/transfer", TRANSFER, body=Nothing, answer=TransferReceipt)
def transfer_case(call: Call[Nothing, None], case_id: str) -> Answer:
    """Where the department has given no letter to accept, the window receives and the department accepts (R33)."""
    return shared.done(TransferReceipt, transfer(call.platform, call.caller, case_id))


@api.act("/cases/{case_id}/accept", ACCEPT, by=Permission.ACCEPT, body=AcceptanceProof, answer=AcceptReceipt)
def accept_case(call: Call[AcceptanceProof, None], case_id: str) -> Answer:
    return shared.done(AcceptReceipt, accept(call.platform, call.caller, case_id, call.body.guardianship))


@api.act("/cases/{case_id}/correct", CORRECT, by=Permission.ACCEPT, body=Correction, answer=CorrectReceipt)
def correct_case(call: Call[Correction, None], case_id: str) -> Answer:
    return shared.done(CorrectReceipt, correct(call.platform, call.caller, case_id, call.body.defects))


@api.act("/cases/{case_id}/form/correct", CORRECT_FORM, body=FormCorrection, answer=CorrectFormReceipt)
def correct_form(call: Call[FormCorrection, None], case_id: str) -> Answer:
    body = call.body
    return shared.done(
        CorrectFormReceipt, correct_fields(call.platform, call.caller, case_id, body.fields, body.presented_by)
    )


@api.act(
    "/cases/{case_id}/supplement", SUPPLEMENT, by=Permission.RECEIVE, body=WindowSupplement, answer=SupplementReceipt
)
def supplement_at_window(call: Call[WindowSupplement, None], case_id: str) -> Answer:
    return shared.done(SupplementReceipt, supplement(call.platform, call.caller, case_id, call.body.fields, call.body))


@api.act("/cases/{case_id}/reject", REJECT, by=Permission.ACCEPT, body=Rejection, answer=RejectReceipt)
def reject_case(call: Call[Rejection, None], case_id: str) -> Answer:
    body = call.body
    return shared.done(
        RejectReceipt, reject(call.platform, call.caller, case_id, body.ground, body.reason, body.competent_organ)
    )


@api.act("/cases/{case_id}/withdraw", WITHDRAW, by=Permission.RECEIVE, body=WindowWithdrawal, answer=WithdrawReceipt)
def withdraw_at_window(call: Call[WindowWithdrawal, None], case_id: str) -> Answer:
    body = call.body
    signing, confirmed = body.presented_by, body.confirmed
    receipt = withdraw(call.platform, call.caller, case_id, body.reason, signing, confirmed=confirmed)
    return shared.done(WithdrawReceipt, receipt)


@api.act("/cases/{case_id}/sharing", QUERY_SHARING, by=Permission.RECEIVE, body=Nothing, answer=QuerySharingReceipt)
def query_sharing_at_window(call: Call[Nothing, None], case_id: str) -> Answer:
    """Lines that data sharing has not given are asked again (国务院令第716号第七条)."""
    return shared.done(QuerySharingReceipt, query(call.platform, call.caller, case_id))


@api.act("/cases/{case_id}/papers/promise", PROMISE_PAPERS, body=PapersPromised, answer=PromisePapersReceipt)
def promise_papers(call: Call[PapersPromised, None], case_id: str) -> Answer:
    body = call.body
    return shared.done(
        PromisePapersReceipt, promise(call.platform, call.caller, case_id, body.promised, body.presented_by)
    )


@api.act("/cases/{case_id}/commitment", PLEDGE, body=CommitmentSigned, answer=PledgeReceipt)
def pledge_commitment(call: Call[CommitmentSigned, None], case_id: str) -> Answer:
    return shared.done(PledgeReceipt, commit(call.platform, call.caller, case_id, call.body.presented_by))


@api.act("/cases/{case_id}/papers", FILL_PAPERS, by=Permission.RECEIVE, body=PromisedPapers, answer=FillPapersReceipt)
def fill_papers_at_window(call: Call[PromisedPapers, None], case_id: str) -> Answer:
    """Anybody may bring what was promised; scans follow (ADR 0005)."""
    return shared.done(FillPapersReceipt, fill(call.platform, call.caller, case_id, call.body.papers))


@api.act("/cases/{case_id}/originals", CHECK_ORIGINALS, body=OriginalsShown, answer=CheckOriginalsReceipt)
def check_originals(call: Call[OriginalsShown, None], case_id: str) -> Answer:
    """Only files whose level asks for it: a certificate, and what a third party has reported (国办函〔2016〕108号)."""
    return shared.done(CheckOriginalsReceipt, compare_files(call.platform, call.caller, case_id, call.body.files))
