"""The access log: who has read the personal data of a case, when, and what for. It holds no value of what was read."""

from collections.abc import Mapping
from datetime import timedelta

from pydantic import AwareDatetime

from chalicelib.access.actor import Role
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.record import Record
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import put


class Reading(Record):
    """One reading. `actor` is the subject of a token, `organ` the department that the reader acts for, `region` where.

    `fields` are the pointers of what was shown: fields of the form, `/materials/01`, `/documents/<no>`.
    """

    case_id: str
    at: AwareDatetime
    actor: str
    role: Role
    organ: str | None = None
    region: str
    purpose: Purpose
    fields: tuple[str, ...]
    request: str


def record(platform: Platform, reading: Reading) -> None:
    """One plain put. Raises when it cannot be written, and then the data are not given."""
    key = keys.reading(reading.case_id, reading.at.isoformat(timespec="milliseconds"), reading.request)
    until = platform.wall() + timedelta(days=platform.settings.access_kept_days)
    row = {**key._asdict(), **reading.model_dump(mode="json", exclude_none=True), "ttl": int(until.timestamp())}
    platform.table.write(put(row))


def readings(
    table: Table, case_id: str, *, limit: int, after: Mapping[str, str] | None = None
) -> tuple[list[Reading], Mapping[str, str] | None]:
    """A page of readings of this case, the newest first, and where the next one goes on."""
    page = table.query(keys.access_log(case_id), prefix=keys.READING, limit=limit, after=after, forward=False)
    return [Reading.model_validate(row) for row in page.items], page.after
