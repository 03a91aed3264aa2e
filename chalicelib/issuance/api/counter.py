"""The issuing window (综合发证窗口): compare the result with the e-certificate, hand it over."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints
from typing_extensions import TypeAliasType

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.disclose import sight_of
from chalicelib.cases.acts.lookup import item_of, seen_case
from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import PurposeQuery, asked_by
from chalicelib.cases.model.acts import COMPARE, DELIVER
from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.masking import masked_name, masked_number
from chalicelib.cases.model.renewal import renew_by
from chalicelib.cases.model.term import term_of
from chalicelib.documents.store import vault
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS, Shape
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.compare import certificate_shown, compare, summary_of
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.issuance.api.receipts import CompareReceipt, DeliverReceipt
from chalicelib.issuance.model.after_default import AfterDefault
from chalicelib.issuance.model.paper import lines_of, masked_value

api = Api(__name__, tag="issuance")

PERSONAL = ("/certificate/holder", "/certificate/holder_code")

Written = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), ONE_LINE]
Words = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), ONE_LINE]
# A line of a face may be as long as a field of a form. What is blank on the paper is empty.
FaceText = Annotated[str, StringConstraints(max_length=5000, strip_whitespace=True), PARAGRAPHS]
LineKey = Annotated[str, Shape(r"[a-z][a-z0-9_]{0,49}", "face_format", "应为照面信息的标识，如 valid_until")]
FaceTexts = TypeAliasType("FaceTexts", Annotated[dict[LineKey, FaceText], Field(min_length=1, max_length=60)])


class PaperResult(Part):
    """What stands on the paper result, as printed there: `face` has every line of the face, by the keys that
    `GET /cases/{id}/certificate` tells. A result whose item has no face of its own may be sent by the five fields
    instead, all of them; `valid_until` may be words, and is empty where no validity is printed.
    """

    face: FaceTexts | None = None
    number: Written | None = None
    holder: Written | None = None
    holder_code: Written | None = None
    issued: Written | None = None
    valid_until: Words | None = None

    @property
    def printed(self) -> dict[str, str]:
        return self.model_dump(exclude={"face"}, exclude_none=True) | (self.face or {})

    @property
    def root(self) -> str | None:
        return None if self.face is not None else ""


class Delivery(Part):
    recipient: Recipient
    after_default: Annotated[
        AfterDefault | None, Field(description="告知承诺已认定不实的，确认仍然送达并写明依据；其他情形不填")
    ] = None


class FaceLineAnswer(BaseModel, defer_build=True):
    """照面的一项：key 为标识，value 为印出的文字，空白的为空."""

    key: str
    label: str
    value: str


class CertificateAnswer(BaseModel, defer_build=True):
    """The e-certificate, as the clerk compares it with the paper: `face` line by line, and what every result has."""

    title: str
    identifier: str
    number: str
    holder: str
    holder_code: str
    issued: str
    valid_until: str
    renew_by: Annotated[
        date | None, Field(description="提出延续申请的最后一日；没有有效期届满日的、作出决定时该日已过的为 null")
    ]
    face: list[FaceLineAnswer]


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
    lines = lines_of(certificate)
    fields = [*PERSONAL, *(f"/certificate/face/{line.key}" for line in lines if line.mask and line.value)]
    whole = sight_of(call.platform, asked_by(call), case, lambda: fields) is Sight.WHOLE
    shown = summary_of(certificate)
    if not whole:
        shown |= {"holder": masked_name(shown["holder"]), "holder_code": masked_number(shown["holder_code"])}
    face = [
        FaceLineAnswer(key=line.key, label=line.label, value=line.value if whole else masked_value(line))
        for line in lines
    ]
    granted_on = case.decided_at.date() if case.decided_at else None
    days = renew_by(item_of(call.platform, case), term_of(case).until, granted_on, call.platform.calendar)
    named = {"title": certificate.title, "identifier": certificate.identifier}
    answer = CertificateAnswer(**shown, **named, renew_by=days.latest if days else None, face=face)
    return Answer(answer, etag=case.etag)


@api.act("/cases/{case_id}/compare", COMPARE, body=PaperResult, answer=CompareReceipt)
def compare_result(call: Call[PaperResult, None], case_id: str) -> Answer:
    receipt = compare(call.platform, call.caller, case_id, call.body.printed, call.body.root)
    return shared.done(CompareReceipt, receipt)


@api.act("/cases/{case_id}/deliver", DELIVER, body=Delivery, answer=DeliverReceipt)
def deliver_result(call: Call[Delivery, None], case_id: str) -> Answer:
    receipt = deliver(call.platform, call.caller, case_id, call.body.recipient, call.body.after_default)
    return shared.done(DeliverReceipt, receipt)
