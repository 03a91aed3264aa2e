"""Seeing the joint session of a case: the department that leads, those that take part, and the hall.

Who takes part sees what the others have said, and of the case what its own task shows.
"""

from chalicelib.access.actor import Actor
from chalicelib.access.policy import same_department, same_region
from chalicelib.cases.acts.lookup import current_file, no_case
from chalicelib.cases.model.access import may_see
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.session import Session
from chalicelib.joint.store.sessions import session_of


class NoSession(problems.NotFound):
    code = "no_session"
    title = "本件由一个部门审查，或者联合审查尚未召集"


def seen_session(platform: Platform, caller: Caller, case_id: str) -> tuple[CaseFile, Session]:
    found = load_file(platform.table, case_id)
    session = session_of(found) if found else None
    if found is None or not (may_see(caller.actor, found.case) or _takes_part(caller.actor, found, session)):
        raise no_case()
    if session is None:
        raise NoSession
    return current_file(platform, found), session


def _takes_part(actor: Actor, found: CaseFile, session: Session | None) -> bool:
    invited = {one.department for one in session.invited} if session else set[str]()
    return same_region(actor, found.case.division) and any(same_department(actor, one) for one in invited)
