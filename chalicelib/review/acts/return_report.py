"""退回补报: the organ above cannot use the package. It goes back to who has sent it, never to the applicant.

上级行政机关不得要求申请人重复提供有关申请材料 (行政许可法35).
"""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.lookup import task_not_open
from chalicelib.cases.model import Case, Status, task_id
from chalicelib.cases.model.clocks_above import on_return
from chalicelib.cases.model.material import lines_of
from chalicelib.cases.model.returns import Return, ReturnReason, came_back
from chalicelib.cases.model.suspension import require, still_open
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
from chalicelib.review.acts.suspend import dues_told

ARTICLE_35 = "《行政许可法》第三十五条"
LINES_MISSING = "材料无法读取的，请写明是哪些材料"
LINES_NOT_ASKED = "初审意见不完整的，不填写材料"


class ReturnAsked(Part):
    """What of the package cannot be used: files that cannot be read, or an opinion that does not say enough."""

    reason: ReturnReason
    text: Annotated[
        Opinion,
        Field(description="哪里无法使用；不得要求清单以外的材料或者由申请人重复提供材料（行政许可法35）"),
    ]
    lines: Annotated[
        tuple[str, ...], Field(max_length=99, description="无法读取的材料，清单中的序号；仅用于 unreadable")
    ] = ()


@act
def return_report(platform: Platform, caller: Caller, case_id: str, asked: ReturnAsked) -> Receipt:
    """The term above stands still until the next report and never begins anew; that of the review here goes on with
    what is left of it.

    409 once the term above is over, or where the opinion came back before. 422 for whatever the package does not have:
    only the applicant could give it, who is asked nothing again. What came back as unreadable may come back once more
    as far as its new files cannot be read, nothing else.
    """
    require_lines(asked)
    begun = begin(platform, caller, RETURN_REPORT, case_id, whole=True)
    case = begun.case
    task = case.open_task("superior")
    if task is None:
        raise task_not_open()
    require_in_term(case, caller.at.date())
    require(still_open(case, licence=begun.item.is_licence, what="退回"))
    sent = {file.line for file in reported_package(platform, case).files}
    require_sent(asked.lines, sent, {line.no for line in lines_of(begun.item, begun.found.form)})
    require_new_ground(case, asked)
    body: dict[str, Any] = asked.model_dump(mode="json")
    salt = blind_index(case.chain_key, "opinion", task_id(case.id, task.no))
    answered = {"answered_by": caller.actor.sub, "answered_at": caller.at.isoformat(), "answer": body}
    after = _returned(begun, asked).without_task(task.no)
    return begun.commit(
        after,
        both={"reason": asked.reason, "lines": list(asked.lines)},
        data={"task": task_id(case.id, task.no), "text": digest({"salt": salt, **body}), **dues_told(after)},
        ops=[close_task(case, task, **answered, answer_salt=salt)],
    )


def _returned(begun: Begun, asked: ReturnAsked) -> Case:
    case, at = begun.case, begun.caller.at
    reported = (case.reported_at or at).date()
    returns = (*case.returns, Return(reason=asked.reason, lines=asked.lines, reported=reported, at=at))
    clocks = on_return(case.clocks, case.stops, returns, begun.platform.calendar)
    return case.moved_to(Status.REPORTING, reported_at=None, returns=returns, clocks=clocks)


def require_lines(asked: ReturnAsked) -> None:
    """422 unless it names lines exactly where files cannot be read."""
    if bool(asked.lines) is not (asked.reason == "unreadable"):
        says = LINES_NOT_ASKED if asked.lines else LINES_MISSING
        raise problems.Invalid(errors=[FieldError("/lines", "return_lines", says)])


def require_in_term(case: Case, today: date) -> None:
    """409 once the term of the organ above is over: it decides then, and sends nothing back."""
    due = case.due("superior")
    if due is not None and today > due:
        title = f"决定期限已于{due}届满，不能再退回，请依案卷作出决定（《行政许可法》第四十二条）"
        raise problems.Conflict(code="term_over", title=title)


def require_new_ground(case: Case, asked: ReturnAsked) -> None:
    """What could have been said at the first return is not said later (as 行政许可法32(4) has it of the one notice)."""
    before = came_back(case.returns, asked.reason)
    if before is None:
        return
    if asked.reason == "opinion_incomplete":
        title = "已经以初审意见不完整退回过一次，不能再以此退回，请依案卷作出决定"
        raise problems.Conflict(code="returned_before", title=title)
    says = "上次退回时没有指出这一项无法读取；再次退回只限于上次指出、重新提交后仍无法读取的材料"
    errors = [
        FieldError(f"/lines/{place}", "returned_before", says)
        for place, line in enumerate(asked.lines)
        if line not in before.lines
    ]
    if errors:
        raise problems.Invalid(code="returned_before", title=says, errors=errors)


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
