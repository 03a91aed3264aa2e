"""Remedies for machines. Each returns True when AWS says that the machine runs, or when it has nothing to do."""

from contextlib import suppress

from chalicelib.cases.store.standing import where
from chalicelib.durable import outbox, workflow
from chalicelib.durable.effects import Effect, ResumeMachine
from chalicelib.durable.flows import Flow
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.operations.model.standing import RUNNING
from chalicelib.operations.store.rows import Rows

# The most generations that are tried. AWS keeps the name of an execution for 90 days after its end, and a backup that
# was restored into the same account does not know the names that were used after it was made.
GENERATIONS = 10


def begin(platform: Platform, found: Rows, machine: str) -> bool:
    """Start a machine that the case should have and never had."""
    with suppress(Refused):  # somebody else has written the flow; check all the same whether the machine runs
        platform.table.write(put({**keys.flow(found.case.owner, machine)._asdict(), "generation": 1}, when=ABSENT))
    return start_until_one_runs(platform, found.case.owner, machine)


def restart(platform: Platform, found: Rows, machine: str) -> bool:
    return start_until_one_runs(platform, found.case.owner, machine)


def resume_machine(platform: Platform, found: Rows, machine: str) -> bool:
    """Let an execution go on that waits for something that has been done.

    False when it runs and every known token of it is invalid: it will wait until its time limit.
    """
    try:
        arrived = workflow.resume(platform, found.case.owner, machine, where)
    except workflow.ExecutionFailed:
        arrived = False  # it has failed meanwhile, and another one was started
    except workflow.MachineUnderWay:
        return False
    return arrived or start_until_one_runs(platform, found.case.owner, machine)


def start_until_one_runs(platform: Platform, owner: Owner, machine: str) -> bool:
    """Start generation after generation until one runs. An outbox row then watches it until it waits at its step."""
    for _ in range(GENERATIONS):
        at, flow = where(platform, owner, machine), flow_of(platform, owner, machine)
        if at is None or flow is None:
            return at is None
        with suppress(workflow.MachineUnderWay):  # whether it runs is checked next
            workflow.ensure_running(platform, owner, machine, flow, at)
        if is_running(platform, owner, machine):
            write_effect(platform, owner, machine, ResumeMachine(machine=machine))
            return True
    return False


def is_running(platform: Platform, owner: Owner, machine: str) -> bool:
    """Also when AWS does not know the execution: it was started a moment ago, and AWS may show it a little later."""
    flow = flow_of(platform, owner, machine)
    status = workflow.execution_status(platform, owner, machine, flow.generation) if flow else RUNNING
    return status in (None, RUNNING)


def flow_of(platform: Platform, owner: Owner, machine: str) -> Flow | None:
    return workflow.load(platform.table.get(keys.flow(owner, machine)))


def write_effect(platform: Platform, owner: Owner, subject: str, effect: Effect) -> str | None:
    """Write an outbox row of the repair's own, at most one a minute for each subject. Returns its sort key if new.

    The reconciler carries it out as it does the rows of acts. The next look at the case sees that it is under way.
    """
    cause = f"repair.{subject}@{platform.wall():%Y%m%d%H%M}"
    try:
        platform.table.write(*outbox.row(platform, owner, cause, [effect]))
    except Refused:
        return None
    return keys.outbox(owner, cause).sk
