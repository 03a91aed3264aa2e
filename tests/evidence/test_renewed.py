"""A case that silence has renewed is exported and checked like any other (行政许可法50(2))."""

from datetime import timedelta

import pytest

from proofs.kit.cases_so_far import renewed, renewing
from proofs.kit.hall import Hall
from tests.cli.cases import keep_files
from tests.evidence.exports import exported, looked_at


@pytest.mark.law("15.16", "15.23")
@pytest.mark.parametrize("late", [0, 9])
def test_every_day_of_a_renewal_by_silence_follows_from_its_events(hall: Hall, late: int):
    case_id = renewing(hall) if late else renewed(hall)
    if late:
        due = hall.case(case_id).clocks["expiry"].due
        hall.clock.move_to(hall.clock.at + (due - hall.clock.at.date()) + timedelta(days=late))
        hall.world.sweep()
        hall.carry_out_everything()
    hall.issue_documents()
    keep_files(hall, case_id)
    assert looked_at(exported(hall, case_id)).findings == []
