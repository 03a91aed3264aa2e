"""Who has read a whole question, when, and what for. It holds no value of what was read."""

from datetime import timedelta

from pydantic import AwareDatetime

from chalicelib.access.actor import Role
from chalicelib.cases.model.record import Record
from chalicelib.consultations.model.reading import ReadFor
from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import put


class QuestionReading(Record):
    """`actor` is the subject of a token, `organ` the department that the reader acts for."""

    consultation: str
    at: AwareDatetime
    actor: str
    role: Role
    organ: str | None = None
    region: str
    purpose: ReadFor
    request: str


def record(platform: Platform, caller: Caller, consultation: str, purpose: ReadFor, request: str) -> None:
    """Raises when it cannot be written, or the reader has left the post: then nothing is given."""
    caller.in_post()
    actor = caller.actor
    reading = QuestionReading(
        consultation=consultation,
        at=caller.at,
        actor=actor.sub,
        role=actor.role,
        organ=actor.department,
        region=actor.region,
        purpose=purpose,
        request=request,
    )
    key = keys.reading(consultation, caller.at.isoformat(timespec="milliseconds"), request)
    until = platform.wall() + timedelta(days=platform.settings.access_kept_days)
    row = {**key._asdict(), **reading.model_dump(mode="json", exclude_none=True), "ttl": int(until.timestamp())}
    platform.table.write(put(row))


def readings_of(table: Table, consultation: str) -> list[QuestionReading]:
    """The last hundred, the newest first."""
    page = table.query(keys.access_log(consultation), prefix=keys.READING, limit=100, forward=False)
    return [QuestionReading.model_validate(row) for row in page.items]
