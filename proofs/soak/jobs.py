"""What a process of the soak does for one seed."""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.joint_acts import JOINT_ACTS
from chalicelib.cases.model.session_acts import SESSION_ACTS
from proofs.joint import session_stories, stories
from proofs.kit import joint
from proofs.kit.requests import noted
from proofs.kit.seams import only_acts_and_rows
from proofs.soak.plays import PLAYS
from proofs.soak.random_story import tell

CASES_EACH = 4
# A joint request takes as long as so many cases.
CASES_PER_REQUEST = 20


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


def request_outcome(seed: int) -> Outcome:
    """Every fourth one is of a building, which several departments examine."""
    codes = (joint.BUILD,) if seed % 4 == 0 else ()
    with only_acts_and_rows(), noted() as beyond:
        story = stories.played(seed, *codes)
        faults = [*story.faults()]
    return Outcome(_joint(seed), _acts(JOINT_ACTS, story.events()), [*faults, *beyond])


def session_outcome(seed: int) -> Outcome:
    with only_acts_and_rows(), noted() as beyond:
        story = session_stories.played(seed)
        faults = [*story.faults()]
    return Outcome(_joint(seed), _acts(SESSION_ACTS, story.events()), [*faults, *beyond])


def _joint(seed: int) -> str:
    return f"python -m proofs.soak --seed {seed} --cases {CASES_PER_REQUEST} --orders 0"


def _acts(acts: Iterable[CaseAct], events: Counter[str]) -> Counter[str]:
    return Counter({f"act {act.name}": sum(events[event] for event in act.events) for act in acts})


def order_outcome(machine: str, seed: int) -> Outcome:
    with only_acts_and_rows(), noted() as beyond:
        violations = PLAYS[machine](seed)
    command = f"python -m proofs.soak --seed {seed} --cases 0 --orders 1"
    return Outcome(command, Counter(), [*violations, *beyond])
