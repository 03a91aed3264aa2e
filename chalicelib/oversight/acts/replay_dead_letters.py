"""重放死信: what lies undone goes back to where it is worked on, one, all of a kind or all, a bounded number a call."""

from collections.abc import Callable
from datetime import timedelta
from itertools import islice
from typing import NamedTuple

from chalicelib import cases
from chalicelib.foundation import acts, deadletters, names, outbox, parking, problems, telemetry
from chalicelib.foundation.acts import Caller, Receipt, act
from chalicelib.foundation.deadletters import Letter
from chalicelib.foundation.platform import Platform
from chalicelib.oversight import desk, parked
from chalicelib.oversight.parked import Undone

MOST = 100
"""What one call moves at most, well within the time a request may take."""


class Replayed(NamedTuple):
    """How many were put back, and how many still lie there, approximately, as SQS counts."""

    replayed: int
    left: int


class Chosen(NamedTuple):
    """Which of a place: one by its id, those of a kind, or, with neither, all."""

    id: str | None = None
    kind: str | None = None

    def fits(self, undone: Undone) -> bool:
        return self.id in (None, undone.id) and self.kind in (None, undone.kind)


ALL = Chosen()


@act
def replay_dead_letters(platform: Platform, caller: Caller, place: str, chosen: Chosen) -> Receipt:
    """Safe to repeat: consumers know what they have done. NotFound when there is no such letter."""
    # Messages move before the record is written, so a repeated key must be seen before that.
    if done := acts.find_record(platform, caller):
        return done
    result = replay(platform, place, chosen)
    if chosen.id and not result.replayed:
        raise problems.NotFound(code="dead_letter_not_found", title="没有这条死信，可能已经重放")
    receipt = Receipt(result._asdict())
    platform.table.write(*acts.record(platform, caller, receipt))
    telemetry.log.info("dead letters replayed", extra={"by": caller.actor.sub, "place": place, **receipt.facts})
    return receipt


def replay(platform: Platform, place: str, chosen: Chosen = ALL, most: int = MOST) -> Replayed:
    match place:
        case parked.OUTBOX | parked.ALARMS:
            moved = _put_back(platform, place, chosen, most)
            return Replayed(moved, parked.count(platform, place))
        case names.STREAM_FAILURES_QUEUE:
            # The letters only say where in the stream the rows were; every such row is still pending.
            outbox.reconcile(platform, cases.where, grace=timedelta())
            moved = deadletters.throw_away(platform, place, _fits(chosen), most)
        case _:
            moved = deadletters.send_back(platform, place, _fits(chosen), most)
    return Replayed(moved, sum(deadletters.count(platform, deadletters.dead_queue(place))))


def _put_back(platform: Platform, park: str, chosen: Chosen, most: int) -> int:
    found = (one for one in parked.PARKS[park](platform, parking.COUNTED) if chosen.fits(one.undone))
    return sum(one.put_back() for one in islice(found, most))


def _fits(chosen: Chosen) -> Callable[[Letter], bool]:
    return lambda letter: chosen.fits(desk.of_letter(letter))
