"""What an act of this minute has set going is under way, and so is what a repair has: neither is called broken."""

import pytest

from chalicelib.foundation import keys
from chalicelib.foundation.writes import update
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.acts.repair.under_way import RECENT
from proofs.kit.applications import COMPANY
from proofs.kit.hall import Hall
from proofs.kit.world import World
from tests.cli.cases import STAGES, keep_files, restore
from tests.cli.test_repair_case import LONG, accepted_only, outbox_done, repaired

pytestmark = pytest.mark.usefixtures("quick_documents")


def seen(hall: Hall, case_id: str) -> list[str]:
    """What a look finds at this moment."""
    found = repair_case(hall.platform, case_id, dry_run=True)
    assert found is not None
    return [finding.trouble for finding in found.unmended]


def test_what_was_written_just_now_is_under_way(hall: Hall):
    case_id = accepted_only(hall)
    found = repair_case(hall.platform, case_id)
    assert found is not None
    assert (found.mended, found.unmended) == ([], [])
    assert list(found.before.under_way) == [row["sk"] for row in hall.rows(case_id, "OUTBOX#")]
    assert hall.machines.executions == {}


def test_after_two_minutes_it_is_a_finding(hall: Hall):
    case_id = accepted_only(hall)
    hall.wall.pass_time(seconds=RECENT.total_seconds() - 5)
    assert seen(hall, case_id) == []
    hall.wall.pass_time(seconds=10)
    assert "effects_pending" in seen(hall, case_id)


def test_a_message_sent_just_now_may_still_be_on_its_way(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.messages("documents.fifo")
    assert seen(hall, case_id) == []
    hall.wall.pass_time(seconds=LONG)
    assert set(seen(hall, case_id)) == {"document_preparing"}


@pytest.mark.parametrize("stage", STAGES)
def test_a_second_look_right_after_mending_finds_nothing(hall: Hall, empty: World, stage: str):
    case_id = STAGES[stage](hall)
    keep_files(hall, case_id)
    again = restore(hall, empty)
    found = repair_case(again.platform, case_id)
    assert found is not None
    assert found.unmended == []
    assert seen(again, case_id) == []


def test_nor_does_it_for_a_machine_woken_by_an_old_row(hall: Hall):
    """The execution has gone on from its wait and has not opened the next one."""
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.answer(case_id)
    done, left = repaired(hall, case_id)
    assert (set(done) >= {"effects_pending", "machine_behind"}, left) == (True, [])
    assert seen(hall, case_id) == []
    hall.carry_out_everything()
    assert [task.kind for task in hall.case(case_id).open_tasks] == ["decide"]


def test_a_row_that_only_waits_for_a_machine_on_its_way_is_no_finding(hall: Hall):
    case_id = accepted_only(hall)
    hall.issue_documents()
    repaired(hall, case_id)
    hall.wall.pass_time(seconds=LONG)
    assert "effects_pending" not in seen(hall, case_id)


def test_a_parked_row_whose_machine_runs_again_is_pending_again(hall: Hall):
    case_id = accepted_only(hall)
    for row in hall.rows(case_id, "OUTBOX#"):
        parked = {"pending_pk": keys.PARKED, "parked_from": row.get("pending_pk"), "attempts": 20}
        hall.platform.table.write(update(keys.Key(row["pk"], row["sk"]), put=parked))
    done, left = repaired(hall, case_id)
    assert ("effects_parked" in done, left) == (True, [])
    assert seen(hall, case_id) == []
    hall.carry_out_everything()
    assert hall.pending() == []


def test_a_row_that_nobody_can_read_is_a_finding(hall: Hall):
    case_id = hall.submitted()
    for row in hall.rows(case_id, "OUTBOX#"):
        hall.platform.table.write(update(keys.Key(row["pk"], row["sk"]), put={"effects": '[{"do": "fly"}]'}))
    assert "effects_pending" in repaired(hall, case_id)[1]


def test_without_asking_for_each_execution_a_case_that_stands_still_is_found(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.answer(case_id)
    outbox_done(hall, case_id)
    hall.wall.pass_time(seconds=LONG)
    found = repair_case(hall.platform, case_id, thorough=False)
    assert found is not None
    assert "machine_behind" in {finding.trouble for finding in found.mended}


def test_a_machine_left_behind_by_a_withdrawal_goes_on_by_the_row_of_that_act(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    withdraw(hall.platform, hall.caller(COMPANY, case_id), case_id, "不再办理")
    hall.wall.pass_time(seconds=LONG)
    found = repair_case(hall.platform, case_id, thorough=False)
    assert found is not None
    assert found.unmended == []
    hall.machines.run()
    assert {execution.status for execution in hall.machines.executions.values()} == {"SUCCEEDED"}
