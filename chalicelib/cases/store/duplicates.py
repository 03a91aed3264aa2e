"""Other cases under way of the same holder and item, read from the holder's own list."""

from collections.abc import Iterable

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.duplicates import UNDER_WAY, holder_of, may_be_same
from chalicelib.cases.store.records import OwnCase, load_cases, own_cases
from chalicelib.foundation.platform import Platform

# Of so many of the newest cases in the list, and no more.
LOOKED_AT = 100


def duplicates_of(platform: Platform, case: Case) -> list[Case]:
    """Those that may be the same matter as this case, the newest first."""
    holder = holder_of(case)
    if not holder:
        return []
    listed = [blind_index(key, *holder) for key in platform.index_keys.reads]
    found, _ = own_cases(platform.table, listed, limit=LOOKED_AT, after=None)
    return duplicates_among(platform, case, found)


def duplicates_among(platform: Platform, case: Case, found: Iterable[OwnCase]) -> list[Case]:
    """Of these. Cases are read only where one of the same item is under way."""
    ids = [one.id for one in found if one.item == case.item and one.id != case.id and one.status in UNDER_WAY]
    return [one for one in load_cases(platform.table, ids) if may_be_same(case, one)] if ids else []
