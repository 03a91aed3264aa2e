"""Seeing how a joint request stands, by its own number or that of one of its members (R78).

Of the hall those see it whose business the request is, and the departments of its members: each of them has to know
what it waits for.
"""

from collections.abc import Sequence

from chalicelib.access.actor import Actor
from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.lookup import current_file, item_of, no_case
from chalicelib.cases.acts.standing import with_authorisation
from chalicelib.cases.model.access import may_see, may_see_kind, reach_of
from chalicelib.cases.model.clocks import recounted
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.joint.acts.advance import Look
from chalicelib.joint.model.observed import observed
from chalicelib.joint.store.members import member_cases, members_of, request_of


class NoRequest(problems.NotFound):
    code = "no_joint_request"
    title = "本件不是联办申请，也不是其成员事项"


class NotAccepted(problems.Conflict):
    code = "joint_not_accepted"
    title = "联办申请尚未受理，各成员事项还没有开始；受理之前请查看办理计划"


def seen_request(platform: Platform, caller: Caller, case_id: str) -> Look:
    """As people of the hall see it."""
    named = load_file(platform.table, case_id)
    if named is None:
        raise no_case()
    if not may_see(caller.actor, named.case) and not _of_a_member(caller.actor, named):
        raise no_case()
    return _look(platform, _request(platform, named))


def own_request(
    platform: Platform, caller: Caller, case_id: str, request_id: str, shown: Sequence[str] = ("/graph",)
) -> Look:
    """As its applicant sees it, or who acts for the applicant. An agent who has to do with one member alone is not
    shown the others. `shown` is what of it an agent looks at.
    """
    named, under = with_authorisation(platform, caller, lambda: load_file(platform.table, case_id))
    secrets = platform.index_keys.reads
    if named is None or reach_of(caller.actor, named.case, secrets, under) is None:
        raise no_case(caller.actor)
    found = _request(platform, named)
    if found is not named and reach_of(caller.actor, found.case, secrets, under) is None:
        raise no_case(caller.actor)
    record_agent(platform, caller, request_id, found.case, shown)
    return _look(platform, found)


def _of_a_member(actor: Actor, found: CaseFile) -> bool:
    """Whether the actor is of a department that has to do with a member of this request."""
    case, members = found.case, members_of(found).values()
    if case.received_at is None:
        return False
    concerned = [one for one in members if one.item and one.state != "not_applicable"]
    return any(may_see_kind(actor, case.division, one.department, case.point) for one in concerned)


def _request(platform: Platform, named: CaseFile) -> CaseFile:
    """The request of this case, which may be one of its members."""
    ref = named.case.joint
    found = load_file(platform.table, ref.case) if ref else named
    if found is None or item_of(platform, found.case).request_of is None:
        raise NoRequest
    if not found.members:
        raise NotAccepted
    return found


def _look(platform: Platform, found: CaseFile) -> Look:
    found = current_file(platform, found)
    stored = members_of(found)
    cases = member_cases(platform, found.case.id, stored.values())
    now = {name: recounted(case, platform.calendar) for name, case in cases.items()}
    return Look(found, request_of(platform, found, item_of(platform, found.case)), observed(stored, now), now)
