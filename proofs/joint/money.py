"""What is charged and paid in a random joint request, and what must be true of it: no fen is lost, whatever comes
twice, late, wrongly, or for a member that has ended.
"""

import random
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

from chalicelib.cases.model import Case
from chalicelib.cases.model.fee_order import Told
from chalicelib.cases.model.task import TO_REFUND
from chalicelib.cases.store.records import load_file
from chalicelib.durable.caller import Caller
from chalicelib.foundation.problems import Problem
from chalicelib.issuance.acts.annul_fee import annul_fee
from chalicelib.issuance.acts.record_payment import record_payment, record_refund
from chalicelib.issuance.acts.refund_fee import refund_fee
from chalicelib.issuance.acts.see_payable import see_payable
from chalicelib.issuance.acts.tell_bill import to_be_told
from chalicelib.joint.store.members import member_cases
from proofs.kit import bills, joint
from proofs.kit.hall import Hall

STEPS = (*["order"] * 4, *["pay"] * 3, "pay_old", "pay_wrongly", "annul", "refund", "returned")


class Money:
    """`told` is what the provider has said that was paid, by its numbers; `done` what was done, in its order."""

    def __init__(self, hall: Hall, request: str, chance: random.Random) -> None:
        self.hall, self.request, self.chance = hall, request, chance
        self.told, self.done, self.bills = dict[str, int](), list[str](), list[str]()

    def act(self) -> None:
        """Somebody orders, pays or gives back. What is refused has changed nothing."""
        name = self.chance.choice(STEPS)
        acts: Mapping[str, Callable[[], bool]] = {
            "order": self._order,
            "pay": lambda: self._pay(0),
            "pay_old": self._pay_old,
            "pay_wrongly": lambda: self._pay(1),
            "annul": self._annul,
            "refund": self._refund,
            "returned": self._returned,
        }
        with suppress(Problem):
            if acts[name]():
                self.done.append(name)

    @property
    def cases(self) -> list[Case]:
        """Of the members that charge and have begun."""
        states = joint.members(self.hall, self.request)
        begun = member_cases(self.hall.platform, self.request, states.values())
        return [begun[name] for name in bills.CHARGES if name in begun]

    def _leader(self, case: Case) -> Caller:
        return self.hall.caller(f"leader-{case.department}", case.id)

    def _order(self) -> bool:
        free = [case for case in self.cases if case.fee is None or case.fee.annulled]
        if free:
            case = self.chance.choice(free)
            self.hall.people.order_fee(case.id, self._leader(case))
        return bool(free)

    def _pay(self, more: int) -> bool:
        bill = bills.bill(self.hall, self.request)
        if not bill.together:
            return False
        self.bills.append(bill.no)
        return self._told(bill.no, sum(one.order.fen for one in bill.together) + more)

    def _pay_old(self) -> bool:
        """By a link that somebody has kept, of whatever sum."""
        return bool(self.bills) and self._told(
            self.chance.choice(self.bills), self.chance.choice((*bills.CHARGES.values(), 1))
        )

    def _told(self, bill: str, fen: int) -> bool:
        number = f"SIM{len(self.told)}"
        self.told[number] = fen
        told = Told(number, fen, self.hall.platform.now(), f"4417-{number}")
        for _ in range(self.chance.choice((1, 1, 2))):
            record_payment(self.hall.platform, bill, told)
        return True

    def _annul(self) -> bool:
        there = [case for case in self.cases if case.fee and not case.fee.annulled]
        if there:
            case = self.chance.choice(there)
            annul_fee(self.hall.platform, self._leader(case), case.id, "wrong_quantity")
        return bool(there)

    def _refund(self) -> bool:
        """What is owed back first is ordered back, with a notice."""
        for case in self.cases:
            for one in case.fee.owed_back if case.fee else ():
                if one.why:
                    refund_fee(self.hall.platform, self._leader(case), case.id, one.no, one.why)
                    return True
        return False

    def _returned(self) -> bool:
        for case in self.cases:
            for order in case.fee.orders if case.fee else ():
                for one in order.payments:
                    if one.state == "refund_ordered":
                        told = Told(one.no, one.fen, self.hall.platform.now())
                        record_refund(self.hall.platform, order.no, told, f"R{one.no}-{case.id[:6]}")
                        return True
        return False

    # ---------------------------------------------------------------------------------------------------- what is true
    def faults(self) -> Iterator[str]:
        kept = bills.money(self.hall, self.request).all
        if kept != sum(self.told.values()):
            yield f"{sum(self.told.values())} fen were told, {kept} are kept"
        bill = bills.bill(self.hall, self.request)
        if bill.settling:
            yield f"still settling: {bill.settling}"
        for line in bill.lines:
            for order in line.order.orders:
                counted = [one.fen for one in order.payments if one.state == "counted"]
                if counted not in ([], [order.fen]):
                    yield f"{order.no}: {counted} count for {order.fen}"
                if counted and (order.annulled or order.lapsed_at):
                    yield f"{order.no} counts payments and has ended"
            yield from self._of_ended(line.case)
        yield from self._of_tasks()
        if bill.together and see_payable(self.hall.platform, bill.no, sum(one.order.fen for one in bill.together)):
            yield f"{bill.no} is not payable"
        if to_be_told(self.hall.platform, self.request):
            yield "the paper of the bill is not that of the orders"
        yield from self._of_papers()

    def _of_ended(self, case: Case) -> Iterator[str]:
        """What has ended without a grant has either lapsed, or its work was done."""
        fee = case.fee
        if fee is None or not case.ended_without_grant or fee.annulled:
            return
        if (fee.lapsed_at is None) is (fee.kept_at is None):
            yield f"{fee.no} of an ended case has lapsed at {fee.lapsed_at} and is kept since {fee.kept_at}"
        if case.outcome == "refuse" and fee.lapsed_at:
            yield f"{fee.no} has lapsed though the case was examined"

    def _of_tasks(self) -> Iterator[str]:
        """Somebody has the task to order back what is owed back, and only then."""
        for case in self.cases:
            asked = [one.kind for one in case.open_tasks].count(TO_REFUND)
            waiting = sum(row["kind"] == TO_REFUND and "tasks_pk" in row for row in self.hall.rows(case.id, "TASK#"))
            if {asked, waiting} != {int(bool(case.fee and case.fee.owed_back))}:
                yield f"{case.id} has {asked} tasks of a refund, {waiting} wait"

    def _of_papers(self) -> Iterator[str]:
        found = load_file(self.hall.platform.table, self.request)
        papers = [row for row in self.hall.rows(self.request, "DOCUMENT#") if row["kind"] == "joint_fee_notice"]
        told = found.case.bill_told if found else None
        if (told is None) is not (not papers) or (told and told not in papers[-1]["data"]):
            yield f"{len(papers)} papers, the last one is not of {told}"
        cases = bills.all_cases(self.hall, self.request)
        ordered = sum(event.type == "refund_ordered" for case in cases for event in self.hall.events(case.id))
        given = [row for case in cases for row in self.hall.rows(case.id, "DOCUMENT#") if row["kind"] == "fee_refund"]
        if ordered != len(given):
            yield f"{ordered} refunds, {len(given)} notices of them"
