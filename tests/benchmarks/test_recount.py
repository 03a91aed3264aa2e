"""A day off is loaded over open cases of every stage, and each is held against a walk over the days."""

import pytest

from benchmarks.recount import STAGES, main
from chalicelib.operations.acts import recount_cases

EACH_TWICE = ["--cases", str(2 * len(STAGES))]


@pytest.mark.requirement("R52")
@pytest.mark.law("5.7")
def test_every_open_case_has_the_days_that_a_walk_over_the_calendar_gives(capsys: pytest.CaptureFixture[str]):
    assert main(EACH_TWICE) == 0
    assert "14 looked at, 10 moved, 0 failed, 0 wrong" in capsys.readouterr().out


def test_a_case_that_was_left_out_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    real, left_out = recount_cases.recount, []

    def recount(platform, found, because):
        left_out.append(found.case.id)
        return real(platform, found, because) if len(left_out) > 4 else False

    monkeypatch.setattr(recount_cases, "recount", recount)
    assert main(EACH_TWICE) == 1
    shown = capsys.readouterr().out
    assert any(case_id in shown for case_id in left_out[:4])
