"""A request that could not end is not taken: each stage says why."""

import pytest

from chalicelib.catalogue.model.schemes.handled import why_not_handled
from tests.catalogue.schemes.data import scheme

WHOLE = {*(("YM-J01", stage) for stage in ("plan_land", "works_plan", "build", "completion")), ("YM-J02", "restaurant")}
WHOLE |= {("YM-J03", "newborn"), ("YM-J04", "company"), ("YM-J05", "retirement")}
STAGES = [(f"YM-J0{number}", stage.key) for number in range(1, 6) for stage in scheme(f"YM-J0{number}").stages]


@pytest.mark.parametrize(("code", "stage"), STAGES)
def test_what_cannot_be_handled_whole_says_why(code: str, stage: str):
    assert (why_not_handled(scheme(code), stage) == []) is ((code, stage) in WHOLE)


def test_what_a_scheme_may_say_and_nobody_does_yet():
    (reason,) = why_not_handled(scheme("YM-J02").model_copy(update={"acceptance": "partial"}), "restaurant")
    assert "受理方式" in reason


@pytest.mark.parametrize(
    "change",
    [
        {"issue": "together"},
        {"edges": tuple(edge.model_copy(update={"blocks": "issue"}) for edge in scheme("YM-J02").edges)},
    ],
)
def test_results_may_wait_for_one_another(change: dict[str, object]):
    assert why_not_handled(scheme("YM-J02").model_copy(update=change), "restaurant") == []
