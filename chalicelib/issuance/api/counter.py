"""The issuing window (综合发证窗口): compare the result with the e-certificate, hand it over."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.policy import Permission
from chalicelib.cases.acts.lookup import seen_case
from chalicelib.cases.model.acts import COMPARE, DELIVER
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.acts.compare import certificate_shown, compare, face_of
from chalicelib.issuance.acts.deliver import Recipient, deliver

api = Api(__name__, tag="issuance")

Written = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True), ONE_LINE]


class PaperResult(Part):
    """What stands on the paper result. Dates as 2026-11-23; `valid_until` may be words, and is empty where no validity
    is printed.
    """

    number: Written
    holder: Written
    holder_code: Written
    issued: Written
    valid_until: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), ONE_LINE]


class Delivery(Part):
    recipient: Recipient


class Done(BaseModel):
    """核对或送达的回执；只有与该操作有关的内容。"""

    model_config = ConfigDict(extra="allow")
    id: str
    status: str
    status_label: str
    number: Annotated[str | None, Field(description="申办流水号")] = None
    document: Annotated[str | None, Field(description="随操作出具的文书编号，在办件的 documents 下读取")] = None
    matched: Annotated[bool | None, Field(description="核对：纸质结果与电子证照一致")] = None
    mismatches: Annotated[list[str] | None, Field(description="核对：不一致的字段")] = None
    mismatch_labels: Annotated[list[str] | None, Field(description="核对：不一致的字段在证照上的名称")] = None


class CertificateAnswer(PaperResult):
    """The fields of the e-certificate, as the clerk compares them with the paper."""

    title: str
    identifier: str


@api.get(
    "/cases/{case_id}/certificate",
    Permission.COMPARE,
    "电子证照的照面信息",
    answer=CertificateAnswer,
    problems=(Conflict,),
)
def read_certificate(call: Call[None, None], case_id: str) -> Answer:
    case = seen_case(call.platform, call.caller, case_id)
    certificate = certificate_shown(call.platform, case)
    shown = CertificateAnswer(**face_of(certificate), title=certificate.title, identifier=certificate.identifier)
    return Answer(shown, etag=case.etag)


@api.act("/cases/{case_id}/compare", COMPARE, body=PaperResult, answer=Done)
def compare_result(call: Call[PaperResult, None], case_id: str) -> Answer:
    receipt = compare(call.platform, call.caller, case_id, call.body.model_dump())
    return Answer(receipt.facts, etag=receipt.etag)


@api.act("/cases/{case_id}/deliver", DELIVER, body=Delivery, answer=Done)
def deliver_result(call: Call[Delivery, None], case_id: str) -> Answer:
    receipt = deliver(call.platform, call.caller, case_id, call.body.recipient)
    return Answer(receipt.facts, etag=receipt.etag)
