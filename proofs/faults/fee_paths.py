"""The path of a fee: ordered, paid twice, one payment ordered back, the order annulled."""

from collections.abc import Sequence

from proofs.faults.outside import Outside
from proofs.faults.steps import Path, Step, accepts, applies, confirms_sheet, does, fills_in, hands_in, submits
from proofs.kit.applications import PERMIT
from proofs.kit.cast import CHIEF
from proofs.kit.fees import charging, pay_twice


def item_charges() -> Step:
    return lambda world: charging(world.platform, world.clock)


def is_paid_twice() -> Step:
    """Outside of any process of ours: the provider tells until it is answered."""

    def step(world: Outside) -> None:
        pay_twice(world.platform, world.facts["case"])

    return step


FEE_PATHS: Sequence[Path] = (
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
