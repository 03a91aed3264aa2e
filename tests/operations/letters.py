"""Dead letters as they come to lie there."""

import hashlib
import json
from typing import Any

from chalicelib.foundation import names
from chalicelib.foundation.platform import Platform
from chalicelib.operations.store import deadletters
from proofs.kit.world import World

CALLBACK = {"department": "food", "task_id": "c1.review", "event": "task.opened"}
DOCUMENT = {"case_id": "c1", "document": "0003-acceptance-notice"}


def put_dead(platform: Platform, queue: str, body: dict[str, Any] | str, group: str = "g") -> str:
    """The id of the letter."""
    name = deadletters.dead_queue(queue)
    text = body if isinstance(body, str) else json.dumps(body)
    fifo: Any = {"MessageGroupId": group, "MessageDeduplicationId": unique(text)} if name.endswith(".fifo") else {}
    answer = platform.sqs.send_message(QueueUrl=platform.settings.queue_url(name), MessageBody=text, **fifo)
    return answer["MessageId"]


def replays_done(world: World) -> int:
    """What follows from requests to replay follows; how many messages asked for one."""
    world.carry_out_everything()
    done = 0
    while world.work(names.REPLAYS_QUEUE):
        done += 1
    return done


def unique(text: str) -> str:
    """As SQS allows no spaces in it."""
    return hashlib.sha256(text.encode()).hexdigest()


def received(platform: Platform, queue: str) -> list[dict[str, Any]]:
    """What lies visible in the queue itself."""
    answer = platform.sqs.receive_message(
        QueueUrl=platform.settings.queue_url(queue), MaxNumberOfMessages=10, AttributeNames=["All"]
    )
    return [dict(message) for message in answer.get("Messages", [])]
