"""The matrix has a row for every route: one without a row, and a row of no route, are told by name (`make check`)."""

from importlib import import_module

import pytest

from proofs.matrix.rows import ROWS
from tools.matrix import faults

ROUTES = import_module("app").ROUTES
SEALS = "GET /directory/seals/{seal_id}/uses"


def test_every_route_has_its_row():
    assert [*faults(ROWS, ROUTES)] == []


@pytest.mark.requirement("R1", "R91")
def test_a_route_without_a_row_is_told():
    rows = [row for row in ROWS if row.route != SEALS]
    assert [*faults(rows, ROUTES)] == [f"{SEALS}: no row in proofs/matrix/rows"]


def test_a_row_without_a_route_and_a_row_that_stands_twice_are_told():
    routes = [route for route in ROUTES if f"{route.method} {route.path}" != SEALS]
    assert f"{SEALS}: a row, and no such route" in [*faults(ROWS, routes)]
    (first, *_) = ROWS
    assert f"{first.name}: two rows" in [*faults([*ROWS, first], ROUTES)]


def test_a_sign_that_nobody_knows_and_a_person_who_is_nobody_are_told():
    row = next(row for row in ROWS if row.route == SEALS)
    others = [one for one in ROWS if one is not row]
    wrong = row._replace(told={"咦": "auditor"})
    assert [*faults([*others, wrong], ROUTES)] == [f"{SEALS}: no such sign: 咦"]
    nobody = row._replace(told={"✓": "somebody"})
    assert [*faults([*others, nobody], ROUTES)] == [f"{SEALS}: somebody is named twice, or is nobody"]
