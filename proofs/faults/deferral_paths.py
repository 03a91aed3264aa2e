"""The paths of papers that follow: brought to the window and online, and never brought."""

from collections.abc import Sequence
from datetime import date

from proofs.faults.steps import Path, accepts, does, hands_in, waits_through, walks_in_with
from proofs.kit.applications import COMPANY, PERMIT, paper
from proofs.kit.cast import CLERK

WITHOUT = PERMIT.walk_in | {"papers": [paper("01"), paper("03")], "scans": []}
PROMISE = {"promised": ["04", "06"], "presented_by": PERMIT.recipient}
REMINDED, DUE = date(2026, 11, 28), date(2026, 12, 1)


DEFERRAL_PATHS: Sequence[Path] = (
    Path(
        "papers that follow",
        [
            walks_in_with(WITHOUT),
            does(CLERK, "POST", "/cases/{case}/papers/promise", PROMISE),
            accepts(),
            does(CLERK, "POST", "/cases/{case}/papers", {"papers": [paper("04")]}),
            hands_in(COMPANY, "06"),
            does(COMPANY, "POST", "/applications/{case}/papers", {}),
        ],
    ),
    Path(
        "papers that never come",
        [
            walks_in_with(WITHOUT),
            does(CLERK, "POST", "/cases/{case}/papers/promise", PROMISE),
            accepts(),
            waits_through(REMINDED),
            waits_through(DUE),
        ],
    ),
)
