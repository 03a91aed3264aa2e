"""What an outside system is told of a request, and what its reports change (joint.md 5). Pure."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.cases.model.outside import Outside
from chalicelib.catalogue.model.schemes.parts import Node
from chalicelib.catalogue.model.schemes.readiness import MemberState
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.joint.model.member import Member, Reported

MEANS: Mapping[Reported, MemberState] = {
    "received": "external_pending",
    "done": "external_done",
    "failed": "external_failed",
}
FINAL = frozenset({"done", "failed"})
Answer = Literal["counts", "old", "ended"]


class OutsideReport(BaseModel, defer_build=True):
    """`seq` grows with each report of one task, so that a late or doubled one is known. `number` is that of its result.
    `reason` is why it has failed, for the applicant. `at` is when it happened there.
    """

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    seq: Annotated[int, Field(ge=1, le=10**9, description="报告的序号：同一任务逐次加大，重复的、迟到的不再计")]
    state: Annotated[Reported, Field(description="received：已经收到；done：已经办成；failed：未能办成")]
    number: Annotated[
        Annotated[str, StringConstraints(min_length=1, max_length=60, pattern=r"^[0-9A-Za-z\-〔〕（）()一-鿿]+$")]
        | None,
        Field(description="办成的，结果的编号"),
    ] = None
    reason: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=300, strip_whitespace=True), ONE_LINE] | None,
        Field(validate_default=True, description="未能办成的，原因；告知申请人和牵头部门"),
    ] = None
    at: Annotated[AwareDatetime, Field(description="在承办单位发生的时间")]

    @field_validator("number")
    @classmethod
    def _only_of_a_result(cls, number: str | None, info: ValidationInfo) -> str | None:
        if number and info.data.get("state") in ("received", "failed"):
            raise PydanticCustomError("number_without_result", "只有办成的才有结果编号")
        return number

    @field_validator("reason")
    @classmethod
    def _of_a_failure(cls, reason: str | None, info: ValidationInfo) -> str | None:
        failed = info.data.get("state") == "failed"
        if failed and not reason:
            raise PydanticCustomError("reason_missing", "未能办成的，应说明原因")
        if reason and not failed:
            raise PydanticCustomError("reason_without_failure", "只有未能办成的才说明原因")
        return reason


def told_to(
    scheme: SchemeDocument, node: Node, members: Mapping[str, Member], numbers: Mapping[str, str], *, organ: bool
) -> Outside:
    """The facts of the single form that the scheme shares with this member, no more. A body that is no organ is
    told only those that are not sensitive: for these each person would have to agree apart (个人信息保护法23, 29).
    """
    needs = {
        field.key: field.in_request
        for field in scheme.form.fields
        if node.id in field.shared_by and field.in_request and (organ or not field.sensitive)
    }
    before = {name for edge in scheme.edges if edge.to == node.id for name in edge.from_}
    results = {name: numbers[name] for name in members if name in before and name in numbers}
    return Outside(node=node.id, title=node.title, needs=needs, results=results)


def judged(member: Member, report: OutsideReport) -> Answer:
    """Whether the report counts. An old or a doubled one changes nothing; after the last one there is no other."""
    if report.seq <= member.reported_seq:
        return "old"
    return "ended" if member.reported in FINAL or member.state != "external_pending" else "counts"
