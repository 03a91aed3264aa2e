"""登记联合审查记录: what the departments have found together at the meeting or on site (行政许可法34(3))."""

from datetime import datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, JsonValue, StringConstraints

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.session_acts import RECORD_SESSION
from chalicelib.cases.model.site_check import Findings
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.foundation.writing import comparable_person
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.convene_session import Place
from chalicelib.joint.acts.session_papers import record_paper
from chalicelib.joint.acts.sessions import AttendingNamed, named, running_of
from chalicelib.joint.model.session import Attending, Held, Pictured, Session, asked_in_round, recorded, silence_rule
from chalicelib.joint.store.sessions import unified_of, write_session


class PhotoTaken(Part):
    """一张现场照片；照片由牵头部门保管，记录载明其摘要。"""

    shows: Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$", description="照片文件的 SHA-256 摘要，十六进制")]


class SessionRecord(Part):
    """会议或者现场查验的时间、地点、到场部门和情况。"""

    at: Annotated[AwareDatetime, Field(description="实际的时间")]
    place: Place
    attending: Annotated[tuple[AttendingNamed, ...], Field(min_length=1, max_length=40)]
    findings: Annotated[Findings, Field(description="查验的情况")]
    changes: Annotated[bool, Field(description="改正已经登记的记录")] = False
    photos: Annotated[tuple[PhotoTaken, ...], Field(max_length=30, description="现场照片")] = ()


@act
def record_session(platform: Platform, caller: Caller, case_id: str, record: SessionRecord) -> Receipt:
    """Who was invited and is not named was absent, and still owes its opinion, by the record. 422 for who was not
    invited, for too few officers, and for a time that is still to come; 409 where a record is there, unless it is
    corrected.
    """
    begun = begin(platform, caller, RECORD_SESSION, case_id, whole=True)
    before = running_of(begun.found)
    if before.appointed is None:
        raise problems.Conflict(code="session_not_appointed", title="尚未通知会议或者现场查验的时间和地点")
    if before.record is not None and not record.changes:
        raise problems.Conflict(code="session_recorded", title="记录已经登记；需要改正的，请说明是改正（changes）")
    if errors := _wrong(record, before, begun.case.created_at, caller):
        raise problems.Invalid(errors=errors)
    here = {one.department for one in record.attending}
    absent = [one for one in asked_in_round(before) if one not in here]
    attending = tuple(Attending(department=one.department, officers=one.officers) for one in record.attending)
    photos = tuple(Pictured(shows=one.shows, sha256=one.sha256) for one in record.photos)
    held = Held(at=record.at, place=record.place, attending=attending, findings=record.findings, photos=photos)
    rules = unified_of(platform, begun.case).silence_rules
    after = recorded(before, held, silence_rule(rules, "attendance", licence=begun.item.is_licence))
    ruled: dict[str, JsonValue] = {one.department: one.no_visit for one in after.invited if one.no_visit}
    name = named(begun)
    return begun.commit(
        begun.case,
        both={"round": before.round, "absent": [*absent]},
        data={
            "held": record.at.isoformat(),
            "attending": [*sorted(here)],
            **({"changed": True} if before.record is not None else {}),
            **({"no_second_visit": ruled} if ruled else {}),
        },
        document=record_paper(begun, before, after, held),
        warnings=[("attendance_missing", _absent_told(name(one), ruled.get(one))) for one in absent],
        ops=[write_session(begun.case.id, before, after)],
    )


def _absent_told(organ: str, rule: JsonValue) -> str:
    more = f"；依{rule}，不得要求再次现场查验" if rule else ""
    return f"{organ}未到场，仍应当依据现场记录提出意见{more}"


def _wrong(record: SessionRecord, session: Session, since: datetime, caller: Caller) -> list[FieldError]:
    errors, seen = list[FieldError](), set[str]()
    if record.at > caller.at:
        errors.append(FieldError("/at", "session_in_future", "不能晚于现在，请核对"))
    elif record.at < since:
        words = f"不能早于本件开始联合审查的时间（{since.astimezone(SHANGHAI):%Y-%m-%d %H:%M}）"
        errors.append(FieldError("/at", "session_before_case", words))
    elif _too_early(record, session):
        words = f"通知的时间为{_told(session)}；提前召开的，须各部门均到场，或者另行通知时间"
        errors.append(FieldError("/at", "session_before_appointed", words))
    for number, one in enumerate(record.attending):
        invited, pointer = session.invitation(one.department), f"/attending/{number}"
        if invited is None or one.department in seen:
            errors.append(FieldError(f"{pointer}/department", "department_not_invited", "不是参加的部门，或者重复登记"))
        elif len({comparable_person(name) for name in one.officers}) < invited.officers:
            words = f"应有不少于{invited.officers}名不同的工作人员（行政许可法第三十四条）"
            errors.append(FieldError(f"{pointer}/officers", "session_officers", words))
        seen.add(one.department)
    return errors


def _told(session: Session) -> str:
    at = session.appointed
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _too_early(record: SessionRecord, session: Session) -> bool:
    """Nobody is absent from what was told for a later time: earlier than that, all of them have to be there."""
    here = {one.department for one in record.attending}
    told = session.appointed
    return told is not None and record.at < told and not here.issuperset(asked_in_round(session))
