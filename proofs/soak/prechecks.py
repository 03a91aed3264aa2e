"""Which pre-checks can be asked for, answered and withdrawn in a random story: told from the events alone."""

from datetime import timedelta

from proofs.soak.seen import Seen

MOST = 10
DAYS = timedelta(days=15)


def precheck_open(seen: Seen) -> bool:
    """The last thing that was said of a pre-check is that it was asked for, not long ago."""
    said = [event for event in seen.events if event.type.startswith("precheck_")]
    return bool(said) and said[-1].type == "precheck_asked" and seen.world.clock.at.date() <= said[-1].at.date() + DAYS


def precheck_may_be_asked(seen: Seen) -> bool:
    asked = sum(event.type == "precheck_asked" for event in seen.events)
    return asked < MOST and not precheck_open(seen)
