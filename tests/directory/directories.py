"""The demonstration directory, spoilt or cut for a test, and imported into a world of its own. SYNTHETIC."""

import copy
import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from chalicelib.directory.acts.import_directory import DirectoryPlan, carry_out, plan_directory
from chalicelib.directory.model.outcome import Limit
from chalicelib.directory.store.directories import forget_directories
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.table import Table

DATA = Path(__file__).parents[2] / "local" / "data"
CITY, COUNTY, OTHER = "441700", "441781", "441704"
DOCUMENT: Mapping[str, Any] = json.loads((DATA / "directory.json").read_text("utf-8"))
ITEMS: list[dict[str, Any]] = json.loads((DATA / "items.json").read_text("utf-8"))["items"]
LIMITS = {
    item["id"]: Limit(item["statutory_limit"]["value"], item["statutory_limit"]["unit"])
    for item in ITEMS
    if item.get("statutory_limit")
}


def changed(change: Callable[[dict[str, Any]], object] = lambda _: None) -> dict[str, Any]:
    document = copy.deepcopy(dict(DOCUMENT))
    change(document)
    return document


def imported(table: Table, document: Any = DOCUMENT, division: str = CITY) -> DirectoryPlan:
    plan = plan_directory(table, division, document, LIMITS)
    for _ in carry_out(table, plan):
        pass
    forget_directories()
    return plan


def refusals(table: Table, document: Any, division: str = CITY) -> dict[str, str]:
    """The errors by pointer."""
    with pytest.raises(Invalid) as refused:
        plan_directory(table, division, document, LIMITS)
    assert refused.value.code == "directory_invalid"
    return {error.pointer: error.code for error in refused.value.errors}


def counts(plan: DirectoryPlan) -> dict[str, int]:
    kinds = [change.kind for change in plan.changes]
    return {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)}
