"""状态机: waits are level-triggered, executions can be lost, late and doubled, and the case goes on all the same."""

from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.cases.acts.open_step import open_step
from chalicelib.cases.model import Status
from chalicelib.durable import outbox
from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys, names
from chalicelib.foundation.writes import put
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.wiring.machines import where
from proofs.kit.applications import COMPANY
from proofs.kit.hall import Hall


class Tokens:
    """A client on which every token may be completed, once."""

    def __init__(self) -> None:
        self.completed: list[str] = []
        self.errors: list[str] = []

    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803
        self.completed.append(taskToken)

    def send_task_failure(self, *, taskToken: str, error: str, cause: str) -> None:  # noqa: N803
        self.errors.append(error)


@pytest.fixture
def tokens(hall: Hall) -> Tokens:
    return Tokens()


def accepted(hall: Hall, tokens: Tokens) -> str:
    """Accepted, nothing carried out yet; from now on tokens are only noted."""
    from tests.cases.acts import TRIED_ACTS

    case_id, caller = TRIED_ACTS["accept"].prepare(hall)
    TRIED_ACTS["accept"].do(hall.people, case_id, caller)
    hall.platform.__dict__["sfn"] = tokens
    return case_id


def step(case_id: str, token: str = "t1", name: str = "review", generation: int = 1) -> Step:
    return Step(owner=keys.case(case_id), machine="review", generation=generation, step=name, token=token)


def flow(hall: Hall, case_id: str) -> Flow:
    return Flow.model_validate(hall.platform.table.get(keys.flow(keys.case(case_id), "review")))


def test_the_first_opening_makes_the_task_and_tells_the_department(hall: Hall, tokens: Tokens):
    case_id = accepted(hall, tokens)
    version = hall.case(case_id).version
    open_step(hall.platform, step(case_id))
    case = hall.case(case_id)
    assert ([task.no for task in case.open_tasks], case.version, hall.task(case_id).state) == (
        ["review"],
        version,
        "open",
    )
    opened = flow(hall, case_id)
    assert (opened.generation, opened.step, opened.token, opened.earlier) == (1, "review", "t1", ())
    assert hall.events(case_id)[-1].type == "task_opened"
    assert hall.events(case_id)[-1].role == "machine"
    assert tokens.completed == []


def test_a_repeated_opening_only_renews_the_token(hall: Hall, tokens: Tokens):
    case_id = accepted(hall, tokens)
    open_step(hall.platform, step(case_id))
    before = hall.events(case_id)
    open_step(hall.platform, step(case_id, "t2"))
    assert flow(hall, case_id).token == "t2"
    assert hall.events(case_id) == before


@pytest.mark.parametrize("change", [{"generation": 2}, {"generation": 2, "name": "decide"}])
def test_an_opening_that_is_stale_ends_quietly(hall: Hall, tokens: Tokens, change: dict[str, Any]):
    case_id = accepted(hall, tokens)
    before = hall.rows(case_id)
    open_step(hall.platform, step(case_id, **change))
    assert tokens.completed == ["t1"]
    assert hall.rows(case_id) == before


def test_an_opening_that_comes_too_early_goes_back(hall: Hall, tokens: Tokens):
    case_id = accepted(hall, tokens)
    before = hall.rows(case_id)
    open_step(hall.platform, step(case_id, name="decide"))
    assert (tokens.completed, tokens.errors) == ([], ["BackTo.review"])
    assert hall.rows(case_id) == before


def test_an_opening_for_no_case_ends_quietly(hall: Hall, tokens: Tokens):
    hall.platform.__dict__["sfn"] = tokens
    open_step(hall.platform, step("a" * 26))
    assert (tokens.completed, hall.everything()) == (["t1"], [])


def test_an_opening_after_the_answer_completes_itself(hall: Hall, tokens: Tokens):
    case_id = accepted(hall, tokens)
    open_step(hall.platform, step(case_id))
    hall.answer(case_id)
    open_step(hall.platform, step(case_id, "t2"))
    assert tokens.completed == ["t2"]


def test_a_case_that_moves_while_a_step_opens_is_looked_at_again(
    hall: Hall, tokens: Tokens, monkeypatch: pytest.MonkeyPatch
):
    case_id = accepted(hall, tokens)
    table, write = hall.platform.table, hall.platform.table.write

    def interrupted(*ops: Any) -> None:
        monkeypatch.setattr(table, "write", write)
        withdraw(hall.platform, hall.caller(COMPANY, case_id), case_id, "")
        write(*ops)

    monkeypatch.setattr(table, "write", interrupted)
    open_step(hall.platform, step(case_id))
    assert tokens.completed == ["t1"]
    assert hall.rows(case_id, "TASK#") == []
    assert hall.case(case_id).status is Status.WITHDRAWN


def test_an_execution_that_hibernated_is_followed_by_another(hall: Hall):
    case_id = hall.accepted()
    machines = hall.machines
    machines.time_out(machines.executions[f"CASE_{case_id}-review-1"])
    hall.carry_out_everything()
    assert machines.executions[f"CASE_{case_id}-review-1"].passed[-1] == "Hibernate"
    hall.answer(case_id)
    hall.carry_out_everything()
    assert machines.executions[f"CASE_{case_id}-review-2"].passed == ["Review", "Decide"]
    hall.decide(case_id)
    hall.carry_out_everything()
    assert hall.case(case_id).status is Status.COMPARING


def test_what_is_carried_out_twice_happens_once(hall: Hall):
    case_id = hall.decided()
    rows = hall.rows(case_id, "OUTBOX#")
    for _ in range(2):
        outbox.dispatch(hall.platform, rows, where)
        hall.machines.run()
    hall.carry_out_everything()
    assert [event.type for event in hall.events(case_id)].count("result_made") == 1
    assert len(hall.machines.executions) == 2
    assert hall.pending() == []


def test_a_lost_execution_is_started_again(hall: Hall):
    """The flow item names a generation that never got its execution: a crash between the two."""
    case_id = hall.accepted()
    hall.machines.time_out(hall.machines.executions[f"CASE_{case_id}-review-1"])
    hall.carry_out_everything()
    hall.platform.table.write(put({**keys.flow(keys.case(case_id), "review")._asdict(), "generation": 2}))
    hall.answer(case_id)
    hall.carry_out_everything()
    assert hall.machines.executions[f"CASE_{case_id}-review-2"].status == "RUNNING"
    assert hall.task(case_id, "decide").state == "open"


@pytest.mark.parametrize("outcome", ["grant", "refuse"])
def test_a_whole_case_leaves_nothing_running(hall: Hall, outcome: Any):
    hall.closed(outcome)
    assert {execution.status for execution in hall.machines.executions.values()} == {"SUCCEEDED"}
    assert hall.pending() == []


def test_the_fake_knows_names_and_tokens_as_the_service_does(hall: Hall):
    from botocore.exceptions import ClientError

    case_id, machines = hall.accepted(), hall.machines
    token, arn = flow(hall, case_id).token or "", hall.platform.settings.machine_arn(names.REVIEW)
    running = machines.executions[f"CASE_{case_id}-review-1"]
    attempts: list[tuple[Callable[[], Any], str]] = [
        (lambda: machines.send_task_success(taskToken=token, output="{}"), "TaskTimedOut"),
        (lambda: machines.send_task_success(taskToken="made up", output="{}"), "InvalidToken"),
        (
            lambda: machines.start_execution(stateMachineArn=arn, name=running.name, input="{}"),
            "ExecutionAlreadyExists",
        ),
        (lambda: machines.describe_execution(executionArn="a:b"), "ExecutionDoesNotExist"),
    ]
    machines.send_task_success(taskToken=token, output="{}")
    for attempt, code in attempts:
        with pytest.raises(ClientError) as refused:
            attempt()
        assert refused.value.response.get("Error", {}).get("Code") == code
