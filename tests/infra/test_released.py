"""Between two releases at most one index is made or deleted: AWS refuses a stack update with more."""

import pytest

from infra import released

INDEX = {"IndexName": "tasks", "Projection": {"ProjectionType": "ALL"}}


def test_this_release_can_be_deployed_over_the_last_one():
    steps = released.changes(released.of_the_release(), released.of_the_code())
    assert len(steps) <= released.MOST, f"release one of these first, with `python -m infra.released`: {steps}"


@pytest.mark.parametrize(
    ("after", "steps"),
    [
        ({"tasks": INDEX}, []),
        ({"tasks": INDEX, "a": INDEX}, ["make a"]),
        ({"tasks": INDEX, "a": INDEX, "b": INDEX}, ["make a", "make b"]),
        ({}, ["delete tasks"]),
        # Its keys or projection cannot be changed: the same name twice, so two steps.
        ({"tasks": INDEX | {"Projection": {"ProjectionType": "KEYS_ONLY"}}}, ["delete tasks", "make tasks"]),
    ],
)
def test_steps_of_an_update(after: dict, steps: list[str]):
    assert released.changes({"tasks": INDEX}, after) == steps
