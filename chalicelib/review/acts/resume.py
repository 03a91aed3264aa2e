"""恢复计时: a special procedure has really ended; the clocks run on from the next day (行政许可法45)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.clock_acts import RESUME
from chalicelib.cases.model.clocks import on_stops
from chalicelib.cases.model.stops import ended_on, open_kinds
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.catalogue.model.special import SPECIALS
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.review.acts.suspend import dues_told


@act
def resume(platform: Platform, caller: Caller, case_id: str, kind: SpecialKind) -> Receipt:
    """Ends every open notice of this kind today. Days after the told one counted already: the law takes out the time
    that was told, and nobody has told of these days.
    """
    begun = begin(platform, caller, RESUME, case_id)
    case, today = begun.case, caller.at.date()
    if kind not in open_kinds(case.stops):
        title = f"本件没有正在进行的{SPECIALS[kind]}，不需要恢复计时"
        raise problems.Conflict(code="procedure_not_open", title=title)
    stops = ended_on(case.stops, kind, today)
    after = case.model_copy(update={"stops": stops, "clocks": on_stops(case.clocks, stops, platform.calendar)})
    return begun.commit(
        after,
        both={"kind": kind, "kind_label": SPECIALS[kind], "ended": str(today), **dues_told(after)},
        answer={"provisional": after.provisional},
    )
