"""What an earlier case bars: a broken promise another promise, a false application the same item. It is told by the
rows of the own list, which are written with the case.

So a bar moves when the blind index does, and goes with what is kept of the person.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from chalicelib.access.actor import Identity, applicant_key, blind_index
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import BARRED, OF_APPLICATIONS
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform

Lists = Mapping[str, Sequence[Item]]
"""The rows of own lists that bar anything, by the key of the list."""


def own_lists(platform: Platform, identity: Identity | None) -> Lists:
    """Of a person who acts for himself, before the case is known: so that nobody waits for them after it is."""
    owners = [applicant_key(identity, key) for key in platform.index_keys.reads] if identity else []
    return {owner: _rows(platform, owner) for owner in owners}


def barred_until(platform: Platform, case: Case, kind: str, today: date) -> date | None:
    """The last day on which the applicant of this case cannot use `kind` (`bars_of`); None where nothing bars it."""
    days = [_until(row, kind) for row in _barring(platform, case, kind)]
    last = max(days, default=None)
    return last if last and last >= today else None


def barring_cases(platform: Platform, case: Case, items: Collection[str], today: date, known: Lists) -> dict[str, str]:
    """Of these items those for which the applicant of this case cannot apply today: item -> the case that bars it the
    longest. `known` lists are not read again.
    """
    rows = [row for row in _all(platform, case, known) if row["id"] != case.id]
    told = [(until, item, str(row["id"])) for row in rows for item, until in _applications(row).items()]
    return {item: barring for until, item, barring in sorted(told) if item in items and until >= today}


def _applications(row: Item) -> dict[str, date]:
    """The items from which this case keeps its applicant, each with the last day: its own, or those of members."""
    own = f"{OF_APPLICATIONS}:"
    days = {kind: date.fromisoformat(day) for kind, day in row[BARRED].items()}
    return {
        **({row["item"]: days[OF_APPLICATIONS]} if OF_APPLICATIONS in days else {}),
        **{kind.removeprefix(own): day for kind, day in days.items() if kind.startswith(own)},
    }


def _until(row: Item, kind: str) -> date:
    return date.fromisoformat(row[BARRED][kind])


def _barring(platform: Platform, case: Case, kind: str) -> Iterator[Item]:
    yield from (row for row in _all(platform, case, None) if kind in row[BARRED])


def _all(platform: Platform, case: Case, known: Lists | None) -> Iterator[Item]:
    owners, lists = {case.applicant_key}, known or {}
    if case.applicant_parts:
        owners |= {blind_index(key, *case.applicant_parts) for key in platform.index_keys.reads}
    for owner in sorted(owners):
        yield from lists[owner] if owner in lists else _rows(platform, owner)


def _rows(platform: Platform, owner: str) -> list[Item]:
    rows = platform.table.query_all(keys.applicant(owner), limit=1000)
    return [row for row in rows if BARRED in row]
