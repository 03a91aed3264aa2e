"""The paths of fees: ordered, paid twice, one payment ordered back, the order annulled; several paid by one bill."""

from collections.abc import Sequence

from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from local.payments.simulator import Simulator
from proofs.faults.outside import Outside
from proofs.faults.steps import Path, Step, accepts, applies, confirms_sheet, does, fills_in, hands_in, submits
from proofs.kit import bills, joint
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CHIEF
from proofs.kit.fees import charging, connect, pay_twice
from proofs.kit.hall import Hall


def item_charges() -> Step:
    return lambda world: charging(world.platform, world.clock)


def is_paid_twice() -> Step:
    """Outside of any process of ours: the provider tells until it is answered."""

    def step(world: Outside) -> None:
        pay_twice(world.platform, world.facts["case"])

    return step


def several_charge() -> Step:
    """A request of several departments is handed in, of whose members some charge. Other paths watch that."""

    def step(world: Outside) -> None:
        connect(world.platform)
        bills.publish_charging(world.platform)
        world.pass_time(seconds=SETTLED_AFTER.total_seconds())
        world.facts["case"] = joint.requested(Hall(world))

    return step


def orders(node: str, leader: str) -> Step:
    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], node)
        world.ask(leader, "POST", f"/cases/{member}/fee", seen=member)

    return step


def all_is_paid_at_once() -> Step:
    """The applicant gets the link, and the provider tells until it is answered, signing anew each time."""

    def step(world: Outside) -> None:
        link = world.ask("company", "POST", f"/applications/{world.facts['case']}/bill/pay").body
        fact = {"order": link["bill"], "fen": link["fen"], "payment": "SIM1", "at": world.platform.now().isoformat()}
        provider = Simulator(lambda _: None, world.platform.wall, world.platform.now)
        body = {**fact, "kind": "paid", "receipt_no": "4417-SIM1"}
        world.ask("nobody", "POST", NOTIFICATIONS, body, signed=lambda sent: provider.signed(sent).headers)

    return step


def a_part_goes_back(node: str) -> Step:
    """The applicant takes back this member alone, and its department orders its part of the payment back."""

    def step(world: Outside) -> None:
        member = member_case_id(world.facts["case"], node)
        body = {"reason": "改变计划", "confirmed": True}
        world.ask("company", "POST", f"/applications/{member}/withdraw", body, seen=member)
        refund = {"payment": "SIM1", "why": "case_ended"}
        world.ask("leader-urban", "POST", f"/cases/{member}/fee/refund", refund, seen=member)

    return step


NOTIFICATIONS = "/payments/notifications"
FEE_PATHS: Sequence[Path] = (
    Path(
        "one bill",
        [
            several_charge(),
            accepts(),
            orders(bills.FOOD, "leader-food"),
            orders(bills.DRAIN, "leader-urban"),
            all_is_paid_at_once(),
            a_part_goes_back(bills.DRAIN),
        ],
    ),
    Path(
        "fee",
        [
            item_charges(),
            applies(PERMIT),
            fills_in(PERMIT),
            confirms_sheet(PERMIT.who),
            *(hands_in(PERMIT.who, line) for line in PERMIT.lines[1:]),
            submits(PERMIT),
            accepts(),
            does(CHIEF, "POST", "/cases/{case}/fee"),
            is_paid_twice(),
            does(CHIEF, "POST", "/cases/{case}/fee/refund", {"payment": "SIM2", "why": "paid_twice"}),
            does(CHIEF, "POST", "/cases/{case}/fee/annul", {"why": "wrong_quantity"}),
        ],
    ),
)
