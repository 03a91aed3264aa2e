"""Which members decide when the whole is done: the critical path, and the slack of all others. Pure."""

from collections.abc import Mapping
from datetime import date

from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.plans import Facts, Planned
from chalicelib.catalogue.model.schemes.readiness import release_order
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.clock import WorkCalendar


def critical_path(situation: Situation, members: Mapping[str, Planned], facts: Facts, last: date) -> tuple[str, ...]:
    """The chain that ends on the last day, each member of it decided on the day on which it lets the next one go on."""
    order = release_order(situation.scheme)
    ending = [name for name in order if name in members and _ends_on(members[name], last)]
    if not ending:
        return ()
    chains = [_chain(situation, members, facts, name) for name in ending]
    return max(chains, key=len)


def _ends_on(member: Planned, last: date) -> bool:
    return member.decided_on == last and not member.held


def _chain(situation: Situation, members: Mapping[str, Planned], facts: Facts, name: str) -> tuple[str, ...]:
    """The longest chain that binds this member, itself at its end."""
    member = members[name]
    before = list[tuple[str, ...]]()
    for edge in situation.edges_to(name):
        bound = member.opens_on if edge.blocks == "opening" else member.due if edge.blocks == "decision" else None
        if edge.blocks == "decision" and member.own_review_done == member.due:
            continue
        for one in edge.from_:
            known = members.get(one)
            if bound and known and not known.held and _lets_go(known, edge, facts) == bound:
                chain = _chain(situation, members, facts, one)
                before.append(chain[:-1] if _committed(edge, facts) else chain)
    return (*max(before, key=len, default=()), name)


def _lets_go(member: Planned, edge: Edge, facts: Facts) -> date | None:
    return member.opens_on if _committed(edge, facts) else member.decided_on


def _committed(edge: Edge, facts: Facts) -> bool:
    """Whether the edge waits for the other's acceptance only, whenever that one is decided."""
    return edge.on == "accepted_with_commitment" and edge.id in facts.signed


def slack_of(
    situation: Situation, members: Mapping[str, Planned], facts: Facts, calendar: WorkCalendar
) -> dict[str, int]:
    """By how many workdays each member's decision may be later without a later end of the whole (LF - EF)."""
    running = {name: one for name, one in members.items() if not one.held and one.opens_on and one.decided_on}
    finish = {name: _place(one.decided_on, facts, calendar) for name, one in running.items()}
    end = max(finish.values(), default=0)
    decide = {name: end - finish[name] for name in running}
    # The time between a member's own opening and its decision cannot shrink; its acceptance alone may matter more.
    accept = dict(decide)
    for name in reversed([one for one in release_order(situation.scheme) if one in running]):
        accept[name] = min(accept[name], decide[name])
        for edge in situation.edges_to(name):
            if edge.blocks not in ("opening", "decision"):
                continue
            wanted = running[name].opens_on if edge.blocks == "opening" else running[name].due
            spare = accept[name] if edge.blocks == "opening" else decide[name]
            limit = _place(wanted, facts, calendar) + spare
            for one in _binding(edge, running, facts):
                if _committed(edge, facts):
                    accept[one] = min(accept[one], limit - _place(running[one].opens_on, facts, calendar))
                else:
                    decide[one] = min(decide[one], limit - finish[one])
    return decide


def _binding(edge: Edge, running: Mapping[str, Planned], facts: Facts) -> list[str]:
    """The alternatives whose decision the edge waits for: of several, the first to be decided."""
    if any(name in facts.granted_before for name in edge.from_):
        return []
    known = [name for name in edge.from_ if name in running]
    first = min((day for name in known if (day := running[name].decided_on)), default=None)
    return [name for name in known if running[name].decided_on == first]


def _place(day: date | None, facts: Facts, calendar: WorkCalendar) -> int:
    """How many workdays after the start a day is."""
    return calendar.workdays_between(facts.start, day) if day else 0
