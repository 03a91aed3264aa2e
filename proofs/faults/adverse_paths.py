"""The paths of what is decided against a person: a false application; a licence that is revoked, or withdrawn."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from proofs.faults.steps import (
    Path,
    Step,
    accepts,
    answers,
    compares,
    decides,
    delivers,
    does,
    registers,
    waits_through,
    walks_in,
)
from proofs.kit import adverse_acts as said
from proofs.kit import interested
from proofs.kit.applications import PERMIT

CHIEF = f"chief-{PERMIT.department}"
ENDED = said.PENALTY | {"decided_on": "2026-11-24"}


def says(path: str, body: Mapping[str, Any]) -> Step:
    return does(CHIEF, "POST", f"/cases/{{case}}/{path}", body)


def _granted() -> list[Step]:
    return [walks_in(PERMIT), accepts(), answers(PERMIT), decides(PERMIT), compares()]


SERVED_ON = interested.SERVED | {"served_on": "2026-11-24"}
ADVERSE_PATHS: Sequence[Path] = (
    Path(
        "somebody whom it concerns is told and heard",
        [
            registers(PERMIT.department),
            *(walks_in(PERMIT), accepts(), answers(PERMIT)),
            says("parties", interested.CONCERNED),
            says("parties/1/service", SERVED_ON),
            says("parties/1/answer", interested.WAIVES),
            *(waits_through(date(2026, 12, 1)), decides(PERMIT), compares()),
        ],
    ),
    Path(
        "a false application",
        [
            registers(PERMIT.department),
            walks_in(PERMIT),
            says("forewarn", said.INTENDED),
            says("reject-false", said.FALSE),
            says("falsehood/lift", said.LIFTED),
        ],
    ),
    Path(
        "a licence that is revoked at the window",
        [
            registers(PERMIT.department),
            *_granted(),
            says("forewarn", said.TO_REVOKE),
            says("result/revoke", said.REVOKED),
            delivers(PERMIT),
            says("result/cancel", said.CANCELLED | {"ground": "ended"}),
            says("falsehood/lift", said.LIFTED),
        ],
    ),
    Path(
        "a licence that is withdrawn, and one whose end is told from outside",
        [
            registers(PERMIT.department),
            *_granted(),
            says("forewarn", said.TO_WITHDRAW),
            says("result/withdraw", said.WITHDRAWN),
            says("result/restore", said.ANNULLED | {"annulled": "withdrawn", "decided_on": "2026-11-24"}),
            *_granted(),
            says("result/ended", ENDED),
        ],
    ),
)
