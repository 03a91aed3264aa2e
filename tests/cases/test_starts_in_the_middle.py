"""An execution may start wherever its case stands. It begins at the first step and goes on from there by itself."""

from collections import Counter
from collections.abc import Callable

import pytest

from chalicelib.cases.model import Status
from chalicelib.durable import workflow
from chalicelib.durable.flows import Flow, Step
from chalicelib.foundation import keys, names
from chalicelib.issuance.acts.make_result import make_result
from chalicelib.wiring.machines import where
from proofs.kit import joint
from proofs.kit.cases_so_far import first_reviewed, reported
from proofs.kit.catalogue import publish_schemes
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall
from tests.cases.test_every_act import before_the_first_write


def followed(hall: Hall, case_id: str) -> str:
    hall.carry_out_everything()
    return case_id


def delivered(hall: Hall) -> str:
    """Handed over, and nothing has followed from that yet."""
    case_id = hall.ready_to_collect()
    hall.deliver(case_id)
    return case_id


def joint_accepted(hall: Hall) -> str:
    publish_schemes(hall.platform, joint.RESTAURANT)
    return joint.accepted(hall)


def joint_concluded(hall: Hall) -> str:
    """Nothing is undecided any more, and nothing has followed from that yet."""
    case_id = joint_accepted(hall)
    registration = joint.of_member(hall, case_id, "YM-R01")
    hall.decide(registration.id, "refuse", by="chief-amr_reg")
    hall.world.dispatch(hall.world.stored_in("pending"))
    hall.world.advance_joint()
    return case_id


Begun = Callable[[Hall], str]
# How a case comes to each step of each machine, and the states that an execution enters which starts there.
STARTS: dict[tuple[str, str], tuple[Begun, list[str]]] = {
    (names.REVIEW, "review"): (Hall.accepted, ["Review"]),
    (names.REVIEW, "decide"): (Hall.reviewed, ["Review", "Decide"]),
    (names.UPWARD, "report"): (first_reviewed, ["Report"]),
    (names.UPWARD, "superior"): (reported, ["Report", "Superior"]),
    (names.JOINT, "members"): (joint_accepted, ["Members"]),
    (names.JOINT, "archive"): (joint_concluded, ["Members", "Archive"]),
    (names.ISSUANCE, "make_result"): (Hall.decided, ["Compare"]),
    (names.ISSUANCE, "compare"): (lambda hall: followed(hall, hall.decided()), ["Compare"]),
    (names.ISSUANCE, "deliver"): (Hall.ready_to_collect, ["Compare", "Deliver"]),
    (names.ISSUANCE, "archive"): (delivered, ["Compare", "Archive"]),
}


def test_there_is_a_start_at_every_step():
    assert list(STARTS) == [(machine, step) for machine, steps in names.STEPS.items() for step in steps]


@pytest.mark.parametrize(("machine", "step"), STARTS)
def test_an_execution_that_starts_anywhere_arrives_where_the_case_stands(hall: Hall, machine: str, step: str):
    """As after a restored backup: every execution is gone, and the machine is started anew."""
    begun, passed = STARTS[machine, step]
    case_id = begun(hall)
    owner = keys.case(case_id)
    assert where(hall.platform, owner, machine) == step
    hall.machines.lose()
    before = [event.type for event in hall.events(case_id)]
    flow = workflow.load(hall.platform.table.get(keys.flow(owner, machine)))
    assert flow is not None
    workflow.start_next(hall.platform, owner, machine, flow, step, "")
    (started,) = hall.machines.executions.values()
    hall.machines.run()
    assert started.passed == passed
    ends = {"make_result": "result_made", "archive": "archived"}
    assert [event.type for event in hall.events(case_id)] == before + ([ends[step]] if step in ends else [])
    assert workflow.resume(hall.platform, owner, machine, where), "it has arrived"
    assert started.status == ("SUCCEEDED" if step == "archive" else "RUNNING")


def test_a_refused_case_does_not_wait_for_the_comparison_that_it_does_not_have(hall: Hall):
    case_id = followed(hall, hall.decided("refuse"))
    assert hall.case(case_id).status is Status.DELIVERING
    assert hall.machines.executions[f"CASE_{case_id}-issuance-1"].passed == ["Compare", "Deliver"]


# ----------------------------------------------------------------------------------------- what the first state tells
class Told:
    """What an execution was told, and the calls that it took."""

    def __init__(self, hall: Hall, case_id: str) -> None:
        self.hall, self.case_id = hall, case_id
        self.calls, self.answers = Counter[str](), list[str]()
        hall.platform.__dict__["sfn"] = self

    def send_task_success(self, *, taskToken: str, output: str) -> None:  # noqa: N803
        self.answers.append(taskToken)

    def send_task_failure(self, *, taskToken: str, error: str, cause: str) -> None:  # noqa: N803
        self.answers.append(f"{taskToken} {error}")

    def make(self, token: str | None = "t1", generation: int = 1) -> list[str]:
        step = Step(
            owner=keys.case(self.case_id), machine="issuance", generation=generation, step="compare", token=token
        )
        self.hall.world.listen(lambda operation: self.calls.update([operation]), nothing)
        make_result(self.hall.platform, step)
        self.hall.world.listen(nothing, nothing)
        return self.answers


def flow_of(hall: Hall, case_id: str) -> Flow | None:
    return workflow.load(hall.platform.table.get(keys.flow(keys.case(case_id), names.ISSUANCE)))


def test_a_result_is_made_and_its_comparison_waited_for_in_one_transaction(hall: Hall):
    told = Told(hall, hall.decided())
    assert told.make() == []
    assert hall.case(told.case_id).status is Status.COMPARING
    flow = flow_of(hall, told.case_id)
    assert flow is not None
    assert (flow.step, flow.tokens) == ("compare", ("t1",))
    assert told.calls["TransactWriteItems"] == 1


def test_a_try_after_one_that_is_still_under_way_keeps_both_tokens_and_makes_nothing_twice(hall: Hall):
    """Lambda may retry while the first call still runs, so either token may be the one that is waited with."""
    case_id = hall.decided()
    assert [*Told(hall, case_id).make("t1"), *Told(hall, case_id).make("t2")] == []
    flow = flow_of(hall, case_id)
    assert flow is not None
    assert flow.tokens == ("t2", "t1")
    assert [event.type for event in hall.events(case_id)].count("result_made") == 1


def test_a_result_is_made_again_when_the_case_was_changed_meanwhile(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    """Another execution opens the wait between reading and writing: its token is kept, and its result is the one."""
    case_id = hall.decided()
    before_the_first_write(hall, monkeypatch, lambda: Told(hall, case_id).make("t1"))
    assert Told(hall, case_id).make("t2") == []
    flow = flow_of(hall, case_id)
    assert flow is not None
    assert flow.tokens == ("t2", "t1")


def test_a_refusal_is_told_once(hall: Hall):
    case_id = hall.decided("refuse")
    assert Told(hall, case_id).make() == ["t1"]
    assert hall.case(case_id).status is Status.DELIVERING


def test_a_case_that_stands_further_on_is_told_with_one_reading(hall: Hall):
    told = Told(hall, delivered(hall))
    assert told.make() == ["t1 GoTo.archive"]
    assert told.calls.keys() <= {"Query", "Decrypt"}
    assert told.calls["Query"] == 1


@pytest.mark.parametrize("gone_on", [False, True])
def test_an_execution_that_was_replaced_is_sent_nowhere(hall: Hall, gone_on: bool):
    """It passes the states that are left, each of which finds that another one has taken over."""
    case_id = delivered(hall) if gone_on else hall.decided()
    before = hall.rows(case_id)
    assert Told(hall, case_id).make(generation=2) == ["t1"]
    assert hall.rows(case_id) == before


def test_a_case_that_is_closed_is_sent_nowhere(hall: Hall):
    assert Told(hall, hall.closed()).make() == ["t1"]


def test_a_step_without_a_token_makes_the_result_and_waits_for_nothing(hall: Hall):
    """A trial makes such a step, as it has no execution."""
    case_id = hall.decided()
    assert Told(hall, case_id).make(token=None) == []
    assert hall.case(case_id).status is Status.COMPARING


def test_a_token_that_is_worth_nothing_any_more_is_no_failure(hall: Hall):
    """The state was tried again, because nobody had heard of the first call for long."""
    case_id = hall.decided("refuse")
    step = Step(owner=keys.case(case_id), machine="issuance", generation=1, step="compare", token="made up")
    make_result(hall.platform, step)
    assert hall.case(case_id).status is Status.DELIVERING


def test_a_result_whose_telling_was_refused_is_told_by_the_next_try(hall: Hall):
    """Step Functions is down for a moment: the function fails, the state is tried again, and nothing is made twice."""
    case_id, refusals = hall.decided("refuse"), ["once"]

    def refuse(operation: str) -> None:
        from proofs.kit.refusals import refusal

        if operation == "SendTaskSuccess" and refusals:
            refusals.pop()
            raise refusal("ServiceUnavailable", operation, status=503)

    hall.machines.before = refuse
    hall.carry_out_everything()
    hall.machines.before = nothing
    execution = hall.machines.executions[f"CASE_{case_id}-issuance-1"]
    assert (refusals, execution.passed, execution.status) == ([], ["Compare", "Deliver"], "RUNNING")
    assert [event.type for event in hall.events(case_id)].count("result_made") == 1
