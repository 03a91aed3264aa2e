"""What follows from acts inside a sandbox, carried out at once: machines, numbers of documents, alarms.

Outside, a stream, queues and state machines do it. Inside, whoever plays does it after each step, and again before the
next one: a death between both leaves nothing undone. Departments' systems are told nothing.
"""

from collections.abc import Callable

from chalicelib.cases.model.machine_steps import COUNTER_STEPS, TASK_STEPS, stands_at
from chalicelib.cases.store.records import load_case
from chalicelib.durable import alarms, outbox, workflow
from chalicelib.durable.effects import ResumeMachine, SendMessage, StartMachine
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.sandbox import held_queues
from chalicelib.trials.model.playbook import Playbook

PENDING = f"{keys.PENDING_INDEX}_pk"
# A machine has fewer steps, and an act fewer things that follow one from the other.
MOST_STEPS = 12
MOST_ROUNDS = 20


def carry_out(inside: Platform, case_id: str, plays: Playbook, printer: Callable[[str], None]) -> None:
    """Carry out what follows from the acts on this case, until nothing is left. `printer` is told of each document that
    is to be printed, by the body of its message.
    """
    owner = keys.case(case_id)
    for _ in range(MOST_ROUNDS):
        rows = [row for row in inside.table.query_all(owner, prefix=keys.OUTBOX) if PENDING in row]
        if not rows:
            return
        for row in rows:
            _carry_out(inside, row, plays)
            _take_messages(inside, plays, printer)
            outbox.finish(inside, row)


def fire_alarms(inside: Platform, case_id: str, plays: Playbook) -> int:
    """Call the acts of the alarms that are due; how many."""
    rows = [*inside.table.query_all(keys.case(case_id), prefix=keys.ALARM)]
    due = [alarm for alarm in map(alarms.load, rows) if alarm.due <= inside.now()]
    for alarm in due:
        plays.fires[alarm.what](inside, alarm)
    return len(due)


def _carry_out(inside: Platform, row: Item, plays: Playbook) -> None:
    """The effects of one row in their order. Each may be carried out again."""
    for effect in outbox.remaining_effects(row):
        match effect:
            case StartMachine() | ResumeMachine():
                _go_on(inside, keys.Owner(row["owner"]), effect.machine, plays)
            case SendMessage():
                outbox.send_message(inside, effect)


def _go_on(inside: Platform, owner: keys.Owner, machine: str, plays: Playbook) -> None:
    """Bring the machine to the step at which its case stands, as its executions would: where the case stands says which
    function is called next, until it waits for somebody.
    """
    for _ in range(MOST_STEPS):
        case = load_case(inside.table, keys.case_id(owner))
        flow = workflow.load(inside.table.get(keys.flow(owner, machine)))
        at = stands_at(case, machine) if case else None
        if flow is None or at is None or (flow.token and flow.step == at):
            return
        waits = at in TASK_STEPS or at in COUNTER_STEPS
        token, step = f"trial-{at}" if waits else None, names.DONE_AT.get(at, at)
        plays.steps[at](inside, Step(owner=owner, machine=machine, generation=flow.generation, step=step, token=token))


def _take_messages(inside: Platform, plays: Playbook, printer: Callable[[str], None]) -> None:
    """Number the documents that wait, and have them printed. What would go to a department's system goes nowhere."""
    queues = held_queues(inside)
    while taken := queues.take():
        for message in taken:
            name = next((name for name in names.QUEUES if message.queue_url == inside.settings.queue_url(name)), "")
            if name == names.RENDERINGS_QUEUE:
                printer(message.body)
            elif name in plays.consumers:
                plays.consumers[name](inside, message.body)
