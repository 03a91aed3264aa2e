"""作出联合审查结论: the lead draws the conclusion from the opinions of all (行政许可法26(2); R68). Then it decides."""

from datetime import date, datetime, timedelta
from typing import Annotated, Self

from pydantic import Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.clocks import UNITS
from chalicelib.cases.model.opening import new_task
from chalicelib.cases.model.session_acts import CONCLUDE_SESSION
from chalicelib.cases.model.site_check import Findings
from chalicelib.cases.model.task import TASK_KINDS
from chalicelib.cases.model.unified_ref import CONCLUSIONS, CONVENE, OPINION, SessionConclusion
from chalicelib.catalogue.model.schemes.unified import Duty
from chalicelib.clock.term import count_term
from chalicelib.documents.model.notice import NoticeData
from chalicelib.documents.model.sessions import (
    DepartmentSaid,
    Filing,
    Rectification,
    session_conclusion,
    session_rectification,
)
from chalicelib.documents.store.drafts import Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.sessions import concludable, named
from chalicelib.joint.model.asking import without_term
from chalicelib.joint.model.session import (
    OPINIONS,
    Given,
    Invited,
    Session,
    rectifications,
    since_coordinated,
    wrong_with,
)
from chalicelib.joint.store.sessions import title_of, unified_of, write_session

REVIEW = "review"  # the task of the lead's officers, which waits for the conclusion


class ConclusionDrawn(Part):
    """结论和理由；须整改的，写明整改期限。"""

    conclusion: Annotated[SessionConclusion, Field(description="pass 通过；rectify 整改后再审；refuse 不通过")]
    reason: Annotated[Findings, Field(description="结论的理由")]
    rectify_by: Annotated[
        date | None,
        Field(description="整改期限的最后一日，须为工作日，不晚于本件办理期限的届满日；结论为整改的必填，其他不填"),
    ] = None

    @model_validator(mode="after")
    def _term_of_rectification(self) -> Self:
        if self.conclusion == "rectify" and self.rectify_by is None:
            raise PydanticCustomError("rectify_by_missing", "结论为整改的，应当写明整改期限")
        if self.conclusion != "rectify" and self.rectify_by is not None:
            raise PydanticCustomError("rectify_by_needless", "结论不是整改的，不填整改期限")
        return self


@act
def conclude_session(platform: Platform, caller: Caller, case_id: str, drawn: ConclusionDrawn) -> Receipt:
    """409 with every reason why it cannot be drawn: silence is never consent, and the lead overwrites nobody. 422 for a
    term of a rectification that nobody could keep, or that ends after the terms of the case, which run on. Once such a
    term is over, the refusal is drawn on the file as it is.
    """
    begun = begin(platform, caller, CONCLUDE_SESSION, case_id, whole=True)
    today = caller.at.date()
    before, unified = concludable(begun.found, today), unified_of(platform, begun.case)
    if reasons := list(wrong_with(before, unified, drawn.conclusion, named(begun), today)):
        told: list[JsonValue] = [{"code": code, "message": says} for code, says in reasons]
        code, _ = reasons[0]
        raise problems.Conflict(code=code, title="；".join(says for _, says in reasons), more={"reasons": told})
    if drawn.rectify_by:
        require_rectifiable(drawn.rectify_by, begun)
    duty = unified.conclude.starts if drawn.conclusion == "pass" else None
    until = _duty_until(duty, begun) if duty else None
    over = "rectifying" if drawn.conclusion == "rectify" else "concluded"
    after = before.model_copy(update={"state": over, **drawn.model_dump(), "duty_until": until})
    concluded, again = _concluded(begun.case, after, caller.at)
    head = letterhead(platform, concluded, begun.item, caller.at, begun.directory)
    return begun.commit(
        concluded,
        event="rectification_noticed" if over == "rectifying" else "session_concluded",
        both={"conclusion": drawn.conclusion, "round": before.round, **_days_told(duty, after)},
        data=_opinions(after),
        answer={"number": begun.case.number},
        cancels="concluded",
        asked=again or (),
        document=head.draft(_document(begun, head, after, duty)),
        ops=[write_session(begun.case.id, before, after)],
    )


def require_rectifiable(day: date, begun: Begun) -> None:
    """A workday after today, within the terms of the case: no article stops them while something is put right."""
    today, case = begun.caller.at.date(), begun.case
    last = case.due("statutory") or case.due("promised")
    if day <= today:
        code, words = "rectify_by_past", "应在今日之后"
    elif last is not None and today < last < day:
        code, words = "rectify_by_past_due", f"不能晚于本件办理期限的届满日（{last}），整改期间期限继续计算"
    elif day > today + timedelta(days=90):
        code, words = "rectify_by_late", "应在 90 日之内"
    elif not begun.platform.calendar.day(day).workday:
        code, words = "rectify_by_off_day", "应为工作日"
    else:
        return
    raise problems.Invalid(errors=[FieldError("/rectify_by", code, words)])


def _duty_until(duty: Duty, begun: Begun) -> date:
    """The last day on which the applicant files what follows, counted from the day of the conclusion."""
    length = duty.applicant_duty
    unit = UNITS[length.unit]
    return count_term(begun.caller.at.date(), int(length.value), unit, (), 0, begun.platform.calendar).due


def _document(begun: Begun, head: Letterhead, after: Session, duty: Duty | None) -> NoticeData:
    """The conclusion with every opinion, or the one list of what has to be put right."""
    name, reason = named(begun), after.reason or ""
    said = [
        DepartmentSaid(name(one.department), one.matter, _word(after, one, given), _why(given))
        for one in after.invited
        for given in [after.given.get(one.department)]
    ]
    if after.state == "rectifying" and after.rectify_by:
        raised = rectifications(after)
        listed = [one for one, invited in zip(said, after.invited, strict=True) if invited.department in raised]
        asked = Rectification(after.kind, reason, after.rectify_by)
        return session_rectification(head.facts, head.formalities, listed, asked)
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


def _why(given: Given | None) -> tuple[str, ...]:
    """What is to be met or put right; of a refusal its reason, which the applicant has a right to (行政许可法38(2))."""
    if given is None:
        return ()
    return given.findings or ((given.reason,) if given.opinion == "refuse" else ())


def _word(session: Session, invited: Invited, given: Given | None) -> str:
    if given is not None:
        spoken_again = since_coordinated(session, invited.department)
        return OPINIONS[given.opinion] + (f"（{spoken_again}）" if spoken_again else "")
    return f"逾期未提出，依{invited.deemed}视为没有异议" if invited.deemed else "未提出"


def _days_told(duty: Duty | None, after: Session) -> dict[str, JsonValue]:
    filing: dict[str, JsonValue] = {"duty": duty.member, "duty_until": str(after.duty_until)} if duty else {}
    return {**filing, **({"rectify_by": str(after.rectify_by)} if after.rectify_by else {})}


def _opinions(after: Session) -> dict[str, JsonValue]:
    """For the event: who has said what, and whose silence a rule has taken for no objection."""
    said: dict[str, JsonValue] = {name: one.opinion for name, one in after.given.items()}
    deemed: dict[str, JsonValue] = {one.department: one.deemed for one in after.invited if one.deemed}
    raised: list[JsonValue] = [*rectifications(after)] if after.state == "rectifying" else []
    return {"opinions": said, **({"deemed": deemed} if deemed else {}), **({"raised": raised} if raised else {})}


def _concluded(case: Case, session: Session, at: datetime) -> tuple[Case, Task | None]:
    """Nobody owes an opinion any more. While something is put right, the lead is to convene again. Otherwise the review
    that waited for the conclusion is asked for anew, so that the lead's system is told that it can be answered now.
    """
    kept = {"conclusion": session.conclusion, "rectify_by": session.rectify_by}
    ref = case.unified.moved_to(session.state, **kept) if case.unified else None
    kind = CONVENE if session.state == "rectifying" else REVIEW
    asked = kind == CONVENE or case.open_task(REVIEW) is not None
    ended = (OPINION, CONVENE, kind)
    left = tuple(task for task in case.open_tasks if task.kind not in ended)
    concluded = without_term(case).model_copy(update={"unified": ref, "open_tasks": left})
    again = new_task(concluded, TASK_KINDS[kind], at) if asked else None
    return (concluded.with_task(again) if again else concluded), again
