"""What the tool of the matrix refuses: routes, roles and rows that do not belong together."""

import pytest

import app
from proofs.matrix import people
from proofs.matrix.row import NOTHING, Row
from proofs.matrix.rows import ROWS
from tools import matrix


def told(rows: tuple[Row, ...]) -> list[str]:
    return [*matrix.faults(rows, app.ROUTES)]


def test_the_rows_and_the_routes_belong_together():
    assert told(ROWS) == []


def test_a_route_without_a_row_and_a_row_without_a_route_are_named():
    gone = tuple(row for row in ROWS if row.route != "GET /cases")
    assert told(gone) == ["GET /cases: no row in proofs/matrix/rows"]
    more = (*ROWS, Row("GET /nowhere", NOTHING))
    assert told(more) == ["GET /nowhere: a row, and no such route"]


def test_a_row_that_says_two_things_is_named():
    assert told((*ROWS, ROWS[0])) == [f"{ROWS[0].name}: two rows"]
    twice = Row("GET /notices", {"✓": "clerk", "✗": "clerk"}, state="两次")
    assert told((*ROWS, twice)) == ["GET /notices [两次]: clerk is named twice, or is nobody"]
    strange = Row("GET /notices", {"？": "clerk"}, state="未知")
    assert told((*ROWS, strange)) == ["GET /notices [未知]: no such sign: ？"]


def test_a_role_without_a_column_is_named(monkeypatch: pytest.MonkeyPatch):
    known = tuple(person for person in people.PEOPLE if not person.name.startswith("guide"))
    monkeypatch.setattr(matrix, "PEOPLE", known)
    assert told(ROWS)[0] == "role guide: no column in proofs/matrix/people.py"


def test_who_has_left_a_post_with_the_permission_is_told_that_and_nothing_else():
    row = Row("GET /cases", {"①": "clerk", "无": "leader"}, plants={"①": "submitted"})
    expected = row.expected()
    assert [expected[name] for name in ("clerk_left", "leader_left", "issuer_left")] == ["册", "册", "✗"]
