"""What the queue `replays` calls: dead letters go back to their queues. Only this function may move them."""

from typing import Any

from chalice.app import Blueprint, SQSEvent

from chalicelib.durable.batches import Message, each_message
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.alongside import at_work
from chalicelib.foundation.failures import boundary
from chalicelib.operations.store.replays import Replaying
from chalicelib.operations.tasks.replay_letters import replay_letters
from chalicelib.wiring.functions import IN_THE_TEMPLATE

QUEUE = names.QUEUES[names.REPLAYS_QUEUE]
functions = Blueprint(__name__)


@functions.on_sqs_message(queue_arn=IN_THE_TEMPLATE, batch_size=QUEUE.batch, name=QUEUE.consumer)
@boundary
def replay_dead_letters(event: SQSEvent) -> dict[str, Any]:
    """Somebody at the desk has asked for it."""
    return each_message(event, _replay, seconds=QUEUE.seconds, run_all=at_work)


def _replay(record: Message) -> None:
    replay_letters(platforms.current(), Replaying.model_validate_json(record["body"]))
