"""Figures with their budgets, and how a run is kept and compared with an earlier one."""

import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

RESULTS = Path(__file__).parent / "results"
ROUNDING = 3


class Figure(NamedTuple):
    """One line of the page. A figure without a budget is only told. `note` says what was counted."""

    name: str
    value: float
    budget: float | None = None
    note: str = ""

    @property
    def over(self) -> bool:
        return self.budget is not None and self.value > self.budget


class NoRun(Exception):
    """The file holds no stored run; says why in one line."""


class Run(NamedTuple):
    """`details` are tables that explain the figures: calls, units by row, requests."""

    figures: Sequence[Figure]
    details: Mapping[str, Mapping[str, Any]]

    @property
    def over(self) -> list[Figure]:
        return [figure for figure in self.figures if figure.over]

    def kept(self, commit: str) -> dict[str, Any]:
        """What is stored of it: counts and ratios, no times of this machine."""
        values = {figure.name: round(figure.value, ROUNDING) for figure in self.figures}
        return {"commit": commit, "figures": values, **self.details}


def store(run: Run, folder: Path = RESULTS) -> Path:
    """Write the run under the name of the commit that was measured."""
    commit = measured_commit()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{commit}.json"
    path.write_text(json.dumps(run.kept(commit), ensure_ascii=False, indent=1) + "\n")
    return path


def earlier(path: Path) -> dict[str, float]:
    """The figures of a stored run, by name. Raises NoRun."""
    try:
        kept: Any = json.loads(path.read_bytes())
        return {str(name): float(value) for name, value in kept["figures"].items()}
    except OSError as error:
        raise NoRun(f"{path} cannot be read: {error.strerror}") from None
    except (ValueError, TypeError, KeyError, AttributeError):
        raise NoRun(f"{path} holds no run of `make bench`") from None


def measured_commit() -> str:
    """The commit of the work tree; `-changed` when files differ from it."""
    head = _git("rev-parse", "--short=7", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no")
    return f"{head or 'unknown'}{'-changed' if changed else ''}"


def _git(*words: str) -> str:
    told = subprocess.run(["git", *words], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return told.stdout.strip()


def worst(figures: Iterable[tuple[str, float]]) -> tuple[str, float]:
    """The name and the value of the greatest."""
    return max(figures, key=lambda one: one[1])
