"""The house rules that no linter holds: how long a file and a function may be, who reads the environment, and that no
city is named in code.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = ROOT / "chalicelib" / "foundation" / "settings.py"
SOURCES = sorted(
    [
        file
        for folder in ("chalicelib", "cli", "infra", "local", "proofs", "tools")
        for file in (ROOT / folder).rglob("*.py")
    ]
    + list(ROOT.glob("app.py"))
)


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


# Cities by their names in Chinese and pinyin, by telephone area and by division: all of it is data.
CITIES = re.compile(
    r"阳江|阳春|阳东|阳西|yang\W?(jiang|chun|dong|xi)\b|(?<!\d)0662(?!\d)|4417\d\d",
    re.IGNORECASE,
)
# Which division a deployment serves is a setting, and this is its default.
SERVED = {"chalicelib/foundation/settings.py": ["441700"]}


def cities_named(tree: ast.AST) -> list[str]:
    """What string literals name of a city, docstrings and parts of f-strings among them."""
    texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [found.group() for text in texts for found in CITIES.finditer(text)]


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


BROAD = {"Exception", "BaseException"}


def unreasoned(source: str) -> list[int]:
    """The lines that catch every exception and do not say why on the same line."""
    lines = source.splitlines()
    caught = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler))
    broad = (node for node in caught if node.type is None or BROAD & {*re.findall(r"\w+", ast.unparse(node.type))})
    return [node.lineno for node in broad if not re.search(r"#.* [a-z]+ [a-z]+ [a-z]+", lines[node.lineno - 1])]


def test_whoever_catches_every_exception_says_why():
    files = [*SOURCES, *(ROOT / "benchmarks").rglob("*.py")]
    found = {name(file): unreasoned(file.read_text()) for file in files}
    assert {file: lines for file, lines in found.items() if lines} == {}
    assert unreasoned("try:\n    go()\nexcept (OSError, Exception):  # noqa: BLE001\n    stop()\n") == [3]
    assert unreasoned("try:\n    go()\nexcept:\n    stop()\n") == [3]
    assert unreasoned("try:\n    go()\nexcept OSError:\n    stop()\n") == []


def test_no_city_is_named_in_code():
    shipped = [ROOT / "app.py", *(ROOT / "chalicelib").rglob("*.py")]
    named = {name(file): cities_named(ast.parse(file.read_text("utf-8"))) for file in shipped}
    assert {file: found for file, found in named.items() if found} == SERVED


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('CITY = "阳江市"', ["阳江"]),
        ('f"{organ}（阳春）"', ["阳春"]),
        ('"""cn.gov.yangjiang.yimen"""', ["yangjiang"]),
        ('"Yang Jiang"', ["Yang Jiang"]),
        ('"0662-3366555"', ["0662"]),
        ('"1.441781"', ["441781"]),
        ('"2026-06-62 10662 太阳能"', []),
        ('"某市人民政府"', []),
    ],
)
def test_each_way_to_name_a_city_is_seen(line: str, named: list[str]):
    assert cities_named(ast.parse(line)) == named


def imported(file: Path) -> set[str]:
    """The modules that a file names in its imports."""
    tree = ast.parse(file.read_text())
    found = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    return found | {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}


@pytest.mark.parametrize(
    ("folder", "others"),
    [
        ("proofs/kit", ("proofs.soak", "proofs.faults", "tests", "pytest", "moto")),
        ("proofs/soak", ("proofs.faults", "tests", "pytest", "moto")),
        ("proofs/faults", ("proofs.soak", "tests", "pytest", "moto")),
    ],
)
def test_the_proofs_share_the_kit_and_nothing_else(folder: str, others: tuple[str, ...]):
    files = list((ROOT / folder).rglob("*.py"))
    assert files
    assert [name(file) for file in files if any(module.startswith(others) for module in imported(file))] == []


@pytest.mark.parametrize("line", ["import os\nos.environ['A']", "import os\nos.getenv('A')", "from os import environ"])
def test_each_way_to_the_environment_is_seen(line: str):
    assert reads_environment(ast.parse(line))
