"""The app's Lambda functions, called as Lambda calls them: which one stands behind which name is the app's to say."""

import json
from collections.abc import Callable, Mapping
from typing import Any, cast

from app import app
from chalicelib.durable.batches import BatchFailed
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from infra.logical import pascal
from infra.sources import CONSUMERS
from local.lambda_.functions import Context
from proofs.kit.callers import calling

HANDLERS: Mapping[str, Callable[[Any, Any], Any]] = app.handler_map
# What a state machine's file calls a function by -> its name.
TASK_FUNCTIONS = {f"${{{pascal(name)}FunctionArn}}": name for name in names.TASK_FUNCTIONS}
# Queue -> the function that works on its messages.
FUNCTION_OF_QUEUE = {queue: function for function, queue in CONSUMERS.items()}


def invoke(platform: Platform, name: str, event: Any) -> Any:
    """What the function answers in this process, of which `platform` is the platform from now on.

    Raises what the function raises; of a batch that failed whole, what its first message did.
    """
    platforms.use(platform)
    try:
        with calling(name):
            answer = HANDLERS[name](json.loads(json.dumps(event)), Context(name))
    except BatchFailed as failure:
        raise failure.causes[0] from None
    return json.loads(json.dumps(answer))


def failed_messages(answer: Any) -> set[str]:
    """The ids in Lambda's answer to a partly failed batch."""
    entries = cast("list[dict[str, str]]", answer.get("batchItemFailures") or [])
    return {entry["itemIdentifier"] for entry in entries}
