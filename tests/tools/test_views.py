"""Views call acts and stores: none of them reads or writes a row itself."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2] / "chalicelib"
VIEWS = sorted(path for path in ROOT.glob("*/api/**/*.py") if path.name != "__init__.py")


def calls_on_the_table(source: str) -> list[int]:
    """The lines on which a method of the table is called, as in `platform.table.get(key)`."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Attribute)
        and node.func.value.attr == "table"
    ]


def test_a_call_on_the_table_is_found():
    assert calls_on_the_table("row = call.platform.table.get(key)") == [1]
    assert calls_on_the_table("row = load_case(call.platform.table, case_id)") == []


@pytest.mark.parametrize("view", VIEWS, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_view_fetches_rows_itself(view: Path):
    assert calls_on_the_table(view.read_text("utf-8")) == []
