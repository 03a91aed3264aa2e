"""延长部门意见期限: the lead gives those who are asked for an opinion more workdays, with a reason (joint.md 3).

The term is an inner one of the departments. It never ends after the law's term of the case, nor after that of the joint
request, and the applicant's days do not move.
"""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.clocks import counted_again, recounted
from chalicelib.cases.model.extension import past_joint_due
from chalicelib.cases.model.session_acts import EXTEND_OPINIONS
from chalicelib.cases.model.site_check import Findings
from chalicelib.cases.model.unified_ref import OPINION
from chalicelib.cases.store.records import load_case
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.sessions import running_of
from chalicelib.joint.model.asking import owing
from chalicelib.joint.model.session import Longer, extended
from chalicelib.joint.store.sessions import write_session

MOST_WORKDAYS = 20


class OpinionsExtended(Part):
    """延长几个工作日，理由是什么；不超过本件和联办的法定期限。"""

    workdays: Annotated[int, Field(ge=1, le=MOST_WORKDAYS, description="延长的工作日数")]
    reason: Annotated[Findings, Field(description="延长的理由，参加的部门可以查看")]


@act
def extend_opinions(platform: Platform, caller: Caller, case_id: str, longer: OpinionsExtended) -> Receipt:
    """409 while nobody is asked, for a second time, and once the term is over: who is late then stays late. 422 past
    the law's term.
    """
    begun = begin(platform, caller, EXTEND_OPINIONS, case_id, whole=True)
    before, case = running_of(begun.found), begun.case
    due = case.due(OPINION)
    if due is None:
        raise problems.Conflict(code="no_opinion_awaited", title="没有待提出的部门意见，不需要延长")
    if caller.at.date() > due:
        raise problems.Conflict(code="opinion_term_over", title=f"提出意见的期限已于 {due} 届满，不能再延长")
    if extended(before):
        raise problems.Conflict(code="opinions_extended", title="提出意见的期限已经延长一次，不能再次延长")
    after = _extended(begun, longer.workdays)
    given = Longer(at=caller.at, round=before.round, workdays=longer.workdays, reason=longer.reason)
    session = before.model_copy(update={"longer": (*before.longer, given)})
    clock = after.clocks[OPINION]
    return begun.commit(
        after,
        both={"departments": [*owing(case)], "workdays": longer.workdays},
        data={"round": before.round, "clocks": {OPINION: clock.model_dump(mode="json")}},
        answer={"number": case.number, "opinion_due": str(clock.due)},
        ops=[write_session(case.id, before, session)],
    )


def _extended(begun: Begun, workdays: int) -> Case:
    """The case with the longer term. What the law's own term would cut off is refused, and not cut off in silence."""
    case, calendar = begun.case, begun.platform.calendar
    clock = case.clocks[OPINION]
    longer = clock.model_copy(update={"extension": clock.extension + workdays})
    wanted = longer.full_term(calendar).due
    after = case.model_copy(update={"clocks": counted_again({**case.clocks, OPINION: longer}, (OPINION,), calendar)})
    if after.due(OPINION) != wanted:
        says = f"延长后的届满日{wanted}晚于本件的法定期限届满日{case.due('statutory')}"
        raise problems.Invalid(errors=[FieldError("/workdays", "past_statutory_due", says)])
    if refusal := past_joint_due(wanted, _request(begun)):
        raise problems.Invalid(errors=[FieldError("/workdays", refusal.code, refusal.says)])
    return after


def _request(begun: Begun) -> Case | None:
    """The joint request of a member, as its days are counted now."""
    ref = begun.case.joint
    found = load_case(begun.platform.table, ref.case) if ref else None
    return recounted(found, begun.platform.calendar) if found else None
