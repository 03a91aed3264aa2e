"""The checker of random stories: an act without a story is named, and so is a story without an act."""

import pytest

from chalicelib.cases.model.acts import ACTS
from chalicelib.cases.model.case_act import CaseAct
from proofs.soak.story_acts import STORY_ACTS
from tools import stories


def test_every_act_has_its_story(capsys: pytest.CaptureFixture[str]):
    assert stories.main() == 0
    by_commands = {act.name for act in ACTS if act.command}
    assert f"all {len(ACTS) - len(by_commands)} acts" in capsys.readouterr().out
    # These have tests of their own, which erase, hold and let expire: `tests/cli/test_retention.py`.
    assert by_commands == {"expire_draft", "hold", "lift_hold", "erase"}


def test_a_new_act_without_a_story_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(stories, "ACTS", (*ACTS, CaseAct("mediate", "调解")))
    assert stories.main() == 1
    assert "no random story performs mediate" in capsys.readouterr().out


def test_an_act_that_stories_forget_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    kept = {name: act for name, act in STORY_ACTS.items() if act.act != "withdraw"}
    monkeypatch.setattr("proofs.soak.story_acts.STORY_ACTS", kept)
    assert stories.main() == 1
    assert "no random story performs withdraw" in capsys.readouterr().out


def test_a_story_without_an_act_is_named(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(stories, "ACTS", tuple(act for act in ACTS if act.name != "archive"))
    assert stories.main() == 1
    assert "archive, which is no act" in capsys.readouterr().out
