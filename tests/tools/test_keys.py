"""Keys are spelt out in three modules of foundation only: these are the list of access patterns."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "chalicelib"
KEYS = tuple(CODE / "foundation" / f"{name}.py" for name in ("keys", "register_keys", "consultation_keys"))
TAKES_APART = {"startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition", "split", "rsplit"}
OF_KEYS = re.compile(r"(\w+_)?(pk|sk)|prefix|between")


def texts(tree: ast.AST) -> Iterator[ast.Constant]:
    """Every text, also the parts of f-strings, but no docstring."""
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def spelt() -> tuple[tuple[str, ...], frozenset[str]]:
    """From these modules: the words with which keys begin, each with its `#`, and those that are a whole sort key."""
    found = {str(node.value) for module in KEYS for node in texts(ast.parse(module.read_text("utf-8")))}
    words = frozenset(text for text in found if re.fullmatch(r"[A-Z]+", text))
    prefixes = {text.partition("#")[0] for text in found if re.match(r"[A-Z]+#", text)} | words
    return tuple(f"{word}#" for word in prefixes), words


PREFIXES, WORDS = spelt()


def literals(source: str) -> list[str]:
    """What in this source is, builds or takes apart a key without these modules, as `line: why`."""
    tree = ast.parse(source)
    found = [
        f"{node.lineno}: the key {node.value!r}"
        for node in texts(tree)
        if node.value in WORDS or str(node.value).startswith(PREFIXES)
    ]
    return [*found, *(f"{line}: {why}" for line, why in _built(tree))]


def _built(tree: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        match node:
            case ast.Dict():
                for name, value in zip(node.keys, node.values, strict=True):
                    if isinstance(name, ast.Constant) and OF_KEYS.fullmatch(str(name.value)) and _is_text(value):
                        yield value.lineno, f"{name.value!r} is built here"
            case ast.keyword(arg=str(name), value=value) if OF_KEYS.fullmatch(name) and _is_text(value):
                yield value.lineno, f"{name}= is built here"
            case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(name)))], value=value) if (
                OF_KEYS.fullmatch(name) and _is_text(value)
            ):
                yield value.lineno, f"{name!r} is built here"
            case ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(text)), *_]) if (
                method in TAKES_APART and "#" in text
            ):
                yield node.lineno, f"a key is taken apart by {method}({text!r})"
            case _:
                continue


def _is_text(node: ast.expr) -> bool:
    """A text, or a range of texts; `{"S": value}` of DynamoDB's own writing is neither."""
    parts = node.elts if isinstance(node, ast.Tuple) else [node]
    return any(
        isinstance(part, ast.JoinedStr) or (isinstance(part, ast.Constant) and part.value not in ("", None))
        for part in parts
    )


MODULES = sorted(path for path in CODE.rglob("*.py") if path not in KEYS)


def test_no_other_module_spells_out_a_key():
    wrong = {str(path.relative_to(CODE)): found for path in MODULES if (found := literals(path.read_text("utf-8")))}
    assert wrong == {}


def test_the_keys_are_found():
    assert {"CASE#", "FLOW#", "OUTBOX#", "ITEM#", "PENDING#"} <= set(PREFIXES)
    assert {"META", "FORM", "CURRENT", "RECORD"} <= WORDS


@pytest.mark.parametrize(
    "source",
    [
        'items["META"]',
        'table.query_all(pk, prefix="EVENT#")',
        'Key(f"CASE#{case_id}", sk)',
        'sk.startswith("MATERIAL#")',
        'check(key, when, label="META")',
        'item["counter_sk"] = f"{due}#{identifier}"',
        'row = {"pending_sk": f"{written}#{owner}"}',
        'table.query(pk, between=("2000", until))',
        'partition.rpartition("#")[2]',
    ],
)
def test_a_key_spelt_out_elsewhere_is_found(source: str):
    assert literals(source)


@pytest.mark.parametrize(
    "source",
    [
        '"""A row lies in its case (`CASE#id`)."""',
        "table.query(keys.case(case_id), prefix=keys.EVENT, between=keys.STATE)",
        'item["counter_sk"] = keys.by_due_day(day, case.id)',
        'url.partition("?")',
    ],
)
def test_what_comes_from_the_list_is_no_fault(source: str):
    assert literals(source) == []
