"""What a process of the soak does for one seed."""

from collections import Counter
from typing import NamedTuple

from soak.interleaving import PLAYS
from soak.walk import walk
from soak.world import plain_documents

CASES_EACH = 4


class Outcome(NamedTuple):
    """Of one path or one order; `again` tells how to play it once more."""

    again: str
    tally: Counter[str]
    violations: list[str]


def walked(seed: int) -> Outcome:
    with plain_documents():
        result = walk(seed, CASES_EACH)
    again = f"python -m soak --seed {seed} --cases {CASES_EACH} --orders 0"
    return Outcome(again, result.tally, [result.violation] if result.violation else [])


def played(machine: str, seed: int) -> Outcome:
    with plain_documents():
        return Outcome(f"python -m soak --seed {seed} --cases 0 --orders 1", Counter(), PLAYS[machine](seed))
