"""What a process of the soak does for one seed."""

from collections import Counter
from typing import NamedTuple

from proofs.kit.requests import noted
from proofs.kit.seams import only_acts_and_rows
from proofs.soak.plays import PLAYS
from proofs.soak.random_story import tell

CASES_EACH = 4


class Outcome(NamedTuple):
    """Of one story or one order; `command` plays it once more.

    Requests that AWS would refuse are violations too.
    """

    command: str
    tally: Counter[str]
    violations: list[str]


def story_outcome(seed: int) -> Outcome:
    with only_acts_and_rows(), noted() as beyond:
        story = tell(seed, CASES_EACH)
    command = f"python -m proofs.soak --seed {seed} --cases {CASES_EACH} --orders 0"
    return Outcome(command, story.tally, [*([story.violation] if story.violation else []), *beyond])


def order_outcome(machine: str, seed: int) -> Outcome:
    with only_acts_and_rows(), noted() as beyond:
        violations = PLAYS[machine](seed)
    command = f"python -m proofs.soak --seed {seed} --cases 0 --orders 1"
    return Outcome(command, Counter(), [*violations, *beyond])
