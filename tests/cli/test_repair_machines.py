"""What is said to be mended runs: names of executions that were used before, tokens that nobody knows any more."""

import pytest

from chalicelib.durable import workflow
from chalicelib.foundation import keys
from chalicelib.foundation.writes import delete, update
from chalicelib.operations.acts.repair import restarting
from proofs.kit.hall import Hall
from proofs.kit.machines import Execution
from tests.cli.test_repair_case import accepted_only, outbox_done, repaired, sound

pytestmark = pytest.mark.usefixtures("quick_documents")


def use_names(hall: Hall, case_id: str, *generations: int, machine: str = "review") -> None:
    """Executions of these names have ended: the account has seen more of the case than the backup."""
    for generation in generations:
        name = workflow.execution_name(keys.case(case_id), machine, generation)
        hall.machines.executions[name] = Execution(name, machine, {}, "End", status="SUCCEEDED")


def generation(hall: Hall, case_id: str, machine: str = "review") -> int:
    flow = workflow.load(hall.platform.table.get(keys.flow(keys.case(case_id), machine)))
    assert flow is not None
    assert workflow.execution_status(hall.platform, keys.case(case_id), machine, flow.generation) == "RUNNING"
    return flow.generation


def test_generations_whose_names_were_used_are_passed_over(hall: Hall):
    case_id = accepted_only(hall)
    outbox_done(hall, case_id)
    use_names(hall, case_id, 1, 2, 3)
    assert "machine_ended" in repaired(hall, case_id)[0]
    assert generation(hall, case_id) == 4
    sound(hall, case_id)
    assert [task.kind for task in hall.case(case_id).open_tasks] == ["review"]


def test_so_are_they_for_a_row_that_is_carried_out_late(hall: Hall):
    case_id = accepted_only(hall)
    use_names(hall, case_id, 1, 2)
    done, left = repaired(hall, case_id)
    assert ("effects_pending" in done, left) == (True, [])
    assert generation(hall, case_id) == 3


def test_so_are_they_for_a_machine_never_begun(hall: Hall):
    case_id = accepted_only(hall)
    outbox_done(hall, case_id)
    hall.platform.table.write(delete(keys.flow(keys.case(case_id), "review")))
    use_names(hall, case_id, 1)
    assert "machine_not_begun" in repaired(hall, case_id)[0]
    assert generation(hall, case_id) == 2


def test_where_none_can_be_started_nothing_is_said_to_run(hall: Hall):
    case_id = accepted_only(hall)
    outbox_done(hall, case_id)
    use_names(hall, case_id, *range(1, restarting.GENERATIONS + 3))
    done, left = repaired(hall, case_id)
    assert ("machine_ended" in done, left) == (False, ["machine_ended"])
    # The next run goes on where this one ended.
    assert "machine_ended" in repaired(hall, case_id)[0]
    assert generation(hall, case_id) == restarting.GENERATIONS + 3


def test_an_execution_whose_token_nobody_knows_is_not_said_to_go_on(hall: Hall):
    case_id = hall.accepted()
    hall.answer(case_id)
    outbox_done(hall, case_id)
    hall.platform.table.write(
        update(keys.flow(keys.case(case_id), "review"), put={"token": "of-an-older-backup", "earlier": []})
    )
    done, left = repaired(hall, case_id)
    assert ("machine_behind" in done, "machine_behind" in left) == (False, True)


def test_a_machine_that_dies_after_the_repair_is_found_by_the_reconciler(hall: Hall):
    case_id = accepted_only(hall)
    outbox_done(hall, case_id)
    repaired(hall, case_id)
    hall.machines.executions[workflow.execution_name(keys.case(case_id), "review", 1)].status = "FAILED"
    hall.machines.ready.clear()
    hall.carry_out_everything()
    assert generation(hall, case_id) == 2
    assert [task.kind for task in hall.case(case_id).open_tasks] == ["review"]
