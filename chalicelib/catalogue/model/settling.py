"""How long a process keeps an item, and from when a change of it therefore holds. Pure.

Every process keeps the items that it has read for a while. A change that held at once would not be known to them: cases
would be submitted under a version that holds no more, or for an item that has ended. So a change takes effect only when
every process has read it. Before that its rows are there already, and who has read them decides by the legal time.
"""

from datetime import datetime, timedelta

# How long an item is kept after it was read.
KEPT_FOR = timedelta(seconds=30)
# A request may write so long after its legal time (a function runs at most 29 s behind the API).
WRITTEN_WITHIN = timedelta(seconds=30)
SETTLED_AFTER = KEPT_FOR + WRITTEN_WITHIN
# The calendar of workdays is certain for this year and most of the next: what holds later nobody can count days for.
FURTHEST_AHEAD = timedelta(days=2 * 365)


def settled(wanted: datetime | None, at: datetime) -> datetime:
    """From when a change that is made at `at` holds: as it is wanted, and never before every process knows it."""
    earliest = at + SETTLED_AFTER
    return max(wanted, earliest) if wanted else earliest


def too_far(wanted: datetime, at: datetime) -> bool:
    return wanted > at + FURTHEST_AHEAD
