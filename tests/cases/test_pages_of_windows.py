"""The list over several windows: all are asked at the same time, and page after page shows each case once, in order."""

from typing import Any

import pytest

from chalicelib.cases.store.records import load_history
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.foundation.table import Table
from proofs.kit.cast import CLERK, ISSUER
from proofs.kit.hall import Hall

WANTED = {"social": "YM-S05", "production": "YM-P01"}


@pytest.fixture
def waiting(hall: Hall) -> list[str]:
    """Cases that wait at two windows, some at each, and one at the issuing window."""
    made = [hall.submitted(item) for item in (*WANTED.values(), *WANTED.values(), "YM-P01")]
    return [*made, hall.ready_to_collect()]


def pages(hall: Hall, limit: int, who: str, *, everywhere: bool) -> list[list[str]]:
    actor, after = hall.caller(who).actor, None
    found: list[list[str]] = []
    while True:
        cases, after = waiting_cases(
            hall.platform, actor, None, limit=limit, after=dict(after) if after else None, everywhere=everywhere
        )
        found.append([case.id for case in cases])
        if after is None:
            return found


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6])
@pytest.mark.parametrize(("who", "everywhere"), [(CLERK, False), (ISSUER, False), (ISSUER, True)])
def test_pages_show_each_case_once_in_the_order_of_the_whole_list(
    hall: Hall, waiting: list[str], limit: int, who: str, everywhere: bool
):
    (whole,) = pages(hall, 100, who, everywhere=everywhere)
    found = pages(hall, limit, who, everywhere=everywhere)
    assert [case for page in found for case in page] == whole
    assert all(len(page) <= limit for page in found)
    assert len(set(whole)) == len(whole)


def test_everywhere_is_every_window(hall: Hall, waiting: list[str]):
    (whole,) = pages(hall, 100, CLERK, everywhere=True)
    assert sorted(whole) == sorted(waiting)


def test_a_chain_seen_before_its_newest_event_is_read_again(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """DynamoDB shows the rows of a transaction one after the other."""
    case_id = hall.accepted()
    query, seen = Table.query, list[str]()

    def late(self: Table, pk: str, **how: Any) -> Any:
        page = query(self, pk, **how)
        seen.append(str(how.get("prefix") or how.get("between")))
        if len(seen) > 1:
            return page
        return page._replace(items=[row for row in page.items if row["sk"] != "EVENT#000003"])

    monkeypatch.setattr(Table, "query", late)
    case, events = load_history(hall.platform.table, case_id) or pytest.fail("no case")
    assert case.seq == len(events) == 3
    assert len(seen) == 2


def test_a_case_and_its_chain_are_one_query(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = hall.accepted()
    query, calls = Table.query, list[str]()
    monkeypatch.setattr(Table, "query", lambda self, pk, **how: calls.append(pk) or query(self, pk, **how))
    assert load_history(hall.platform.table, case_id) == (hall.case(case_id), hall.events(case_id))
    assert len(calls) == 2, "the chain with its case, and once more by `events` of this test"
    assert load_history(hall.platform.table, "none") is None
