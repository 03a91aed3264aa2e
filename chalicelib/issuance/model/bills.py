"""One bill for a joint request (统一缴费单): what its members owe together, and one payment of all of it. Pure.

A bill is not stored. What is owed are the orders of the members' own cases; the number that is paid says which of them
it covers: of each the place of its member among those of the request, and the how manieth order of its case it is.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.fee_order import FeeOrder, FeeState, Payment, Told, order_no
from chalicelib.cases.model.joint_members import member_case_id

SIGNS = digits + ascii_lowercase + ascii_uppercase
# A number of the provider has 80 characters at most.
MOST = 20
BILL_NO = re.compile(r"YMB-([A-Za-z0-9_]+)-((?:[0-9A-Za-z]{2}){1,20})")


class Covered(NamedTuple):
    """One order that a bill covers."""

    case_id: str
    no: str


class Line(NamedTuple):
    """The order in force of one member, as it stands now."""

    node: str
    case: Case
    order: FeeOrder

    @property
    def state(self) -> FeeState:
        return self.order.state


@dataclass(frozen=True)
class Bill:
    """`nodes` are all members of the request, in the order of their names, which never changes. `settling` are numbers
    of orders that were paid by a bill, and whose part of it is about to be written.
    """

    request: str
    nodes: Sequence[str]
    lines: Sequence[Line]
    settling: frozenset[str]

    @property
    def asked(self) -> list[Line]:
        """What is to be paid now. What was paid is never asked again."""
        return [one for one in self.lines if one.state == "unpaid" and one.order.no not in self.settling]

    @property
    def together(self) -> list[Line]:
        """What one payment covers: all that is asked, or as much of it as a number can name."""
        named = [one for one in self.asked if one.order.turn < len(SIGNS) and self._place(one) < len(SIGNS)]
        return named[:MOST]

    @property
    def no(self) -> str:
        """The number by which `together` is paid. The same orders have the same number, whoever asks and how often."""
        code = "".join(f"{SIGNS[self._place(one)]}{SIGNS[one.order.turn]}" for one in self.together)
        return f"YMB-{self.request}-{code}"

    def _place(self, line: Line) -> int:
        return self.nodes.index(line.node)


def bill_of(request: str, nodes: Iterable[str], cases: Mapping[str, Case]) -> Bill:
    """`cases` are those of the members that have one, by node. A case that ended before fees lapsed is told alike."""
    known = sorted(nodes)
    lines = [Line(name, case, as_it_stands(case, case.fee)) for name in known if (case := cases.get(name)) and case.fee]
    return Bill(request, known, lines, frozenset(_settling(known, [case for case in cases.values() if case.fee])))


def as_it_stands(case: Case, fee: FeeOrder) -> FeeOrder:
    """What ended before fees ended with their case, as one that ends today before anybody has examined it."""
    return fee.as_ended(case.ended_at or fee.ordered_at, worked=False) if case.ended_without_grant else fee


def request_of(no: str) -> str | None:
    """The request of a bill's number; None for what is no such number."""
    found = BILL_NO.fullmatch(no)
    return found.group(1) if found else None


def covered_by(no: str, nodes: Iterable[str]) -> list[Covered]:
    """The orders that the number says, each once; none where it names what the request does not have."""
    found, known = BILL_NO.fullmatch(no), sorted(nodes)
    if found is None:
        return []
    request, code = found.groups()
    named = [(SIGNS.index(code[at]), SIGNS.index(code[at + 1])) for at in range(0, len(code), 2)]
    if any(place >= len(known) or turn == 0 for place, turn in named) or len({*named}) < len(named):
        return []
    ids = [(member_case_id(request, known[place]), turn) for place, turn in named]
    return [Covered(case_id, order_no(case_id, turn)) for case_id, turn in ids]


def orders_of(covered: Sequence[Covered], cases: Mapping[str, Case]) -> dict[str, FeeOrder] | None:
    """The orders by their numbers; None where one is not there, or its case is being erased."""
    found = dict[str, FeeOrder]()
    for one in covered:
        case = cases.get(one.case_id)
        order = case.fee.numbered(one.no) if case and case.fee and not case.erasing_at else None
        if order is None:
            return None
        found[one.no] = order
    return found or None


def parts_of(cases: Iterable[Case], bill: str | None = None) -> list[Payment]:
    """The parts that are written of what this bill was paid with; of any bill without one."""
    paid = [one for case in cases if case.fee for order in case.fee.orders for one in order.payments]
    return [one for one in paid if one.bill and bill in (None, one.bill)]


def whole(part: Payment) -> Told:
    """The payment as it was told, from one of its parts."""
    return Told(part.no, part.bill_fen or part.fen, part.paid_at, part.receipt_no, part.receipt_url)


def differs(told: Told, orders: Mapping[str, FeeOrder]) -> bool:
    """Whether the sum is not that of the orders: then nothing of it counts, and all of it is owed back. An order that
    has its part may be less by now.
    """
    kept = [(order.payment(told.no), order.fen) for order in orders.values()]
    return told.fen != sum(part.fen if part else fen for part, fen in kept)


def unwritten(told: Told, orders: Mapping[str, FeeOrder]) -> list[tuple[str, int]]:
    """The orders that lack their part of this payment, with the part. One that differs is kept whole by the first."""
    if differs(told, orders):
        first = next(iter(orders))
        return [] if any(one.payment(told.no) for one in orders.values()) else [(first, told.fen)]
    return [(no, order.fen) for no, order in orders.items() if order.payment(told.no) is None]


def _settling(nodes: Sequence[str], cases: Sequence[Case]) -> set[str]:
    """The orders that a payment of a bill has reached in part only: a part is written, theirs is not yet."""
    by_id, lacking = {case.id: case for case in cases}, set[str]()
    for bill, told in {(one.bill or "", whole(one)) for one in parts_of(cases)}:
        orders = orders_of(covered_by(bill, nodes), by_id)
        lacking |= {no for no, _ in unwritten(told, orders)} if orders else set()
    return lacking
