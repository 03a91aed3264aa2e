"""The demonstration directory of Yangjiang and two counties, as `yimen import directory` takes it. SYNTHETIC."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from chalicelib.catalogue.store import statutory_limits
from chalicelib.directory.acts.import_directory import carry_out, items_promised, plan_directory
from chalicelib.directory.model.outcome import Limit
from chalicelib.foundation.table import Table
from local.catalogues import DATA, read

FILE = DATA / "directory.json"


@cache
def demonstration() -> Mapping[str, Any]:
    return read(FILE)


def has_directory(division: str) -> bool:
    """Whether the demonstration tells of this division."""
    return any(region["code"] == division for region in demonstration()["regions"])


def import_demonstration(table: Table, division: str) -> int:
    """The same import as an administrator's. Answers how many records were written."""
    document = dict(demonstration())
    known = statutory_limits(table, division, items_promised(document))
    plan = plan_directory(table, division, document, {code: Limit(*limit) for code, limit in known.items()})
    return sum(1 for _ in carry_out(table, plan))
