"""印制试运行文书: what the queue of trials calls. It prints as the hall does, with the mark of a trial."""

from collections.abc import Callable

from pydantic import BaseModel, ConfigDict

from chalicelib.foundation.platform import Platform
from chalicelib.trials.store.sandboxes import opened


class TrialMessage(BaseModel, defer_build=True):
    """Ids: the trial, the case in it, and the document."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    trial: str
    case_id: str
    document: str


def print_trial(platform: Platform, message: TrialMessage, render: Callable[[Platform, str, str], None]) -> None:
    """Safe to repeat. A trial that has ended by itself is passed over."""
    found = opened(platform, message.trial)
    if found:
        render(found[0], message.case_id, message.document)
