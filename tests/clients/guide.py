"""Follows docs/clients.md in an empty folder: its commands as they stand, then its example.

What the page installs is there already, in the same versions (`tests/tools/test_clients.py`), so that no test asks the
network: `npm install`, `pip install` and the making of the environment are passed over, and links stand in their place.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from tests.clients.programs import GUIDE, PATIENCE, example
from tools.clients import PROJECT
from tools.npm import NODE, NPM
from tools.openapi import published

INSTALLING = re.compile(r"^(?:npm install|pip install|python3 -m venv) .*\n", re.MULTILINE)
BASE, TOKEN = "http://127.0.0.1:8000", "令牌"


class Section(NamedTuple):
    """A language of the page: its heading, the file of its example, and how that is run if no command of it does."""

    heading: str
    language: str
    example: str
    run: str = ""


IN_PYTHON = Section("Python", "python", "example.py", run="python example.py\n")
IN_TYPESCRIPT = Section("TypeScript", "ts", "example.ts")


def commands(section: Section) -> str:
    """Every shell command of this section, but for those that install."""
    (text,) = re.findall(rf"^## {section.heading}\n(.*?)^## ", GUIDE, re.MULTILINE | re.DOTALL)
    told = "".join(re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL))
    rest, passed_over = INSTALLING.subn("", told)
    assert passed_over, f"{section.heading}: the page installs nothing"
    return rest + section.run


def followed(section: Section, folder: Path, url: str, token: str) -> subprocess.CompletedProcess[str]:
    """What the commands say, run with what a stranger's shell has. They end at the first that fails."""
    (folder / "openapi.json").write_text(json.dumps(published(), ensure_ascii=False), "utf-8")
    (folder / section.example).write_text(pointed(example(section.language), url, token), "utf-8")
    (folder / "package.json").write_text("{}")  # as `npm install` leaves one: without a type
    (folder / "node_modules").symlink_to(PROJECT / "node_modules")
    (folder / "venv").symlink_to(sys.prefix)
    environment = {"PATH": f"{programs(folder)}:{os.defpath}", "HOME": str(folder), "npm_config_offline": "true"}
    return subprocess.run(
        ["bash", "-e"],
        input=commands(section),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def pointed(text: str, url: str, token: str) -> str:
    """The example with the address and the token of this stack."""
    assert text.count(BASE) == text.count(TOKEN) == 1
    return text.replace(BASE, url).replace(TOKEN, token)


def programs(folder: Path) -> Path:
    """A folder with node, npm and npx, as an installed Node brings them."""
    made = folder / "programs"
    made.mkdir()
    (made / "node").symlink_to(NODE)
    for name in ("npm", "npx"):
        program = made / name
        program.write_text(f'#!/bin/sh\nexec "{NODE}" "{NPM.with_name(f"{name}-cli.js")}" "$@"\n')
        program.chmod(0o755)
    return made
