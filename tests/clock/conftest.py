import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.clock import WorkCalendar

WORKED = json.loads((Path(__file__).parents[1] / "data" / "workdays.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def calendar() -> WorkCalendar:
    return WorkCalendar()


@pytest.fixture(scope="session")
def worked() -> dict[str, Any]:
    """The independently built off days 2018-2026 and worked deadlines."""
    return WORKED
