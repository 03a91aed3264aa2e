"""What a package is made for: processor, operating system and version of Python."""

import platform
import sys
from typing import NamedTuple

from infra.template import RUNTIME


class Target(NamedTuple):
    """`architecture` as Lambda calls it, `platform` as uv calls it (none: this machine), `python` as 3.13."""

    architecture: str
    platform: str | None
    python: str


PYTHON = RUNTIME.removeprefix("python")
TARGETS = {
    "arm64": Target("arm64", "aarch64-manylinux_2_28", PYTHON),
    "x86_64": Target("x86_64", "x86_64-manylinux_2_28", PYTHON),
}
RUNNING = f"{sys.version_info.major}.{sys.version_info.minor}"
ARCHITECTURES = {"aarch64": "arm64", "AMD64": "x86_64"}  # what a machine calls itself -> what Lambda calls it


def this_machine() -> Target:
    """For this machine and the Python that runs: with it the package is tried, and never deployed."""
    machine = platform.machine()
    return Target(ARCHITECTURES.get(machine, machine), None, RUNNING)
