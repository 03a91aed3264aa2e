"""What is left of an event's data for who is not told of some lines of the checklist."""

from typing import Any

import pytest

from chalicelib.cases.model.event_lines import without_lines

UNTOLD = frozenset({"04", "06"})


@pytest.mark.parametrize(
    ("data", "left"),
    [
        ({"lines": ["01", "04"], "fields": ["/answers/x"]}, {"lines": ["01"], "fields": ["/answers/x"]}),
        (
            {"files": [{"line": "01", "file": "a"}, {"line": "06", "file": "b"}]},
            {"files": [{"line": "01", "file": "a"}]},
        ),
        ({"papers": [{"line": "04", "pages": 1}], "number": "04"}, {"papers": [], "number": "04"}),
        # One event for each file: if only those of other lines were named, the silence would tell.
        ({"line": "01", "file": "a"}, {"line": "***", "file": "a"}),
        ({"line": "06", "file": "b"}, {"line": "***", "file": "b"}),
        # Lines of a fee order, and whatever else an act may write there.
        ({"lines": [{"name": "占用费", "fen": 100}, 4, None, ["04"]], "files": [{"line": ["04"]}]}, None),
        ({"second": False, "clocks": {"promised": {"due": "2026-01-05"}}}, None),
    ],
)
def test_entries_of_untold_lines_are_left_out(data: dict[str, Any], left: dict[str, Any] | None):
    assert without_lines(data, UNTOLD) == (data if left is None else left)
    assert without_lines(data, frozenset()) == data
