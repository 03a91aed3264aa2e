"""What the events of a case come to, as `state_from_events` computes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chalicelib.cases.model.clock import ClockKind
from chalicelib.cases.model.how_far import COMMITTED
from chalicelib.cases.model.unified_ref import OPINION
from chalicelib.clock.pauses import Pause
from chalicelib.clock.unit import Unit

# The terms of members of joint requests alone, which have stories of their own (`proofs/joint`).
OF_JOINT: tuple[ClockKind, ...] = (OPINION, *COMMITTED)
# The clock facts of a case that nobody has received.
UNCOUNTED: Mapping[str, Any] = {
    "started": None,
    "promised": None,
    "promised_unit": "workday",
    "statutory": None,
    "statutory_unit": "workday",
    "statutory_started": None,
    "accept_due": None,
    "confirmation_due": None,
    "supplement_due": None,
    "promised_due": None,
    "deferral_due": None,
    **dict.fromkeys(("inspection_start_due", "hearing_due")),
    "statutory_due": None,
    "lower_review_due": None,
    "superior_due": None,
    "issue_due": None,
    "verification_due": None,
    "rectification_due": None,
    **dict.fromkeys(f"{kind}_due" for kind in OF_JOINT),
    "provisional": False,
}


@dataclass
class Procedure:
    """A special procedure: its kind, the day of the notice, the last day that was told, and the day of its end."""

    kind: str
    noticed: date
    told: date
    ended: date | None = None
    above: bool = False

    @property
    def pause(self) -> Pause:
        return Pause(self.noticed, min(self.told, self.ended or self.told))


@dataclass
class ExpectedState:
    """`clock` holds every clock fact of the case by its name; `open_task` is the kind somebody has to answer. `rests`
    tells of each clock whether it rests on days that are not announced yet.
    """

    status: str = "draft"
    open_task: str | None = None
    received: date | None = None
    asked: date | None = None
    deferred: bool = False
    procedures_due: Mapping[str, date] = field(default_factory=dict[str, date])
    noticed: date | None = None
    reports: list[date] = field(default_factory=list[date])
    returns: list[date] = field(default_factory=list[date])
    decided: date | None = None
    verifying: tuple[str, date, int, Unit] | None = None
    clock: dict[str, Any] = field(default_factory=lambda: dict(UNCOUNTED))
    rests: dict[str, bool] = field(default_factory=dict[str, bool])
    procedures: list[Procedure] = field(default_factory=list[Procedure])
    extension: int = 0
