"""What must be true of a joint request and its members once nothing moves any more (joint.md 14).

It is told from the rows and events alone, with the rules between members as the only judge.
"""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clock import Clock, ClockKind
from chalicelib.cases.model.clocks import DECISION_CLOCKS, counted_again
from chalicelib.cases.model.task import TO_REFUND
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.readiness import LOST, MemberState, closure
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.durable.audit import Event
from chalicelib.foundation import keys
from chalicelib.joint.model.conclusion import outcome
from chalicelib.joint.model.member import UNDECIDED, Members
from chalicelib.joint.model.observed import observed
from chalicelib.joint.model.progress import progress
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.members import case_of, members_of, request_of
from proofs.joint.joint_terms import faults_of_terms
from proofs.kit.world import World
from proofs.soak.seen import Seen, look

ACCEPTED = ("accepted", "deemed_accepted")
RUNS: frozenset[MemberState] = frozenset({"open", "ready_to_decide"})
DECIDED: frozenset[MemberState] = frozenset({"granted", "refused"})


class Joint(NamedTuple):
    """A request with everything around it: `seen` by node are the members' cases, `before` the request itself."""

    request: Seen
    made_of: Request
    members: Members
    seen: Mapping[str, Seen]

    @property
    def situation(self) -> Situation:
        return self.made_of.situation

    @property
    def signed(self) -> frozenset[str]:
        """The edges that no longer wait, as their commitment is signed."""
        return self.made_of.signed

    @property
    def states(self) -> dict[str, MemberState]:
        return {name: one.state for name, one in self.members.items()}

    @property
    def cases(self) -> dict[str, Case]:
        return {name: seen.case for name, seen in self.seen.items()}


def look_at_joint(world: World, request: str) -> Joint:
    found = load_file(world.platform.table, request)
    if found is None:
        raise LookupError(f"no case {request}")
    members = members_of(found)
    partitions = {name: case_of(request, one) for name, one in members.items()}
    seen = {name: look(world, case_id) for name, case_id in partitions.items() if world.rows(keys.meta(case_id).pk)}
    made_of = request_of(world.platform, found, item_of(world.platform, found.case))
    return Joint(look(world, request), made_of, members, seen)


def faults_of_joint(world: World, request: str) -> Iterator[str]:
    """Empty when all is well."""
    joint = look_at_joint(world, request)
    yield from _accepted_once(joint)
    yield from _as_the_rules_say(joint)
    yield from _as_the_events_tell(joint)
    yield from _due(world, joint)
    for name, seen in joint.seen.items():
        yield from (f"{name}: {fault}" for fault in faults_of_terms(seen))
    for name in joint.members:
        yield from (f"{name}: {fault}" for fault in _of_member(joint, name))


def _accepted_once(joint: Joint) -> Iterator[str]:
    accepted = sum(event.type in ACCEPTED for event in joint.request.events)
    if accepted != 1:
        yield f"accepted {accepted} times"
    if again := [name for name, seen in joint.seen.items() if _times(seen, *ACCEPTED, "member_opened") != 1]:
        yield f"opened or accepted more than once, or never: {again}"


def _times(seen: Seen, *types: str) -> int:
    return sum(event.type in types for event in seen.events)


def _as_the_rules_say(joint: Joint) -> Iterator[str]:
    """The rows are those that the rules give; cut is whoever can never go on, and nobody else."""
    states, status = joint.states, joint.request.case.status
    ruled = dict(progress(joint.situation, observed(joint.members, joint.cases), signed=joint.signed).states)
    if status is not Status.WITHDRAWN and ruled != states:
        yield f"the rows say {states}, the rules {ruled}"
    uncut: dict[str, MemberState] = {name: state for name, state in states.items() if state != "cut"}
    cut = {name for name, state in closure(joint.situation, uncut, joint.signed).items() if state == "cut"}
    if status is not Status.WITHDRAWN and cut != states.keys() - uncut.keys():
        yield f"cut are {states.keys() - uncut.keys()}, the rules cut {cut}"
    concluded = _times(joint.request, "joint_concluded")
    ends = status is not Status.WITHDRAWN and outcome(joint.situation, states) is not None
    if concluded - _times(joint.request, "member_reinstated") > int(ends) or (ends and not concluded):
        yield f"concluded {concluded} times while members are {states}"
    if status is Status.WITHDRAWN and (left := [name for name, state in states.items() if state in UNDECIDED]):
        yield f"withdrawn, and undecided are {left}"


def _as_the_events_tell(joint: Joint) -> Iterator[str]:
    told = dict[str, Any]()
    for event in joint.request.events:
        told |= _told(event, told)
    if told != joint.states:
        yield f"the events tell {told}, the rows {joint.states}"


def _told(event: Event, before: Mapping[str, Any]) -> Mapping[str, Any]:
    """Which members an event has put where."""
    if event.type == "withdrawn":
        return {name: "withdrawn" for name, state in before.items() if state in UNDECIDED}
    told = event.data.get("members")
    return cast("Mapping[str, Any]", told) if isinstance(told, dict) else {}


def _due(world: World, joint: Joint) -> Iterator[str]:
    """The joint clock never ends earlier than without the pauses of members."""
    clocks = joint.request.case.clocks
    free: dict[ClockKind, Clock] = {
        kind: clock.model_copy(update={"pauses": ()}) for kind, clock in clocks.items() if kind in DECISION_CLOCKS
    }
    for kind, clock in counted_again(free, DECISION_CLOCKS, world.platform.calendar).items():
        if clocks[kind].due < clock.due:
            yield f"{kind} ends on {clocks[kind].due}, without pauses on {clock.due}"


def _of_member(joint: Joint, name: str) -> Iterator[str]:
    member, seen = joint.members[name], joint.seen.get(name)
    if seen is None:
        if member.state in RUNS | DECIDED and member.item:
            yield f"{member.state} without a case"
        if member.state == "cut" and member.item and not member.told:
            yield "nobody has told the applicant of its end"
        return
    case = seen.case
    if member.state in LOST and any(task.state == "open" and task.kind != TO_REFUND for task in seen.tasks):
        yield f"{member.state} and has open tasks"
    if member.state in LOST and any(task.kind != TO_REFUND for task in case.open_tasks):
        yield f"{member.state} and has open tasks"
    if (member.state in UNDECIDED) is not (case.decided_at is None and case.ended_at is None):
        yield f"{member.state} and its case {case.status.value}"
    if (case.outcome == "grant") is not (member.state == "granted"):
        yield f"{member.state}, its outcome is {case.outcome}"
    if case.decided_at and (early := _undecided_before(joint, name, case)):
        yield f"decided before {early}"
    ends = _times(seen, "member_ended", "withdrawn", "decided")
    if ends != int(member.state not in UNDECIDED):
        yield f"{member.state} and has ended {ends} times"


def _undecided_before(joint: Joint, name: str, case: Case) -> list[str]:
    """The edges for which this decision should have waited: nothing was there that they ask for."""
    edges = [
        edge
        for edge in joint.situation.edges_to(name)
        if edge.blocks in ("opening", "decision") and edge.id not in joint.signed
    ]
    return [edge.id for edge in edges if not any(_there(joint, one, case) for one in edge.from_) and _asks(joint, edge)]


def _asks(joint: Joint, edge: Edge) -> bool:
    return bool(joint.situation.alternatives(edge)) or edge.if_none_active == "forbid"


def _there(joint: Joint, name: str, case: Case) -> bool:
    if joint.members[name].state in ("held", "external_done"):
        return True
    other = joint.seen.get(name)
    if other is None or other.case.outcome != "grant" or case.decided_at is None:
        return False
    return other.case.decided_at is not None and other.case.decided_at <= case.decided_at
