"""The demonstration's directory in a world: departments through time, halls, windows, the regions' own settings."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.model.organs import Body
from chalicelib.directory.store.directories import keep_part
from chalicelib.directory.store.version import moved
from chalicelib.foundation.platform import Platform
from local.directories import demonstration


def lay_out(platform: Platform, change: Callable[[dict[str, Any]], object] = lambda _: None) -> None:
    """The division's directory and those of the counties below it, as the file tells them once it is changed so."""
    document = deepcopy(dict(demonstration()))
    change(document)
    plan = plan_directory(platform.table, platform.settings.division, document)
    for _ in carry_out(platform.table, plan):
        """The next record."""


def name_superiors(platform: Platform) -> None:
    """The organs above alone, to which departments report."""
    name_bodies(platform, "superior")


def name_bodies(platform: Platform, role: str) -> None:
    """The bodies of this role in the register of the demonstration."""
    division = platform.settings.division
    bodies = [Body.model_validate(one) for one in demonstration()["bodies"] if one["role"] == role]
    kept = [keep_part(division, "bodies", body.id, body.name, body) for body in bodies]
    platform.table.write(*kept, moved(division))
