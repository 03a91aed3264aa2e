"""Whoever plays may die at any call: the same request again goes on, and the trial ends as if nothing had happened."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.durable.caller import Caller
from proofs.kit.trials import Player, as_printed
from tests.trials.conftest import CODE

# One death at every fourth call of each step, and where the counting begins differs from step to step.
EVERY = 4
Step = Callable[[Player, Caller], object]


class Died(BaseException):
    """The process ends here; nothing catches it."""


def applies(player: Player, caller: Caller) -> None:
    body = {"item": CODE, "form": player.form()}
    player.play("create_application", who=player.applicant, body=body, caller=caller)


def newest(player: Player) -> str:
    return player.look().cases[-1].case_id


def compares(player: Player, caller: Caller) -> None:
    paper = player.told("read_certificate", query={"purpose": "issue"})
    player.play("compare_result", body=as_printed(paper), caller=caller)


def doing(do: str, **parts: Any) -> Step:
    return lambda player, caller: player.play(do, caller=caller, **parts)


DEFECT = {"line": "01", "defect": "材料不清晰", "remedy": "请重新扫描"}
STEPS: dict[str, Step] = {
    "start": lambda player, caller: player.start(key=caller.key, if_match=caller.if_match),
    "apply": applies,
    "attach": lambda player, caller: player.samples(newest(player), caller=caller),
    "submit": doing("submit_application"),
    "correct": doing("correct_case", body={"defects": [DEFECT]}),
    "attach again": lambda player, caller: player.samples(newest(player), "01", caller=caller),
    "supplement": doing("supplement_application"),
    "accept": doing("accept_case"),
    "answer": doing("answer_task", body={"recommendation": "grant", "opinion": "符合条件"}, named={}),
    "decide": lambda player, caller: player.decide(caller=caller),
    "print": lambda player, caller: player.printed(),
    "compare": compares,
    "print again": lambda player, caller: player.printed(),
    "deliver": lambda player, caller: player.play(
        "deliver_result", body={"recipient": player.recipient()}, caller=caller
    ),
    "finish": lambda player, caller: player.finish(key=caller.key, if_match=caller.if_match),
}


def standing(player: Player) -> Any:
    """What the trial has come to, without what is drawn by chance."""
    life = player.life
    if life.proposal is None or life.proposal.trial is None:
        return life.seq
    cases = [
        (case.status, case.events, [(one.no, one.number) for one in case.documents], len(case.tasks))
        for case in player.look().cases
    ]
    return life.seq, life.proposal.trial.finished is not None, cases


def deaths(count: int, begin: int) -> list[int]:
    return [*range(1 + begin % EVERY, count + 1, EVERY)]


@pytest.mark.requirement("R58")
def test_a_death_at_any_call_leaves_a_trial_that_goes_on(player: Player):
    world, tried = player.world, 0
    for number, (name, step) in enumerate(STEPS.items()):
        before, caller = world.moment(), player.caller()
        step(player, caller)  # what a process keeps is read by this run
        world.go_back(before)
        count = calls_of(player, lambda step=step, caller=caller: step(player, caller))
        after, wanted = world.moment(), standing(player)
        for place in deaths(count, number):
            world.go_back(before)
            with pytest.raises(Died):
                dying_at(player, place, lambda step=step, caller=caller: step(player, caller))
            step(player, caller)
            assert standing(player) == wanted, (name, place)
            tried += 1
        world.go_back(after)
    assert tried > 60
    assert player.look().trial.standing == "current"


def calls_of(player: Player, do: Callable[[], object]) -> int:
    counted = [0]

    def count(_: str) -> None:
        counted[0] += 1

    player.world.listen(count, lambda _: None)
    do()
    player.world.listen(lambda _: None, lambda _: None)
    return counted[0]


def dying_at(player: Player, place: int, do: Callable[[], object]) -> None:
    """The call takes effect, and nobody hears its answer."""
    counted = [0]

    def die(_: str) -> None:
        counted[0] += 1
        if counted[0] == place:
            raise Died

    player.world.listen(lambda _: None, die)
    try:
        do()
    finally:
        player.world.listen(lambda _: None, lambda _: None)
