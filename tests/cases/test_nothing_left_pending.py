"""What an undisturbed case leaves to the reconciler: nothing. Its openings end the rows that have caused them."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.cases.acts.open_step import open_step
from chalicelib.cases.model import Status
from chalicelib.cases.model.machine_steps import ISSUANCE_STEPS, TASK_STEPS
from chalicelib.durable import outbox, reconciler, workflow
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys, names
from chalicelib.foundation.writes import put, update
from chalicelib.wiring.machines import where
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall
from proofs.kit.states import definition, waits
from proofs.kit.world import Stored


class Stream:
    """Brings each new row once, as the table's stream does. Nobody else carries out anything."""

    def __init__(self, hall: Hall) -> None:
        self.world, self.brought, self.calls = hall.world, set[str](), Counter[str]()
        self.world.listen(lambda operation: self.calls.update([operation]), nothing)

    def follow(self) -> None:
        """Until nothing moves any more."""
        while (rows := self._new()) or self.world.machines.ready:
            self.brought |= {name(row) for row in rows}
            self.world.dispatch(rows)
            self.world.machines.run()
            while any(self.world.work(queue) for queue in names.QUEUES):
                """The next message."""

    def _new(self) -> list[Stored]:
        return [row for row in self.world.stored_in("pending") if name(row) not in self.brought]

    def left(self) -> list[str]:
        """The rows that wait for the reconciler."""
        return [row["sk"] for row in self.world.pending()]


def name(row: Stored) -> str:
    return row["pk"]["S"] + row["sk"]["S"]


@pytest.fixture
def stream(hall: Hall) -> Iterator[Stream]:
    yield Stream(hall)
    hall.world.listen(nothing, nothing)


def accepted(hall: Hall) -> str:
    """Accepted, and nothing has followed from that yet."""
    case_id = hall.submitted()
    hall.carry_out_everything()
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    return case_id


def compared_wrongly(hall: Hall, stream: Stream) -> str:
    case_id = hall.decided()
    stream.follow()
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "别的公司"})
    stream.follow()
    return case_id


def execution(hall: Hall, case_id: str, machine: str, generation: int = 1) -> Any:
    return hall.machines.executions[f"CASE_{case_id}-{machine}-{generation}"]


@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_an_undisturbed_case_leaves_the_reconciler_nothing(hall: Hall, stream: Stream, outcome: Any):
    case_id = accepted(hall)
    acts = [lambda: hall.answer(case_id), lambda: hall.decide(case_id, outcome), lambda: hall.deliver(case_id)]
    if outcome == "grant":
        acts.insert(2, lambda: hall.compare(case_id))
    stream.follow()
    assert stream.left() == []
    for act in acts:
        act()
        stream.follow()
        assert stream.left() == []
    assert hall.case(case_id).status is Status.CLOSED
    assert stream.calls["DescribeExecution"] == 0
    hall.wall.pass_time(minutes=5)
    assert reconciler.reconcile(hall.platform, where) == 0
    assert stream.calls["DescribeExecution"] == 0


def test_a_case_that_was_withdrawn_leaves_the_reconciler_nothing(hall: Hall, stream: Stream):
    case_id = accepted(hall)
    stream.follow()
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    stream.follow()
    assert (stream.left(), stream.calls["DescribeExecution"]) == ([], 0)
    assert execution(hall, case_id, names.REVIEW).status == "SUCCEEDED"


def test_a_corrected_result_is_made_at_once(hall: Hall, stream: Stream):
    """The machine waits at the comparison, and goes back to making the result; it waited for the reconciler once."""
    case_id = compared_wrongly(hall, stream)
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id))
    stream.follow()
    assert hall.case(case_id).status is Status.COMPARING
    running = execution(hall, case_id, names.ISSUANCE)
    assert running.passed == ["Compare", "Compare"]
    assert (stream.left(), stream.calls["DescribeExecution"]) == ([], 0)
    hall.compare(case_id)
    stream.follow()
    hall.deliver(case_id)
    stream.follow()
    assert (hall.case(case_id).status, stream.left()) == (Status.CLOSED, [])


def test_an_execution_that_was_replaced_goes_back_nowhere(hall: Hall, stream: Stream):
    """It would go round for ever between making and comparing, while the newer one makes the result."""
    case_id = compared_wrongly(hall, stream)
    hall.people.correct_result(case_id, hall.caller(CHIEF, case_id))
    flow = keys.flow(keys.case(case_id), names.ISSUANCE)
    hall.platform.table.write(put({**flow._asdict(), "generation": 2}))
    old = execution(hall, case_id, names.ISSUANCE)
    hall.machines.send_task_failure(taskToken=old.token, error="BackTo.make_result", cause="")
    hall.machines.run()
    assert (old.status, hall.case(case_id).status) == ("SUCCEEDED", Status.DECIDED)


def test_a_row_of_which_a_message_was_not_sent_is_not_ended_by_an_opening(hall: Hall, stream: Stream):
    case_id = hall.reviewed()
    hall.issue_documents()
    hall.decide(case_id)
    documents = hall.world.queues
    documents.before = refuse
    stream.follow()
    assert hall.case(case_id).status is Status.COMPARING, "the machine waits for no document"
    left = stream.left()
    assert len(left) == 2, "the decision is to be numbered, and the certificate to be printed"
    documents.before = nothing
    hall.wall.pass_time(minutes=1)
    assert reconciler.reconcile(hall.platform, where) == 2
    assert hall.issue_documents() == 2
    assert not any("pending_pk" in hall.rows(case_id, row)[0] for row in left)


def refuse(operation: str) -> None:
    from proofs.kit.refusals import refusal

    if operation == "SendMessage":
        raise refusal("ServiceUnavailable", operation, status=503)


@pytest.mark.parametrize("gone", ["another row has its place", "it is no longer there"])
def test_an_opening_never_ends_another_row(hall: Hall, stream: Stream, gone: str):
    """As after a table was restored, while an execution still knows a row of the time before."""
    case_id = accepted(hall)
    (row,) = hall.world.pending()
    hall.world.dispatch(hall.world.stored_in("pending"))
    if gone == "another row has its place":
        other = update(keys.Key(row["pk"], row["sk"]), put={"written": "2026-01-01T00:00:00.000+08:00"})
        hall.platform.table.write(other)
    else:
        hall.world.dynamo.delete_item(TableName=hall.platform.table.name, Key=keys_of(row))
    hall.machines.run()
    assert hall.task(case_id).state == "open"
    assert (row["sk"] in stream.left()) == (gone == "another row has its place")
    assert len(hall.rows(case_id, row["sk"])) == (1 if gone == "another row has its place" else 0)


def keys_of(row: dict[str, Any]) -> dict[str, Any]:
    return {"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}}


def test_two_rows_that_are_pending_at_once_are_both_ended(hall: Hall, stream: Stream):
    """The certificate is handed over before the machine waits for that. One opening can end one row only."""
    case_id = hall.decided()
    stream.follow()
    hall.compare(case_id)
    hall.deliver(case_id)
    stream.follow()
    assert hall.case(case_id).status is Status.CLOSED
    for _ in range(2):
        hall.wall.pass_time(minutes=1)
        reconciler.reconcile(hall.platform, where)
    assert stream.left() == []


def test_a_row_that_comes_late_or_again_changes_nothing(hall: Hall, stream: Stream):
    case_id = accepted(hall)
    stream.follow()
    hall.answer(case_id)
    stream.follow()
    rows, before = hall.rows(case_id, "OUTBOX#"), hall.rows(case_id, "FLOW#")
    for late in (rows, reversed(rows)):
        outbox.dispatch(hall.platform, late, where)
        hall.machines.run()
    assert (hall.rows(case_id, "FLOW#"), stream.left()) == (before, [])
    assert len(hall.machines.executions) == 1


def test_an_opening_whose_answer_was_lost_is_repeated_without_harm(hall: Hall, stream: Stream):
    case_id = accepted(hall)
    (row,) = hall.world.pending()
    stream.follow()
    step = Step(owner=keys.case(case_id), machine="review", generation=1, step="review", token="t2")
    open_step(hall.platform, step.model_copy(update={"cause": outbox.cause_of(row)}))
    assert (stream.left(), len(hall.case(case_id).open_tasks)) == ([], 1)
    assert hall.rows(case_id, "FLOW#review")[0]["token"] == "t2"


def test_the_archive_does_not_wait_for_a_row_that_is_gone(hall: Hall, stream: Stream):
    case_id = hall.ready_to_collect()
    hall.deliver(case_id)
    (row,) = hall.world.pending()
    hall.world.dispatch(hall.world.stored_in("pending"))
    hall.world.dynamo.delete_item(TableName=hall.platform.table.name, Key=keys_of(row))
    hall.machines.run()
    assert hall.case(case_id).status is Status.CLOSED
    assert hall.rows(case_id, row["sk"]) == []


# ------------------------------------------------------------------------------------------ a case that takes its time
def test_a_slow_case_leaves_the_reconciler_nothing_and_asks_for_no_execution(hall: Hall, stream: Stream):
    """Days lie between its acts, so each wait has ended by its time limit. It needs four executions."""
    case_id = accepted(hall)
    acts = [hall.answer, hall.decide, hall.compare, hall.deliver]
    for act in [lambda _: None, *acts]:
        act(case_id)
        stream.follow()
        assert stream.left() == []
        hall.wall.pass_time(days=1)
        hall.machines.run()
        assert hall.machines.waiting() == [], "nobody keeps an execution open for days"
    assert hall.case(case_id).status is Status.CLOSED
    assert stream.calls["DescribeExecution"] == 0
    passed = {name.removeprefix(f"CASE_{case_id}-"): one.passed for name, one in hall.machines.executions.items()}
    assert passed == {
        "review-1": ["Review", "Hibernate"],
        "review-2": ["Review", "Decide", "Hibernate"],
        "issuance-1": ["Compare", "Hibernate"],
        "issuance-2": ["Compare", "Archive"],
    }
    assert reconciler.reconcile(hall.platform, where) == 0


# ------------------------------------------------------------------------------- the steps and the machines' own files
def test_the_order_of_the_steps_is_that_of_the_machines():
    for machine, steps in names.STEPS.items():
        states, along = definition(machine)["States"], list(state_of(machine).values())
        assert definition(machine)["StartAt"] == along[0]
        assert list(state_of(machine)) == [step for step in steps if step not in names.DONE_AT]
        assert [states[state].get("Next") for state in along] == [*along[1:], None]
    assert tuple(ISSUANCE_STEPS.values()) == names.STEPS[names.ISSUANCE]
    assert {*names.STEPS[names.REVIEW], *names.STEPS[names.UPWARD]} == TASK_STEPS


def state_of(machine: str) -> dict[str, str]:
    """The name of the state of each step, in the order of the file."""
    states = definition(machine)["States"]
    return {each["Parameters"]["Payload"]["step"]: name for name, each in states.items() if each["Type"] == "Task"}


def test_every_wait_can_go_back_to_every_step_before_it():
    for machine, steps in names.STEPS.items():
        names_of = state_of(machine)
        for place, step in enumerate(steps):
            if step in names.DONE_AT:
                continue
            state = definition(machine)["States"][names_of[step]]
            backs = {
                entry["ErrorEquals"][0]: (entry["Next"], entry["ResultPath"])
                for entry in state.get("Catch", ())
                if entry["ErrorEquals"][0].startswith("BackTo.")
            }
            led = {earlier: names_of[names.DONE_AT.get(earlier, earlier)] for earlier in steps[:place]}
            expected = {f"BackTo.{earlier}": (state, "$.woken") for earlier, state in led.items()}
            assert backs == (expected if waits(state) else {})


def test_the_first_state_of_issuance_can_go_to_every_step():
    """Else a start in the middle would pay for each state before; the next one needs no error."""
    first, steps = definition(names.ISSUANCE)["States"]["Compare"], names.STEPS[names.ISSUANCE]
    told = {entry["ErrorEquals"][0]: (entry["Next"], entry["ResultPath"]) for entry in first["Catch"]}
    jumps = {error: way for error, way in told.items() if error.startswith(workflow.GO_TO)}
    later = steps[steps.index("compare") + 2 :]
    assert jumps == {f"GoTo.{step}": (state_of(names.ISSUANCE)[step], None) for step in later}


def test_every_state_that_can_end_a_row_is_told_which():
    for machine in names.MACHINES:
        for state in definition(machine)["States"].values():
            if state["Type"] == "Task":
                payload = state["Parameters"]["Payload"]
                assert payload.get("cause.$") == "$.woken.Cause"
                assert state["ResultPath"] == ("$.woken" if waits(state) else None)


def test_no_message_is_sent_again_by_the_reconciler(hall: Hall, stream: Stream):
    """The row of an act that wakes a machine and sends a message is ended with the opening: nothing is sent again."""
    case_id = hall.reviewed()
    hall.decide(case_id)
    stream.follow()
    sent = stream.calls["SendMessage"]
    hall.wall.pass_time(minutes=5)
    assert reconciler.reconcile(hall.platform, where) == 0
    assert stream.calls["SendMessage"] == sent > 0
