"""登记不予决定被撤销: a reconsideration or a court has annulled the refusal of a member of a joint request.

The department decides anew, in a further case of the member, whose terms are counted from the day on which it got the
paper; what had ended because of the refusal goes on (行政复议法64, 行政诉讼法70; joint.md 5.10).
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.annulling import AnnulmentTold
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.annulled import Annulment
from chalicelib.cases.model.joint_acts import ANNUL_REFUSAL, REINSTATE_MEMBER
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.store.records import load_case
from chalicelib.documents.model.kinds import REFUSALS
from chalicelib.documents.store import vault
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError


class RefusalAnnulled(AnnulmentTold):
    """撤销不予决定的文书；收到之日起，重新办理的期限开始计算。"""

    served_on: Annotated[date, Field(description="本部门收到该文书的日期，重新办理的期限自此计算")]


@act
def annul_refusal(platform: Platform, caller: Caller, case_id: str, said: RefusalAnnulled) -> Receipt:
    """409 where nothing was refused, or it was annulled already; 422 for a day before the refusal or after today."""
    begun = begin(platform, caller, ANNUL_REFUSAL, case_id)
    case = begun.case
    if refusal := _refused(begun):
        raise refusal
    if fault := _fault(said.served_on, begun):
        raise problems.Invalid(errors=[fault])
    by = said.of(_decision(begun), caller.at)
    annulled = Annulment(**by.model_dump(), served_on=said.served_on)
    return begun.commit(
        case.model_copy(update={"annulled": annulled}),
        data={"by": said.by},
        both={"reference": said.reference, "served_on": str(said.served_on)},
        answer={"number": case.number, "reinstated": case.joint.next_case if case.joint else None},
        effects=[has_moved(case.joint.case)] if case.joint else [],
    )


def _decision(begun: Begun) -> str | None:
    """The refusal within the case: the last one."""
    made = vault.documents(begun.platform, begun.case.id)
    return next((one.no for one in reversed(made) if one.kind in REFUSALS), None)


def _refused(begun: Begun) -> Conflict | None:
    case = begun.case
    if case.outcome != "refuse":
        return Conflict(code="nothing_refused", title="本件没有作出不予的决定")
    if case.joint is None:
        return Conflict(code="not_a_member", title="本件不是联办申请的成员事项；重新办理的，按照新的办件登记")
    if case.annulled is not None:
        return Conflict(code="refusal_annulled", title="该不予决定被撤销已经登记，成员事项已经恢复办理")
    if case.falsehood is not None and case.falsehood.lifted is None:
        return Conflict(code="bar_not_lifted", title="该决定认定隐瞒、虚假的，请先解除申请限制，再恢复办理")
    request = load_case(begun.platform.table, case.joint.case)
    if request is None or request.status not in REINSTATE_MEMBER.lawful_from:
        label = (request.status if request else Status.WITHDRAWN).label
        return Conflict(code="request_not_open", title=f"联办申请的状态为“{label}”，成员事项不能在其中恢复，请另行受理")
    return None


def _fault(day: date, begun: Begun) -> FieldError | None:
    decided = begun.case.decided_at
    if day > begun.caller.at.date():
        return FieldError("/served_on", "served_in_future", "不能晚于今日")
    if decided is not None and day < decided.date():
        return FieldError("/served_on", "served_before_decision", f"不能早于不予决定作出之日（{decided.date()}）")
    return None
