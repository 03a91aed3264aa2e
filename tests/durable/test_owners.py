"""What has machines, outbox rows and alarms need not be a case: an invented kind of owner goes through all of them."""

import string
from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.durable import alarm_sweeper, alarms, outbox, parking, reconciler, workflow
from chalicelib.durable.alarms import Alarm
from chalicelib.durable.effects import ResumeMachine, SendMessage, StartMachine
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys, names
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import put
from chalicelib.wiring.alarms import FIRES
from chalicelib.wiring.machines import STANDING, where
from proofs.kit.clock import NEVER, Clock
from proofs.kit.machines import Machines
from tests.durable.conftest import NOW
from tests.durable.dynamo import MemoryDynamo
from tests.durable.machines import CALLBACKS, empty_queues

FAIR = Owner("FAIR#441700#spring")
CASE = keys.case("c1")
SEND = SendMessage(queue="callbacks", body={"task_id": "t1"})


@dataclass
class Fairs:
    """A kind of owner with one row each, whose machine stands where that row says."""

    platform: Platform
    bells: list[Owner] = field(default_factory=list[Owner])

    def __post_init__(self) -> None:
        self.machines = Machines(lambda _, payload: self.open(Step.model_validate(payload)))
        self.queues = empty_queues()
        self.platform.wall = self.wall = Clock(NOW, tick=NEVER)
        self.platform.__dict__.update(sfn=self.machines, sqs=self.queues)

    def move(self, step: str | None, *effects: outbox.Effect, seq: int) -> None:
        """An act on the fair: its row and what follows from it."""
        moved = put({"pk": FAIR, "sk": "META", **({"at": step} if step else {})})
        begun = [workflow.begin(FAIR, effect.machine) for effect in effects if isinstance(effect, StartMachine)]
        self.platform.table.write(moved, *begun, *outbox.row(self.platform, FAIR, seq, effects))

    def where(self, platform: Platform, owner: Owner, machine: str) -> str | None:
        return (platform.table.get(keys.Key(owner, "META")) or {}).get("at")

    def open(self, step: Step) -> None:
        flow = workflow.load(self.platform.table.get(keys.flow(step.owner, step.machine)))
        if flow is None or self.where(self.platform, step.owner, step.machine) != step.step:
            workflow.end_wait(self.platform, step, self.where(self.platform, step.owner, step.machine))
        else:
            arrived = outbox.arrived(self.platform, step)
            self.platform.table.write(workflow.open_wait(self.platform, step.owner, step, flow), *arrived)

    def ring(self, platform: Platform, alarm: Alarm) -> None:
        self.bells.append(alarm.owner)
        ended = outbox.row(platform, alarm.owner, f"{alarm.name}@{alarms.instant(alarm.due)}", [SEND])
        platform.table.write(alarms.end_alarm(alarm), *ended)

    def carry_on(self) -> None:
        """The reconciler and the machines, until nothing is pending."""
        for _ in range(5):
            self.wall.pass_time(minutes=1)
            reconciler.reconcile(self.platform, self.where)
            self.machines.run()


@pytest.fixture
def fairs(platform: Platform) -> Fairs:
    return Fairs(platform)


def pending(dynamo: MemoryDynamo) -> list[str]:
    return [row["sk"]["S"] for row in dynamo.indexed(keys.PENDING_INDEX)]


def test_a_machine_of_another_owner_starts_waits_goes_on_and_ends(fairs: Fairs, dynamo: MemoryDynamo):
    fairs.move("review", StartMachine(machine="review", at="review"), seq=1)
    fairs.carry_on()
    (execution,) = fairs.machines.executions.values()
    assert execution.input.items() >= {"owner": FAIR, "generation": 1, "at": "review"}.items()
    assert execution.input["woken"]["Cause"].startswith("OUTBOX#000001@")
    assert execution.name == "FAIR_441700_spring-review-1"
    assert (execution.state, execution.status) == ("Review", "RUNNING")
    fairs.move("decide", ResumeMachine(machine="review"), seq=2)
    fairs.carry_on()
    assert (execution.state, execution.status) == ("Decide", "RUNNING")
    fairs.move(None, ResumeMachine(machine="review"), seq=3)
    fairs.carry_on()
    assert execution.status == "SUCCEEDED"
    assert pending(dynamo) == []


def test_an_execution_of_another_owner_that_is_gone_is_replaced(fairs: Fairs, dynamo: MemoryDynamo):
    fairs.move("review", StartMachine(machine="review", at="review"), seq=1)
    fairs.carry_on()
    fairs.machines.time_out(fairs.machines.executions["FAIR_441700_spring-review-1"])
    fairs.machines.run()
    fairs.move("decide", ResumeMachine(machine="review"), seq=2)
    fairs.carry_on()
    assert fairs.machines.executions["FAIR_441700_spring-review-2"].state == "Decide"
    assert pending(dynamo) == []


def test_an_alarm_of_another_owner_fires_once_and_what_follows_is_done(fairs: Fairs, dynamo: MemoryDynamo):
    fairs.platform.table.write(alarms.set_alarm(FAIR, "opening", NOW, NOW))
    for _ in range(2):
        alarm_sweeper.sweep(fairs.platform, {"opening": fairs.ring})
    fairs.carry_on()
    assert fairs.bells == [FAIR]
    assert fairs.queues.left(CALLBACKS) == [SEND.body]
    assert pending(dynamo) == []


def test_what_fails_of_another_owner_is_parked_and_put_back(fairs: Fairs):
    fairs.platform.table.write(*outbox.row(fairs.platform, FAIR, 1, [SEND]), alarms.set_alarm(FAIR, "bell", NOW, NOW))
    row = fairs.platform.table.get(keys.outbox(FAIR, 1)) or {}
    for attempts in range(parking.ATTEMPTS):
        parking.count_failure(fairs.platform, {**row, **({"attempts": attempts} if attempts else {})}, KeyError())
    for _ in range(alarms.ATTEMPTS):
        alarm_sweeper.sweep(fairs.platform, {})
    assert parking.find_parked(fairs.platform, keys.PARKED) == [keys.outbox(FAIR, 1)]
    assert parking.find_parked(fairs.platform, keys.PARKED_ALARMS) == [keys.alarm(FAIR, "bell")]
    alarm = alarms.find(fairs.platform, FAIR, "bell")
    assert alarm is not None
    assert parking.put_back_row(fairs.platform, keys.outbox(FAIR, 1))
    assert parking.put_back_alarm(fairs.platform, alarm)
    alarm_sweeper.sweep(fairs.platform, {"bell": fairs.ring})
    assert fairs.bells == [FAIR]


# ------------------------------------------------------------------------------------------------ the one map of kinds
def test_the_kind_of_owner_decides_who_tells_where_its_machines_stand(fairs: Fairs, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("chalicelib.wiring.machines.STANDING", {**STANDING, "FAIR": fairs.where})
    fairs.move("decide", seq=1)
    assert where(fairs.platform, FAIR, names.REVIEW) == "decide"
    assert where(fairs.platform, CASE, names.REVIEW) is None


def test_an_owner_of_an_unknown_kind_is_parked_and_holds_up_nobody(fairs: Fairs):
    """Its machine never stands anywhere, so its row fails as any bad row does; the rest of the batch is carried out."""
    table = fairs.platform.table
    table.write(workflow.begin(FAIR, "review"))
    table.write(*outbox.row(fairs.platform, FAIR, 1, [ResumeMachine(machine="review")]))
    table.write(*outbox.row(fairs.platform, CASE, 1, [SEND]))
    rows = [table.get(keys.outbox(owner, 1)) or {} for owner in (FAIR, CASE)]
    assert outbox.dispatch(fairs.platform, rows, where) == 1
    fairs.wall.pass_time(minutes=1)
    for _ in range(parking.ATTEMPTS):
        assert reconciler.reconcile(fairs.platform, where) == 0
    assert parking.find_parked(fairs.platform, keys.PARKED) == [keys.outbox(FAIR, 1)]
    assert (table.get(keys.outbox(FAIR, 1)) or {})["failure"] == "LookupError"


@pytest.mark.parametrize("what", sorted(FIRES))
def test_an_alarm_whose_act_is_not_for_its_owner_is_parked(fairs: Fairs, what: str):
    fairs.platform.table.write(alarms.set_alarm(FAIR, what, NOW, NOW))
    for _ in range(alarms.ATTEMPTS):
        assert alarm_sweeper.sweep(fairs.platform, FIRES) == 0
    assert parking.find_parked(fairs.platform, keys.PARKED_ALARMS) == [keys.alarm(FAIR, what)]


def test_only_a_case_has_the_id_of_a_case():
    assert (keys.kind_of(CASE), keys.case_id(CASE)) == (keys.CASE, "c1")
    for owner in (FAIR, Owner("c1"), Owner("")):
        with pytest.raises(LookupError):
            keys.case_id(owner)


# ---------------------------------------------------------------------------------------------------- execution names
ALLOWED = set(string.ascii_letters + string.digits + "-_")
LAST = 99_999_999


def test_the_longest_name_is_as_long_as_step_functions_allows():
    longest = Owner("K#" + "x" * (workflow.LONGEST_OWNER - 2))
    name = workflow.execution_name(longest, "m" * workflow.LONGEST_MACHINE, LAST)
    assert len(name) == workflow.LONGEST_NAME
    assert all(len(machine) <= workflow.LONGEST_MACHINE for machine in names.MACHINES)


@given(st.text() | st.text("aB0#-", max_size=70))
def test_every_owner_gives_a_legal_name(owner: str):
    name = workflow.execution_name(Owner(owner), "m" * workflow.LONGEST_MACHINE, LAST)
    assert set(name) <= ALLOWED
    assert len(name) <= workflow.LONGEST_NAME


@given(st.sets(st.text("a#-_.", max_size=6) | st.text("a#", min_size=52, max_size=57), min_size=2, max_size=2))
def test_two_owners_never_share_a_name(owners: set[str]):
    assert len({workflow.execution_name(Owner(owner), names.REVIEW, 1) for owner in owners}) == 2


@pytest.mark.parametrize("others", [{"machine": "review", "generation": 12}, {"machine": "issuance", "generation": 1}])
def test_machines_and_generations_have_names_of_their_own(others: Mapping[str, str | int]):
    assert workflow.execution_name(CASE, **others) != workflow.execution_name(CASE, "review", 1)  # pyright: ignore[reportArgumentType]
