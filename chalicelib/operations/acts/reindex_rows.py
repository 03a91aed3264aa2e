"""Writing rows of one owner anew while others may act on it. It is no act: nothing happens to the owner."""

from collections.abc import Callable, Sequence

from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import Op

RACES = 5


def reindex_rows(platform: Platform, changes: Callable[[], Sequence[Op]], *, dry_run: bool) -> bool:
    """Whether there was something to write. `changes` reads the owner and says what: it is asked again when an act has
    moved the owner in between. Unavailable after `RACES` lost races.
    """
    for _ in range(RACES):
        ops = changes()
        if not ops or dry_run:
            return bool(ops)
        try:
            platform.table.write(*ops)
        except Refused:
            continue
        return True
    raise problems.Unavailable
