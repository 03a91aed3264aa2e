"""Equal replays are one act: at once, after a death, after a failure."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.durable import claims
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.operations.acts import replay_dead_letters as replays
from chalicelib.operations.acts.replay_dead_letters import Chosen, Replayed, replay_dead_letters
from chalicelib.operations.store import deadletters
from proofs.kit.cast import staff
from proofs.kit.world import World
from tests.operations.letters import CALLBACK, put_dead, replays_done


class Death(BaseException):
    """The process ends here."""


def caller(platform: Platform, **changes: Any) -> Caller:
    facts = {"actor": staff("administrator"), "at": platform.now(), "key": "key-0001", "digest": "d", **changes}
    return Caller(**facts)


def act(platform: Platform, chosen: Chosen = replays.ALL, **changes: Any) -> Receipt:
    return replay_dead_letters(platform, caller(platform, **changes), "callbacks", chosen)


def letters(platform: Platform, count: int) -> None:
    for number in range(count):
        put_dead(platform, "callbacks", {**CALLBACK, "task_id": f"c{number}.review"})


def claim(platform: Platform) -> Any:
    return platform.table.get(keys.claim(staff("administrator").sub, "key-0001"))


def meanwhile(monkeypatch: pytest.MonkeyPatch, do: Callable[[], None]) -> None:
    """Happens once, when the letters have been looked for and the record has not been written."""
    seek = replays.seek

    def interrupted(*args: Any, **how: Any) -> Replayed:
        monkeypatch.setattr(replays, "seek", seek)
        found = seek(*args, **how)
        do()
        return found

    monkeypatch.setattr(replays, "seek", interrupted)


def test_of_two_at_once_one_moves_letters_and_the_other_is_told_to_come_again(
    platform: Platform, world: World, monkeypatch: pytest.MonkeyPatch
):
    letters(platform, 2)

    def equal() -> None:
        letters(platform, 3)
        with pytest.raises(problems.UnderWay) as refused:
            act(platform)
        assert "Retry-After" in refused.value.headers

    meanwhile(monkeypatch, equal)
    receipt = act(platform)
    assert receipt.facts["replayed"] == 2
    assert replays_done(world) == 1
    assert deadletters.count(platform, "callbacks") == (2, 0)
    assert act(platform) == receipt
    assert replays_done(world) == 0
    assert deadletters.count(platform, "callbacks") == (2, 0)
    assert claim(platform) is None


def test_one_that_comes_between_the_look_and_the_claim_gets_the_answer(
    platform: Platform, world: World, monkeypatch: pytest.MonkeyPatch
):
    letters(platform, 1)
    find, answered = replays.acts.find_record, list[Receipt]()

    def before_the_other(platform: Platform, caller: Caller) -> Receipt | None:
        found = find(platform, caller)
        if not answered:
            answered.append(Receipt())
            answered[0] = act(platform)
            letters(platform, 1)
        return found

    monkeypatch.setattr(replays.acts, "find_record", before_the_other)
    assert act(platform) == answered[0]
    assert replays_done(world) == 1
    assert deadletters.count(platform, "callbacks") == (1, 0)


def test_a_death_in_between_does_not_lock_the_key(platform: Platform, world: World, monkeypatch: pytest.MonkeyPatch):
    letters(platform, 1)

    def die() -> None:
        raise Death

    meanwhile(monkeypatch, die)
    with pytest.raises(Death):
        act(platform)
    letters(platform, 1)
    with pytest.raises(problems.UnderWay):
        act(platform)
    world.wall.pass_time(claims.HELD + timedelta(seconds=2))
    assert act(platform).facts == {"replayed": 2, "left": 0, "under_way": True}
    assert claim(platform) is None


def test_who_was_taken_for_dead_does_not_answer_twice(
    platform: Platform, world: World, monkeypatch: pytest.MonkeyPatch
):
    letters(platform, 1)
    others = list[Receipt]()

    def another_takes_over() -> None:
        world.wall.pass_time(2 * claims.HELD)
        letters(platform, 1)
        others.append(act(platform))

    meanwhile(monkeypatch, another_takes_over)
    assert act(platform) == others[0]
    assert replays_done(world) == 1


def test_a_failure_lets_an_equal_request_do_it_at_once(platform: Platform, monkeypatch: pytest.MonkeyPatch):
    letters(platform, 1)

    def fail() -> None:
        raise problems.Unavailable

    meanwhile(monkeypatch, fail)
    with pytest.raises(problems.Unavailable):
        act(platform)
    letters(platform, 1)
    assert act(platform).facts["replayed"] == 2


def test_a_claimed_key_is_not_for_another_request(platform: Platform, monkeypatch: pytest.MonkeyPatch):
    letters(platform, 1)

    def another() -> None:
        with pytest.raises(problems.Invalid) as refused:
            act(platform, Chosen(kind="task.opened"), digest="another")
        assert refused.value.code == "idempotency_key_reused"

    meanwhile(monkeypatch, another)
    assert act(platform).facts["replayed"] == 1
