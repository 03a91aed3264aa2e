"""What the documents say about this repository is so."""

import re
import subprocess
from argparse import _SubParsersAction  # pyright: ignore[reportPrivateUsage]
from pathlib import Path

import pytest

from cli.__main__ import make_parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
CHINESE = (ROOT / "README.zh-CN.md").read_text("utf-8")
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def folders() -> list[str]:
    """Those of the repository that hold code."""
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    tops = {line.partition("/")[0] for line in listed.splitlines() if "/" in line}
    return sorted(top for top in tops if not top.startswith(".") and top not in ("docs",))


MODULES_OF_KEYS = ("keys.py", "register_keys.py", "consultation_keys.py")


@pytest.mark.parametrize("folder", folders())
def test_every_folder_is_explained(folder: str):
    assert re.search(rf"^\|.*`{folder}/`.*\|", README, re.MULTILINE)


def test_every_room_is_in_the_plan_of_the_house():
    rooms = [path.parent.name for path in (ROOT / "chalicelib").glob("*/__init__.py")]
    assert [room for room in rooms if f"`chalicelib/{room}`" not in ARCHITECTURE] == []


def test_every_key_is_in_the_table():
    modules = (ROOT / "chalicelib" / "foundation" / name for name in MODULES_OF_KEYS)
    written = "".join(module.read_text("utf-8") for module in modules)
    kinds = set(re.findall(r'f"([A-Z]+)#', written)) | set(re.findall(r'"([A-Z]+)"', written))
    assert [kind for kind in sorted(kinds) if kind not in ARCHITECTURE] == []


def test_comments_of_pasted_commands_are_no_commands():
    """zsh reads comments of pasted lines as commands: what quotes, groups, expands or separates would do harm."""
    blocks = re.findall(r"```sh\n(.*?)```", README + CHINESE, re.DOTALL)
    lines = [line for block in blocks for line in block.splitlines()]
    comments = [line for line in lines if line.startswith("#")]
    assert len(comments) > 3
    assert [line for line in lines if re.search(r"\s#\s", line)] == []
    assert [line for line in comments if re.search(r"""['"`()\[\]{}$&|;<>*?!~\\^=]""", line)] == []
    pasted = next(block for block in blocks if "API=" in block)
    assert subprocess.run(["bash", "-n"], input=pasted, text=True, check=False).returncode == 0


def commands(readme: str) -> set[str]:
    """What the rows of the tables begin with, as `make run` or `bin/yimen repair`; options and files are told apart."""
    rows = re.findall(r"^\| `(make [a-z]+|bin/yimen [a-z-]+)", readme, re.MULTILINE)
    return set(rows)


def targets_of_make() -> set[str]:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    return {f"make {target}" for target in re.findall(r"^([a-z]+):.*## ", makefile, re.MULTILINE)} - {"make help"}


def commands_of_operators() -> set[str]:
    (choices,) = (action.choices for action in make_parser()._actions if isinstance(action, _SubParsersAction))  # pyright: ignore
    return {f"bin/yimen {name}" for name in choices}


@pytest.mark.parametrize("readme", [README, CHINESE], ids=["English", "Chinese"])
def test_both_readmes_tell_every_command(readme: str):
    told = commands(readme) | {f"make {word}" for word in re.findall(r"`make ([a-z]+)`", readme)}
    assert (targets_of_make() | commands_of_operators()) - told == set()


@pytest.mark.parametrize("document", sorted(set(re.findall(r"\]\(([\w./-]+\.md)", README)) - {"README.zh-CN.md"}))
def test_the_chinese_readme_leads_to_what_the_english_one_leads_to(document: str):
    assert f"]({document}" in CHINESE
