"""恢复计时: a special procedure has really ended; the clocks run on from the next day (行政许可法45)."""

from datetime import date

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock_acts import RESUME
from chalicelib.cases.model.clocks_above import stopped
from chalicelib.cases.model.hearing import without_hearing
from chalicelib.cases.model.stops import ended_on, open_kinds
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.catalogue.model.special import SPECIALS
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.review.acts.suspend import dues_told, told_above


@act
def resume(
    platform: Platform, caller: Caller, case_id: str, kind: SpecialKind, really_ended: date | None = None
) -> Receipt:
    """Ends every open notice of this kind on the day of its real end, today unless another one is told: who writes it
    down late wins no days by that. Days after the told one counted already: nobody has told of these days.
    """
    begun = begin(platform, caller, RESUME, case_id)
    case, today = begun.case, caller.at.date()
    if kind not in open_kinds(case.stops):
        title = f"本件没有正在进行的{SPECIALS[kind]}，不需要恢复计时"
        raise problems.Conflict(code="procedure_not_open", title=title)
    day = really_ended or today
    _require_between(case, kind, day, today)
    stops = ended_on(case.stops, kind, day)
    after = case.model_copy(
        update={
            "stops": stops,
            "clocks": stopped(case, without_hearing(case.clocks, kind), stops, platform.calendar),
        }
    )
    return begun.commit(
        after,
        both={"kind": kind, "kind_label": SPECIALS[kind], "ended": str(day), **dues_told(after)},
        data=told_above(after),
        answer={"provisional": after.provisional},
    )


def _require_between(case: Case, kind: SpecialKind, day: date, today: date) -> None:
    """422 unless the day lies between the last notice of this kind and today."""
    noticed = max(one.started for one in case.stops if one.kind == kind and one.ended is None)
    if day > today:
        says = "特别程序实际结束之日不得在今天之后"
        raise problems.Invalid(errors=[FieldError("/ended_on", "procedure_not_over", says)])
    if day < noticed:
        says = f"特别程序实际结束之日不得早于最近一次书面告知之日（{noticed}）"
        raise problems.Invalid(errors=[FieldError("/ended_on", "procedure_ended_before", says)])
