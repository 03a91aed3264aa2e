"""The dead-letter desk (死信台): every place where work can remain undone, what lies there, and since when."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from chalicelib.foundation import names
from chalicelib.foundation.alongside import alongside
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store import deadletters, parked, replays
from chalicelib.operations.store.deadletters import LOOKED_AT, Letter
from chalicelib.operations.store.parked import Undone

TRAYS: Mapping[str, str] = {
    **{queue.name: queue.label for queue in names.QUEUES.values()},
    names.STREAM_FAILURES_QUEUE: "数据流失败",
}
# Every place and what people read of it.
PLACES: Mapping[str, str] = {**TRAYS, parked.OUTBOX: "停放的后续动作", parked.ALARMS: "停放的定时提醒"}
SHOWN = 10  # letters and rows shown of each place


@dataclass(frozen=True)
class Place:
    """`waiting` and `in_flight` are still being worked on; `dead` remains undone.

    `kinds` and `oldest` are of the letters or rows that were looked at, and `sample` shows some of these. `under_way`
    counts the requests to replay letters that are being carried out.
    """

    name: str
    waiting: int
    in_flight: int
    dead: int
    kinds: Mapping[str, int]
    oldest: datetime | None
    sample: Sequence[Undone]
    under_way: int = 0


def survey(platform: Platform) -> list[Place]:
    """Every place, in the order of `PLACES`."""
    trays = [alongside(partial(look_into_queue, platform, queue)) for queue in TRAYS]
    parks = [look_into_park(platform, park) for park in parked.PARKS]
    return [*(tray.result() for tray in trays), *parks]


def look_into_queue(platform: Platform, queue: str) -> Place:
    tray = deadletters.look(platform, queue)
    seen = [of_letter(letter) for letter in tray.letters]
    counts = (tray.waiting, tray.in_flight, tray.dead)
    return replace(place(queue, counts, seen), under_way=replays.under_way(platform, queue))


def look_into_park(platform: Platform, park: str) -> Place:
    seen = [found.undone for found in parked.PARKS[park](platform, LOOKED_AT)]
    return place(park, (0, 0, parked.count(platform, park)), seen)


def place(name: str, counts: tuple[int, int, int], seen: Sequence[Undone]) -> Place:
    kinds = dict(Counter(undone.kind for undone in seen))
    oldest = min((undone.since for undone in seen), default=None)
    return Place(name, *counts, kinds, oldest, seen[:SHOWN])


def of_letter(letter: Letter) -> Undone:
    return Undone(letter.id, letter.kind, letter.ids, letter.sent_at, letter.receives)
