"""Where matters for the supervisors are kept: a list for each division, the newest first."""

from collections.abc import Mapping
from datetime import datetime

from chalicelib.cases.model.case import Case
from chalicelib.cases.model.supervision import Matter, liable_for, owing
from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, put


def report(case: Case, matter: str, at: datetime) -> Op:
    """The row that the transaction of the next event of `case` writes besides."""
    liable, above = liable_for(case, matter)
    found = Matter(
        case_id=case.id,
        number=case.number,
        item=case.item,
        item_name=case.item_name,
        department=case.department,
        matter=matter,
        liable=liable,
        organ_above=above,
        participants=owing(case, matter),
        at=at,
        seq=case.seq + 1,
    )
    key = keys.supervised(case.division, at.isoformat(timespec="milliseconds"), case.id, found.seq, matter)
    return put({**key._asdict(), **found.model_dump(mode="json", exclude_none=True)}, when=ABSENT)


def matters(
    table: Table, division: str, *, limit: int, after: Mapping[str, str] | None
) -> tuple[list[Matter], Mapping[str, str] | None]:
    """A page of the division's list, and where the next one goes on."""
    page = table.query(keys.supervision(division), limit=limit, after=after, forward=False)
    return [Matter.model_validate(row) for row in page.items], page.after
