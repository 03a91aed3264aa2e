"""`make audit` never calls a package safe that nobody has looked up."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tools.audit import FOUND, NOT_AUDITED, answers, read

ROOT = Path(__file__).parents[2]
GOOD = {"name": "good", "version": "1.0", "vulns": []}
BAD = {"name": "bad", "version": "2.0", "vulns": [{"id": "PYSEC-2026-1", "fix_versions": ["2.1"]}]}
UNKNOWN = {"name": "unknown", "skip_reason": "Dependency not found on PyPI and could not be audited: unknown (3.0)"}


@pytest.mark.parametrize(
    ("packages", "code", "unknown"),
    [
        ([GOOD], 0, []),
        ([GOOD, BAD], FOUND, []),
        ([GOOD, UNKNOWN], NOT_AUDITED, ["unknown"]),
        ([BAD, UNKNOWN], FOUND, ["unknown"]),
        ([UNKNOWN], NOT_AUDITED, ["unknown"]),
        ([], NOT_AUDITED, []),
    ],
)
def test_only_what_was_looked_up_without_a_finding_is_good(packages: list[dict], code: int, unknown: list[str]):
    audit = read(answers(json.dumps({"dependencies": packages, "fixes": []})))
    assert (audit.code, audit.unknown) == (code, unknown)


def test_a_program_that_has_failed_has_looked_up_nothing():
    assert read(answers("ConnectionError: no route to host")).code == NOT_AUDITED


def test_a_finding_names_package_version_and_advisory():
    assert read([BAD]).known == ["bad 2.0: PYSEC-2026-1"]


def test_bandit_finds_nothing_in_what_ships_and_what_is_passed_over_is_named_one_by_one():
    """As `make check` calls it. Every line that is passed over names the one check that it is passed over for."""
    folders = ["chalicelib", "app.py", "cli", "infra", "local"]
    command = [str(Path(sys.executable).with_name("bandit")), "-q", "-c", "pyproject.toml", "-r", *folders]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert f"bandit -q -c pyproject.toml -r {' '.join(folders)}" in makefile
    files = [file for folder in folders for file in (ROOT / folder).rglob("*.py")]
    marks = [mark for file in files for mark in re.findall(r"# nosec(.*)", file.read_text("utf-8"))]
    assert marks
    assert [mark for mark in marks if not re.match(r" B\d{3}", mark)] == []
    assert "skips" not in (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.bandit]")[2].partition("\n[")[0]
