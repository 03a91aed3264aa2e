"""The setup of a fresh machine: what it installs, what it tries again and what it says."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tools import bootstrap

ROOT = Path(__file__).parents[2]
LOCKS = [ROOT / name for name in ("requirements.txt", "requirements-render.txt", "requirements-dev.txt")]


class Pip:
    """A pip that answers as told: one (lines, exit status) for each call."""

    def __init__(self, *answers: tuple[list[str], int]) -> None:
        self.answers = list(answers)
        self.stdout: list[str] = []

    def __call__(self, _venv: Path, _locks: list[Path]) -> Pip:
        self.stdout, self.status = self.answers.pop(0)
        return self

    def wait(self) -> int:
        return self.status


@pytest.fixture
def lock(tmp_path: Path) -> Path:
    file = tmp_path / "requirements.txt"
    file.write_text("chalice==1.34.0 \\\n    --hash=sha256:00\n    # via x==1\nmoto[server,s3]==5.2.5\n")
    return file


def use(monkeypatch: pytest.MonkeyPatch, pip: Pip) -> list[float]:
    """Let the setup call this pip; answers the pauses it makes."""
    pauses: list[float] = []
    monkeypatch.setattr(bootstrap, "start_pip", pip)
    monkeypatch.setattr(bootstrap.time, "sleep", pauses.append)
    return pauses


def test_progress_counts_the_packages_of_the_locks(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    use(monkeypatch, Pip((["Collecting chalice==1.34.0", "Requirement already satisfied: moto==5.2.5 in x"], 0)))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    bootstrap.install(lock.parent, [lock])
    assert "1/2 chalice" in (shown := capsys.readouterr().out)
    assert "2/2 moto" in shown


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Collecting aws-lambda-powertools==3.37.0 (from -r requirements.txt (line 3))", "aws-lambda-powertools"),
        ("Collecting moto[s3,server]==5.2.5", "moto"),
        ("Processing /cache/wheels/typst-0.15.2-cp311-abi3.whl (from -r x)", "typst"),
        ("Ignoring colorama: markers 'sys_platform == \"win32\"' don't match your environment", "colorama"),
    ],
)
def test_each_line_that_handles_a_package_is_counted(line: str, name: str):
    assert (found := bootstrap.SEEN.match(line))
    assert found[1] == name


def test_a_failing_network_is_tried_again(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    failure = (["ERROR: HTTPSConnectionPool: Max retries exceeded"], 1)
    pauses = use(monkeypatch, Pip(failure, failure, ([], 0)))
    bootstrap.install(lock.parent, [lock])
    assert pauses == [5, 10]
    assert "trying again in 5 s" in capsys.readouterr().out


def test_it_gives_up_in_the_end_and_says_why(lock: Path, monkeypatch: pytest.MonkeyPatch):
    failure = (["WARNING: x", "ERROR: Connection refused", "ERROR: No matching distribution"], 1)
    use(monkeypatch, Pip(failure, failure, failure))
    with pytest.raises(bootstrap.SetupError, match="Connection refused"):
        bootstrap.install(lock.parent, [lock])


def test_a_wrong_hash_is_never_tried_again(lock: Path, monkeypatch: pytest.MonkeyPatch):
    pauses = use(monkeypatch, Pip((["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"], 1)))
    with pytest.raises(bootstrap.SetupError, match="HASHES"):
        bootstrap.install(lock.parent, [lock])
    assert pauses == []


def test_the_command_ends_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def refuse(_venv: Path) -> None:
        raise bootstrap.SetupError("no venv module")

    monkeypatch.setattr(bootstrap, "make_environment", refuse)
    assert bootstrap.main([str(tmp_path / ".venv")]) == 1
    assert capsys.readouterr().err.strip() == "Setup stopped: no venv module"


def test_an_environment_that_does_not_start_is_not_kept(tmp_path: Path):
    assert not bootstrap.starts(tmp_path / "bin" / "python")
    assert bootstrap.starts(Path(sys.executable))


@pytest.mark.parametrize("file", LOCKS, ids=lambda file: file.name)
def test_every_locked_package_carries_a_hash(file: Path):
    entries = re.split(r"\n(?=[A-Za-z0-9])", file.read_text())
    pinned = [entry for entry in entries if bootstrap.PINNED.match(entry)]
    assert pinned
    assert [entry.split()[0] for entry in pinned if "--hash=sha256:" not in entry] == []


def test_what_ships_is_locked_to_the_same_versions_as_what_is_tested():
    """The development lock holds the shipped one as it is."""
    shipped, tested = (
        set(re.findall(r"^\S+==[^ ;\\]+", file.read_text(), re.MULTILINE)) for file in (LOCKS[0], LOCKS[2])
    )
    assert shipped <= tested
