"""The setup of a fresh machine: what it installs, what it tries again and what it says."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tools import bootstrap

ROOT = Path(__file__).parents[2]
LOCKS = sorted(ROOT.glob("requirements*.txt"))


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
    ],
)
def test_each_line_that_handles_a_package_is_counted(line: str, name: str):
    assert (found := bootstrap.SEEN.match(line))
    assert found[1] == name


def test_what_is_for_other_machines_is_not_counted(lock: Path, monkeypatch: pytest.MonkeyPatch):
    lock.write_text(
        "chalice==1.34.0 \\\n    --hash=sha256:00\n"
        "ansicon==1.89.0 ; sys_platform == 'beos' \\\n    --hash=sha256:00\n"
        "cffi==2.1.1 ; sys_platform != 'beos' and python_full_version >= '3.11' \\\n    --hash=sha256:00\n"
    )
    assert bootstrap.count([lock], Path(sys.executable)) == 2
    other = "Ignoring ansicon: markers 'sys_platform == \"beos\"' don't match your environment"
    assert bootstrap.SEEN.match(other) is None


@pytest.mark.parametrize(("name", "words"), [("README.md", "packages"), ("README.zh-CN.md", "个包")])
def test_the_readme_tells_as_many_packages_as_the_installer(name: str, words: str):
    locks = re.search(r"^RUN_LOCKS := (.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    assert locks
    files = [ROOT / lock for lock in locks[1].split()]
    (told,) = re.findall(rf"[(（](\d+) ?{words}", (ROOT / name).read_text("utf-8"))
    assert int(told) == bootstrap.count(files, Path(sys.executable))


@pytest.mark.parametrize(("given", "moving"), [("1", False), ("", True)])
def test_no_colour_means_no_moving_line(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str, moving: bool
):
    use(monkeypatch, Pip((["Collecting chalice==1.34.0", "Installing collected packages: chalice"], 0)))
    monkeypatch.setenv("NO_COLOR", given)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    bootstrap.install(lock.parent, [lock])
    assert ("\033" in capsys.readouterr().out) is moving


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
    with pytest.raises(bootstrap.Unreachable, match=r"no package index answers.*Connection refused"):
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


def pins(name: str) -> set[str]:
    text = (ROOT / f"requirements{name}.txt").read_text("utf-8")
    return set(re.findall(r"^\S+==[^ ;\\]+", text, re.MULTILINE))


def test_what_ships_and_what_runs_are_locked_to_the_versions_that_are_tested():
    """Each lock holds the smaller one as it is, so that the second step of the setup changes nothing of the first."""
    assert pins("") <= pins("-run") <= pins("-dev")
    assert pins("-installer") <= pins("-dev")


def test_what_runs_needs_nothing_of_the_tests():
    assert {pin.partition("==")[0] for pin in pins("-run")} & {
        "pytest",
        "ruff",
        "pyright",
        "hypothesis",
        "sympy",
    } == set()


# ------------------------------------------------------------------------------------------------------------------ uv
def test_uv_takes_packages_from_where_pip_is_set_to():
    settings = {
        "index-url": "https://mirror.example/simple",
        "extra-index-url": "file:///a/simple\nfile:///b/simple",
        "find-links": "/wheels /more",
        "trusted-host": "mirror.example",
        "cert": "/etc/ca.pem",
        "default-timeout": "180",
        "disable-pip-version-check": "1",
    }
    given = {"PATH": "/bin", "UV_DEFAULT_INDEX": "https://other.example", "UV_CACHE_DIR": "/cache"}
    assert bootstrap.uv_environment(settings, given) == {
        "PATH": "/bin",
        "UV_CACHE_DIR": "/cache",
        "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "file:///a/simple file:///b/simple",
        "UV_FIND_LINKS": "/wheels,/more",
        "UV_INSECURE_HOST": "mirror.example",
        "SSL_CERT_FILE": "/etc/ca.pem",
        "UV_HTTP_TIMEOUT": "180",
    }


@pytest.mark.parametrize("setting", ["no-index", "client-cert", "keyring-provider", "no-binary", "something-new"])
def test_what_uv_cannot_be_told_is_left_to_pip(setting: str):
    assert bootstrap.uv_environment({setting: "1"}, {}) is None


def test_the_environment_and_the_section_of_install_come_before_what_is_global(monkeypatch: pytest.MonkeyPatch):
    told = (
        ":env:.index-url='https://env.example'\ninstall.cert='/b'\nglobal.index-url='https://global.example'\n"
        "global.cert='/a'\nglobal.trusted-host='it\\'s'\ndownload.index-url='https://never.example'\n"
    )
    monkeypatch.setattr(bootstrap.subprocess, "run", lambda *_, **__: SimpleNamespace(stdout=told))
    settings = bootstrap.pip_settings(Path())
    assert settings == {"index-url": "https://env.example", "cert": "/b", "trusted-host": "it's"}


class Uv:
    """A uv that ends so."""

    def __init__(self, status: int) -> None:
        self.returncode = status

    def communicate(self) -> tuple[str, None]:
        return "Using Python 3.11\nerror: no such index\n  Caused by: sha256:00\n", None


@pytest.mark.parametrize(("status", "installed"), [(0, True), (2, False)])
def test_what_uv_cannot_install_is_left_to_pip(
    lock: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], status: int, installed: bool
):
    use(monkeypatch, Pip(([], 0)))
    monkeypatch.setattr(bootstrap, "pip_settings", lambda _: {})
    monkeypatch.setattr(bootstrap, "start_uv", lambda *_: Uv(status))
    assert bootstrap.install_with_uv(lock.parent, [lock]) is installed
    assert ("pip does it now. error: no such index" in capsys.readouterr().out) is not installed


NO_UV = ["ERROR: Could not find a version that satisfies the requirement uv==0", "ERROR: No matching distribution"]


def test_where_there_is_no_uv_pip_installs(lock: Path, monkeypatch: pytest.MonkeyPatch):
    use(monkeypatch, Pip((NO_UV, 1)))
    monkeypatch.setattr(bootstrap, "pip_settings", lambda _: {})
    assert not bootstrap.install_with_uv(lock.parent, [lock])


@pytest.mark.parametrize(
    "lines", [["WARNING: Connection refused", *NO_UV], ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES"]]
)
def test_no_network_and_a_wrong_hash_stop_before_anything_else(
    lock: Path, monkeypatch: pytest.MonkeyPatch, lines: list[str]
):
    use(monkeypatch, Pip((lines, 1), (lines, 1), (lines, 1)))
    monkeypatch.setattr(bootstrap, "pip_settings", lambda _: {})
    with pytest.raises(bootstrap.SetupError):
        bootstrap.install_with_uv(lock.parent, [lock])
