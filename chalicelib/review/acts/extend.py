"""延长办理期限: once, before the term is over, with the reasons told (行政许可法42).

The term of one organ is extended by who leads it, that of a joint request by who leads the government of the place.
"""

from typing import Annotated, NamedTuple

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import Clock
from chalicelib.cases.model.clock_acts import EXTEND, JOINT_EXTENDED
from chalicelib.cases.model.clocks import extended_clock, on_extension, recounted
from chalicelib.cases.model.clocks_above import is_above
from chalicelib.cases.model.extension import (
    Allowed,
    extension_above,
    extension_for,
    of_government,
    past_joint_due,
    refused_now,
)
from chalicelib.cases.model.stops import Extended
from chalicelib.cases.model.suspension import Refused, require
from chalicelib.cases.store.records import load_case
from chalicelib.clock.unit import Unit
from chalicelib.documents.model.clock_notices import Extension, LastDay, extension_notice
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.drafts import Draft, document_no
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import Shape
from chalicelib.http.bodies import Part
from chalicelib.review.acts.suspend import Reason, dues_told, letterhead_now, told_above

UNIT_WORDS: dict[Unit, str] = {"workday": "个工作日", "day": "日"}
LEADER, LEADER_ABOVE, OF_GOVERNMENT = "本部门负责人", "本机关负责人", "本级人民政府负责人"
# 机关代字〔年〕序号: it has room for no name of a person.
PAPER = r"[一-龥]{1,12}〔20[0-9]{2}〕[一-龥]{0,4}[0-9]{1,6}号"


Paper = Annotated[
    str,
    StringConstraints(max_length=40, strip_whitespace=True),
    Shape(PAPER, "approval_format", "应为文件的文号，如“阳府批〔2026〕7号”"),
]


class ExtensionAsked(Part):
    """`days` in the unit of the law's term; as many as the law allows where nobody says how many."""

    days: Annotated[
        int | None, Field(ge=1, le=99, description="延长多少，单位与法定期限相同；不填为依法可以延长的全部")
    ] = None
    reason: Reason
    approval: Annotated[
        Paper | None,
        Field(description="联办申请：本级人民政府负责人批准延长的文件的文号，写入延期办理通知书；其他办件不填"),
    ] = None


class Approver(NamedTuple):
    """Whose approval the law asks for, with the paper, the event and the notice of it."""

    post: str
    event: str = EXTEND.event
    notice: DocumentKind = DocumentKind.EXTENSION_NOTICE


@act
def extend(platform: Platform, caller: Caller, case_id: str, asked: ExtensionAsked) -> Receipt:
    """The law's clock gets longer. The promised day stays, so the case shows how far the promise is missed."""
    begun = begin(platform, caller, EXTEND, case_id)
    case, today = begun.case, caller.at.date()
    allowed = extension_above(begun.item) if is_above(case) else extension_for(begun.item)
    if case.joint and case.clocks.get("statutory") and isinstance(allowed, Refused):
        require(allowed)  # what its own law never allows is not a matter of days, nor of the term of the whole
    require(refused_now(case, today, licence=begun.item.is_licence))
    if isinstance(allowed, Refused):
        raise problems.Conflict(code=allowed.code, title=allowed.says)
    _require_paper(case, asked)
    after = _extended(begun, _length(case, asked, allowed), allowed, asked.approval)
    require(past_joint_due(after.due(extended_clock(after.clocks)), _request(platform, case)))
    approval: dict[str, JsonValue] = {"approval": asked.approval} if asked.approval else {}
    return begun.commit(
        after,
        event=_approver(case).event,
        both={**_told(case, after), **approval},
        data={"basis": allowed.basis, **told_above(after)},
        answer={"provisional": after.provisional},
        document=_notice(begun, after, asked.reason),
    )


def _approver(case: Case) -> Approver:
    if is_above(case):
        return Approver(LEADER_ABOVE)
    if of_government(case):
        return Approver(OF_GOVERNMENT, JOINT_EXTENDED, DocumentKind.JOINT_EXTENSION_NOTICE)
    return Approver(LEADER)


def _require_paper(case: Case, asked: ExtensionAsked) -> None:
    """The government approves in a paper of its own, which the notice names; who leads an organ signs the notice."""
    if of_government(case) is bool(asked.approval):
        return
    if asked.approval:
        wrong = FieldError("/approval", "approval_not_needed", "本部门负责人批准延长的，不填写人民政府的批准文号")
    else:
        wrong = FieldError("/approval", "approval_missing", "请填写本级人民政府负责人批准延长的文件的文号")
    raise problems.Invalid(errors=[wrong])


def _request(platform: Platform, case: Case) -> Case | None:
    """The joint request of a member, as its days are counted now."""
    found = load_case(platform.table, case.joint.case) if case.joint else None
    return recounted(found, platform.calendar) if found else None


def _length(case: Case, asked: ExtensionAsked, allowed: Allowed) -> int:
    length, unit = asked.days or allowed.most, UNIT_WORDS[_law(case).unit]
    if length > allowed.most:
        says = f"最多延长{allowed.most}{unit}，您填写了{length}{unit}（{allowed.basis}）"
        raise problems.Invalid(errors=[FieldError("/days", "extension_too_long", says)])
    return length


def _extended(begun: Begun, length: int, allowed: Allowed, approval: str | None) -> Case:
    case, at = begun.case, begun.caller.at
    extended = Extended(
        at=at,
        length=length,
        basis=allowed.basis,
        before=_law(case).due,
        document=document_no(case.seq + 1, _approver(case).notice),
        approval=approval,
    )
    clocks = on_extension(case.clocks, length, begun.platform.calendar)
    return case.model_copy(update={"extended": extended, "clocks": clocks})


def _law(case: Case) -> Clock:
    return case.clocks[extended_clock(case.clocks)]


def _told(before: Case, after: Case) -> dict[str, JsonValue]:
    return {
        "length": _law(after).extension,
        "unit": _law(after).unit,
        "before": str(_law(before).due),
        **dues_told(after),
    }


def _notice(begun: Begun, after: Case, reason: str) -> Draft:
    head, above = letterhead_now(begun), is_above(after)
    law, promised, extended = _law(after), None if above else after.clocks.get("promised"), after.extended
    if extended is None:
        raise LookupError("the case has no extension")
    told = Extension(
        length=f"{extended.length}{UNIT_WORDS[law.unit]}",
        basis=extended.basis,
        reason=reason,
        before=LastDay(extended.before, _law(begun.case).provisional),
        after=LastDay(law.due, law.provisional),
        approver=_approver(begun.case).post,
        promised=LastDay(promised.due, promised.provisional) if promised else None,
        approval=extended.approval,
    )
    return head.draft(extension_notice(head.facts, head.formalities, told))
