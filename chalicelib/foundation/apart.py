"""Runs a module in a process of its own, for what a stranger has sent.

Whatever the bytes do to that process, it knows no credentials, and it ends in time.
"""

import subprocess  # nosec B404
import sys
from pathlib import Path

from chalicelib.foundation.settings import bare_environment

ROOT = Path(__file__).parents[2]


def run_apart(module: str, given: bytes, *, seconds: float) -> bytes | None:
    """What `module` has written, with `given` as its input. None when it has failed, or not ended in time."""
    try:
        done = subprocess.run(  # noqa: S603 - no part of it is from outside  # nosec B603
            [sys.executable, "-m", module],
            input=given,
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env=bare_environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        return None
    return done.stdout if done.returncode == 0 and done.stdout else None
