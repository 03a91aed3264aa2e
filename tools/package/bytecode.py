"""Compiles a folder for the version of Python that will run it, so that no cold start compiles anything.

Lambda's files cannot be written, so compiled code must be in the package. It is marked `unchecked-hash`: the
interpreter takes it without looking at the source and its time.
"""

import subprocess
import sys
from pathlib import Path

from tools import npm
from tools.package.targets import RUNNING

COMPILER = Path(__file__).parent / "compiler"
# Where Lambda unpacks the code. It stands in the compiled code, and so in tracebacks, instead of this machine's path.
PLACE = "/var/task"
TEXT = (COMPILER / "compile.py").read_text("utf-8")


class NotCompiled(Exception):
    """This machine cannot compile for that version of Python, or a file is no Python of that version."""


def compile_folder(folder: Path, python: str) -> None:
    """Compile every module of the folder for Python `python`, by this interpreter if it is one, else by one that runs
    under Node: the npm package `pyodide` is CPython. Raises NotCompiled.
    """
    if python == RUNNING:
        command = [sys.executable, "-c", f"{TEXT}\ncompile_all({str(folder)!r}, {PLACE!r}, {python!r})"]
    else:
        if reason := npm.install(COMPILER):
            raise NotCompiled(
                f"Compiling for Python {python} needs that version (make package PYTHON=python{python}, after a setup "
                f"with it) or the npm package in {COMPILER.name}, which could not be installed: {reason}"
            )
        command = [str(npm.NODE), str(COMPILER / "compile.mjs"), str(folder.resolve()), PLACE, python]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=npm.environment() | FIXED)
    if done.returncode:
        raise NotCompiled((done.stdout + done.stderr).strip()[-2000:])


# The order of a set of texts depends on it, and the order of constants in compiled code on that.
FIXED = {"PYTHONHASHSEED": "0"}
