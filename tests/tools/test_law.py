"""The page of the law: every mark names a point that exists, and a rule without a test stands there as open."""

import ast
from pathlib import Path

from tools import law
from tools.law_points import POINTS, Point

ROOT = Path(__file__).parents[2]
SAMPLE = """
import pytest

@pytest.mark.law("15.3", "1.4")
@pytest.mark.parametrize("n", [1])
def test_proves(n): ...

@pytest.mark.skip
@pytest.mark.law("15.3")
def test_later(): ...

class TestInside:
    @pytest.mark.law("99.9")
    def test_proves_nothing_known(self): ...

def test_without(): ...
"""


def test_every_mark_names_a_point_that_exists():
    assert law.unknown(law.claims(ROOT / "tests")) == []


def test_the_23_points_of_the_compact_list_are_there_once_in_order():
    numbers = [point.number for point in POINTS]
    assert numbers[-23:] == [f"15.{number}" for number in range(1, 24)]
    assert len(set(numbers)) == len(numbers)
    assert {number.partition(".")[0] for number in numbers[:-23]} == {str(section) for section in range(8)}


def test_every_point_names_code_that_exists_or_says_what_lacks():
    assert law.missing(POINTS, ROOT) == []
    assert [point.number for point in POINTS if not point.code and not point.lacks] == []
    assert law.missing([Point("1", "a rule", ("chalicelib/nothere.py",))], ROOT) != []


def test_what_is_skipped_proves_nothing():
    assert dict(law.marked(ast.parse(SAMPLE))) == {
        "test_proves": ["15.3", "1.4"],
        "test_proves_nothing_known": ["99.9"],
    }


def test_a_mark_without_a_point_is_told_with_its_test(tmp_path: Path):
    (tmp_path / "test_sample.py").write_text(SAMPLE)
    (told,) = law.unknown(law.claims(tmp_path))
    assert "99.9" in told
    assert "test_proves_nothing_known" in told


def test_a_rule_without_a_test_is_open_and_one_with_a_test_names_it():
    rows = {line.split(" | ")[0]: line for line in law.page({"15.3": ["tests/a.py::test_b"]}).splitlines()}
    assert "`tests/a.py::test_b`" in rows["| 15.3"]
    assert "**open**" not in rows["| 15.3"]
    assert "**open**" in rows["| 15.4"]
