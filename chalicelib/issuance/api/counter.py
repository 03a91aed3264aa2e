"""The issuing window (综合发证窗口): compare the result with the e-certificate, hand it over."""

from typing import Annotated

from pydantic import StringConstraints

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import sight_of
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.acts import COMPARE, DELIVER
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.masking import masked_name, masked_number
from chalicelib.documents.store import vault
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.compare import certificate_shown, compare, face_of
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.issuance.api.receipts import CompareReceipt, DeliverReceipt

api = Api(__name__, tag="issuance")

Written = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), ONE_LINE]


class PaperResult(Part):
    """What stands on the paper result, as printed there. `valid_until` may be words, and is empty where no validity is
    printed.
    """

    number: Written
    holder: Written
    holder_code: Written
    issued: Written
    valid_until: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), ONE_LINE]


class Delivery(Part):
    recipient: Recipient


class CertificateAnswer(PaperResult):
    """The fields of the e-certificate, as the clerk compares them with the paper."""

    title: str
    identifier: str


@api.get(
    "/cases/{case_id}/certificate",
    Permission.COMPARE,
    "电子证照的照面信息；说明查看目的的，完整显示持证主体",
    query=PurposeQuery,
    answer=CertificateAnswer,
    problems=(Conflict,),
)
def read_certificate(call: Call[None, PurposeQuery], case_id: str) -> Answer:
    with meanwhile(lambda: vault.load_whole(call.platform, case_id, vault.CERTIFICATE)) as read:
        case = seen_case(call.platform, call.caller, case_id)
    certificate = certificate_shown(call.platform, case, read.result())
    face = face_of(certificate)
    fields = ["/certificate/holder", "/certificate/holder_code"]
    if sight_of(call.platform, asked_by(call), case, fields) is not Sight.WHOLE:
        face |= {"holder": masked_name(face["holder"]), "holder_code": masked_number(face["holder_code"])}
    return Answer(CertificateAnswer(**face, title=certificate.title, identifier=certificate.identifier), etag=case.etag)


@api.act("/cases/{case_id}/compare", COMPARE, body=PaperResult, answer=CompareReceipt)
def compare_result(call: Call[PaperResult, None], case_id: str) -> Answer:
    receipt = compare(call.platform, call.caller, case_id, call.body.model_dump())
    return shared.done(CompareReceipt, receipt)


@api.act("/cases/{case_id}/deliver", DELIVER, body=Delivery, answer=DeliverReceipt)
def deliver_result(call: Call[Delivery, None], case_id: str) -> Answer:
    receipt = deliver(call.platform, call.caller, case_id, call.body.recipient)
    return shared.done(DeliverReceipt, receipt)
