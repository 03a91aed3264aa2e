"""协调部门意见: one department refuses what another consents to. The lead meets with them, and each speaks again.

The lead overwrites nobody: each of them confirms or changes its own opinion.
"""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.session_acts import COORDINATE_SESSION
from chalicelib.cases.model.site_check import Findings
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.sessions import running_of
from chalicelib.joint.model.asking import Term, asking
from chalicelib.joint.model.session import Minutes, disagreeing, in_conflict
from chalicelib.joint.store.sessions import unified_of, write_session


class Coordination(Part):
    """协调会议的纪要；各部门随后确认或者修改自己的意见。"""

    minutes: Annotated[Findings, Field(description="会议纪要")]


@act
def coordinate_session(platform: Platform, caller: Caller, case_id: str, coordination: Coordination) -> Receipt:
    """409 while no opinions disagree. Those who disagree are asked once more, within the days for a coordination."""
    begun = begin(platform, caller, COORDINATE_SESSION, case_id, whole=True)
    before = running_of(begun.found)
    if not in_conflict(before):
        raise problems.Conflict(code="no_conflict", title="各部门意见没有不一致，不需要协调")
    unified, names = unified_of(platform, begun.case), disagreeing(before)
    minutes = (*before.minutes, Minutes(at=caller.at, round=before.round, text=coordination.minutes))
    length = unified.coordinate_days
    term = Term(caller.at.date(), int(length.value), f"协调部门意见的期限（{unified.kind}，联办方案）")
    session = before.model_copy(update={"minutes": minutes})
    asked = asking(begun.case, session, names, term, caller.at, platform.calendar)
    return begun.commit(
        asked.case,
        asked=asked.tasks,
        both={"departments": [*names]},
        data=asked.told,
        answer={"number": begun.case.number, "opinion_due": str(asked.case.due("opinion"))},
        ops=[write_session(begun.case.id, before, asked.session)],
    )
