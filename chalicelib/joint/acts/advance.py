"""推进联办: what follows for all members of a joint request from how each of them stands now.

It is asked again and again, and says the same until somebody has moved: so a message that comes twice, late or in
another order does no harm, and one that comes after a crash finishes what was begun.
"""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.joint_acts import ADVANCE_JOINT, END_MEMBER, RELEASE_RESULT
from chalicelib.cases.model.joint_ref import Brought
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.schemes.readiness import LOST, MemberState
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.joint.acts.accept_joined import accept_joined
from chalicelib.joint.acts.conclude import conclude
from chalicelib.joint.acts.end_member import end_member, tell_cut
from chalicelib.joint.acts.meet_prerequisite import meet_prerequisite
from chalicelib.joint.acts.open_member import open_member
from chalicelib.joint.acts.open_outside import open_outside
from chalicelib.joint.acts.reinstate_member import reinstate_member
from chalicelib.joint.acts.release_result import release_result
from chalicelib.joint.acts.settle_commitment import settle_commitment
from chalicelib.joint.acts.take_papers import awaits_papers, take_papers
from chalicelib.joint.acts.tell_change import awaits_change, tell_change
from chalicelib.joint.model.clocks import with_joint_pauses
from chalicelib.joint.model.committed import settled
from chalicelib.joint.model.conclusion import outcome
from chalicelib.joint.model.issue_together import goes_out
from chalicelib.joint.model.member import Member, Members
from chalicelib.joint.model.observed import being_made, observed
from chalicelib.joint.model.opening import awaited, brought_lines
from chalicelib.joint.model.progress import Progress, progress
from chalicelib.joint.model.request import Request, moved
from chalicelib.joint.store.members import member_cases, member_writes, members_of, request_of
from chalicelib.joint.store.projects import newly_linked
from chalicelib.joint.store.results import faces_of, numbers_in

# How often it starts over when the request was changed while it was being written.
ATTEMPTS = 8


class Look(NamedTuple):
    """The request as it was read: `before` are the members as they are stored, `cases` those that have a case."""

    found: CaseFile
    request: Request
    before: Members
    cases: Mapping[str, Case]

    @property
    def case(self) -> Case:
        return self.found.case


def advance(platform: Platform, case_id: str) -> None:
    """Quiet for what is no accepted request. Unavailable when others were always faster: the message comes again."""
    for _ in range(ATTEMPTS):
        look = look_at(platform, case_id)
        if look is None:
            return
        try:
            if reinstate_member(platform, look.found, look.request, look.before, look.cases):
                continue
            if look.case.status in ADVANCE_JOINT.lawful_from and (_joined(platform, look) or _moved(platform, look)):
                continue
            _follow(platform, look)
        except Refused:
            continue
        return
    raise problems.Unavailable


def look_at(platform: Platform, case_id: str) -> Look | None:
    """The request with its members' cases; None for what has no members."""
    found = load_file(platform.table, case_id)
    if found is None or not found.members:
        return None
    before = members_of(found)
    cases = member_cases(platform, case_id, before.values())
    return Look(found, request_of(platform, found, item_of(platform, found.case)), before, cases)


def _joined(platform: Platform, look: Look) -> bool:
    """Accept whoever has joined and lacks nothing any more; then look again."""
    if look.case.status is not Status.IN_PROGRESS or not any(one.incomplete for one in look.before.values()):
        return False
    return accept_joined(platform, look.found, look.request, look.before)


def _moved(platform: Platform, look: Look) -> bool:
    """Write how the members stand, if any has moved; then look again. What was decided before its request was withdrawn
    stays decided.
    """
    begun = begin_platform(platform, ADVANCE_JOINT, look.found)
    today, case, situation = begun.caller.at.date(), begun.case, look.request.situation
    now = observed(look.before, look.cases)
    signed = look.request.signed
    made = progress(situation, now, signed=signed, incomplete={name for name, one in now.items() if one.incomplete})
    accepted = (case.accepted_at or begun.caller.at).date()
    members = _with_reasons(moved(now, made.states, (today, accepted), situation, signed), made)
    after = case
    if case.status is Status.IN_PROGRESS and not case.decided_at:  # the terms of what has ended once have ended
        after = with_joint_pauses(case, members, look.cases, look.request.scheme.pause_rule, platform.calendar)
    writes = member_writes(case.id, look.before, members)
    if not writes and after.clocks == case.clocks:
        return False
    writes += newly_linked(platform, case, look.before, members)
    begun.commit(after, data={**_told(look.before, members), **_clocks_told(case, after)}, ops=writes)
    return True


def _with_reasons(members: dict[str, Member], made: Progress) -> dict[str, Member]:
    return members | {cut.node: members[cut.node].model_copy(update={"because": cut.edge.id}) for cut in made.cut}


def _told(before: Members, after: Members) -> dict[str, JsonValue]:
    """For the event: each member that stands elsewhere now, with the edge that has ended it."""
    moved_ones: dict[str, JsonValue] = {
        name: one.state for name, one in after.items() if one.state != before[name].state
    }
    until: dict[str, JsonValue] = {
        name: str(one.rectify_by) if one.rectify_by else None
        for name, one in after.items()
        if one.rectify_by != before[name].rectify_by
    }
    because: dict[str, JsonValue] = {name: after[name].because for name in moved_ones if after[name].because}
    more: dict[str, JsonValue] = {"because": because, "rectify_by": until}
    return {"members": moved_ones, **{name: told for name, told in more.items() if told}}


def _clocks_told(before: Case, after: Case) -> dict[str, JsonValue]:
    """For the event: the terms whose days have moved, so that they can be counted from the events alone."""
    told: dict[str, JsonValue] = {
        kind: clock.model_dump(mode="json") for kind, clock in after.clocks.items() if clock != before.clocks[kind]
    }
    return {"clocks": told} if told else {}


def _goes_out(look: Look, name: str, case: Case) -> bool:
    """Whether its result has waited, and nothing keeps it any more."""
    if case.joint is None or not case.joint.held_back or case.status not in RELEASE_RESULT.lawful_from:
        return False
    states: dict[str, MemberState] = {node: one.state for node, one in look.before.items()}
    return goes_out(look.request.situation, states, name, look.request.signed)


def _follow(platform: Platform, look: Look) -> None:
    """What the stored states ask for and nobody has done yet, each in a transaction of its own."""
    found, request, members = look.found, look.request, look.before
    for name, one in members.items():
        case = look.cases.get(name)
        if case is not None:
            _of_case(platform, look, name, case)
        elif one.item and one.state in ("open", "ready_to_decide"):
            open_member(platform, found, request, members, name)
    if look.case.status is not Status.IN_PROGRESS:
        return
    for name, one in members.items():
        if one.state == "external_pending" and one.task is None:
            open_outside(platform, look.case.id, name)
        if one.state in ("cut", "left") and not one.told and name not in look.cases:
            tell_cut(platform, look.case.id, name)
    ended = outcome(request.situation, {name: one.state for name, one in members.items()})
    if ended and not being_made(look.cases):
        conclude(platform, look.case.id, ended)


def _of_case(platform: Platform, look: Look, name: str, case: Case) -> None:
    """What the request says to the case of a member."""
    found, request, members = look.found, look.request, look.before
    one, part = members[name], request.made_of.member(name)
    if one.state in LOST or one.state == "held":
        if case.status in END_MEMBER.lawful_from:
            end_member(platform, case.id, one, request, members)
        return
    if _goes_out(look, name, case):
        release_result(platform, look.case, case.id)
        return
    if awaits_change(one, case):
        tell_change(platform, found, request, members, case.id)
    if part is not None and awaits_papers(found, case, part):
        take_papers(platform, found, case.id, part)
    for made, how in settled(case, members):
        settle_commitment(platform, look.case, case.id, made.edge, how, _brought(platform, look, name))
    waits = awaited(request.situation, members, name, request.signed)
    if case.joint and case.joint.waits_for != waits:
        meet_prerequisite(platform, look.case, case.id, waits, _brought(platform, look, name))


def _brought(platform: Platform, look: Look, name: str) -> dict[str, Brought]:
    """The lines of the member's list that results of the request are by now."""
    numbers = numbers_in(faces_of(platform, look.found, look.request, look.before, name))
    return brought_lines(look.request.scheme, name, look.before, numbers)
