"""What a new version would change for cases under way is counted before it is published, a bounded part at a time."""

from collections import Counter
from typing import Any

import pytest

from chalicelib.cases.api.item_impact import ImpactQuery, read_item_impact
from chalicelib.cases.store import impact
from chalicelib.catalogue import store
from chalicelib.catalogue.acts.draft_item import draft_item
from chalicelib.foundation.problems import NotFound
from chalicelib.http.routes import Call
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document, publish
from proofs.kit.hall import Hall

CODE = "YM-P01"


def ask(hall: Hall, who: str = "editor-food", **query: Any) -> Any:
    caller = hall.caller(who)
    call: Any = Call(hall.platform, None, ImpactQuery(**query), "", "", "", known=caller)
    return read_item_impact(call, CODE).body


def open_cases(hall: Hall) -> None:
    """One received of the first version, one accepted, one of the second version, and a draft."""
    hall.submitted()
    accepted = hall.submitted()
    hall.people.accept(accepted, hall.caller(CLERK, accepted))
    publish(hall.platform, CODE, version=2, notes="补充说明")
    store.forget()
    hall.submitted()
    hall.draft()


@pytest.mark.requirement("R42")
def test_cases_are_counted_by_status_and_version_and_differences_told(hall: Hall):
    open_cases(hall)
    promised = item_document(CODE).promised_limit.model_dump(mode="json", exclude_none=True) | {"value": 3}
    document = item_document(CODE).model_dump(mode="json", by_alias=True, exclude_unset=True)
    document |= {"promised_limit": promised, "notes": "补充说明"}
    draft_item(hall.platform, hall.caller("editor-food"), CODE, document)
    answer = ask(hall)
    assert {(one.status.value, one.version): one.count for one in answer.cases} == {
        ("submitted", 1): 1,
        ("in_review", 1): 1,
        ("submitted", 2): 1,
    }
    assert (answer.from_version, answer.to_version, answer.drafts_meet_change) == (2, 3, True)
    assert [change.code for change in answer.differences] == ["limit_changed"]
    assert [one.model_dump() for one in answer.drafts] == [{"version": 2, "count": 1, "meet_change": True}]
    assert answer.next_cursor is None


def number_of_drafts(hall: Hall) -> dict[int, int]:
    counted = impact.count_cases(hall.platform.table, "441700", CODE, None).cases
    return {version: count for (status, version), count in counted.items() if status == "draft"}


@pytest.mark.requirement("R42")
def test_drafts_are_counted_by_the_version_that_they_were_filled_in_for(hall: Hall):
    """A draft that is submitted or given up is none any more; one of another item is none of this one's."""
    submitted, given_up, kept = hall.draft(), hall.draft(), hall.draft()
    hall.draft(item="YM-S07", by="citizen-lin")
    assert number_of_drafts(hall) == {1: 3}
    hall.hand_in(submitted, *hall.required_lines(submitted))
    hall.people.submit(submitted, hall.caller(COMPANY, submitted))
    hall.people.withdraw(given_up, hall.caller(COMPANY, given_up))
    assert number_of_drafts(hall) == {1: 1}
    publish(hall.platform, CODE, version=2, notes="补充说明")
    store.forget()
    hall.draft()
    assert number_of_drafts(hall) == {1: 1, 2: 1}
    hall.people.save_form(kept, hall.caller(COMPANY, kept))
    assert number_of_drafts(hall) == {2: 2}


@pytest.mark.requirement("R42")
def test_parts_add_up_to_the_whole(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    open_cases(hall)
    whole = impact.count_cases(hall.platform.table, "441700", CODE, None)
    monkeypatch.setattr(impact, "READS", 2)
    monkeypatch.setattr(impact, "ROWS", 1)
    added, after, parts = Counter[tuple[str, int]](), None, 0
    while parts == 0 or after:
        part = impact.count_cases(hall.platform.table, "441700", CODE, after)
        added, after, parts = added + part.cases, part.after, parts + 1
    assert (added, parts > 3) == (whole.cases, True)


def test_a_version_published_ahead_is_looked_at_by_its_number_and_strangers_see_nothing(hall: Hall):
    publish(hall.platform, CODE, version=2, notes="补充说明")
    store.forget()
    assert ask(hall, version=1).to_version == 1
    with pytest.raises(NotFound):
        ask(hall)
    with pytest.raises(NotFound):
        ask(hall, version=9)
    with pytest.raises(NotFound):
        ask(hall, "editor-agri", version=1)
