"""When the window of a random story may ask the department, and when an answer is waited for."""

from chalicelib.clock import deemed_acceptance_due
from proofs.soak.seen import Seen


def askable(seen: Seen) -> bool:
    """Whether the window may ask: nothing is asked now, the case is at the window, and the five days are not over."""
    received = seen.case.received_at
    if received is None or seen.case.open_task("confirm") or any(one.type == "transferred" for one in seen.events):
        return False
    now = seen.world.clock.at
    return now.date() <= deemed_acceptance_due(received.date(), seen.world.calendar_at(now)).due


def asked_of_department(seen: Seen) -> bool:
    return seen.case.open_task("confirm") is not None
