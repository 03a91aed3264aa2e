"""退回补报: the organ above cannot use the package. It goes back to who has sent it, never to the applicant.

上级行政机关不得要求申请人重复提供有关申请材料 (行政许可法35).
"""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.lookup import task_not_open
from chalicelib.cases.model import Case, Status, task_id
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.upward_acts import RETURN_REPORT
from chalicelib.cases.store.tasks import close_task
from chalicelib.durable.acts import act
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.review.acts.answer_task import Opinion, Part
from chalicelib.review.acts.reported import reported_package

ARTICLE_35 = "《行政许可法》第三十五条"
ReturnReason = Literal["unreadable", "opinion_incomplete"]


class ReturnAsked(Part):
    """What of the package cannot be used: files that cannot be read, or an opinion that does not say enough."""

    reason: ReturnReason
    text: Opinion
    lines: Annotated[
        tuple[str, ...], Field(max_length=99, description="无法读取的材料，清单中的序号；仅用于 unreadable")
    ] = ()

    @model_validator(mode="after")
    def _lines_of_the_unreadable(self) -> Self:
        if bool(self.lines) is not (self.reason == "unreadable"):
            raise PydanticCustomError("return_lines", "材料无法读取的，请写明是哪些材料；初审意见不完整的，不填写材料")
        return self


@act
def return_report(platform: Platform, caller: Caller, case_id: str, asked: ReturnAsked) -> Receipt:
    """The term of the review here was not stopped by the report; that of the organ above begins anew with the next one.

    422 for whatever the package does not have: only the applicant could give it, who is asked nothing again.
    """
    begun = begin(platform, caller, RETURN_REPORT, case_id, whole=True)
    case = begun.case
    task = case.open_task("superior")
    if task is None:
        raise task_not_open()
    sent = {file.line for file in reported_package(platform, case).files}
    require_sent(asked.lines, sent, {line.no for line in lines_of(begun.item, begun.found.form)})
    body: dict[str, Any] = asked.model_dump(mode="json")
    salt = blind_index(case.chain_key, "opinion", task_id(case.id, task.no))
    answered = {"answered_by": caller.actor.sub, "answered_at": caller.at.isoformat(), "answer": body}
    return begun.commit(
        _returned(case).without_task(task.no),
        both={"reason": asked.reason, "lines": list(asked.lines)},
        data={"task": task_id(case.id, task.no), "text": digest({"salt": salt, **body})},
        ops=[close_task(case, task, **answered, answer_salt=salt)],
    )


def _returned(case: Case) -> Case:
    clocks = {kind: clock for kind, clock in case.clocks.items() if kind != "superior"}
    return case.moved_to(Status.REPORTING, reported_at=None, clocks=clocks)


def require_sent(lines: Sequence[str], sent: set[str], listed: set[str]) -> None:
    """422 with the article for a line that the package does not have."""
    says = f"案卷中没有这一项材料；上级机关不得要求申请人重复提供申请材料（{ARTICLE_35}），请依案卷作出决定"
    errors = [
        FieldError(f"/lines/{place}", "asked_of_applicant", says)
        if line in listed
        else FieldError(f"/lines/{place}", "material_unlisted", "材料清单中没有这一项，请核对序号")
        for place, line in enumerate(lines)
        if line not in sent
    ]
    if errors:
        raise problems.Invalid(code=errors[0].code, title=errors[0].message, errors=errors)
