"""`keys reindex` ends the key before only when the whole table does without it, whatever a progress file says."""

from pathlib import Path
from typing import Any

import pytest

from chalicelib.foundation import names
from chalicelib.operations.acts.reindex_case import reindex_case
from chalicelib.operations.acts.rotate_keys import rotate
from cli.progress import WrongFile
from proofs.kit.hall import Hall
from tests.operations.test_index_keys import CITIZEN, COMPANY, Before, before, hall

__all__ = ["before", "hall"]
LONG = 8  # days after which nothing needs the key before any more


def new_key(hall: Hall) -> None:
    rotate(hall.platform, names.INDEX_KEY)
    hall.wall.pass_time(days=LONG)


def interrupted(before: Before, file: Path, monkeypatch: pytest.MonkeyPatch, *, dry_run: bool) -> None:
    """A run that was interrupted at its third case, so that its file leaves out the first two."""
    looked_at = list[str]()

    def interrupt(platform: Any, case_id: str, **how: Any) -> bool:
        looked_at.append(case_id)
        if len(looked_at) == 3:
            raise KeyboardInterrupt
        return reindex_case(platform, case_id, **how)

    with monkeypatch.context() as patched:
        patched.setattr("chalicelib.operations.store.census.SCANNED", 1)
        patched.setattr("cli.keys.reindex_case", interrupt)
        with pytest.raises(KeyboardInterrupt):
            before.reindexed(resume=file, dry_run=dry_run)
    assert file.exists()


def test_a_run_does_not_go_on_from_a_dry_run(
    hall: Hall, before: Before, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "progress.json"
    new_key(hall)
    interrupted(before, file, monkeypatch, dry_run=True)
    with pytest.raises(WrongFile):
        before.reindexed(resume=file)
    assert len(hall.platform.index_keys.reads) == 2
    before.all_is_found()
    file.unlink()
    assert "原密钥已停用" in before.reindexed(resume=file)
    assert before.listed(CITIZEN) == [before.walk_in]


def test_a_run_does_not_go_on_from_an_earlier_rotation(
    hall: Hall, before: Before, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    file = tmp_path / "progress.json"
    new_key(hall)
    interrupted(before, file, monkeypatch, dry_run=False)
    assert "原密钥已停用" in before.reindexed()
    new_key(hall)
    with pytest.raises(WrongFile):
        before.reindexed(resume=file)
    assert len(hall.platform.index_keys.reads) == 2
    assert before.listed(COMPANY) == [before.submitted, before.draft]
    assert before.listed(CITIZEN) == [before.walk_in]


def test_the_key_before_stays_while_a_case_needs_it(
    hall: Hall, before: Before, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """A file that skips cases, although it names this run: a backup was restored meanwhile, or somebody changed it."""
    file = tmp_path / "progress.json"
    new_key(hall)
    interrupted(before, file, monkeypatch, dry_run=True)
    file.write_text(file.read_text("utf-8").replace("--dry-run ", ""), "utf-8")
    told = before.reindexed(resume=file)
    assert ("仍有 2 件使用原密钥" in told, "已停用" in told) == (True, False)
    before.all_is_found()
    assert "原密钥已停用" in before.reindexed(resume=file)
