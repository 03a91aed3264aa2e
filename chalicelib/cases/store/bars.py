"""Whether somebody has broken an earlier promise: told by the rows of the own list, which are written with the case.

So a bar moves when the blind index does, and goes with what is kept of the person.
"""

from datetime import date

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import BARRED
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform


def barred_until(platform: Platform, case: Case, kind: str, today: date) -> date | None:
    """The last day on which the applicant of this case cannot use `kind` (`Case.bars`); None where nothing bars it."""
    owners = {case.applicant_key}
    if case.applicant_parts:
        owners |= {blind_index(key, *case.applicant_parts) for key in platform.index_keys.reads}
    days = [
        date.fromisoformat(row[BARRED][kind])
        for owner in sorted(owners)
        for row in platform.table.query_all(keys.applicant(owner), limit=1000)
        if kind in row.get(BARRED, {})
    ]
    last = max(days, default=None)
    return last if last and last >= today else None
