"""重放死信: what lies undone goes back to where it is worked on, one, all of a kind or all, a bounded number a call."""

from collections.abc import Callable
from itertools import islice
from typing import NamedTuple

from chalicelib.durable import acts, claims, parking
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import names, problems, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store import deadletters, desk, parked
from chalicelib.operations.store.deadletters import Letter
from chalicelib.operations.store.parked import Undone

MOST = 100
"""What one call moves at most, well within the time a request may take."""


class Replayed(NamedTuple):
    """How many were put back, how many still lie there, and how many of these could not be looked at now;
    approximately, as SQS counts.
    """

    replayed: int
    left: int
    unseen: int = 0


class Chosen(NamedTuple):
    """Which of a place: one by its id, those of a kind, or, with neither, all."""

    id: str | None = None
    kind: str | None = None

    def fits(self, undone: Undone) -> bool:
        return self.id in (None, undone.id) and self.kind in (None, undone.kind)


ALL = Chosen()


@act
def replay_dead_letters(platform: Platform, caller: Caller, place: str, chosen: Chosen) -> Receipt:
    """Safe to repeat: consumers know what they have done. NotFound when there is no such letter, Conflict when it may
    be among those that cannot be seen now.
    """
    # Messages move before the record is written, so an equal request must be seen before that.
    if done := acts.find_record(platform, caller):
        return done
    with claims.claimed(platform, caller) as ended:
        result = replay(platform, place, chosen)
        require_found(chosen, result)
        receipt = Receipt({"replayed": result.replayed, "left": result.left})
        platform.table.write(*acts.record(platform, caller, receipt), *ended)
    telemetry.log.info("dead letters replayed", extra={"by": caller.actor.sub, "place": place, **receipt.facts})
    return receipt


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
            moved = _put_back(platform, place, chosen, most)
            return Replayed(moved, parked.count(platform, place))
        case names.STREAM_FAILURES_QUEUE:
            # The letters only say where in the stream the rows were. Each such row is still pending, and the
            # reconciler comes every minute.
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
