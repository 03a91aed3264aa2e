"""归档: nothing is closed that has not gone the whole way, with an unbroken chain (R55)."""

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.order import missing_stages
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys
from chalicelib.foundation.writes import delete, update
from chalicelib.issuance.acts.archive import Incomplete, archive
from proofs.kit.hall import Hall

pytestmark = pytest.mark.usefixtures("quick_documents")


def delivered(hall: Hall) -> str:
    case_id = hall.ready_to_collect()
    hall.deliver(case_id)
    return case_id


def step(case_id: str, generation: int = 1) -> Step:
    return Step(owner=keys.case(case_id), machine="issuance", generation=generation, step="archive")


@pytest.mark.requirement("R55")
@pytest.mark.law("15.22")
def test_a_whole_case_is_closed(hall: Hall):
    case_id = delivered(hall)
    archive(hall.platform, step(case_id))
    assert hall.case(case_id).status is Status.CLOSED
    archived = hall.events(case_id)[-1]
    assert (archived.type, archived.data["events"], archived.data["last"]) == ("archived", 9, archived.previous)


@pytest.mark.requirement("R55")
@pytest.mark.parametrize(
    "stage", ["submitted", "accepted", "reviewed", "decided", "result_made", "compared", "delivered"]
)
@pytest.mark.law("15.22")
def test_a_case_with_a_missing_stage_is_not_closed(hall: Hall, stage: str):
    case_id = delivered(hall)
    (seq,) = [event.seq for event in hall.events(case_id) if event.type == stage]
    hall.platform.table.write(delete(keys.event(case_id, seq)))
    with pytest.raises(Incomplete, match=stage):
        archive(hall.platform, step(case_id))
    assert hall.case(case_id).status is Status.DELIVERED


@pytest.mark.requirement("R55")
@pytest.mark.law("15.22")
def test_a_case_with_a_forged_event_is_not_closed(hall: Hall):
    case_id = delivered(hall)
    hall.platform.table.write(update(keys.event(case_id, 2), put={"actor": "somebody else"}))
    with pytest.raises(Incomplete, match="event chain"):
        archive(hall.platform, step(case_id))


@pytest.mark.requirement("R55")
def test_a_chain_that_ends_too_early_is_broken(hall: Hall):
    """Every stage is there, and the last event, a mismatch found and written down, is gone."""
    case_id = delivered(hall)
    case = hall.case(case_id)
    hall.platform.table.write(update(keys.meta(case_id), put={"seq": case.seq + 1, "last_hash": "f" * 64}))
    with pytest.raises(Incomplete, match="event chain"):
        archive(hall.platform, step(case_id))


def test_stale_repeated_and_unknown_archiving_is_quiet(hall: Hall):
    case_id = delivered(hall)
    archive(hall.platform, step(case_id, generation=2))
    archive(hall.platform, step("a" * 26))
    assert hall.case(case_id).status is Status.DELIVERED
    archive(hall.platform, step(case_id))
    archive(hall.platform, step(case_id))
    assert [event.type for event in hall.events(case_id)].count("archived") == 1


@pytest.mark.requirement("R55")
@pytest.mark.parametrize(
    ("changes", "needed"),
    [
        ({}, {"submitted", "accepted", "reviewed", "decided", "result_made", "compared", "delivered"}),
        (
            {"channel": "counter"},
            {"received", "accepted", "reviewed", "decided", "result_made", "compared", "delivered"},
        ),
        ({"handling": "即办件"}, {"submitted", "accepted", "decided", "result_made", "compared", "delivered"}),
        ({"outcome": "refuse"}, {"submitted", "accepted", "reviewed", "decided", "result_made", "delivered"}),
    ],
)
def test_which_stages_a_case_needs(hall: Hall, changes: dict[str, str], needed: set[str]):
    case = hall.case(hall.submitted()).model_copy(update={"outcome": "grant", **changes})
    assert set(missing_stages(case, [])) == needed
