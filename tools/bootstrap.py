"""Create the virtual environment and install exactly what the lock files name, told in one moving line.

Runs before anything is installed: only the standard library, and only the Python that `make` found.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

ATTEMPTS = 3
PAUSE_S = 5
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*])?==", re.MULTILINE)
SEEN = re.compile(
    r"(?:Collecting|Processing|Ignoring|Requirement already satisfied:) (?:\S*/)?(\w[\w.]*(?:-[A-Za-z_]\w*)*)"
)
NETWORK = re.compile(r"Connection|Timeout|timed out|Temporary failure|Max retries|IncompleteRead|\b50[234]\b")


class SetupError(Exception):
    """What stopped the setup, in one line for the person at the terminal."""


def main(arguments: list[str]) -> int:
    """`bootstrap.py VENV LOCK...`; answers the exit status."""
    venv, *locks = map(Path, arguments)
    try:
        make_environment(venv)
        install(venv, locks)
    except SetupError as error:
        print(f"\nSetup stopped: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nSetup stopped; the next make goes on from here", file=sys.stderr)
        return 130
    return 0


def make_environment(venv: Path) -> None:
    """Create `venv`, or renew it when its Python no longer starts or is too old."""
    python = python_of(venv)
    if python.exists() and starts(python):
        return
    print(f"Creating {venv} with Python {sys.version_info.major}.{sys.version_info.minor}", flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(venv)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        name = f"python{sys.version_info.major}.{sys.version_info.minor}"
        raise SetupError(
            f"{name} cannot create a virtual environment (Debian and Ubuntu: apt install {name}-venv). "
            f"{last_line(made.stdout + made.stderr)}"
        )


def install(venv: Path, locks: list[Path]) -> None:
    """Install the locks, every file checked against its hash; only a failing network is tried again."""
    total = len({name.lower() for lock in locks for name in PINNED.findall(lock.read_text(encoding="utf-8"))})
    for attempt in range(1, ATTEMPTS + 1):
        process = start_pip(venv, locks)
        log = list(show_progress(process.stdout or [], total))
        if process.wait() == 0:
            return
        reason = error_line(log)
        if attempt == ATTEMPTS or not NETWORK.search("\n".join(log)):
            raise SetupError(reason)
        print(f"\n{reason}\nThe network failed; trying again in {PAUSE_S * attempt} s", flush=True)
        time.sleep(PAUSE_S * attempt)


def start_pip(venv: Path, locks: list[Path]) -> subprocess.Popen[str]:
    """The locks are complete, so nothing is resolved (--no-deps) and nothing else can slip in (--require-hashes)."""
    command = [str(python_of(venv)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
    command += ["--require-hashes", "--retries", "5", "--timeout", "60", "--progress-bar", "off"]
    for lock in locks:
        command += ["-r", str(lock)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def show_progress(lines: Iterable[str], total: int) -> Iterator[str]:
    """Pass pip's lines on, counting packages: one moving line on a terminal, a line for every 25 elsewhere."""
    moving = sys.stdout.isatty()
    count = 0
    for line in lines:
        yield line.rstrip()
        if found := SEEN.match(line):
            count += 1
            if moving:
                print(f"\r\033[KInstalling dependencies {count}/{total} {found[1]}", end="", flush=True)
            elif count % 25 == 0:
                print(f"Installing dependencies {count}/{total}", flush=True)
        elif line.startswith("Installing collected packages") and moving:
            print(f"\r\033[KInstalling dependencies: unpacking {count} packages", end="", flush=True)
    if moving:
        print("\r\033[K", end="", flush=True)


def starts(python: Path) -> bool:
    """Whether the environment's Python runs, is new enough and has pip."""
    probe = "import sys, pip; sys.exit(sys.version_info < (3, 11))"
    try:
        return subprocess.run([str(python), "-c", probe], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def python_of(venv: Path) -> Path:
    return venv / "bin" / "python"


def error_line(log: list[str]) -> str:
    """Pip's own reason: its first ERROR line, else the last line it wrote."""
    return next((line for line in log if line.startswith("ERROR")), last_line("\n".join(log)))


def last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
