"""What the acts of a joint session have in common: the session that runs, and what people call departments."""

from collections.abc import Callable
from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.lookup import no_case
from chalicelib.cases.model.site_check import Officer
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part
from chalicelib.joint.model.session import Session, conditions_of, lapsed
from chalicelib.joint.store.organs import Organs
from chalicelib.joint.store.sessions import session_of


class AttendingNamed(Part):
    """到场的部门及其人员；现场查验的，每个部门不少于两名不同的人员。"""

    department: Annotated[str, Field(min_length=1, max_length=40)]
    officers: Annotated[tuple[Officer, ...], Field(min_length=1, max_length=20, description="到场人员姓名")]


class NotUnified(problems.Conflict):
    code = "not_unified"
    title = "本件由一个部门审查，不需要联合审查"


class NotConvened(problems.Conflict):
    code = "session_not_convened"
    title = "联合审查尚未召集"


class Concluded(problems.Conflict):
    code = "session_concluded"
    title = "联合审查已经作出结论"


class Rectifying(problems.Conflict):
    code = "session_rectifying"
    title = "已经告知整改，整改完毕后请再次召集"


def running(platform: Platform, case_id: str) -> tuple[CaseFile, Session]:
    """The session of this case, with its state; 409 where it has not begun or is over."""
    found = load_file(platform.table, case_id)
    if found is None:
        raise no_case()
    return found, running_of(found)


def running_of(found: CaseFile) -> Session:
    session = unified_session(found)
    if session is None:
        raise NotConvened
    if session.state == "concluded":
        raise Concluded
    if session.state == "rectifying":
        raise Rectifying
    return session


def concludable(found: CaseFile, today: date) -> Session:
    """The session that runs, or one whose rectification was due before `today`: that one is concluded on the file."""
    session = unified_session(found)
    return session if session is not None and lapsed(session, today) else running_of(found)


def unified_session(found: CaseFile) -> Session | None:
    """None while nobody was convened; 409 for a case that one department alone examines."""
    if found.case.unified is None:
        raise NotUnified
    return session_of(found)


def named(begun: Begun) -> Callable[[str], str]:
    """Full names of departments, for sentences that people read."""
    return Organs(begun.platform, begun.case.division).full_name


def conditions_told(begun: Begun) -> tuple[str, ...]:
    """For the decision: each condition of a consent, with the department that asks for it."""
    session, name = session_of(begun.found), named(begun)
    asked = conditions_of(session) if session else ()
    return tuple(f"{name(department)}同意的条件：{text}" for department, text in asked)
