"""How long Lambda lets a call run on: what is begun too late is cut off in the middle."""

from typing import Any

LONGEST = 900.0  # the most that Lambda gives a function


def seconds_left(context: Any) -> float:
    """The seconds that the function still has. `LONGEST` without a context, where nobody ends it."""
    return LONGEST if context is None else context.get_remaining_time_in_millis() / 1000
