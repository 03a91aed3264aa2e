"""Replays that were asked for: a row each, from the request until a function of its own has moved the letters.

The API may look at dead letters, and neither send nor delete a message: whoever gets hold of it cannot write into the
queues. So it writes what is to be done, and the message of its outbox row names nothing but that row.
"""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.durable import outbox
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, Op, equals, put, update

ASKED, DONE = "asked", "done"
# How long a row is readable.
KEPT = timedelta(days=7)


class Replay(BaseModel, defer_build=True):
    """`letter` and `kind` choose letters of `place`; `promised` of them were there, `replayed` were moved so far."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    place: str
    replay: str
    letter: str | None = None
    kind: str | None = None
    promised: int
    replayed: int = Field(default=0)
    state: str = ASKED

    @property
    def left(self) -> int:
        return self.promised - self.replayed


class Replaying(BaseModel, defer_build=True):
    """The message: the row that says what is to be done."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    place: str
    replay: str


def ask(platform: Platform, replay: Replay) -> list[Op]:
    """The operations that have a replay done, for the transaction of the request."""
    key, owner = keys.replay(replay.place, replay.replay), keys.dead_letters_owner(replay.place)
    ttl = int((platform.wall() + KEPT).timestamp())
    row = {**key._asdict(), **replay.model_dump(exclude_none=True), "ttl": ttl}
    message = Replaying(place=replay.place, replay=replay.replay).model_dump()
    send = SendMessage(queue=names.REPLAYS_QUEUE, body=message)
    return [put(row, when=ABSENT), *outbox.row(platform, owner, f"replay.{replay.replay}", [send])]


def find(platform: Platform, place: str, replay: str) -> Replay | None:
    item = platform.table.get(keys.replay(place, replay))
    return Replay.model_validate(item) if item else None


def note(platform: Platform, replay: Replay, moved: int, *, done: bool) -> None:
    """Write how many more letters were moved. Refused when another function has done the replay meanwhile."""
    changes = {"state": DONE} if done else {}
    same = equals(state=ASKED)
    key = keys.replay(replay.place, replay.replay)
    platform.table.write(update(key, put=changes, add={"replayed": moved}, when=same))


def under_way(platform: Platform, place: str) -> int:
    """How many replays of this place were asked for and are not done yet."""
    rows = platform.table.query_all(keys.dead_letters_owner(place), prefix=keys.REPLAY)
    return sum(row["state"] == ASKED for row in rows)
