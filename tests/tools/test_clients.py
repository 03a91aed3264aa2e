"""The generated clients: when they are made again, what stops them, and the commands and lock file that users see."""

import json
import subprocess
from pathlib import Path

import pytest

from tools import clients, npm
from tools.clients import PROJECT, PYTHON, TYPESCRIPT, Generator

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "clients.md").read_text("utf-8")
UNREACHABLE = """npm warn Unknown user config
npm error code ECONNREFUSED
npm error syscall connect
npm error errno ECONNREFUSED
npm error FetchError: request to http://127.0.0.1:9/typescript failed, reason: connect ECONNREFUSED 127.0.0.1:9
npm error     at ClientRequest.<anonymous> (index.js:130:14)
"""


@pytest.fixture
def generator(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Generator:
    """One that writes a line for each time it is called, into a build folder of its own."""
    monkeypatch.setattr(clients, "BUILD", tmp_path / "build")
    monkeypatch.setattr(clients, "DOCUMENT", tmp_path / "build" / "openapi.json")
    program, version = tmp_path / "program", tmp_path / "version"
    program.write_text(f'#!/bin/sh\necho made >> {tmp_path}/calls\nmkdir "$2" && cp "$1" "$2"\n')
    program.chmod(0o755)
    version.write_text("1")
    return Generator("any", "program {document} {target}", program, version)


def calls(generator: Generator) -> int:
    return len((generator.program.parent / "calls").read_text().splitlines())


def test_a_client_is_made_again_only_for_another_document_or_version(
    generator: Generator, monkeypatch: pytest.MonkeyPatch
):
    made = [clients.generate(generator), clients.generate(generator)]
    assert calls(generator) == 1
    assert json.loads((made[0] / "openapi.json").read_text("utf-8")) == clients.published()

    monkeypatch.setattr(clients, "published", lambda: {"openapi": "3.1.0"})
    clients.generate(generator)
    clients.generate(generator)
    assert calls(generator) == 2
    generator.pinned_in.write_text("2")
    clients.generate(generator)
    assert calls(generator) == 3


@pytest.mark.parametrize("told", ["exit 1", "echo 'WARNING parsing GET /v1/items'"])
def test_a_generator_that_leaves_something_out_has_failed_and_is_asked_again(generator: Generator, told: str):
    generator.program.write_text(f"#!/bin/sh\n{told}\n")
    for _ in range(2):
        with pytest.raises(clients.GenerationFailed, match=r"program stumbles over the document"):
            clients.generate(generator)


def test_a_generator_that_is_not_installed_is_told_with_the_command_that_installs_it(generator: Generator):
    missing = generator._replace(program=ROOT / "tests" / "no-such-program")
    with pytest.raises(clients.GenerationFailed, match=r"tests/no-such-program is not installed: make setup npm"):
        clients.generate(missing)


@pytest.mark.parametrize("generator", [PYTHON, TYPESCRIPT], ids=lambda generator: generator.name)
def test_the_guide_has_the_commands_that_are_tested(generator: Generator):
    assert " ".join(generator.arguments("openapi.json", "yimen")) in GUIDE


def test_the_guide_has_the_versions_that_are_tested():
    wanted = json.loads((PROJECT / "package.json").read_text())["devDependencies"]
    for package in ("@hey-api/openapi-ts", "typescript"):
        assert f"{package}@{wanted[package]}" in GUIDE
    (pinned,) = [
        line.split()[0]
        for line in (ROOT / "requirements-dev.txt").read_text().splitlines()
        if line.startswith("openapi-python-client==")
    ]
    assert pinned in GUIDE


def test_the_lock_file_has_a_hash_for_every_package_and_names_no_registry():
    text = (PROJECT / "package-lock.json").read_text("utf-8")
    packages = {name: package for name, package in json.loads(text)["packages"].items() if name}
    assert packages
    assert [name for name, package in packages.items() if not package["integrity"].startswith("sha512-")] == []
    assert "://" not in "".join(str(package.get("resolved", "")) for package in packages.values())
    assert "registry" not in (PROJECT / ".npmrc").read_text().replace("lockfile-registry-resolved", "")


def test_a_machine_without_the_registry_is_told_so_and_how_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    (tmp_path / "package-lock.json").write_text("{}")
    failed = subprocess.CompletedProcess("npm", 1, "", UNREACHABLE)
    monkeypatch.setattr(npm, "run", lambda *_: failed)
    assert npm.main([str(tmp_path)]) == 1
    reason, remedy = capsys.readouterr().err.splitlines()
    assert reason.endswith("reason: connect ECONNREFUSED 127.0.0.1:9")
    assert remedy.endswith("make npm")
    assert not npm.is_installed(tmp_path)


def test_packages_are_installed_again_only_for_another_lock_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    asked: list[tuple[str, ...]] = []

    def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        (folder / "node_modules").mkdir(exist_ok=True)
        return subprocess.CompletedProcess("npm", 0, "", "")

    monkeypatch.setattr(npm, "run", run)
    lock = tmp_path / "package-lock.json"
    for text in ("1", "1", "2"):
        lock.write_text(text)
        assert npm.main([str(tmp_path)]) == 0
    assert asked == [("ci",), ("ci",)]
