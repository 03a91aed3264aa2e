"""The plan of one request: when each member opens and is due, the critical path, the dates of each stage. Pure.

A member opens when its stage is accepted and what must come before it is there; it is due after its promised time, and
not before what its decision waits for. Every day is counted by the calendar that is handed in; day 0 is not counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from chalicelib.catalogue.model.schemes.critical import critical_path, slack_of
from chalicelib.catalogue.model.schemes.parts import Edge, Length, Node
from chalicelib.catalogue.model.schemes.plans import CLOCK_UNITS, Facts, Plan, Planned, PlannedStage
from chalicelib.catalogue.model.schemes.readiness import release_order
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.clock import Term, WorkCalendar, count_term


def plan(situation: Situation, facts: Facts, calendar: WorkCalendar) -> Plan:
    """The plan of the active members. Raises OutsideCalendar for days that the calendar does not reach."""
    members: dict[str, Planned] = {}
    for name in release_order(situation.scheme):
        if name in situation.active:
            members[name] = _planned(situation, facts, calendar, members, situation.scheme.node(name))
    whole = all(one.decided_on is not None for one in members.values())
    days = [one.decided_on for one in members.values() if one.decided_on and not one.held]
    last = max(days, default=None) if whole else None
    slack = slack_of(situation, members, facts, calendar) if whole else {}
    return Plan(
        members={name: replace(one, slack=slack.get(name)) for name, one in members.items()},
        stages=tuple(_stages(situation, facts, calendar, members)),
        promised_due=_length_after(situation.scheme.promised_total, facts.start, calendar),
        last_day=last,
        makespan=calendar.workdays_between(facts.start, last) if last else None,
        critical_path=critical_path(situation, members, facts, last) if last else (),
    )


def _planned(
    situation: Situation, facts: Facts, calendar: WorkCalendar, known: Mapping[str, Planned], node: Node
) -> Planned:
    promised = situation.promise(node)
    if node.id in facts.granted_before:
        day = facts.granted_before[node.id]
        return Planned(node, promised, None, None, None, day, None, None, False, held=True)
    edges = situation.edges_to(node.id)
    base = facts.accepted.get(node.stage, facts.start)
    opens = _latest([base, *_days(facts, known, edges, "opening")])
    if opens and (earliest := facts.opens_not_before.get(node.id)):
        opens = max(opens, earliest)
    closed = opens is not None and facts.is_closed(node.id, opens)
    if opens is None or closed:
        decided = None if closed else facts.decided.get(node.id)
        waits = _open(known, edges)
        return Planned(node, promised, None, None, None, decided, None, None, False, waits_for=waits, closed=closed)
    own = _counted(promised, opens, calendar)
    law = _counted(facts.limits[node.id], opens, calendar) if node.id in facts.limits else None
    reviewed = facts.own_due.get(node.id) or (min(own.due, law.due) if law else own.due)
    due = _latest([reviewed, *_days(facts, known, edges, "decision")])
    decided = facts.decided.get(node.id, facts.expected(due))
    issue = count_term(decided, node.issue_days, "workday", (), 0, calendar) if decided else None
    provisional = any(term.provisional for term in (own, issue, law) if term)
    waits = () if due else _open(known, edges)
    ends = law.due if law else None
    issued = issue.due if issue else None
    return Planned(node, promised, opens, reviewed, due, decided, ends, issued, provisional, waits_for=waits)


def ready_on(facts: Facts, known: Mapping[str, Planned], edge: Edge) -> date | None:
    """The day on which the edge lets its member go on; the start where it asks for nothing; None where nobody knows."""
    days = list[date | None]()
    for name in edge.from_:
        if name in facts.granted_before:
            days.append(facts.granted_before[name])
        elif name in known:
            committed = edge.on == "accepted_with_commitment" and edge.id in facts.signed
            days.append(known[name].opens_on if committed else known[name].decided_on)
    if not days:
        return facts.start if edge.if_none_active == "vanish" else None
    found = [day for day in days if day is not None]
    return min(found) if found else None


def _days(facts: Facts, known: Mapping[str, Planned], edges: Sequence[Edge], blocks: str) -> list[date | None]:
    return [ready_on(facts, known, edge) for edge in edges if edge.blocks == blocks]


def _open(known: Mapping[str, Planned], edges: Sequence[Edge]) -> tuple[str, ...]:
    """The members that have no day, for which this one waits."""
    names = (name for edge in edges if edge.blocks in ("opening", "decision") for name in edge.from_)
    return tuple(dict.fromkeys(name for name in names if name in known and known[name].decided_on is None))


def _latest(days: Sequence[date | None]) -> date | None:
    return None if None in days else max(day for day in days if day)


def _counted(length: Length, start: date, calendar: WorkCalendar) -> Term:
    return count_term(start, length.value, CLOCK_UNITS[length.unit], (), 0, calendar)


def _length_after(length: Length | None, start: date | None, calendar: WorkCalendar) -> date | None:
    return _counted(length, start, calendar).due if length and start else None


def _stages(
    situation: Situation, facts: Facts, calendar: WorkCalendar, members: Mapping[str, Planned]
) -> Sequence[PlannedStage]:
    found = list[PlannedStage]()
    for stage in situation.scheme.stages:
        own = [one for one in members.values() if one.node.stage == stage.key and not one.held]
        opening = [one.opens_on for one in own if one.opens_on]
        accepted = facts.accepted.get(stage.key, min(opening, default=None)) if own else None
        joint = _counted(stage.joint_limit, accepted, calendar) if stage.joint_limit and accepted else None
        ends = [one.decided_on for one in own]
        found.append(
            PlannedStage(
                key=stage.key,
                accepted_on=accepted,
                joint_due=joint.due if joint else None,
                covers=tuple(one.node.id for one in own if one.node.counts_in_joint_clock) if joint else (),
                promised_due=_length_after(stage.promised_total, accepted, calendar),
                planned_finish=_latest(ends) if ends else None,
                provisional=joint is not None and joint.provisional,
            )
        )
    return found
