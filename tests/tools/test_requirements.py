"""The report of proven requirements, and the rule that every mark names a requirement there is."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools import requirements

ROOT = Path(__file__).parents[2]
MARKED = """
import pytest

@pytest.mark.requirement("R24", "R25")
@pytest.mark.parametrize("n", [1, 2])
def test_accepts(n):
    assert n

class TestDispatch:
    pytestmark = pytest.mark.requirement("R31")

    def test_once(self):
        assert True

@pytest.mark.skip
@pytest.mark.requirement("R52")
def test_later():
    assert False
"""


def report(tests: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tools.requirements", str(tests)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_mark_of_this_run_names_a_known_requirement(request: pytest.FixtureRequest):
    assert requirements.unknown(requirements.known(), requirements.claims(request.session.items)) == []


def test_the_document_names_all_95():
    assert list(requirements.known()) == [f"R{number}" for number in range(1, 96)]


def test_the_report_finds_the_marks_without_running_the_tests(tmp_path: Path):
    (tmp_path / "test_sample.py").write_text(MARKED)
    answer = report(tmp_path)
    assert answer.returncode == 0, answer.stderr
    lines = answer.stdout.splitlines()
    place = lines.index(next(line for line in lines if line.startswith("R24 ")))
    assert lines[place].split()[1] == "proven"
    assert lines[place + 1].strip().endswith("test_sample.py::test_accepts")
    assert lines[place + 2].startswith("R25")  # both parameters are one test
    assert any(line.strip().endswith("TestDispatch::test_once") for line in lines)
    assert next(line for line in lines if line.startswith("R52 ")).split()[1] == "-"  # skipped: proves nothing
    assert lines[-1] == "3 of 95 requirements proven, 92 not yet"


def test_an_unknown_id_is_refused(tmp_path: Path):
    (tmp_path / "test_sample.py").write_text(MARKED.replace("R31", "R96"))
    answer = report(tmp_path)
    assert answer.returncode == 1
    assert "unknown requirement R96" in answer.stderr
    assert "TestDispatch::test_once" in answer.stderr


def test_tests_that_cannot_be_collected_are_no_report(tmp_path: Path):
    (tmp_path / "test_sample.py").write_text("import nothing_of_that_name")
    answer = report(tmp_path)
    assert answer.returncode == 1
    assert "nothing_of_that_name" in answer.stderr
    assert answer.stdout == ""
