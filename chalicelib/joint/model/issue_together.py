"""When the result of a member goes out: at once, or with the others but never after its own term. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model.schemes.readiness import MemberState
from chalicelib.joint.model.member import UNDECIDED


class Decided(NamedTuple):
    """A granted member, with the last day on which its result has to be issued (行政许可法44)."""

    node: str
    issue_due: date


def goes_out(granted: Decided, states: Mapping[str, MemberState], today: date, *, together: bool) -> bool:
    """Whether its result is handed out today: with the last decision, or alone on its own last day."""
    if not together:
        return True
    return today >= granted.issue_due or not any(state in UNDECIDED for state in states.values())
