"""Say which of the numbered requirements are proven by which tests, from the tests' own `requirement` marks."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parent.parent / "docs" / "requirements.md"
ROW = re.compile(r"^\|\s*(R\d+)\s*\|\s*(.+?)\s*\|$", re.MULTILINE)

Claims = dict[str, list[str]]


def main(arguments: list[str] | None = None) -> int:
    """Print the table; the exit status is 1 when a mark names no known requirement or the tests cannot be collected."""
    parser = argparse.ArgumentParser(prog="make requirements", description=__doc__)
    parser.add_argument("tests", nargs="*", default=["tests"], help="folders or files to look into")
    titles = known()
    collected = collect(parser.parse_args(arguments).tests)
    if collected is None:
        return 1
    print(table(titles, collected))
    strangers = unknown(titles, collected)
    for identifier in strangers:
        print(f"unknown requirement {identifier}: {', '.join(collected[identifier])}", file=sys.stderr)
    return 1 if strangers else 0


def known(document: Path = DOCUMENT) -> dict[str, str]:
    """Requirement ids with their titles, in the document's order."""
    return dict(ROW.findall(document.read_text(encoding="utf-8")))


def collect(tests: list[str]) -> Claims | None:
    """Let pytest collect, without running, and read the marks; None when it cannot (then its reasons are printed)."""
    reader = MarkReader()
    options = ["--collect-only", "-q", "-p", "no:cacheprovider", "-o", "addopts=--import-mode=importlib"]
    with contextlib.redirect_stdout(io.StringIO()) as said:
        status = pytest.main([*options, *tests], plugins=[reader])
    if status in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        return reader.claims
    print(f"{said.getvalue()}\nThe tests cannot be collected: see above", file=sys.stderr)
    return None


class MarkReader:
    """The pytest plug-in that notes the marks of a finished collection."""

    def __init__(self) -> None:
        self.claims: Claims = {}

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        self.claims = claims(session.items)


def claims(items: Iterable[pytest.Item]) -> Claims:
    """Requirement id -> the tests that prove it, parametrised ones once; what is skipped proves nothing."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("skip") or item.get_closest_marker("xfail"):
            continue
        test = re.sub(r"[\[@].*", "", item.nodeid)
        for identifier in {str(one) for mark in item.iter_markers("requirement") for one in mark.args}:
            if test not in found[identifier]:
                found[identifier].append(test)
    return dict(found)


def unknown(titles: Mapping[str, str], collected: Claims) -> list[str]:
    """Claimed ids that the document does not have."""
    return sorted(collected.keys() - titles.keys())


def table(titles: Mapping[str, str], collected: Claims) -> str:
    """One line for each requirement, its tests indented below, the totals last."""
    lines: list[str] = []
    for identifier, title in titles.items():
        tests = collected.get(identifier, [])
        lines.append(f"{identifier:<4} {'proven' if tests else '-':<7} {title}")
        lines += [f"{'':12} {test}" for test in tests]
    proven = sum(1 for identifier in titles if identifier in collected)
    lines.append(f"\n{proven} of {len(titles)} requirements proven, {len(titles) - proven} not yet")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
