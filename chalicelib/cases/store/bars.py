"""What an earlier case bars: a broken promise another promise, a false application the same item. It is told by the
rows of the own list, which are written with the case.

So a bar moves when the blind index does, and goes with what is kept of the person.
"""

from collections.abc import Collection, Iterator
from datetime import date

from chalicelib.access.actor import blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import BARRED, OF_APPLICATIONS
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform


def barred_until(platform: Platform, case: Case, kind: str, today: date) -> date | None:
    """The last day on which the applicant of this case cannot use `kind` (`bars_of`); None where nothing bars it."""
    days = [_until(row, kind) for row in _barring(platform, case, kind)]
    last = max(days, default=None)
    return last if last and last >= today else None


def barring_cases(platform: Platform, case: Case, items: Collection[str], today: date) -> dict[str, str]:
    """Of these items those for which the applicant of this case cannot apply today: item -> the case that bars it the
    longest.
    """
    rows = [row for row in _barring(platform, case, OF_APPLICATIONS) if row["item"] in items and row["id"] != case.id]
    standing = sorted((row for row in rows if _until(row, OF_APPLICATIONS) >= today), key=_last)
    return {row["item"]: row["id"] for row in standing}


def _last(row: Item) -> date:
    return _until(row, OF_APPLICATIONS)


def _until(row: Item, kind: str) -> date:
    return date.fromisoformat(row[BARRED][kind])


def _barring(platform: Platform, case: Case, kind: str) -> Iterator[Item]:
    owners = {case.applicant_key}
    if case.applicant_parts:
        owners |= {blind_index(key, *case.applicant_parts) for key in platform.index_keys.reads}
    for owner in sorted(owners):
        rows = platform.table.query_all(keys.applicant(owner), limit=1000)
        yield from (row for row in rows if kind in row.get(BARRED, {}))
