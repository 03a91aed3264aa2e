"""What an import may record of letters: numbers of receipts as the route takes them, days past, known revokers."""

from typing import Any

import pytest

from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.store.kept import Change
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.table import Table
from tests.directory.register_api import LETTERS, Ask, ask, begun, world
from tests.directory.registers import CITY, NOON, demonstration

__all__ = ["ask", "begun", "world"]
BY = Change("import", NOON, "u-admin", "administrator", {})
TAKEN = "阳政数备〔2025〕委030号(演示)"


def letter(**changes: Any) -> dict[str, Any]:
    """A new letter that is like LA-food-1, with a number of its own."""
    (like,) = [one for one in demonstration()["letters_accept"] if one["id"] == "LA-food-1"]
    new = {"id": "LA-X1", "number": "示市监委〔2026〕91号", "filing": {"number": "示备91号", "filed_on": "2026-11-20"}}
    return {**like, **new, **changes}


def imported(table: Table, *letters: dict[str, Any]) -> None:
    for _ in carry_out(table, plan_directory(table, CITY, {"letters_accept": [*letters]}, logged=BY)):
        pass


def refusals(table: Table, *letters: dict[str, Any]) -> list[tuple[str, str]]:
    with pytest.raises(Invalid) as refused:
        imported(table, *letters)
    return [(error.pointer.removeprefix("/letters_accept"), error.code) for error in refused.value.errors]


@pytest.mark.requirement("R90")
def test_the_number_of_an_imported_filing_is_taken_for_the_route(ask: Ask, table: Table):
    imported(table, letter(filing=None), letter(id="LA-X2", number="示市监委〔2026〕92号"))
    status, problem = ask("supervisor", f"{LETTERS}/LA-X1/filing", {"number": "示备91号"})
    assert (status, problem["code"]) == (409, "receipt_number_used")
    assert ask("supervisor", f"{LETTERS}/LA-X1/filing", {"number": "示备93号"}, key="key-00002")[0] == 200


@pytest.mark.requirement("R90")
def test_a_number_that_a_filing_has_is_refused_by_row(ask: Ask, table: Table):
    used = {"number": TAKEN, "filed_on": "2026-11-20"}
    assert refusals(table, letter(filing=used)) == [("/0/filing/number", "receipt_number_used")]
    second = letter(id="LA-X2", number="示市监委〔2026〕92号")
    assert refusals(table, letter(), second) == [("/1/filing/number", "receipt_number_used")]
    imported(table, letter(filing=None))
    ask("supervisor", f"{LETTERS}/LA-X1/filing", {"number": "示备93号"})
    by_route = {"number": "示备93号", "filed_on": "2026-11-20"}
    assert refusals(table, {**second, "filing": by_route}) == [("/0/filing/number", "receipt_number_used")]


@pytest.mark.requirement("R90")
def test_a_filing_that_is_told_later_takes_its_number_once(begun: Any, table: Table):
    imported(table, letter(filing=None))
    imported(table, letter())
    row = table.get(register_keys.receipt_number(CITY, "示备91号"))
    assert row
    assert row["of"] == "LA-X1"
    assert not plan_directory(table, CITY, {"letters_accept": [letter()]}, logged=BY).pending
    other = {"number": "示备94号", "filed_on": "2026-11-20"}
    assert refusals(table, letter(filing=other)) == [("/0/filing", "already_filed")]


@pytest.mark.requirement("R57", "R90")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"signed_on": "2026-12-24", "from": "2026-12-24", "filing": None, "published_on": None},
         ("/0/signed_on", "day_in_the_future")),
        ({"filing": {"number": "示备91号", "filed_on": "2026-12-25"}}, ("/0/filing/filed_on", "day_in_the_future")),
        ({"revoked": {"at": "2026-11-20T00:00:00+08:00", "by": "NOBODY", "reason": "收回"}},
         ("/0/revoked/by", "revoker_unknown")),
        ({"revoked": {"at": "2026-11-20T00:00:00+08:00", "by": "H-hrss", "reason": "收回"}},
         ("/0/revoked/by", "revoker_of_other_department")),
    ],
)  # fmt: skip
def test_what_no_route_would_record_is_refused_by_row(table: Table, changes: dict[str, Any], found: tuple[str, str]):
    assert refusals(table, letter(**changes)) == [found]


def test_a_revocation_of_a_day_to_come_by_a_leader_is_taken(table: Table):
    imported(table, letter(revoked={"at": "2026-12-20T00:00:00+08:00", "by": "H-food", "reason": "届时收回"}))
