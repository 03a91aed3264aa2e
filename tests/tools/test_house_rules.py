"""The house rules that no linter holds: how long a file and a function may be, who reads the environment."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "chalicelib" / "foundation" / "settings.py"
FOLDERS = ("chalicelib", "cli", "infra", "local", "proofs", "tools")
SOURCES = sorted([file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")] + list(ROOT.glob("app.py")))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def reads_environment(tree: ast.AST) -> bool:
    named = {
        node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "os"
    }
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "os"
        for alias in node.names
    }
    return bool({"environ", "getenv"} & (named | imported))


def name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def test_no_file_is_longer_than_300_lines():
    lengths = {name(file): sum(1 for line in file.read_text().splitlines() if line.strip()) for file in SOURCES}
    assert {file: lines for file, lines in lengths.items() if lines > 300} == {}


def test_no_function_is_longer_than_40_lines():
    found = [(name(file), function) for file in SOURCES for function in functions(ast.parse(file.read_text()))]
    assert [f"{file}: {function.name}" for file, function in found if length(function) > 40] == []


def test_only_the_settings_read_the_environment():
    shipped = [file for file in SOURCES if file.is_relative_to(ROOT / "chalicelib") and file != SETTINGS]
    assert [name(file) for file in shipped if reads_environment(ast.parse(file.read_text()))] == []


@pytest.mark.parametrize("line", ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ"])
def test_each_way_to_the_environment_is_seen(line: str):
    assert reads_environment(ast.parse(line))
