"""The clocks of a joint request: what its members' special procedures take out of them. Pure."""

from collections.abc import Mapping

from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.cases.model.clocks import DECISION_CLOCKS, counted_again
from chalicelib.clock import Pause, WorkCalendar
from chalicelib.joint.model.joint_clock import MemberTime, PauseRule, joint_pauses
from chalicelib.joint.model.member import Member, Members


def with_joint_pauses(
    request: Case, members: Members, cases: Mapping[str, Case], rule: PauseRule, calendar: WorkCalendar
) -> Case:
    """The request with its terms as they stand without the days on which nobody could go on (行政许可法45)."""
    times = [_time(members[name], case) for name, case in cases.items()]
    pauses = tuple((one.start, one.end) for one in joint_pauses(times, rule))
    clocks: dict[ClockKind, Clock] = {
        kind: clock.model_copy(update={"pauses": pauses}) if kind in DECISION_CLOCKS else clock
        for kind, clock in request.clocks.items()
    }
    if clocks == request.clocks:
        return request
    return request.model_copy(update={"clocks": counted_again(clocks, DECISION_CLOCKS, calendar)})


def _time(member: Member, case: Case) -> MemberTime:
    return MemberTime(
        node=member.node,
        opened=member.opened_on or case.created_at.date(),
        ended=member.ended_on,
        pauses=tuple(Pause(stop.started, stop.last) for stop in case.stops if not stop.above),
        waits_from=member.waits_since if member.state == "ready_to_decide" else None,
    )
