"""特别程序超过告知的时间: nobody has ended a procedure on its told day. The clocks run on; the supervisors are told."""

from pydantic import JsonValue

from chalicelib.cases.acts.overdue import begin_overdue
from chalicelib.cases.model.clock_acts import TELL_OVERRUN
from chalicelib.cases.model.stops import first_overrun, told_overruns
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import alarms
from chalicelib.durable.alarms import Alarm
from chalicelib.foundation.platform import Platform


def tell_overrun(platform: Platform, alarm: Alarm) -> None:
    """The alarm moves on to the next procedure that is open. Refused when another act was first."""
    begun = begin_overdue(platform, TELL_OVERRUN, alarm, lambda case: first_overrun(case.stops))
    if begun is None:
        return
    now = begun.caller.at
    after = begun.case.model_copy(update={"stops": told_overruns(begun.case.stops, now.date())})
    following = first_overrun(after.stops)
    overrun: list[JsonValue] = [
        {"kind": one.kind, "until": str(one.until), "notice": one.document}
        for one, was in zip(after.stops, begun.case.stops, strict=True)
        if one.told and not was.told
    ]
    begun.commit(
        after,
        data={"procedures": overrun},
        fired=alarms.move_alarm(alarm, end_of(following), now) if following else alarms.end_alarm(alarm),
        supervised=["special_procedure_overrun"],
    )
