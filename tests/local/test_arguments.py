"""Numbers of a command line: a seed that a run has printed can be given to the next run."""

import argparse

import pytest

from local.arguments import whole


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("274627559", 274627559), ("999999999", 999999999)])
def test_every_seed_that_is_drawn_can_be_typed(text: str, number: int):
    assert whole(text) == number


@pytest.mark.parametrize("text", ["1000000000", "-1", "1_0", " 1", "１", ""])
def test_anything_else_is_refused(text: str):
    with pytest.raises(argparse.ArgumentTypeError):
        whole(text)
