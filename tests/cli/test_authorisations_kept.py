"""An authorisation is kept for its term and as long as the cases that rest on it; then it names nobody."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from chalicelib.cases.store.records import load_case
from chalicelib.consents.acts.decline_authorisation import decline_authorisation
from chalicelib.consents.api import authorisations as api
from chalicelib.consents.model.retention import BASIS, YEARS, ended_on, is_over, kept_until
from chalicelib.consents.store import authorisations
from chalicelib.foundation import keys
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.writes import put
from chalicelib.http.cursors import Paging
from chalicelib.http.routes import Call
from chalicelib.operations.acts.retention.authorisations import due_authorisation, erase_authorisation
from proofs.kit.hall import Hall
from tests.cli.conftest import Run
from tests.consents.parties import (
    AGENT,
    PRINCIPAL,
    accepted,
    given,
    revoked,
    submitted_by_agent,
    under,
)

NAMES = ("林示例", "黄示例", "44170219900307801X", "441702199506120021")


def asked(hall: Hall, who: str, query: Any = None) -> Any:
    return Call(hall.platform, None, query, "", "", "r-kept", known=hall.caller(who))


def years_pass(hall: Hall, years: int) -> None:
    for clock in (hall.clock, hall.wall):
        at = clock.at
        clock.move_to(at.replace(year=at.year + years) + timedelta(days=1))


def row_of(hall: Hall, authorisation: str) -> dict[str, Any]:
    row = hall.platform.table.get(keys.authorisation(authorisation))
    assert row is not None
    return dict(row)


def everything(hall: Hall, authorisation: str) -> str:
    return json.dumps([row_of(hall, authorisation)], ensure_ascii=False, default=str)


@pytest.mark.parametrize("ended", ["revoked", "expired", "declined"])
def test_the_term_runs_from_the_end(hall: Hall, ended: str):
    number = given(hall) if ended == "declined" else accepted(hall)
    if ended == "revoked":
        revoked(hall, number)
    if ended == "declined":
        decline_authorisation(hall.platform, hall.caller(AGENT), number)
    found = authorisations.load(hall.platform.table, number)
    assert found is not None
    end = date(2027, 11, 22) if ended == "expired" else date(2026, 11, 24)
    assert ended_on(found) == end
    assert kept_until(found) == end.replace(year=end.year + YEARS)
    assert not is_over(found, kept_until(found))
    assert is_over(found, kept_until(found) + timedelta(days=1))


def test_both_sides_read_until_when_it_is_kept_and_why(hall: Hall):
    number = accepted(hall)
    for who in (PRINCIPAL, AGENT):
        told: Any = api.read_authorisation(asked(hall, who), number).body
        assert (told.kept_until, told.kept_basis) == (date(2030, 11, 22), BASIS)
        assert "民法典第一百八十八条" in told.kept_basis


def test_what_is_over_names_nobody_any_more_and_is_in_no_list(hall: Hall, run: Run):
    number, kept = accepted(hall), accepted(hall)
    revoked(hall, number)
    years_pass(hall, YEARS)
    before = [event.hash for event in authorisations.events(hall.platform.table, number)]
    assert any(name in everything(hall, number) for name in NAMES)
    code, out = run("retention")
    assert (code, "共检查委托 2 份，保管期限已满 1 份" in out, number in out) == (0, True, True)
    assert any(name in everything(hall, number) for name in NAMES)  # it was only told
    code, out = run("retention", "--erase", "--yes")
    assert (code, "已销毁 1 份" in out) == (0, True)
    assert not any(name in everything(hall, number) for name in NAMES)
    assert {"principal_key", "agent_key", "sealed"}.isdisjoint(row_of(hall, number))
    assert [event.hash for event in authorisations.events(hall.platform.table, number)] == before
    for who, read in ((PRINCIPAL, api.list_given), (AGENT, api.list_received)):
        listed: Any = read(asked(hall, who, Paging())).body
        assert [one.id for one in listed.authorisations] == [kept]
        with pytest.raises(NotFound):
            api.read_authorisation(asked(hall, who), number)
    assert run("retention", "--erase", "--yes")[0] == 0  # once more there is nothing to do
    assert authorisations.load(hall.platform.table, kept) is not None


def test_a_case_that_is_kept_keeps_the_authorisation_under_which_it_was_made(hall: Hall):
    number = accepted(hall)
    case_id = submitted_by_agent(hall, number)
    years_pass(hall, YEARS + 2)
    assert due_authorisation(hall.platform, number) is None
    case = load_case(hall.platform.table, case_id)
    assert case is not None
    row = hall.platform.table.get(keys.holder(case_id))
    assert row is not None
    hall.platform.table.write(*without_agents(row))
    assert due_authorisation(hall.platform, number) is not None


def without_agents(row: Any) -> list[Any]:
    """The case as its erasing leaves it: it names no agent."""
    return [put({name: value for name, value in row.items() if name != "agents"})]


def test_what_has_moved_meanwhile_is_not_erased(hall: Hall):
    number = accepted(hall)
    stale = authorisations.load(hall.platform.table, number)
    assert stale is not None
    revoked(hall, number)
    assert erase_authorisation(hall.platform, stale) is False
    assert authorisations.load(hall.platform.table, number) is not None


def test_nobody_acts_under_what_was_erased(hall: Hall):
    number = accepted(hall)
    years_pass(hall, YEARS + 2)
    found = due_authorisation(hall.platform, number)
    assert found is not None
    assert erase_authorisation(hall.platform, found)
    with pytest.raises(NotFound) as refused:
        hall.people.create_application(under(hall, number), "YM-S07", hall.people.form("YM-S07"))
    assert refused.value.code == "authorisation_not_found"
