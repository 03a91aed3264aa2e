"""The demonstration's directory in a world: departments through time, halls, windows, the regions' own settings."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.foundation.platform import Platform
from local.directories import demonstration


def lay_out(platform: Platform, change: Callable[[dict[str, Any]], object] = lambda _: None) -> None:
    """The division's directory and those of the counties below it, as the file tells them once it is changed so."""
    document = deepcopy(dict(demonstration()))
    change(document)
    plan = plan_directory(platform.table, platform.settings.division, document)
    for _ in carry_out(platform.table, plan):
        """The next record."""
