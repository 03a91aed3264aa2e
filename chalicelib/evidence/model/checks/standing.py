"""Where the events lead: each must be lawful in the status before it, and the last one leads to the status shown.

R55: the whole way of a case is in its events. The table of acts says what leads where.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import ACTS
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.evidence.model.contents import Contents, EventFacts
from chalicelib.evidence.model.findings import Finding

ON_THE_SPOT = "即办件"
RECEIPTS = ("submitted", "received", "supplemented")
# A member of a joint request begins accepted, with the whole.
OPENED = "member_opened"
ACCEPTANCES = ("accepted", "deemed_accepted")
JOINT = "联办件"
# Events of acts that lead elsewhere with another event of theirs.
LEAVE_IT = frozenset({"acceptance_overdue", "mismatch_found", "renewal_not_deemed"})
# A review leads to the decision here, or to the report upward.
REVIEWS: Mapping[str, Status] = {"reviewed": Status.DECIDING, "first_reviewed": Status.REPORTING}
# The times of a case that are those of events: the last one of these counts.
TIMES: Mapping[str, tuple[str, ...]] = {
    "received_at": RECEIPTS,
    "accepted_at": ACCEPTANCES,
    "decided_at": ("decided", "renewal_deemed", "joint_concluded"),
    "delivered_at": ("delivered",),
    "ended_at": ("archived", "rejected", "withdrawn", "draft_expired", "member_ended"),
    "erased_at": ("erased",),
}


# What silence has brought about counts from an earlier time than that of its event.
BACKDATED = frozenset({"accepted_at", "decided_at"})
# Of a member of a joint request these are the times of its request.
OF_REQUEST = frozenset({"received_at", "accepted_at"})


def is_request(contents: Contents) -> bool:
    """Whether this is a joint request: its item says of what scheme, and the hash of the item covers that."""
    return contents.item.request_of is not None


class Unresolved(LookupError):
    """The table of acts leaves open where this event leads."""


def acts_of(event: str) -> list[CaseAct]:
    return [act for act in ACTS if event in act.events]


def leads_to(event: str, data: Mapping[str, object], before: Status, handling: str) -> Status:
    """The status after this event. Raises Unresolved where no rule says."""
    if event in LEAVE_IT:
        return before
    if event in ACCEPTANCES and handling == JOINT and "members" in data:
        return Status.IN_PROGRESS
    if event in (*ACCEPTANCES, OPENED):
        return Status.DECIDING if handling == ON_THE_SPOT else Status.IN_REVIEW
    if event in REVIEWS:
        return REVIEWS[event]
    if event == "member_ended":
        return Status.WITHDRAWN if data.get("state") == "withdrawn" else Status.TERMINATED
    if event == "result_made":
        return Status.COMPARING if "digest" in data else Status.DELIVERING
    if event == "compared":
        return Status.DELIVERING
    ends = {status for act in acts_of(event) for status in act.leads_to}
    if len(ends) > 1:
        raise Unresolved(event)
    return next(iter(ends), before)


def lawful(event: str, before: Status, *, first: bool) -> bool:
    """Whether some act that leaves this event may start here. An act that makes the case is its first event."""
    return any(before in act.lawful_from if act.lawful_from else first for act in acts_of(event))


def check(contents: Contents) -> Iterator[Finding]:
    status = Status.DRAFT
    for place, event in enumerate(contents.events):
        if not acts_of(event.type):
            yield Finding("event_unknown", f"event/{event.seq}/type", found=event.type)
            continue
        if not lawful(event.type, status, first=place == 0):
            yield Finding("event_out_of_order", f"event/{event.seq}/type", _lawful_from(event.type), status.value)
        status = leads_to(event.type, event.data, status, contents.case.handling)
    if status.value != contents.case.status:
        yield Finding("state_status", "case/status", status.value, contents.case.status)
    yield from _times(contents)


def _lawful_from(event: str) -> str:
    return " ".join(sorted({status.value for act in acts_of(event) for status in act.lawful_from}))


def _times(contents: Contents) -> Iterator[Finding]:
    member = bool(contents.events) and contents.events[0].type == OPENED
    for name, events in TIMES.items():
        if member and name in OF_REQUEST:
            continue
        told: datetime | None = getattr(contents.case, name)
        last = _last(contents.events, events)
        since = None if last is None else last.since if name in BACKDATED else last.at
        if told != since:
            yield Finding("state_time", f"case/{name}", str(since), str(told))


def _last(events: Sequence[EventFacts], types: Sequence[str]) -> EventFacts | None:
    return next((event for event in reversed(events) if event.type in types), None)
