"""Every front door answers a wrong argument with a sentence and a status, never with a traceback."""

import importlib
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest

from chalicelib.foundation.settings import PREFIX, REQUIRED_BY_OPERATORS, variable
from tests.foundation.test_settings import DEPLOYED

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
OPERATE = (ROOT / "docs" / "operate.md").read_text("utf-8")
OPERATORS = {name: value for name, value in DEPLOYED.items() if name.startswith(PREFIX)} | {
    "YIMEN_AWS_REGION": "ap-southeast-1"
}
# What is asked wrongly of each module that a target of make runs: words, and a part of the answer. FOLDER has the files
# of `folder`.
WRONG = [
    ("local", "--port 99999", "端口应为"),
    ("local.demo", "--workdays -1", "工作日数应为"),
    ("local.demo", "--item YM-P05", "可演示的事项为"),
    ("local.demo", "--parameter Division=441781", "须与 --package 合用"),
    ("local.demo", "--package FOLDER", "中没有 template.json"),
    ("tools.package", "--stage Prod", "not 'Prod'"),
    ("tools.package", "--into FOLDER/cut.json", "is no folder"),
    ("tools.package", "--into FOLDER", "FOLDER"),
    ("tools.package", "--rare-font FOLDER/cut.json", "is not the font HanaMinB.ttf"),
    ("tools.npm", "", "usage"),
    ("tools.npm", "FOLDER/nothere", "usage"),
    ("tools.bootstrap", "", "usage"),
    ("tools.bootstrap", "FOLDER/environment nothere.txt", "nothere.txt"),
    ("tools.requirements", "--nothere", "unrecognized"),
    ("tools.acts", "--chek", "--chek"),
    ("tools.policies", "--chek", "--chek"),
    ("tools.matrix", "--chek", "--chek"),
    ("tools.law", "--chek", "--chek"),
    ("tools.errors", "--chek", "--chek"),
    ("tools.pages", "--chek", "--chek"),
    ("tools.package.licences", "--chek", "--chek"),
    ("tools.examples", "--chek", "--chek"),
    ("tools.played", "--chek", "--chek"),
    ("benchmarks.scale", "--chek", "--chek"),
    ("benchmarks", "--against FOLDER/nothere.json", "No such file"),
    ("benchmarks", "--against FOLDER", "cannot be read"),
    ("benchmarks", "--against FOLDER/cut.json", "no run"),
    ("benchmarks", "--against FOLDER/list.json", "no run"),
    ("benchmarks.load", "--clients 0", "from 1 on"),
    ("proofs.faults", "--every 0", "from 1 on"),
    ("proofs.faults", "--processes 0", "from 1 on"),
    ("proofs.soak", "--cases -1", "from 0 on"),
    ("proofs.joint", "--runs x", "--runs"),
    ("infra.template", "", "required: stage"),
    ("infra.template", "Prod", "not 'Prod'"),
    ("infra.template", "a-stage-of-more-than-20-letters", "a stage is called like"),
]
# These take no argument, or are asked with one further below.
WITHOUT = {
    "tools.audit",
    "tools.clients",
    "tools.documents",
    "tools.openapi",
    "tools.statemachines",
    "tools.stories",
    "tools.template",
}
# The local stack's own process handles signals before it reads arguments.
STARTS = {"local": "local.run", "local.demo": "local.demo.command"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "cut.json").write_text('{"figures": {')
    (tmp_path / "list.json").write_text("[1]")
    return tmp_path


def module_of(name: str) -> ModuleType:
    package = (ROOT / Path(*name.split("."))).is_dir()
    return importlib.import_module(STARTS.get(name) or (f"{name}.__main__" if package else name))


def asked(name: str, words: list[str]) -> int:
    """The exit status."""
    main = cast("Callable[..., int]", module_of(name).main)
    try:
        return main(words) if name != "local" else main(cast(Any, None), words)
    except SystemExit as ended:
        return int(ended.code or 0)


@pytest.mark.parametrize(("name", "words", "said"), WRONG, ids=[f"{name} {words}" for name, words, _ in WRONG])
def test_a_wrong_argument_is_a_sentence(
    name: str, words: str, said: str, folder: Path, capsys: pytest.CaptureFixture[str]
):
    assert asked(name, words.replace("FOLDER", str(folder)).split()) in (1, 2)
    told = capsys.readouterr()
    assert said.replace("FOLDER", str(folder)) in told.err + told.out


def test_every_module_behind_make_is_asked():
    behind = set(re.findall(r"python -m ([a-z_.]+)", MAKEFILE)) - {"pytest"}
    assert behind - {name for name, _, _ in WRONG} - WITHOUT == set()


# ----------------------------------------------------------------------------------------------- the operators' command
def yimen(command: Path, *words: str, of: Path = ROOT, **variables: str) -> subprocess.CompletedProcess[str]:
    """Called from the folder `of`, with the variables of no deployment but those given."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith((PREFIX, "AWS_", "PYTHONPATH"))}
    return subprocess.run(
        [str(command), *words],
        cwd=of,
        env=bare | variables,
        capture_output=True,
        text=True,
        input="",
        timeout=60,
        check=False,
    )


def test_files_are_those_of_the_callers_folder_also_through_a_link(folder: Path):
    for name, target in (("yimen", ROOT / "bin" / "yimen"), ("again", Path("yimen"))):
        (folder / name).symlink_to(target)
    (folder / "json.py").write_text("raise SystemExit('a file of the caller was taken for a module')")
    answered = yimen(folder / "again", "import", "catalogue", "cut.json", of=folder, **OPERATORS)
    assert (answered.returncode, answered.stderr) == (2, "")
    assert answered.stdout.startswith("cut.json：不是有效的 JSON：第 1 行")


def test_progress_is_kept_in_the_callers_folder(folder: Path):
    answered = yimen(ROOT / "bin" / "yimen", "repair", "--all", "--resume", "cut.json", of=folder, **OPERATORS)
    assert (answered.returncode, answered.stderr) == (2, "进度文件 cut.json 无法读取，请换一个文件，从头开始\n")


def test_a_token_is_judged_by_no_developers_settings():
    named = {name: OPERATORS[name] for name in ("YIMEN_STAGE", "YIMEN_ACCOUNT", "YIMEN_DIVISION")}
    answered = yimen(ROOT / "bin" / "yimen", "token", "check", of=ROOT, **named)
    assert (answered.returncode, answered.stdout) == (2, "")
    for name in ("YIMEN_ISSUER", "YIMEN_AUDIENCE", "YIMEN_JWKS_URL"):
        assert name in answered.stderr


def test_who_makes_the_issuer_checks_tokens_with_three_settings():
    named = {name: OPERATORS[name] for name in ("YIMEN_ISSUER", "YIMEN_AUDIENCE", "YIMEN_JWKS_URL")}
    answered = yimen(ROOT / "bin" / "yimen", "token", "check", of=ROOT, **named)
    assert (answered.returncode, answered.stderr) == (1, "")
    assert "token_malformed" in answered.stdout


def test_what_operators_must_set_stands_in_their_page():
    step = next(line for line in OPERATE.splitlines() if "Set the operator's environment" in line)
    named = set(re.findall(rf"`({PREFIX}[A-Z_]+)`", step))
    assert named == {variable(name) for name in REQUIRED_BY_OPERATORS}
    assert named == OPERATORS.keys() - {"YIMEN_CORS_ORIGINS"}
