"""A joint request of which several members charge a fee, each by a law and a rate of its own. SYNTHETIC fees."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from chalicelib.cases.model import Case
from chalicelib.cases.model.fee_order import PaymentState
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.store.records import load_cases
from chalicelib.catalogue import store
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts.order_fee import order_fee
from chalicelib.issuance.model.bills import Bill, bill_of
from chalicelib.issuance.store.parked_payments import all_parked
from chalicelib.joint.store.members import member_cases
from proofs.kit import joint
from proofs.kit.catalogue import item_document, publish, publish_schemes
from proofs.kit.fees import fee_of
from proofs.kit.hall import Hall

# The permit for food, the drain and the check of fire safety; what each charges, in fen.
FOOD, DRAIN, FIRE = "YM-P01", "YM-I15", "YM-I16"
CHARGES = {FOOD: 30_000, DRAIN: 12_345, FIRE: 6_789}


class Money(NamedTuple):
    """In fen: `settled` counts, `back` is to go back, `returned` has gone back, `parked` waits for people."""

    settled: int
    back: int
    returned: int
    parked: int

    @property
    def all(self) -> int:
        return sum(self)


def free_of_order(scheme: SchemeDocument) -> SchemeDocument:
    """Nobody waits for anybody, so that all members are examined at once."""
    return scheme.model_copy(update={"edges": ()}) if scheme.code == joint.RESTAURANT else scheme


def publish_charging(platform: Platform, change: Callable[[SchemeDocument], SchemeDocument] = free_of_order) -> None:
    """The scheme with its items, of which three charge."""
    for code, fen in CHARGES.items():
        rate = {"name": "审查费", "fen": fen, "unit": "件", "status": "SYNTHETIC"}
        fee = fee_of(basis=f"{item_document(code).legal_basis[0].law}35 SYNTHETIC", rates=[rate])
        there = store.newest(platform.table, platform.settings.division)
        publish(platform, code, version=2 if code in there else 1, fee=fee)
    publish_schemes(platform, joint.RESTAURANT, change)


def charging_request(hall: Hall) -> str:
    """Accepted, and nothing is ordered yet."""
    publish_charging(hall.platform)
    hall.clock.pass_time(SETTLED_AFTER)
    hall.wall.pass_time(SETTLED_AFTER)  # this process may have read the items a moment ago
    return joint.accepted(hall)


def order(hall: Hall, request: str, *nodes: str) -> None:
    """The leaders of their departments order what these members charge."""
    for node in nodes:
        case = joint.of_member(hall, request, node)
        order_fee(hall.platform, hall.caller(f"leader-{case.department}", case.id), case.id)
    hall.carry_out_everything()


def billed(hall: Hall, nodes: Sequence[str] = tuple(CHARGES)) -> str:
    """With an order for each of these members."""
    request = charging_request(hall)
    order(hall, request, *nodes)
    return request


def bill(hall: Hall, request: str) -> Bill:
    members = joint.members(hall, request)
    return bill_of(request, members, member_cases(hall.platform, request, members.values()))


def all_cases(hall: Hall, request: str) -> list[Case]:
    """Of every member, also those from before it was reinstated."""
    turns = [(name, turn) for name, one in joint.members(hall, request).items() for turn in range(one.again + 1)]
    return load_cases(hall.platform.table, [member_case_id(request, name, turn) for name, turn in turns])


def money(hall: Hall, request: str) -> Money:
    """Where every fen is that the provider has told, in the members' cases and in what is parked."""
    fees = [one.fee for one in all_cases(hall, request) if one.fee]
    parts = [part for fee in fees for each in fee.orders for part in each.payments]

    def of(*states: PaymentState) -> int:
        return sum(part.fen for part in parts if part.state in states)

    parked = sum(one.fen for one in all_parked(hall.platform) if not one.refund)
    return Money(of("counted"), of("to_refund", "refund_ordered"), of("refunded"), parked)
