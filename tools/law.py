"""docs/law.md, made from `tools/law_points.py` and the marks of the tests: rule -> code -> test.

`python -m tools.law` writes it, `python -m tools.law --check` fails where it is not what the marks say, where a mark
names no point, or where a point names code that does not exist.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from tools.law_points import POINTS, Point
from tools.made_files import takes_check, write_or_compare

PAGE, TESTS = Path("docs/law.md"), Path("tests")
HEAD = """# The law, rule by rule

Made from `tools/law_points.py` and the tests' marks by `make fmt`; do not change it by hand.

Each row is a rule that a system of cases has to compute, the code that does it, and the tests that prove it
(`@pytest.mark.law("15.3")`). Rows 15.1 to 15.23 are the compact list of rules; those before it go by article.
A rule without a test is **open**. The last column says what of the rule is not built.

"""
TABLE = "| point | rule | code | tests | what lacks |\n|---|---|---|---|---|\n"

Claims = Mapping[str, list[str]]


@takes_check
def main(arguments: Sequence[str]) -> int:
    claimed = claims(TESTS)
    wrong = [*unknown(claimed), *missing(POINTS, Path())]
    for sentence in wrong:
        print(sentence, file=sys.stderr)
    if wrong:
        return 1
    proven = sum(point.number in claimed for point in POINTS)
    same = f"law: {proven} of {len(POINTS)} points proven, {PAGE} says the same"
    return write_or_compare({PAGE: page(claimed)}, arguments, same)


def page(claimed: Claims) -> str:
    proven = [point for point in POINTS if point.number in claimed]
    total = f"\n{len(proven)} of {len(POINTS)} points have a test, {len(POINTS) - len(proven)} are open.\n"
    return HEAD + TABLE + "".join(_row(point, claimed.get(point.number, [])) for point in POINTS) + total


def _row(point: Point, tests: list[str]) -> str:
    code = "<br>".join(f"`{path}`" for path in point.code)
    named = "<br>".join(f"`{test}`" for test in tests) or "**open**"
    return f"| {point.number} | {point.rule} | {code} | {named} | {point.lacks} |\n"


def claims(tests: Path) -> dict[str, list[str]]:
    """Point -> the tests that are marked with it, by file and name. Read from the source: nothing is imported."""
    found: dict[str, list[str]] = {}
    for file in sorted(tests.rglob("test_*.py")):
        text = file.read_text("utf-8")
        if "mark.law(" not in text:
            continue
        for name, numbers in marked(ast.parse(text)):
            for number in numbers:
                found.setdefault(number, []).append(f"{file.as_posix()}::{name}")
    return found


def marked(tree: ast.Module) -> Iterator[tuple[str, list[str]]]:
    """Each test with the points of its marks; one that is skipped or expected to fail proves nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test"):
            calls = [mark for mark in map(_mark, node.decorator_list) if mark]
            numbers = [number for name, given in calls if name == "law" for number in given]
            if numbers and not {"skip", "xfail"} & {name for name, _ in calls}:
                yield node.name, numbers


def _mark(decorator: ast.expr) -> tuple[str, list[str]] | None:
    """The name of a `pytest.mark` and the texts that it is given."""
    call = decorator if isinstance(decorator, ast.Call) else None
    named = call.func if call else decorator
    if not (isinstance(named, ast.Attribute) and ast.unparse(named.value) == "pytest.mark"):
        return None
    return named.attr, [str(one.value) for one in (call.args if call else []) if isinstance(one, ast.Constant)]


def unknown(claimed: Claims) -> list[str]:
    known = {point.number for point in POINTS}
    return [
        f"no point {number} in tools/law_points.py: {', '.join(tests)}"
        for number, tests in sorted(claimed.items())
        if number not in known
    ]


def missing(points: Iterable[Point], root: Path) -> list[str]:
    return [f"point {p.number}: there is no {path}" for p in points for path in p.code if not (root / path).exists()]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
