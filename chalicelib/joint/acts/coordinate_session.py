"""协调部门意见: one department refuses what another consents to. The lead meets with them, and each speaks again.

The lead overwrites nobody: each of them confirms or changes its own opinion.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.session_acts import COORDINATE_SESSION
from chalicelib.cases.model.site_check import Findings
from chalicelib.cases.model.unified_ref import OPINION
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.session_papers import minutes_paper
from chalicelib.joint.acts.sessions import AttendingNamed, running_of
from chalicelib.joint.model.asking import Term, asking
from chalicelib.joint.model.session import (
    Attending,
    Minutes,
    Session,
    coordinated,
    disagreed_at,
    disagreeing,
    in_conflict,
    one_sided,
    unconfirmed,
)
from chalicelib.joint.store.sessions import unified_of, write_session


class Coordination(Part):
    """协调会议的时间、到会人员和情况；各部门随后确认或者修改自己的意见。"""

    at: Annotated[AwareDatetime, Field(description="会议的时间")]
    attending: Annotated[tuple[AttendingNamed, ...], Field(min_length=1, max_length=40, description="到会的部门和人员")]
    minutes: Annotated[Findings, Field(description="会议情况，载入会议纪要")]


@act
def coordinate_session(platform: Platform, caller: Caller, case_id: str, coordination: Coordination) -> Receipt:
    """409 while no opinions disagree, and while those who were asked once more have time to speak. 422 for who takes no
    part, where one side alone has met, and for a time at which nobody can have met about these opinions. Those who
    disagree are asked once more, within the days for a coordination.
    """
    begun = begin(platform, caller, COORDINATE_SESSION, case_id, whole=True)
    before = running_of(begun.found)
    if not in_conflict(before):
        raise problems.Conflict(code="no_conflict", title="各部门意见没有不一致，不需要协调")
    due = begun.case.due(OPINION)
    if coordinated(before) and unconfirmed(before) and due and caller.at.date() <= due:
        title = f"已经协调，各部门确认或者修改意见的期限为 {due}；期满仍不一致的，再行协调"
        raise problems.Conflict(code="coordination_pending", title=title)
    if errors := [*_uninvited(coordination, before), *_untimely(coordination, before, caller)]:
        raise problems.Invalid(errors=errors)
    unified, names = unified_of(platform, begun.case), disagreeing(before)
    met = Minutes(
        at=caller.at,
        met_at=coordination.at,
        round=before.round,
        text=coordination.minutes,
        attending=tuple(Attending(department=one.department, officers=one.officers) for one in coordination.attending),
        said={name: before.given[name].opinion for name in names},
    )
    length = unified.coordinate_days
    term = Term(caller.at.date(), int(length.value), f"协调部门意见的期限（{unified.kind}，联办方案）")
    session = before.model_copy(update={"minutes": (*before.minutes, met)})
    asked = asking(begun.case, session, names, term, caller.at, platform.calendar)
    return begun.commit(
        asked.case,
        asked=asked.tasks,
        both={"departments": [*names]},
        data=asked.told,
        answer={"number": begun.case.number, "opinion_due": str(asked.case.due("opinion"))},
        document=minutes_paper(begun, asked.case, session, met),
        ops=[write_session(begun.case.id, before, asked.session)],
    )


def _uninvited(coordination: Coordination, session: Session) -> Iterator[FieldError]:
    seen = set[str]()
    for number, one in enumerate(coordination.attending):
        if one.department in seen or session.invitation(one.department) is None:
            pointer = f"/attending/{number}/department"
            yield FieldError(pointer, "department_not_invited", "不是参加的部门，或者重复登记")
        seen.add(one.department)


def _untimely(coordination: Coordination, session: Session, caller: Caller) -> Iterator[FieldError]:
    """Opinions disagree once each side has spoken. People write minutes of an hour, and no seconds."""
    first = disagreed_at(session).replace(second=0, microsecond=0)
    if coordination.at > caller.at:
        yield FieldError("/at", "session_in_future", "不能晚于现在，请核对")
    elif coordination.at < first:
        words = f"不能早于有关意见提出的时间（{first.astimezone(SHANGHAI):%Y-%m-%d %H:%M}）"
        yield FieldError("/at", "coordination_before_opinions", words)
    if one_sided(session, {one.department for one in coordination.attending}):
        yield FieldError("/attending", "coordination_one_sided", "意见不一致的各方都应有部门到会")
