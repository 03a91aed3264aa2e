"""重放死信: send dead letters and parked work back to where it is done: one, all of a kind, or all of a place.

Parked work lies in the table and is put back at once. Letters lie in queues, where the API may only look: it writes
what was asked for, and `tasks/replay_letters.py` moves them.
"""

import hashlib
from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from chalicelib.durable import acts, claims, parking
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names, problems, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op
from chalicelib.operations.store import deadletters, desk, parked, replays
from chalicelib.operations.store.deadletters import Letter
from chalicelib.operations.store.parked import Undone

# The most that one call sends back, so that it ends within the time a request may take.
MOST = 100


class Replayed(NamedTuple):
    """How many were sent back, how many are still there, and how many of these SQS did not show.

    The numbers are approximate, because SQS counts approximately.
    """

    replayed: int
    left: int
    unseen: int = 0


class Chosen(NamedTuple):
    """Which letters of a place: one by its id, those of a kind, or, when both are None, all."""

    id: str | None = None
    kind: str | None = None

    def fits(self, undone: Undone) -> bool:
        return self.id in (None, undone.id) and self.kind in (None, undone.kind)


ALL = Chosen()


@act
def replay_dead_letters(platform: Platform, caller: Caller, place: str, chosen: Chosen) -> Receipt:
    """Put the chosen work of a place back, or have its chosen letters sent back. It may be repeated, because consumers
    recognise work that is done. `replayed` are those that were put back, or will be; `under_way` says which.

    Raises NotFound when there is no such letter, and Conflict when SQS does not show all letters and it may be among
    the others.
    """
    # Letters are sent before the record is written. So look for the record of an equal request first.
    if done := acts.find_record(platform, caller):
        return done
    with claims.claimed(platform, caller) as ended:
        parks = place in parked.PARKS
        result = replay(platform, place, chosen) if parks else seek(platform, place, chosen)
        require_found(chosen, result)
        under_way = not parks and result.replayed > 0
        receipt = Receipt({"replayed": result.replayed, "left": result.left, "under_way": under_way})
        asked = _asked(platform, caller, place, chosen, result) if under_way else []
        platform.table.write(*acts.record(platform, caller, receipt), *ended, *asked)
    telemetry.log.info("dead letters replayed", extra={"by": caller.actor.sub, "place": place, **receipt.facts})
    return receipt


def seek(platform: Platform, place: str, chosen: Chosen, most: int = MOST) -> Replayed:
    """What `replay` would do, without moving anything."""
    found = deadletters.seek(platform, place, _fits(chosen), 1 if chosen.id else most)
    left = sum(deadletters.count(platform, deadletters.dead_queue(place))) - found.letters
    return Replayed(found.letters, max(left, 0), found.unseen)


def _asked(platform: Platform, caller: Caller, place: str, chosen: Chosen, found: Replayed) -> list[Op]:
    name = hashlib.sha256(f"{caller.actor.sub}|{caller.key or caller.at.isoformat()}".encode()).hexdigest()[:32]
    asked = replays.Replay(place=place, replay=name, letter=chosen.id, kind=chosen.kind, promised=found.replayed)
    return replays.ask(platform, asked)


def require_found(chosen: Chosen, result: Replayed) -> None:
    if not chosen.id or result.replayed:
        return
    if result.unseen:
        raise problems.Conflict(
            code="dead_letter_out_of_sight",
            title="暂时看不到这条死信：可能有人正在查看，或同组排在前面的死信尚未重放，请稍后再试",
            headers={"Retry-After": str(deadletters.HELD)},
        )
    raise problems.NotFound(code="dead_letter_not_found", title="没有这条死信，可能已经重放")


def replay(platform: Platform, place: str, chosen: Chosen = ALL, most: int = MOST) -> Replayed:
    match place:
        case parked.OUTBOX | parked.ALARMS:
            replayed = _put_back(platform, place, chosen, most)
            return Replayed(replayed, parked.count(platform, place))
        case names.STREAM_FAILURES_QUEUE:
            # These letters only tell where in the stream the rows were. The rows are still pending, and the reconciler
            # carries them out.
            cleared = deadletters.throw_away(platform, place, _fits(chosen), most)
        case _:
            cleared = deadletters.send_back(platform, place, _fits(chosen), most)
    left = sum(deadletters.count(platform, deadletters.dead_queue(place)))
    return Replayed(cleared.letters, left, cleared.unseen)


def _put_back(platform: Platform, park: str, chosen: Chosen, most: int) -> int:
    found = (one for one in parked.PARKS[park](platform, parking.COUNTED) if chosen.fits(one.undone))
    return sum(one.put_back() for one in islice(found, most))


def _fits(chosen: Chosen) -> Callable[[Letter], bool]:
    return lambda letter: chosen.fits(desk.of_letter(letter))
