"""Where the one-time notices of a case are kept: each in a row of its own, written once."""

from chalicelib.cases.model.correction import Notice
from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, put


def put_notice(case_id: str, notice: Notice) -> Op:
    facts = notice.model_dump(mode="json", exclude_none=True)
    return put({**keys.notice(case_id, notice.number)._asdict(), **facts}, when=ABSENT)


def load_notices(table: Table, case_id: str) -> list[Notice]:
    """The oldest first. None of notices from before they were kept as data, and of a case whose data are erased."""
    rows = table.query_all(keys.case(case_id), prefix=keys.NOTICE)
    return [Notice.model_validate(row) for row in rows if "gaps" in row]
