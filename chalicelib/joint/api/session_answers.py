"""How a joint session looks to the departments that take part and to the hall."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.cases.model.disclosure import Sight
from chalicelib.cases.model.unified_ref import SessionConclusion, SessionState
from chalicelib.catalogue.model.schemes.unified import Opinion
from chalicelib.joint.model.session import Attending, Given, Held, Invited, Longer, Minutes, Session

HIDDEN = "***"
MASKED = "未说明查看目的的，文字内容为“***”"


class DepartmentOpinion(BaseModel, defer_build=True):
    """一个部门：负责审查什么，意见是什么；尚未提出的为 null。"""

    department: str
    matter: Annotated[str, Field(description="审查的内容")]
    required: Annotated[bool, Field(description="没有其意见，不能作出结论")]
    opinion: Opinion | None = None
    reason: Annotated[str | None, Field(description=MASKED)] = None
    standard: str | None = None
    findings: Annotated[list[str], Field(description=f"条件，或者须整改的事项；{MASKED}")] = []
    given_at: AwareDatetime | None = None
    overdue: Annotated[bool, Field(description="期限届满时尚未提出意见")] = False
    deemed: Annotated[str | None, Field(description="依哪份已公布的文件，逾期视为没有异议；没有的为 null")] = None
    absent: Annotated[bool, Field(description="会议或者现场查验时未到场")] = False
    no_visit: Annotated[
        str | None, Field(description="未到场的，依哪份已公布的文件不得要求再次现场查验；没有的为 null")
    ] = None


class AttendingShown(BaseModel, defer_build=True):
    department: str
    officers: Annotated[list[str], Field(description=MASKED)]


class HeldShown(BaseModel, defer_build=True):
    """会议或者现场查验的记录。"""

    at: AwareDatetime
    place: Annotated[str, Field(description=MASKED)]
    attending: list[AttendingShown]
    findings: Annotated[str, Field(description=MASKED)]
    photos: Annotated[list[str], Field(description="现场照片的 SHA-256 摘要，十六进制")] = []


class MinutesShown(BaseModel, defer_build=True):
    """一次协调。"""

    at: Annotated[AwareDatetime, Field(description="登记的时间")]
    met_at: Annotated[AwareDatetime | None, Field(description="会议的时间；没有登记的为 null")] = None
    attending: Annotated[list[AttendingShown], Field(description="到会的部门和人员")] = []
    text: Annotated[str, Field(description=MASKED)]


class LongerShown(BaseModel, defer_build=True):
    """牵头部门一次延长各部门提出意见的期限。"""

    at: AwareDatetime
    workdays: Annotated[int, Field(description="延长的工作日数")]
    reason: Annotated[str, Field(description=MASKED)]


class SessionAnswer(BaseModel, defer_build=True):
    """一个办件的联合审查：各部门的意见、记录和结论。"""

    kind: Annotated[str, Field(description="联合审图、联合验收")]
    state: Annotated[SessionState, Field(description="collecting 征集意见，rectifying 整改中，concluded 已作出结论")]
    round: Annotated[int, Field(description="第几轮；整改后只由提出整改意见的部门再审")]
    convener: Annotated[str, Field(description="牵头部门")]
    opinion_due: Annotated[date | None, Field(description="各部门提出意见的期限届满日；没有待提出的为 null")] = None
    appointed: Annotated[AwareDatetime | None, Field(description="通知的会议或者现场查验时间")] = None
    place: Annotated[str | None, Field(description=MASKED)] = None
    opinions: list[DepartmentOpinion]
    record: HeldShown | None = None
    minutes: list[MinutesShown] = []
    longer: Annotated[list[LongerShown], Field(description="提出意见的期限的延长，按先后")] = []
    conclusion: SessionConclusion | None = None
    reason: Annotated[str | None, Field(description=f"结论的理由；{MASKED}")] = None
    rectify_by: Annotated[date | None, Field(description="整改期限的最后一日；没有待整改的为 null")] = None
    duty_until: Annotated[date | None, Field(description="通过之后，申请人办理后续备案的最后一日")] = None


def session_answer(session: Session, due: date | None, sight: Sight) -> SessionAnswer:
    """Sentences that people have written are shown to who says what for."""
    whole = sight is Sight.WHOLE
    return SessionAnswer(
        kind=session.kind,
        state=session.state,
        round=session.round,
        convener=session.convener,
        opinion_due=due,
        appointed=session.appointed,
        place=_text(session.place, whole=whole),
        opinions=[_opinion(one, session.given.get(one.department), whole=whole) for one in session.invited],
        record=_record(session.record, whole=whole) if session.record else None,
        minutes=[_minutes(one, whole=whole) for one in session.minutes],
        longer=[_longer(one, whole=whole) for one in session.longer],
        conclusion=session.conclusion,
        reason=_text(session.reason, whole=whole),
        rectify_by=session.rectify_by,
        duty_until=session.duty_until,
    )


def _text(text: str | None, *, whole: bool) -> str | None:
    return text if whole or text is None else HIDDEN


def _opinion(invited: Invited, given: Given | None, *, whole: bool) -> DepartmentOpinion:
    told = DepartmentOpinion(
        department=invited.department,
        matter=invited.matter,
        required=invited.required,
        overdue=invited.overdue_told,
        deemed=invited.deemed,
        absent=invited.absent,
        no_visit=invited.no_visit,
    )
    if given is None:
        return told
    said = {
        "opinion": given.opinion,
        "reason": _text(given.reason, whole=whole),
        "standard": given.standard,
        "findings": [one if whole else HIDDEN for one in given.findings],
        "given_at": given.at,
    }
    return told.model_copy(update=said)


def _record(held: Held, *, whole: bool) -> HeldShown:
    place, findings = (held.place, held.findings) if whole else (HIDDEN, HIDDEN)
    return HeldShown(
        at=held.at,
        place=place,
        attending=_attending(held.attending, whole=whole),
        findings=findings,
        photos=[one.sha256 for one in held.photos],
    )


def _minutes(one: Minutes, *, whole: bool) -> MinutesShown:
    shown = _attending(one.attending, whole=whole)
    return MinutesShown(at=one.at, met_at=one.met_at, attending=shown, text=one.text if whole else HIDDEN)


def _longer(one: Longer, *, whole: bool) -> LongerShown:
    return LongerShown(at=one.at, workdays=one.workdays, reason=one.reason if whole else HIDDEN)


def _attending(attending: Sequence[Attending], *, whole: bool) -> list[AttendingShown]:
    return [
        AttendingShown(department=one.department, officers=[name if whole else HIDDEN for name in one.officers])
        for one in attending
    ]
