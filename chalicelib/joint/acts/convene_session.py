"""召集联合审查: the lead appoints the meeting or the visit, and asks who takes part for an opinion (R68).

Departments whose term runs from the acceptance were asked then. After a rectification only those are asked again who
had raised something (R5).
"""

from datetime import date, timedelta
from typing import Annotated, NamedTuple

from pydantic import AwareDatetime, Field, StringConstraints

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case, Task, task_id
from chalicelib.cases.model.evidence import awaited, evidence
from chalicelib.cases.model.session_acts import CONVENE_SESSION
from chalicelib.cases.model.task import OpenTask
from chalicelib.cases.model.unified_ref import CONVENE, OPINION
from chalicelib.cases.store.tasks import close_task
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.clock.term import count_term
from chalicelib.directory.store.directories import office_hours
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import SHANGHAI, Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.foundation.writes import Op
from chalicelib.http.bodies import Part
from chalicelib.joint.acts.session_papers import convened_notice
from chalicelib.joint.acts.sessions import Concluded, unified_session
from chalicelib.joint.model.asking import asking, inner_term
from chalicelib.joint.model.session import Session, asked_in_round, next_round, opened, silent
from chalicelib.joint.store.sessions import unified_of, write_session

Place = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True), ONE_LINE]


class Appointment(Part):
    """会议或者现场查验的时间和地点，须提前通知各部门。"""

    at: Annotated[AwareDatetime, Field(description="时间，须注明时区")]
    place: Place


class Convened(NamedTuple):
    """The case with its session, and the tasks of those who are asked now; none where everybody was asked before."""

    case: Case
    session: Session
    tasks: tuple[Task, ...]


@act
def convene_session(platform: Platform, caller: Caller, case_id: str, wanted: Appointment) -> Receipt:
    """422 for a time that comes before the invitation can, on a day off, or when no hall is open."""
    begun = begin(platform, caller, CONVENE_SESSION, case_id, whole=True)
    before = unified_session(begun.found)
    if before is not None and before.state == "concluded":
        raise Concluded
    unified = unified_of(platform, begun.case)
    require_invitable(begun, wanted, unified)
    convened = _convened(begun, before, unified)
    appointed = {"appointed": wanted.at, "place": wanted.place}
    session = convened.session.model_copy(update=appointed)
    to_convene = convened.case.open_task(CONVENE)
    case = convened.case.without_task(to_convene.no) if to_convene else convened.case
    clock = case.clocks.get(OPINION)
    due = case.due(OPINION)
    return begun.commit(
        case,
        asked=convened.tasks,
        both={"round": session.round, "departments": [*asked_in_round(session)]},
        data={
            "appointed": wanted.at.isoformat(),
            **({"task": task_id(case.id, to_convene.no)} if to_convene else {}),
            **({"clocks": {OPINION: clock.model_dump(mode="json")}} if clock and convened.tasks else {}),
        },
        answer={"number": case.number, "opinion_due": str(due) if due else None},
        document=convened_notice(begun, case, before, session),
        warnings=[*_too_late(case, wanted), *_left_out(begun, convened)],
        ops=[
            write_session(case.id, before, session),
            *([_convened_by(caller, case, to_convene)] if to_convene else []),
        ],
    )


def _convened(begun: Begun, before: Session | None, unified: UnifiedItem) -> Convened:
    case, at, calendar = begun.case, begun.caller.at, begun.platform.calendar
    files = [file.id for file in evidence(case, begun.found.files)]
    term = inner_term(unified, at.date())
    if before is None and case.unified:
        asked = asking(
            case, opened(unified, case.unified.departments, files), case.unified.departments, term, at, calendar
        )
    elif before is not None and before.state == "rectifying":
        again = next_round(before, files)
        asked = asking(case, again, silent(again), term, at, calendar)
    elif before is not None:
        return Convened(case, before, ())
    else:
        raise ValueError("one department alone examines this case")
    return Convened(asked.case, asked.session, tuple(asked.tasks))


def _too_late(case: Case, wanted: Appointment) -> list[tuple[str, str]]:
    """For who appoints a day after the term of the law, which runs on."""
    due = _last(case)
    if due is None or wanted.at.astimezone(SHANGHAI).date() <= due:
        return []
    return [("appointment_after_due", f"该时间晚于本件办理期限的届满日（{due}），期限继续计算")]


def _left_out(begun: Begun, convened: Convened) -> list[tuple[str, str]]:
    """Files that are still being checked are none of those that all examine."""
    pending = [one for one in begun.found.files if awaited(begun.case, one)] if convened.tasks else []
    if not pending:
        return []
    lines = "、".join(sorted({one.line for one in pending}))
    return [("files_unchecked", f"材料 {lines} 有文件尚在校验，没有列入通知；校验通过后需要审查的，请再次通知")]


def _convened_by(caller: Caller, case: Case, task: OpenTask) -> Op:
    return close_task(case, task, answered_by=caller.actor.sub, answered_at=caller.at.isoformat())


def require_invitable(begun: Begun, wanted: Appointment, unified: UnifiedItem) -> None:
    """422 also for a day after the terms of the case, which run on, unless the invitation alone takes so long."""
    platform, today, at = begun.platform, begun.caller.at.date(), wanted.at.astimezone(SHANGHAI)
    calendar, day, last = platform.calendar, at.date(), _last(begun.case)
    first = count_term(today, unified.invitation_workdays, "workday", (), 0, calendar).due
    if day < first:
        code, words = "invitation_too_short", f"应提前{unified.invitation_workdays}个工作日通知各部门，最早为 {first}"
    elif day > today + timedelta(days=90):
        code, words = "appointment_too_late", "应在 90 日之内"
    elif last is not None and first <= last < day:
        code, words = "appointment_past_due", f"不能晚于本件办理期限的届满日（{last}），期限继续计算"
    elif not calendar.day(day).workday:
        code, words = "appointment_off_day", "应为工作日"
    elif not office_hours(platform.table, platform.settings.division, at, calendar):
        code, words = "appointment_closed", "大厅和各部门在这一时间不办公"
    else:
        return
    raise problems.Invalid(errors=[FieldError("/at", code, words)])


def _last(case: Case) -> date | None:
    return case.due("statutory") or case.due("promised")
