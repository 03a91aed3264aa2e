"""Installs the locked wheels for a target into a folder, without what no function needs there."""

import shutil
import subprocess
import sys
from pathlib import Path

from tools.package.targets import Target

# `bin` and `share` are for a shell; the tests of a library are for those who change it.
UNNEEDED = ("bin", "share", "*/tests", "*/test")
FILES = ("*.pyi", "py.typed", "*.c", "*.h", "*.pxd", "*.pyx")


class NotInstalled(Exception):
    """uv could not install; the text is its own."""


def install(lock: Path, target: Target, into: Path) -> None:
    """Only wheels whose hash stands in the lock file. Raises NotInstalled."""
    command = [str(Path(sys.executable).with_name("uv")), "--quiet", "pip", "install", "--target", str(into)]
    command += ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--link-mode", "copy"]
    command += ["--no-compile-bytecode", "--python", sys.executable]
    if target.platform:
        command += ["--python-platform", target.platform, "--python-version", target.python]
    done = subprocess.run([*command, "-r", str(lock)], capture_output=True, text=True, check=False)
    if done.returncode:
        raise NotInstalled(done.stderr.strip())


def without_the_unneeded(folder: Path) -> None:
    """Take out what no function reads. The descriptions of packages go, too: their licences have been copied before."""
    for pattern in (*UNNEEDED, "*.dist-info"):
        for found in folder.glob(pattern):
            shutil.rmtree(found)
    for pattern in FILES:
        for found in folder.rglob(pattern):
            found.unlink()
    (folder / ".lock").unlink(missing_ok=True)  # uv's
