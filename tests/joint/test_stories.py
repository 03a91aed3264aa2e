"""Random joint requests end where the rules say, whatever came twice, late or in another order."""

from collections import Counter

import pytest

from chalicelib.cases.model.joint_acts import JOINT_ACTS
from chalicelib.cases.model.session_acts import SESSION_ACTS
from proofs.joint import session_stories
from proofs.joint.stories import played
from proofs.kit import joint
from proofs.kit.seams import only_acts_and_rows

SEEDS = range(25)
# Of buildings, which several departments examine; in the last two a promised result comes, or cannot any more.
BUILDINGS = tuple((seed, joint.BUILD) for seed in (3, 8, 129, 118))


@pytest.mark.requirement("R80")
def test_random_requests_are_consistent_and_perform_every_act():
    seen = Counter[str]()
    with only_acts_and_rows():
        for seed, *codes in (*((seed,) for seed in SEEDS), *BUILDINGS):
            story = played(seed, *codes)
            assert [*story.faults()] == [], f"seed {seed}: {story.told}"
            seen += story.events()
    assert {event for act in JOINT_ACTS for event in act.events} <= set(seen)


@pytest.mark.requirement("R69")
def test_random_sessions_are_consistent_and_perform_every_act():
    seen = Counter[str]()
    with only_acts_and_rows():
        for seed in range(30):
            story = session_stories.played(seed)
            assert [*story.faults()] == [], f"seed {seed}: {story.told}"
            seen += story.events()
    assert {event for act in SESSION_ACTS for event in act.events} <= set(seen)
