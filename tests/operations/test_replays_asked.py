"""A replay that was asked for is carried out once by a function of its own: late, twice, after a death, in part."""

from typing import Any

import pytest

from chalicelib.durable.caller import Caller
from chalicelib.foundation import keys, names, problems
from chalicelib.foundation.platform import Platform
from chalicelib.operations.acts.replay_dead_letters import Chosen, replay_dead_letters
from chalicelib.operations.store import deadletters, replays
from chalicelib.operations.store.replays import Replaying
from chalicelib.operations.tasks.replay_letters import replay_letters
from proofs.kit.cast import staff
from proofs.kit.world import World
from tests.operations.letters import CALLBACK, put_dead, received, replays_done


def letters(platform: Platform, count: int) -> list[str]:
    return [put_dead(platform, "callbacks", {**CALLBACK, "task_id": f"c{number}.review"}) for number in range(count)]


def asked(platform: Platform, chosen: Chosen = Chosen(), key: str = "key-0001") -> Replaying:  # noqa: B008
    caller = Caller(actor=staff("administrator"), at=platform.now(), key=key, digest="d")
    replay_dead_letters(platform, caller, "callbacks", chosen)
    owner = keys.dead_letters_owner("callbacks")
    row = next(row for row in platform.table.query_all(owner, prefix=keys.REPLAY) if row["state"] == "asked")
    return Replaying(place="callbacks", replay=row["replay"])


def moved(platform: Platform) -> int:
    return deadletters.count(platform, "callbacks")[0]


def test_nothing_but_ids_is_in_the_message(platform: Platform, world: World):
    """A kind is a word that somebody has typed."""
    letters(platform, 1)
    message = asked(platform, Chosen(kind="task.opened"))
    world.carry_out_everything()
    assert world.messages(names.REPLAYS_QUEUE) == [message.model_dump()]
    assert "task.opened" not in str(message)


def test_a_message_that_comes_twice_moves_no_more(platform: Platform):
    letters(platform, 2)
    message = asked(platform)
    replay_letters(platform, message)
    letters(platform, 3)
    replay_letters(platform, message)
    assert (moved(platform), deadletters.count(platform, "callbacks-dead")[0]) == (2, 3)


def test_no_more_are_moved_than_were_promised(platform: Platform):
    """What became a dead letter after the request is left for people to look at."""
    letters(platform, 2)
    message = asked(platform)
    letters(platform, 3)
    replay_letters(platform, message)
    assert moved(platform) == 2


def test_one_is_moved_by_its_id(platform: Platform, world: World):
    _, wanted, _ = letters(platform, 3)
    asked(platform, Chosen(id=wanted))
    assert replays_done(world) == 1
    assert [message["Body"] for message in received(platform, "callbacks")] == [
        '{"department": "food", "task_id": "c1.review", "event": "task.opened"}'
    ]


def test_what_somebody_looks_at_is_moved_when_the_message_comes_again(platform: Platform):
    letters(platform, 2)
    message = asked(platform)
    with deadletters.hidden(platform, "callbacks-dead") as seen:
        next(seen)
        with pytest.raises(problems.Unavailable):
            replay_letters(platform, message)
        assert replays.under_way(platform, "callbacks") == 1
    replay_letters(platform, message)
    assert (moved(platform), replays.under_way(platform, "callbacks")) == (2, 0)


def test_a_death_in_the_middle_loses_nothing(platform: Platform, monkeypatch: pytest.MonkeyPatch):
    class Death(BaseException):
        """The process ends here."""

    letters(platform, 3)
    message, delete, deleted = asked(platform), platform.sqs.delete_message, list[str]()

    def die(**request: Any) -> Any:
        if deleted:
            raise Death
        deleted.append(request["ReceiptHandle"])
        return delete(**request)

    with monkeypatch.context() as patch:
        patch.setattr(platform.sqs, "delete_message", die)
        with pytest.raises(Death):
            replay_letters(platform, message)
    replay_letters(platform, message)
    # One was sent, and not deleted any more: it is sent again, and its consumer knows what is done.
    assert (moved(platform), deadletters.count(platform, "callbacks-dead")) == (4, (0, 0))


def test_two_requests_are_two_replays(platform: Platform, world: World):
    letters(platform, 1)
    asked(platform)
    asked(platform, key="key-0002")
    assert replays_done(world) == 2
    assert (moved(platform), replays.under_way(platform, "callbacks")) == (1, 0)


def test_a_replay_nobody_knows_is_nothing_to_do(platform: Platform):
    replay_letters(platform, Replaying(place="callbacks", replay="gone"))
    assert moved(platform) == 0


def test_a_replay_that_cannot_be_carried_out_lies_at_the_desk_and_is_replayed_itself(platform: Platform, world: World):
    letters(platform, 1)
    message = asked(platform)
    put_dead(platform, names.REPLAYS_QUEUE, message.model_dump())
    world.carry_out_everything()
    assert len(world.messages(names.REPLAYS_QUEUE)) == 1
    (place,) = [found for found in desk_of(platform) if found.name == names.REPLAYS_QUEUE]
    assert (place.dead, place.kinds, place.sample[0].ids) == (1, {"replay": 1}, message.model_dump())
    caller = Caller(actor=staff("administrator"), at=platform.now(), key="key-0002", digest="d")
    replay_dead_letters(platform, caller, names.REPLAYS_QUEUE, Chosen())
    assert replays_done(world) == 2
    assert moved(platform) == 1


def desk_of(platform: Platform) -> Any:
    from chalicelib.operations.store import desk

    return desk.survey(platform)
