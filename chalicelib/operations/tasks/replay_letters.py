"""Moving dead letters back to their queue, as somebody at the desk has asked."""

from chalicelib.foundation import problems, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.operations.acts.replay_dead_letters import Chosen, replay
from chalicelib.operations.store import replays
from chalicelib.operations.store.replays import ASKED, Replaying


def replay_letters(platform: Platform, message: Replaying) -> None:
    """Safe to repeat: what was done is not done again, and no more letters are moved than were promised.

    Raises Unavailable when SQS has not shown all of them, as while somebody looks at them: the message comes again.
    """
    asked = replays.find(platform, message.place, message.replay)
    if asked is None or asked.state != ASKED:
        return
    moved = replay(platform, asked.place, Chosen(asked.letter, asked.kind), most=asked.left)
    incomplete = moved.replayed < asked.left and moved.unseen > 0
    try:
        replays.note(platform, asked, moved.replayed, done=not incomplete)
    except Refused:
        return  # the same message has come twice, and the other one was done first
    telemetry.log.info("dead letters moved", extra={"place": asked.place, "moved": moved.replayed})
    if incomplete:
        raise problems.Unavailable
