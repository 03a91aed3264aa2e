"""The access log: who has read the personal data of a case, when, and what for. It holds no value of what was read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from pydantic import AwareDatetime

from chalicelib.access.actor import Role
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.record import Record
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, put


class Reading(Record):
    """One reading. `actor` is the subject of a token, `organ` the department that the reader acts for, `region` where,
    `window` that of a counter clerk.

    `fields` are the pointers of what was shown: fields of the form, `/materials/01`, `/documents/<no>`; `/search/name`
    when the case was found by its applicant's name. `authorisation` is that of an agent.
    """

    case_id: str
    at: AwareDatetime
    actor: str
    role: Role
    organ: str | None = None
    region: str
    window: str | None = None
    purpose: Purpose
    fields: tuple[str, ...]
    request: str
    authorisation: str | None = None


class Lookup(Record):
    """One search by a name, which `digest`, a blind index, stands for.

    `found`: how many cases of the searcher's business it led to on this page.
    """

    division: str
    digest: str
    at: AwareDatetime
    actor: str
    role: Role
    organ: str | None = None
    region: str
    purpose: Purpose
    found: int
    request: str


def record(platform: Platform, reading: Reading) -> None:
    """One plain put. Raises when it cannot be written, and then the data are not given."""
    platform.table.write(_row(platform, reading))


def record_lookup(platform: Platform, lookup: Lookup, found: Sequence[Reading]) -> None:
    """The search, and one reading for each case that it led to, in one transaction. Raises as `record` does."""
    key = keys.lookup(lookup.division, lookup.digest, _time(lookup.at), lookup.request)
    platform.table.write(_kept(platform, key, lookup), *(_row(platform, reading) for reading in found))


def _row(platform: Platform, reading: Reading) -> Op:
    return _kept(platform, keys.reading(reading.case_id, _time(reading.at), reading.request), reading)


def _time(at: datetime) -> str:
    return at.isoformat(timespec="milliseconds")


def _kept(platform: Platform, key: Key, record: Record) -> Op:
    until = platform.wall() + timedelta(days=platform.settings.access_kept_days)
    return put({**key._asdict(), **record.model_dump(mode="json", exclude_none=True), "ttl": int(until.timestamp())})


def readings(
    table: Table, case_id: str, *, limit: int, after: Mapping[str, str] | None = None
) -> tuple[list[Reading], Mapping[str, str] | None]:
    """A page of readings of this case, the newest first, and where the next one goes on."""
    page = table.query(keys.access_log(case_id), prefix=keys.READING, limit=limit, after=after, forward=False)
    return [Reading.model_validate(row) for row in page.items], page.after
