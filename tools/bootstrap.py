"""Create the virtual environment and install exactly what the lock files name, told in one moving line.

Runs before anything is installed: only the standard library, and only the Python that `make` found.
"""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TextIO

INSTALLER = Path(__file__).parents[1] / "requirements-installer.txt"
ATTEMPTS = 3
PAUSE_S = 5
PINNED = re.compile(r"^([A-Za-z0-9][\w.-]*)(?:\[[^]]*])?==[^\s;]+(?: *; *([^\\\n]*))?", re.MULTILINE)
# Asks pip in the new environment, line by line, whether what follows the semicolon in a lock holds on this machine.
HOLD = """import sys
from pip._vendor.packaging.markers import Marker
print(*(int(Marker(each).evaluate()) for each in sys.argv[1:]))"""
SEEN = re.compile(r"(?:Collecting|Processing|Requirement already satisfied:) (?:\S*/)?(\w[\w.]*(?:-[A-Za-z_]\w*)*)")
NETWORK = re.compile(r"Connection|Timeout|timed out|Temporary failure|Max retries|IncompleteRead|\b50[234]\b")


# Settings of pip that say where packages come from -> the variable that tells uv the same.
SAID_TO_UV = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "find-links": "UV_FIND_LINKS",
    "trusted-host": "UV_INSECURE_HOST",
    "cert": "SSL_CERT_FILE",
    "proxy": "ALL_PROXY",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}
# Settings of pip that do not matter to uv. With any other setting pip itself installs.
# fmt: off
OF_PIP_ONLY = frozenset({
    "cache-dir", "no-cache-dir", "constraint", "disable-pip-version-check", "no-input", "progress-bar", "retries",
    "require-virtualenv", "root-user-action", "quiet", "verbose", "no-color", "prefer-binary", "log", "compile",
    "no-compile", "no-warn-script-location",
})
# fmt: on
SETTING = re.compile(r"^(global|install|:env:)\.([a-z-]+)=(.*)$", re.MULTILINE)
# What a person may have told uv; where packages come from is for pip's settings to say.
UV_OWN = frozenset({"UV_CACHE_DIR", "UV_NO_CACHE", "UV_LINK_MODE", "UV_CONCURRENT_DOWNLOADS", "UV_OFFLINE"})


class SetupError(Exception):
    """What stopped the setup, in one line for the person at the terminal."""


class Unreachable(SetupError):
    """The network failed in every attempt."""


def main(arguments: list[str]) -> int:
    """`bootstrap.py VENV LOCK...`; answers the exit status."""
    venv, *locks = map(Path, arguments or [""])
    missing = [str(lock) for lock in locks if not lock.is_file()]
    if missing or not arguments:
        print("usage: bootstrap.py VENV LOCK...", *(f"{lock} is not there" for lock in missing), file=sys.stderr)
        return 2
    try:
        make_environment(venv)
        if not install_with_uv(venv, locks):
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


def install_with_uv(venv: Path, locks: list[Path]) -> bool:
    """Install uv with pip, and the locks with uv, which takes a tenth of the time. False if pip has to install them.

    uv is told where pip gets packages from. It checks every file against its hash, as pip does.
    """
    environment = uv_environment(pip_settings(venv), os.environ)
    if environment is None or not get_uv(venv):
        return False
    print(f"Installing dependencies: {count(locks, python_of(venv))} packages", flush=True)
    process = start_uv(venv, locks, environment)
    log, _ = process.communicate()
    if process.returncode == 0:
        return True
    print(f"uv could not install them, pip does it now. {first_line_of_uv(log or '')}", flush=True)
    return False


def get_uv(venv: Path) -> bool:
    """Whether the locked uv is installed. There is no uv for some machines; it is never built here."""
    try:
        install(venv, [INSTALLER])
    except Unreachable:
        raise
    except SetupError as error:
        if "HASH" in str(error).upper():
            raise
        return False
    return True


def start_uv(venv: Path, locks: list[Path], environment: Mapping[str, str]) -> subprocess.Popen[str]:
    """On a terminal uv shows its own progress."""
    command = [str(venv / "bin" / "uv"), "pip", "install", "--python", str(python_of(venv)), "--no-config", "--no-deps"]
    command += ["--require-hashes", "--index-strategy", "unsafe-best-match", "--system-certs"]
    command += [word for lock in locks for word in ("-r", str(lock))]
    shown = is_screen(sys.stderr)
    stdout, stderr = (None, None) if shown else (subprocess.PIPE, subprocess.STDOUT)
    return subprocess.Popen(command, stdout=stdout, stderr=stderr, text=True, env=dict(environment))


def pip_settings(venv: Path) -> dict[str, str]:
    """Pip's settings for an installation, from its files and the environment."""
    command = [str(python_of(venv)), "-m", "pip", "config", "list", "--disable-pip-version-check"]
    told = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    rank = ["global", "install", ":env:"]
    found = sorted(SETTING.findall(told), key=lambda setting: rank.index(setting[0]))
    return {name: str(ast.literal_eval(value)) for _, name, value in found}


def uv_environment(settings: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str] | None:
    """The environment in which uv does what pip is set to do. None if pip is set to something that uv cannot do."""
    if unknown := settings.keys() - SAID_TO_UV.keys() - OF_PIP_ONLY:
        print(f"pip is set up with {', '.join(sorted(unknown))}: it installs by itself, not with uv", flush=True)
        return None
    kept = {name: value for name, value in given.items() if not name.startswith("UV_") or name in UV_OWN}
    said = {SAID_TO_UV[name]: listed(name, value) for name, value in settings.items() if name in SAID_TO_UV}
    return {"UV_HTTP_TIMEOUT": "60", **kept, **said}


def listed(name: str, value: str) -> str:
    """Pip separates several values by white space; uv wants a comma between places with links."""
    return ("," if name == "find-links" else " ").join(value.split())


def count(locks: list[Path], python: Path) -> int:
    """How many packages the locks name for this machine: what uv says that it installs, without uv itself."""
    pinned = {found for lock in locks for found in PINNED.findall(lock.read_text(encoding="utf-8"))}
    others = unfit({marker.strip() for _, marker in pinned if marker}, python)
    return len({name.lower() for name, marker in pinned if marker.strip() not in others})


def unfit(markers: set[str], python: Path) -> set[str]:
    """Those that do not hold here. Nothing if this pip cannot tell: then the number is a few too high."""
    asked = sorted(markers)
    if not asked:
        return set()
    told = subprocess.run([str(python), "-c", HOLD, *asked], capture_output=True, text=True, check=False).stdout.split()
    return {marker for marker, holds in zip(asked, told, strict=False) if holds == "0"}


def install(venv: Path, locks: list[Path]) -> None:
    """Install the locks, every file checked against its hash; only a failing network is tried again."""
    total = count(locks, python_of(venv))
    for attempt in range(1, ATTEMPTS + 1):
        process = start_pip(venv, locks)
        log = list(show_progress(process.stdout or [], total))
        if process.wait() == 0:
            return
        reason = error_line(log)
        if not NETWORK.search("\n".join(log)):
            raise SetupError(reason)
        if attempt == ATTEMPTS:
            raise Unreachable(f"no package index answers. {reason}")
        print(f"\n{reason}\nThe network failed; trying again in {PAUSE_S * attempt} s", flush=True)
        time.sleep(PAUSE_S * attempt)


def start_pip(venv: Path, locks: list[Path]) -> subprocess.Popen[str]:
    """The locks are complete, so nothing is resolved (--no-deps) and nothing else can slip in (--require-hashes)."""
    command = [str(python_of(venv)), "-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--no-deps"]
    if locks == [INSTALLER]:
        command += ["--only-binary", ":all:"]
    command += ["--require-hashes", "--retries", "5", "--timeout", "60", "--progress-bar", "off"]
    for lock in locks:
        command += ["-r", str(lock)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def show_progress(lines: Iterable[str], total: int) -> Iterator[str]:
    """Pass pip's lines on, counting packages: one moving line on a terminal, a line for every 25 elsewhere."""
    moving = is_screen(sys.stdout)
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


def is_screen(stream: TextIO) -> bool:
    """Whether lines may move there. With NO_COLOR a terminal gets plain lines, without any escape code."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


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


def first_line_of_uv(log: str) -> str:
    """What went wrong; why follows in further lines. On a terminal uv has shown it itself."""
    lines = [line.strip() for line in log.splitlines() if line.strip()]
    return next((line for line in lines if line.startswith(("error", "\N{MULTIPLICATION SIGN}"))), "")


def last_line(text: str) -> str:
    return text.strip().rpartition("\n")[2]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
