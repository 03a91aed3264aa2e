"""What was accepted before a case and is not decided: with a limited number that comes first (行政许可法57).

The index of what is under way has every such case; it is read for items with a limit alone.
"""

from chalicelib.cases.model import Case
from chalicelib.cases.model.status import UNDECIDED, Status
from chalicelib.cases.store.records import BATCH, load_cases
from chalicelib.foundation import keys
from chalicelib.foundation.table import Table


def earlier_accepted(table: Table, case: Case) -> list[str]:
    """The numbers of cases of this item in this region, the earliest first. Of two that were accepted at one moment the
    lower number comes first.
    """
    ids = [
        row["id"]
        for status in sorted({*UNDECIDED, Status.REPORTED})
        for row in table.query_all(keys.under_way(case.division, status.value), index=keys.COUNTER_INDEX, limit=500)
        if row["item"] == case.item and row["id"] != case.id
    ]
    parts = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
    places = sorted(_place(other) for part in parts for other in load_cases(table, part) if other.decided_at is None)
    return [number for at, number in places if (at, number) < _place(case)]


def _place(case: Case) -> tuple[str, str]:
    at = case.accepted_at
    return at.isoformat(timespec="milliseconds") if at else "", case.number or ""
