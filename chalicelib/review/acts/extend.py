"""延长办理期限: once, before the term is over, by the leader of who decides, with the reasons told (行政许可法42)."""

from typing import Annotated

from pydantic import Field, JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import Clock
from chalicelib.cases.model.clock_acts import EXTEND
from chalicelib.cases.model.clocks import extended_clock, on_extension
from chalicelib.cases.model.clocks_above import is_above
from chalicelib.cases.model.extension import Allowed, extension_above, extension_for, refused_now
from chalicelib.cases.model.stops import Extended
from chalicelib.cases.model.suspension import Refused, require
from chalicelib.clock.unit import Unit
from chalicelib.documents.model.clock_notices import Extension, LastDay, extension_notice
from chalicelib.documents.model.kinds import DocumentKind
from chalicelib.documents.store.drafts import Draft, document_no
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.http.bodies import Part
from chalicelib.review.acts.suspend import Reason, dues_told, letterhead_now, told_above

UNIT_WORDS: dict[Unit, str] = {"workday": "个工作日", "day": "日"}
LEADER, LEADER_ABOVE = "本部门负责人", "本机关负责人"


class ExtensionAsked(Part):
    """`days` in the unit of the law's term; as many as the law allows where nobody says how many."""

    days: Annotated[
        int | None, Field(ge=1, le=99, description="延长多少，单位与法定期限相同；不填为依法可以延长的全部")
    ] = None
    reason: Reason


@act
def extend(platform: Platform, caller: Caller, case_id: str, asked: ExtensionAsked) -> Receipt:
    """The law's clock gets longer. The promised day stays, so the case shows how far the promise is missed."""
    begun = begin(platform, caller, EXTEND, case_id)
    case, today = begun.case, caller.at.date()
    require(refused_now(case, today, licence=begun.item.is_licence))
    allowed = extension_above(begun.item) if is_above(case) else extension_for(begun.item)
    if isinstance(allowed, Refused):
        raise problems.Conflict(code=allowed.code, title=allowed.says)
    after = _extended(begun, _length(begun.case, asked, allowed), allowed)
    return begun.commit(
        after,
        both=_told(case, after),
        data={"basis": allowed.basis, **told_above(after)},
        answer={"provisional": after.provisional},
        document=_notice(begun, after, asked.reason),
    )


def _length(case: Case, asked: ExtensionAsked, allowed: Allowed) -> int:
    length, unit = asked.days or allowed.most, UNIT_WORDS[_law(case).unit]
    if length > allowed.most:
        says = f"最多延长{allowed.most}{unit}，您填写了{length}{unit}（{allowed.basis}）"
        raise problems.Invalid(errors=[FieldError("/days", "extension_too_long", says)])
    return length


def _extended(begun: Begun, length: int, allowed: Allowed) -> Case:
    case, at = begun.case, begun.caller.at
    extended = Extended(
        at=at,
        length=length,
        basis=allowed.basis,
        before=_law(case).due,
        document=document_no(case.seq + 1, DocumentKind.EXTENSION_NOTICE),
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
        approver=LEADER_ABOVE if above else LEADER,
        promised=LastDay(promised.due, promised.provisional) if promised else None,
    )
    return head.draft(extension_notice(head.facts, head.formalities, told))
