"""Which case renews the result of another: one row of the case whose result it is, so that there is one at a time."""

from typing import NamedTuple

from chalicelib.cases.model.case import Case
from chalicelib.cases.store.records import load_case
from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, equals, put


class Renewing(NamedTuple):
    """The id that the row names, None without a row, and that case while it is under way or was granted."""

    named: str | None
    case: Case | None


def renewing_of(table: Table, old: str) -> Renewing:
    """Whoever has withdrawn, or was refused, renews nothing any more: another may ask then."""
    row = table.get(keys.renewal(old))
    if row is None:
        return Renewing(None, None)
    found = load_case(table, row["renewed_by"])
    return Renewing(row["renewed_by"], None if found is None or found.ended_without_grant else found)


def renewed_by(old: str, case_id: str, before: str | None) -> Op:
    """The row names this case, on condition that it still names the one `before`."""
    return put({**keys.renewal(old)._asdict(), "renewed_by": case_id}, when=equals(renewed_by=before))
