"""How far a case has come, and which of its clocks still run. Pure."""

from datetime import datetime
from typing import Protocol

from chalicelib.cases.model.clock import ClockKind
from chalicelib.cases.model.status import Status

# They go with what they are for, not with the case: a commitment is verified after the case is closed as well.
AFTER_GRANT: tuple[ClockKind, ...] = ("verification", "rectification")
# The applicant has promised results that other members of the joint request make: each term ends with its result. A
# scheme lets a member rest on no more promises than there are terms.
COMMITTED: tuple[ClockKind, ...] = ("commitment", "commitment_2", "commitment_3")
GOES_ON: tuple[ClockKind, ...] = (*AFTER_GRANT, *COMMITTED)


class HowFar(Protocol):
    """How far a case has come, as it is kept or as an export tells it."""

    @property
    def status(self) -> str: ...
    @property
    def decided_at(self) -> datetime | None: ...
    @property
    def delivered_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...


def runs(case: HowFar, kind: ClockKind) -> bool:
    """Whether this clock of the case has not ended yet."""
    if kind in GOES_ON:
        return True
    if case.ended_at:
        return False
    if kind in ("acceptance", "confirmation"):
        return case.status == Status.SUBMITTED.value
    if kind == "supplement":
        return case.status == Status.CORRECTING.value
    if kind == "issue":
        return case.delivered_at is None
    if kind == "hearing":
        return case.decided_at is None
    return case.decided_at is None and (kind == "superior") is (case.status == Status.REPORTED.value)
