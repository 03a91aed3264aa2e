"""作出联合审查结论: the lead draws the conclusion from the opinions of all (行政许可法26(2); R68). Then it decides."""

from datetime import date
from typing import Annotated

from pydantic import Field, JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.clocks import UNITS
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.session_acts import CONCLUDE_SESSION
from chalicelib.cases.model.site_check import Findings
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.model.unified_ref import CONCLUSIONS, CONVENE, OPINION, SessionConclusion
from chalicelib.catalogue.model.schemes.unified import Duty
from chalicelib.clock.term import count_term
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.model.sessions import DepartmentSaid, Filing, session_conclusion, session_rectification
from chalicelib.documents.store.drafts import Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.sessions import named, running_of
from chalicelib.joint.model.asking import without_term
from chalicelib.joint.model.session import OPINIONS, Given, Invited, Session, rectifications, wrong_with
from chalicelib.joint.store.sessions import title_of, unified_of, write_session


class ConclusionDrawn(Part):
    """结论和理由。"""

    conclusion: Annotated[SessionConclusion, Field(description="pass 通过；rectify 整改后再审；refuse 不通过")]
    reason: Annotated[Findings, Field(description="结论的理由")]


@act
def conclude_session(platform: Platform, caller: Caller, case_id: str, drawn: ConclusionDrawn) -> Receipt:
    """409 with every reason why it cannot be drawn: silence is never consent, and the lead overwrites nobody."""
    begun = begin(platform, caller, CONCLUDE_SESSION, case_id, whole=True)
    before, unified = running_of(begun.found), unified_of(platform, begun.case)
    if reasons := list(wrong_with(before, unified, drawn.conclusion, named(begun))):
        told: list[JsonValue] = [{"code": code, "message": says} for code, says in reasons]
        code, _ = reasons[0]
        raise problems.Conflict(code=code, title="；".join(says for _, says in reasons), more={"reasons": told})
    duty = unified.conclude.starts if drawn.conclusion == "pass" else None
    until = _duty_until(duty, begun) if duty else None
    over = "rectifying" if drawn.conclusion == "rectify" else "concluded"
    after = before.model_copy(
        update={"state": over, "conclusion": drawn.conclusion, "reason": drawn.reason, "duty_until": until}
    )
    concluded = _concluded(begun.case, after)
    again = new_task(concluded, TASK_KINDS[CONVENE], caller.at) if over == "rectifying" else None
    concluded = concluded.with_task(again) if again else concluded
    head = letterhead(platform, concluded, begun.item, caller.at, begun.directory)
    return begun.commit(
        concluded,
        event="rectification_noticed" if over == "rectifying" else "session_concluded",
        both={"conclusion": drawn.conclusion, "round": before.round, **_duty_told(duty, after)},
        data=_opinions(after),
        answer={"number": begun.case.number},
        cancels="concluded",
        asked=again or (),
        document=head.draft(_document(begun, head, after, duty)),
        ops=[write_session(begun.case.id, before, after)],
    )


def _duty_until(duty: Duty, begun: Begun) -> date:
    """The last day on which the applicant files what follows, counted from the day of the conclusion."""
    length = duty.applicant_duty
    unit = UNITS[length.unit]
    return count_term(begun.caller.at.date(), int(length.value), unit, (), 0, begun.platform.calendar).due


def _document(begun: Begun, head: Letterhead, after: Session, duty: Duty | None) -> NoticeData:
    """The conclusion with every opinion, or the one list of what has to be put right."""
    name, reason = named(begun), after.reason or ""
    said = [
        DepartmentSaid(name(one.department), one.matter, _word(one, given), given.findings if given else ())
        for one in after.invited
        for given in [after.given.get(one.department)]
    ]
    if after.state == "rectifying":
        raised = rectifications(after)
        listed = [one for one, invited in zip(said, after.invited, strict=True) if invited.department in raised]
        return session_rectification(head.facts, head.formalities, listed, kind=after.kind, reason=reason)
    filing = None
    if duty and after.duty_until:
        filing = Filing(title_of(begun.platform, begun.case, duty.member), after.duty_until)
    return session_conclusion(
        head.facts,
        head.formalities,
        said,
        kind=after.kind,
        conclusion=CONCLUSIONS[after.conclusion or "refuse"],
        reason=reason,
        filing=filing,
    )


def _word(invited: Invited, given: Given | None) -> str:
    if given is not None:
        return OPINIONS[given.opinion]
    return f"逾期未提出，依{invited.deemed}视为没有异议" if invited.deemed else "未提出"


def _duty_told(duty: Duty | None, after: Session) -> dict[str, JsonValue]:
    return {"duty": duty.member, "duty_until": str(after.duty_until)} if duty else {}


def _opinions(after: Session) -> dict[str, JsonValue]:
    """For the event: who has said what, and whose silence a rule has taken for no objection."""
    said: dict[str, JsonValue] = {name: one.opinion for name, one in after.given.items()}
    deemed: dict[str, JsonValue] = {one.department: one.deemed for one in after.invited if one.deemed}
    raised: list[JsonValue] = [*rectifications(after)] if after.state == "rectifying" else []
    return {"opinions": said, **({"deemed": deemed} if deemed else {}), **({"raised": raised} if raised else {})}


def _concluded(case: Case, session: Session) -> Case:
    """Nobody owes an opinion any more."""
    ref = case.unified.moved_to(session.state, conclusion=session.conclusion) if case.unified else None
    left = tuple(task for task in case.open_tasks if task.kind not in (OPINION, CONVENE))
    return without_term(case).model_copy(update={"unified": ref, "open_tasks": left})
