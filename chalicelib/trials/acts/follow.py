"""What follows from the steps of a trial is carried out, and its documents are handed to the printer of trials."""

import json

from chalicelib.durable.effects import SendMessage
from chalicelib.durable.outbox import send_message
from chalicelib.foundation import names
from chalicelib.trials.acts.trial_gate import OpenTrial
from chalicelib.trials.model.playbook import playbook
from chalicelib.trials.store import following
from chalicelib.trials.store.sandboxes import cases_of


def follow(trial: OpenTrial) -> None:
    """Carry out what follows in every case of the trial."""
    for case_id in cases_of(trial.inside):
        following.carry_out(trial.inside, case_id, playbook(), lambda body: _print(trial, body))


def _print(trial: OpenTrial, body: str) -> None:
    """The printer has a queue of its own, and finds the sandbox by the message: nothing of a trial is in the queues of
    the hall.
    """
    named = json.loads(body)
    told = {"trial": trial.record.id, "case_id": named["case_id"], "document": named["document"]}
    send_message(trial.outer, SendMessage(queue=names.TRIALS_QUEUE, body=told))
