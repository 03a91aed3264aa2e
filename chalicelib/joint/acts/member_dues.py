"""From which days a member's own terms are counted, and when they end: the case that it becomes and the notice that
tells of it have the same.
"""

from datetime import date
from typing import Any, NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.model.clocks import Clocks, on_acceptance
from chalicelib.catalogue.model import ServiceItem
from chalicelib.directory.model.promised import HallTerms, hall_terms, own_promise_told
from chalicelib.directory.store.directories import directory_as_of, load_directory
from chalicelib.documents.model.joint import MemberDue
from chalicelib.joint.acts.member_forms import form_of_member, item_of_member
from chalicelib.joint.model.member import UNDECIDED, Member
from chalicelib.joint.model.promised import promised_here
from chalicelib.joint.model.request import Request


class Terms(NamedTuple):
    """`received` and `opened` are the days from which the terms are counted; `here` is what is promised here."""

    received: date
    opened: date
    here: HallTerms

    @property
    def told(self) -> dict[str, JsonValue]:
        """For the event, so that the terms can be counted again from it."""
        own = own_promise_told(self.here.own) if self.here.own else None
        days: dict[str, JsonValue] = {"received_on": str(self.received), "counted_from": str(self.opened)}
        return {**days, **({"own_promise": own} if own else {})}

    def clocks(self, begun: Begun, item: ServiceItem, form: dict[str, Any]) -> Clocks:
        """As they begin with the member."""
        return on_acceptance(
            {},
            item,
            form.get("answers", {}),
            received=self.received,
            accepted=self.opened,
            calendar=begun.platform.calendar,
            here=self.here,
        )


def terms_of(begun: Begun, case: Case, item: ServiceItem, request: Request, member: Member) -> Terms:
    """Counted from the day on which nothing kept the member any more. `case` is the accepted request or a member's own
    case, which has its days.
    """
    opened = member.opened_on or begun.caller.at.date()
    accepted = (case.accepted_at or begun.caller.at).date()
    at_once = opened == accepted and member.joined_at is None
    received = (case.received_at or begun.caller.at).date() if at_once else opened
    table, division = begun.platform.table, case.division
    as_of = begun.directory
    known = load_directory(table, division) if as_of is None else directory_as_of(table, division, as_of)
    here = hall_terms(known, item.id, item.department, opened)
    return Terms(received, opened, promised_here(here, item, request.scheme, member.node))


def due_of(begun: Begun, case: Case, request: Request, member: Member) -> MemberDue | None:
    """By when a member that has begun is decided; None for one that waits, or that nobody here decides. `case` is the
    accepted request.
    """
    part = request.made_of.member(member.node)
    if part is None or member.state not in UNDECIDED or member.opened_on is None:
        return None
    item = item_of_member(begun.platform, case, part)
    form = form_of_member(begun.platform, begun.found, request, part, {})
    clocks = terms_of(begun, case, item, request, member).clocks(begun, item, form)
    told = [clocks[kind] for kind in ("promised", "statutory") if kind in clocks]
    return MemberDue(told[0].due, told[0].provisional) if told else None
