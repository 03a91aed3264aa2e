"""The paths of 告知承诺: signed at the window and granted on it; a demand; not kept, and repaired."""

from collections.abc import Sequence
from datetime import date

from proofs.faults.outside import Outside
from proofs.faults.steps import (
    Path,
    Step,
    accepts,
    answers,
    compares,
    delivers,
    does,
    registers,
    waits_through,
    walks_in_with,
)
from proofs.kit.applications import VENUE
from proofs.kit.cast import CLERK

OFFICER, CHIEF = f"officer-{VENUE.department}", f"chief-{VENUE.department}"
UNMET = {"outcome": "unmet", "findings": "疏散通道堆放杂物。", "rectify": {"length": 10}}
BROKEN = {"outcome": "broken", "findings": "期满仍未整改。"}
# Ten workdays from Tuesday the 24th of November; the reminder comes three days before.
REMINDED, DUE = date(2026, 12, 5), date(2026, 12, 8)


def grants() -> Step:
    def step(world: Outside) -> None:
        case = world.facts["case"]
        seen = [{"line": line, "ground": "on_paper", "reference": "窗口卷宗第1卷"} for line in ("01", "04", "05")]
        body = {"outcome": "grant", "absences": seen, "face": world.people.stated_face(case)}
        world.ask(CHIEF, "POST", f"/cases/{case}/decide", body, seen=case)

    return step


PLEDGE_PATHS: Sequence[Path] = (
    Path(
        "a commitment that is not kept",
        [
            registers(VENUE.department),
            walks_in_with(VENUE.walk_in | {"scans": []}),
            does(CLERK, "POST", "/cases/{case}/commitment", {"presented_by": VENUE.recipient}),
            accepts(),
            answers(VENUE),
            grants(),
            compares(),
            delivers(VENUE),
            does(OFFICER, "POST", "/cases/{case}/verify", UNMET),
            waits_through(REMINDED),
            waits_through(DUE),
            does(CHIEF, "POST", "/cases/{case}/verify", BROKEN),
            does(CHIEF, "POST", "/cases/{case}/credit/repair", {"reference": "信修〔2026〕1号"}),
        ],
    ),
)
