"""What a process of the soak does for one seed."""

from collections import Counter
from typing import NamedTuple

from proofs.kit.requests import noted
from proofs.kit.seams import only_acts_and_rows
from proofs.soak.interleaving import PLAYS
from proofs.soak.random_story import tell

CASES_EACH = 4


class Outcome(NamedTuple):
    """Of one story or one order; `again` says how to play it once more.

    Requests that AWS would refuse are violations too.
    """

    again: str
    tally: Counter[str]
    violations: list[str]


def told(seed: int) -> Outcome:
    with only_acts_and_rows(), noted() as beyond:
        story = tell(seed, CASES_EACH)
    again = f"python -m proofs.soak --seed {seed} --cases {CASES_EACH} --orders 0"
    return Outcome(again, story.tally, [*([story.violation] if story.violation else []), *beyond])


def played(machine: str, seed: int) -> Outcome:
    with only_acts_and_rows(), noted() as beyond:
        violations = PLAYS[machine](seed)
    again = f"python -m proofs.soak --seed {seed} --cases 0 --orders 1"
    return Outcome(again, Counter(), [*violations, *beyond])
