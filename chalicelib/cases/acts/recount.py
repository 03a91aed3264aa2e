"""重新计算期限: a holiday notice has changed, so the due days of running clocks are counted again (counting rule CR9).

Everything that compares or shows a due day counts it anew anyway. This act brings what is stored after it (the lists'
order, tasks, alarms) and keeps the old and the new days in the event chain.
"""

from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model.acts import RECOUNT
from chalicelib.cases.store.records import CaseFile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op


class Because(NamedTuple):
    """For which entries of the calendar the cases are counted again: the number of the last one, their papers, and why
    they were loaded.
    """

    number: int
    paper: str
    reason: str


def recount(platform: Platform, found: CaseFile, because: Because | None = None) -> bool:
    """Whether a due day of this case has moved. Refused when another act came first."""
    if found.case.status not in RECOUNT.lawful_from:
        return False
    begun = begin_platform(platform, RECOUNT, found)
    return write_recount(begun, because=because)


def write_recount(begun: Begun, *, fired: Op | None = None, because: Because | None = None) -> bool:
    """Commit the new due days with their event, if any has moved. `fired` moves the alarm that called for it."""
    if begun.stored.clocks == begun.case.clocks:
        if fired:
            begun.platform.table.write(fired)
        return False
    data: dict[str, JsonValue] = {"calendar": dict(because._asdict())} if because else {}
    begun.commit(begun.case, event=RECOUNT.event, fired=fired, data=data)
    return True
