"""Setting machines going again. Each answers whether the machine now runs, as AWS says, or has nothing to do."""

from contextlib import suppress

from chalicelib.cases.store.standing import where
from chalicelib.durable import outbox, workflow
from chalicelib.durable.effects import Effect, ResumeMachine
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import ABSENT, Refused, put
from chalicelib.operations.model.standing import RUNNING
from chalicelib.operations.store.rows import Rows

# AWS keeps the name of an execution for 90 days after its end. A backup restored into the same account is behind the
# names that were used after it was made.
GENERATIONS = 10


def begin(platform: Platform, found: Rows, machine: str) -> bool:
    """Generation 1 of a machine that the case should have and does not."""
    with suppress(Refused):  # somebody else has begun it; whether it runs is looked at all the same
        platform.table.write(put({**keys.flow(found.case.owner, machine)._asdict(), "generation": 1}, when=ABSENT))
    return set_going(platform, found.case.owner, machine)


def revive(platform: Platform, found: Rows, machine: str) -> bool:
    return set_going(platform, found.case.owner, machine)


def release(platform: Platform, found: Rows, machine: str) -> bool:
    """Let an execution go on that waits for what has been done; False when it runs and no token of it is known."""
    try:
        there = workflow.resume(platform, found.case.owner, machine, where)
    except workflow.Broke:
        there = False  # it has ended meanwhile and was replaced
    except workflow.NotYet:
        return False
    return there or set_going(platform, found.case.owner, machine)


def set_going(platform: Platform, owner: Owner, machine: str) -> bool:
    """Start generation after generation until one runs, and have it watched until it is where the case stands."""
    for _ in range(GENERATIONS):
        at, flow = where(platform, owner, machine), flow_of(platform, owner, machine)
        if at is None or flow is None:
            return at is None
        with suppress(workflow.NotYet):  # what has become of it is looked at next
            workflow.revive(platform, owner, machine, flow, at)
        if runs(platform, owner, machine):
            again(platform, owner, machine, ResumeMachine(machine=machine))
            return True
    return False


def runs(platform: Platform, owner: Owner, machine: str) -> bool:
    flow = flow_of(platform, owner, machine)
    # None: started just now, of which AWS may tell a moment later only.
    status = workflow.execution_status(platform, owner, machine, flow.generation) if flow else RUNNING
    return status in (None, RUNNING)


def flow_of(platform: Platform, owner: Owner, machine: str) -> workflow.Flow | None:
    return workflow.load(platform.table.get(keys.flow(owner, machine)))


def again(platform: Platform, owner: Owner, subject: str, effect: Effect) -> str | None:
    """An outbox row of the repair's own for what follows once more, at most one a minute: the sort key of a new one.

    The reconciler looks after it as after that of an act, and the next look sees what is under way.
    """
    cause = f"repair.{subject}@{platform.wall():%Y%m%d%H%M}"
    try:
        platform.table.write(*outbox.row(platform, owner, cause, [effect]))
    except Refused:
        return None
    return keys.outbox(owner, cause).sk
