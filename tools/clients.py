"""Generate a Python and a TypeScript client from the document that the app publishes, as docs/clients.md tells it.

They go into `build/clients`, and are made again only when the document or a generator has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from tools import npm
from tools.openapi import published

ROOT = Path(__file__).parents[1]
BUILD = ROOT / "build" / "clients"
DOCUMENT = BUILD / "openapi.json"
# The project that a user of the TypeScript client would have; its packages are installed there by `make npm`.
PROJECT = ROOT / "tests" / "clients" / "typescript"
MADE_FROM = ".made-from"


class Generator(NamedTuple):
    """How a client is made: the command, and the file that names the generator's version."""

    name: str
    command: str
    program: Path
    pinned_in: Path

    @property
    def target(self) -> Path:
        """The generated package."""
        return BUILD / self.name / "yimen"

    def arguments(self, document: str, target: str) -> list[str]:
        """The command as docs/clients.md has it, with these two paths."""
        return [part.format(document=document, target=target) for part in self.command.split()]


PYTHON = Generator(
    "python",
    "openapi-python-client generate --path {document} --meta none --output-path {target} --overwrite",
    Path(sys.executable).parent / "openapi-python-client",
    ROOT / "requirements-dev.txt",
)
TYPESCRIPT = Generator(
    "typescript",
    "openapi-ts -i {document} -o {target} --no-log-file",
    PROJECT / "node_modules" / ".bin" / "openapi-ts",
    PROJECT / "package-lock.json",
)


class GenerationFailed(Exception):
    """A generator is not installed, or could not make sense of the document; with what it said."""


def main() -> int:
    """Generate both; answer the exit status."""
    try:
        for generator in (PYTHON, TYPESCRIPT):
            print(f"{generator.name}: {generate(generator)}")
    except GenerationFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def generate(generator: Generator) -> Path:
    """Make this client unless it is there, made from the same document by the same version. Answers its folder.

    Raises GenerationFailed when the generator is not installed, or cannot make sense of the document.
    """
    if not generator.program.exists():
        raise GenerationFailed(f"{generator.program.relative_to(ROOT)} is not installed: make setup npm")
    document = json.dumps(published(), ensure_ascii=False, indent=1)
    mark = generator.target.parent / MADE_FROM
    digest = digest_of(document, generator.command, generator.pinned_in.read_text("utf-8"))
    if mark.exists() and mark.read_text("utf-8") == digest:
        return generator.target
    shutil.rmtree(generator.target.parent, ignore_errors=True)
    generator.target.parent.mkdir(parents=True)
    DOCUMENT.write_text(document, "utf-8")
    run(generator)
    mark.write_text(digest, "utf-8")
    return generator.target


def run(generator: Generator) -> None:
    """Raises GenerationFailed, also for what the generator only warns of: it has then left something out."""
    _, *arguments = generator.arguments(str(DOCUMENT), str(generator.target))
    made = called([str(generator.program), *arguments])
    told = made.stdout + made.stderr
    if made.returncode or "warning" in told.lower():
        raise GenerationFailed(f"{generator.command.partition(' ')[0]} stumbles over the document:\n{told}")


def called(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run in the folder of the TypeScript project, with Node and the programs of the environment on the path."""
    environment = npm.environment()
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)


def digest_of(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
