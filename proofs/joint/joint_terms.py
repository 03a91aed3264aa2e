"""The two terms that joint requests alone have, by the events of a case: until when departments owe their opinions
(行政许可法26(2)), and until when a result is to come that the applicant has promised. Told apart from the acts.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from chalicelib.cases.model.case_alarms import LATE, OPINIONS
from chalicelib.cases.model.how_far import COMMITTED
from chalicelib.cases.model.unified_ref import OPINION
from chalicelib.cases.store.due_days import end_of
from chalicelib.cases.store.records import load_file
from chalicelib.clock.term import count_term
from chalicelib.durable import alarms
from chalicelib.foundation import keys
from chalicelib.joint.store.sessions import session_of
from proofs.soak.seen import Seen

ENDS_OPINIONS = ("session_concluded", "rectification_noticed", "member_ended", "withdrawn", "decided")
LATE_OPINION, NO_OBJECTION, PROMISE_MISSED = "opinion_overdue", "deemed_no_objection", "commitment_overdue"
CARDS = {LATE_OPINION: "opinion_silent", PROMISE_MISSED: PROMISE_MISSED}


def faults_of_terms(seen: Seen) -> Iterator[str]:
    """True of a member's case at any moment, and of any other case."""
    yield from _opinions(seen)
    yield from _promised(seen)
    cards = {(row["seq"], row["matter"]) for row in _cards(seen)}
    for event in seen.events:
        if event.type in CARDS and (event.seq, CARDS[event.type]) not in cards:
            yield f"{event.type} of event {event.seq} is no matter of the supervisors"


def _opinions(seen: Seen) -> Iterator[str]:
    """Who owes an opinion has a task and one day; that the day is over without it is told, once for each term."""
    due, told = _owed(seen)
    case = seen.case
    yield from _too_long(seen)
    if case.decided_at is None and case.ended_at is None and case.due("opinion") != due:
        yield f"opinions are due on {case.due('opinion')}, by the events on {due}"
    asked = [task.department for task in case.open_tasks if task.kind == OPINION]
    if bool(asked) is not (due is not None):
        yield f"{asked} are asked for an opinion, which is due on {due}"
    needed = {LATE_OPINION} | ({NO_OBJECTION} if _is_counted(seen) else set[str]())
    expected = [end_of(due)] if due and needed - told else []
    if (found := _alarms(seen, OPINIONS)) != expected:
        yield f"alarms of opinions at {found}, expected {expected}"


def _is_counted(seen: Seen) -> bool:
    """Whether a rule takes silence for no objection, and somebody has said nothing in this round."""
    found = load_file(seen.world.platform.table, seen.case.id)
    session, ref = session_of(found) if found else None, seen.case.unified
    return (
        session is not None
        and ref is not None
        and ref.silence_counts
        and not session.given.keys() >= {*ref.departments}
    )


def _owed(seen: Seen) -> tuple[date | None, set[str]]:
    """The last day for opinions that are still owed, and what was told of those who are silent."""
    due, told = None, set[str]()
    for event in seen.events:
        if clock := event.data.get("clocks", {}).get(OPINION):
            due, told = date.fromisoformat(clock["due"]), set[str]()
        elif event.type in ENDS_OPINIONS or event.data.get("awaited") == []:
            due = None
        elif event.type in (LATE_OPINION, NO_OBJECTION):
            told.add(event.type)
    return due, told


def _too_long(seen: Seen) -> Iterator[str]:
    """Never more workdays than the scheme gives and the lead adds; fewer where the law's last day comes before."""
    for event in seen.events:
        if clock := event.data.get("clocks", {}).get(OPINION):
            own, told = _counted(seen, clock), date.fromisoformat(clock["due"])
            if told > own:
                yield f"event {event.seq} tells {told} for opinions, counted are {own}"


def _promised(seen: Seen) -> Iterator[str]:
    """From a grant that came before the promised results until each is there, or cannot come any more."""
    dues, told = dict[str, date](), set[str]()
    for event in seen.events:
        if event.type == "decided":
            begun: list[dict[str, Any]] = event.data.get("commitments") or []
            dues |= {one.get("term", COMMITTED[0]): _counted(seen, one["clock"]) for one in begun}
        elif event.type in ("commitment_fulfilled", "commitment_lost"):
            dues.pop(event.data.get("term", COMMITTED[0]), None)
        told |= event.data.get("overdue", {}).keys()
    stored = {kind: clock.due for kind, clock in seen.case.clocks.items() if kind in COMMITTED}
    if stored != dues:
        yield f"promised results are due on {stored}, by the events on {dues}"
    for kind, due in dues.items():
        if kind not in told and not any(at <= end_of(due) for at in _alarms(seen, LATE)):
            yield f"nobody will hear that the result promised for {due} has not come"


def _counted(seen: Seen, clock: dict[str, Any]) -> date:
    calendar = seen.world.calendar_at(seen.world.clock.at)
    begun, more = date.fromisoformat(clock["started"]), clock["extension"]
    return count_term(begun, clock["length"], clock["unit"], (), more, calendar).due


def _alarms(seen: Seen, name: str) -> list[Any]:
    return [alarms.load(row).due for row in seen.of("ALARM#") if row["name"] == name]


def _cards(seen: Seen) -> list[dict[str, Any]]:
    rows = seen.world.rows(keys.supervision(seen.case.division))
    return [row for row in rows if row["case_id"] == seen.case.id]
