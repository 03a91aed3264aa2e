"""What is wrong with a joint request of a random story: its rows against the rules, the clocks, the events."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clock_history import Rules, clocks_as_of, running
from chalicelib.cases.model.how_far import COMMITTED
from chalicelib.cases.model.task import TO_REFUND
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.schemes.readiness import LOST, MemberState
from chalicelib.joint.model.conclusion import outcome
from chalicelib.joint.model.member import UNDECIDED, Members
from chalicelib.joint.model.observed import observed
from chalicelib.joint.model.progress import progress
from chalicelib.joint.store.members import members_of, request_of
from proofs.kit.hall import Hall

TELL_STATES = frozenset(
    {
        *("accepted", "deemed_accepted", "members_moved", "answers_changed", "external_reported", "withdrawn"),
        *("member_held", "member_reinstated"),
    }
)
# Terms that leave the case when they end, but stay where the case itself ends.
OWN, ENDINGS = ("opinion", "supplement", *COMMITTED), ("withdrawn", "member_ended")


def of_rules(hall: Hall, request_id: str, members: Members, cases: Mapping[str, Case]) -> Iterator[str]:
    found = load_file(hall.platform.table, request_id)
    if found is None or found.case.status is Status.WITHDRAWN:
        return
    request = request_of(hall.platform, found, item_of(hall.platform, found.case))
    situation = request.situation
    states: dict[str, MemberState] = {name: one.state for name, one in members_of(found).items()}
    now = observed(members, cases)
    lacking = {name for name, one in now.items() if one.incomplete}
    ruled = progress(situation, now, signed=request.signed, incomplete=lacking).states
    if ruled != states:
        yield f"the rows say {states}, the rules {ruled}"
    if (outcome(situation, states) is None) is (found.case.status is not Status.IN_PROGRESS):
        yield f"{found.case.status} while members are {states}"


def of_clocks(hall: Hall, case_id: str) -> Iterator[str]:
    """What is stored is what the events alone come to."""
    case, platform = hall.case(case_id), hall.platform
    item = item_of(platform, case)
    rules = Rules(platform.calendars, platform.settings.supplement_workdays, item.is_licence)
    history = clocks_as_of(hall.events(case_id), platform.now(), rules)
    gone = {"acceptance", *(kind for kind, (_, by) in history.ended.items() if kind in OWN and by not in ENDINGS)}
    told = running(history, platform.calendar)
    stored = {kind: clock.due for kind, clock in case.clocks.items() if kind != "acceptance"}
    folded = {kind: clock.due for kind, clock in told.items() if kind not in gone}
    if stored != folded:
        yield f"{case.item_name}: stored {stored}, events come to {folded}"


def of_events(hall: Hall, request_id: str, members: Members) -> Iterator[str]:
    events = hall.events(request_id)
    if sum(event.type in ("accepted", "deemed_accepted") for event in events) != 1:
        yield "not accepted once"
    folded = dict[str, Any]()
    for event in events:
        told = event.data.get("members") if event.type in TELL_STATES else None
        folded |= told if isinstance(told, dict) else {}
    stored = {name: one.state for name, one in members.items()}
    if folded != stored:
        yield f"events tell {folded}, rows {stored}"


def of_member(name: str, state: MemberState, case: Case | None) -> Iterator[str]:
    if case is None:
        if state in ("granted", "refused", "open", "ready_to_decide"):
            yield f"{name} is {state} without a case"
        return
    if state in LOST and any(task.kind != TO_REFUND for task in case.open_tasks):
        yield f"{name} is {state} and has open tasks"
    if state in ("cut", "left") and case.status is not Status.TERMINATED:
        yield f"{name} is {state} and its case {case.status}"
    if case.decided_at and case.joint and case.joint.waits_for:
        yield f"{name} was decided while it waited for {case.joint.waits_for}"
    if (state in UNDECIDED) is not (case.decided_at is None and case.ended_at is None):
        yield f"{name} is {state} and its case {case.status}"
