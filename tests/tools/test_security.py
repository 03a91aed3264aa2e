"""SECURITY.md names tests for each threat, and each of them exists and can be collected by its name."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / "SECURITY.md").read_text("utf-8")
ROWS = [line for line in SECURITY.partition("## Threats")[2].partition("\n## ")[0].splitlines() if "::" in line]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", "\n".join(ROWS))))


def test_every_threat_names_a_test():
    table = [
        line for line in SECURITY.partition("## Threats")[2].partition("\n## ")[0].splitlines() if line[:2] == "| "
    ]
    assert len(table) > 15
    assert [line for line in table[1:] if not re.search(r"`tests/[\w/]+\.py::\w+`", line)] == []


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_every_named_test_exists(file: str, test: str):
    written = ast.parse((ROOT / file).read_text("utf-8"))
    assert test in {node.name for node in ast.walk(written) if isinstance(node, ast.FunctionDef)}
