"""Runs in the Python that compiles, which may be another one than that of the packaging."""

import compileall
import sys
from importlib.util import MAGIC_NUMBER
from py_compile import PycInvalidationMode

MAGIC = {"3.11": 3495, "3.12": 3531, "3.13": 3571, "3.14": 3627}  # the mark of compiled code of each version


def compile_all(folder: str, place: str, python: str) -> None:
    """Every module of the folder, known as lying in `place`. Exits with 1 when a file cannot be compiled, or when this
    is not the Python that was meant.
    """
    magic = int.from_bytes(MAGIC_NUMBER[:2], "little")
    if magic != MAGIC.get(python, magic) or python != f"{sys.version_info.major}.{sys.version_info.minor}":
        sys.exit(f"this is Python {sys.version}, not {python}")
    done = compileall.compile_dir(
        folder, ddir=place, force=True, quiet=1, invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
    )
    if not done:
        sys.exit("a file could not be compiled")
