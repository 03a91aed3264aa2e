"""Queues reach their handler in batches; failures come back, dead letters are parked, FIFO groups keep their order."""

import json
import time
from typing import Any

import pytest
from chalice.app import Chalice

from chalicelib.foundation import names
from local.deployment import deployed
from local.lambda_.event_pump import NotQuiet, Pace
from tests.local import templates

pytestmark = pytest.mark.enable_socket
FAST = Pace(idle=0.05, retry=0)
PARTIAL: dict[str, Any] = {"FunctionResponseTypes": ["ReportBatchItemFailures"]}


class Worker:
    """An app with one queue handler; bodies in `poison` fail always, in `fail_once` the first time."""

    def __init__(self, *, batch_size: int = 10, partial: bool = True, ordered: bool = False) -> None:
        self.app = Chalice("yimen", configure_logs=False)
        self.partial = partial
        self.ordered = ordered  # a FIFO consumer stops at the first failure
        self.seen: list[tuple[str, int]] = []
        self.poison: set[str] = set()
        self.fail_once: set[str] = set()
        self.app.on_sqs_message(queue="set-by-the-template", batch_size=batch_size)(self.serve)

    def serve(self, event: Any) -> dict[str, Any]:
        failed: list[str] = []
        for record in event.to_dict()["Records"]:
            body = record["body"]
            self.seen.append((body, int(record["attributes"]["ApproximateReceiveCount"])))
            if (failed and self.ordered) or body in self.poison or body in self.fail_once:
                self.fail_once.discard(body)
                failed.append(record["messageId"])
        if failed and not self.partial:
            raise ValueError(failed)
        return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}

    @property
    def bodies(self) -> list[str]:
        return [body for body, _ in self.seen]


Worker.serve.__name__ = "serve"


def send(aws, stage: str, *bodies: str, queue: str = "work", **more: Any) -> None:
    url = aws.client("sqs").get_queue_url(QueueName=names.queue(stage, queue))["QueueUrl"]
    for body in bodies:
        extra = {name: value.format(body=body) for name, value in more.items()}
        aws.client("sqs").send_message(QueueUrl=url, MessageBody=body, **extra)


def test_poison_is_parked_after_its_receives_and_the_rest_is_done_once(aws, stage):
    worker = Worker()
    worker.poison = {"bad"}
    template = templates.only(
        templates.queue(names.queue(stage, "work"), dead=3), templates.queue_of("serve", **PARTIAL)
    )
    with deployed(worker.app, template, aws, stage=stage, pace=FAST) as deployment:
        send(aws, stage, "one", "bad", "two")
        deployment.pump.drain(20)
        dead = aws.client("sqs").receive_message(QueueUrl=deployment.loaded.attributes["WorkDead"]["Ref"])["Messages"]
    assert [message["Body"] for message in dead] == ["bad"]
    assert [count for body, count in worker.seen if body == "bad"] == [1, 2, 3]
    assert worker.bodies.count("one") == worker.bodies.count("two") == 1


def test_without_partial_answers_an_error_brings_the_whole_batch_back(aws, stage):
    worker = Worker(partial=False, batch_size=1)
    worker.fail_once = {"late"}
    template = templates.only(templates.queue(names.queue(stage, "work"), dead=5), templates.queue_of("serve"))
    with deployed(worker.app, template, aws, stage=stage, pace=FAST) as deployment:
        send(aws, stage, "late")
        deployment.pump.drain(20)
    assert worker.seen == [("late", 1), ("late", 2)]


def test_a_failed_message_stays_away_for_the_queues_own_visibility_timeout(aws, stage):
    worker = Worker()
    worker.poison = {"bad"}
    template = templates.only(
        templates.queue(names.queue(stage, "work"), visibility=30), templates.queue_of("serve", **PARTIAL)
    )
    with deployed(worker.app, template, aws, stage=stage, pace=Pace(idle=0.02, retry=None)) as deployment:
        send(aws, stage, "bad")
        with pytest.raises(NotQuiet, match="1 messages"):
            deployment.pump.drain(0.6)
    assert worker.seen == [("bad", 1)]


def test_a_fifo_group_keeps_its_order_through_a_failure(aws, stage):
    worker = Worker(ordered=True)
    worker.fail_once = {"2"}
    queue = names.queue(stage, "work.fifo")
    template = templates.only(templates.queue(queue, dead=5, FifoQueue=True), templates.queue_of("serve", **PARTIAL))
    with deployed(worker.app, template, aws, stage=stage, pace=FAST) as deployment:
        fifo = {"MessageGroupId": "organ", "MessageDeduplicationId": "{body}"}
        send(aws, stage, "1", "2", "3", "2", queue="work.fifo", **fifo)
        deployment.pump.drain(20)
    succeeded = list(dict.fromkeys(reversed(worker.bodies)))
    assert list(reversed(succeeded)) == ["1", "2", "3"]
    assert worker.bodies.count("1") == 1


def test_a_schedule_can_be_sped_up_and_fired(aws, stage):
    app, calls = Chalice("yimen", configure_logs=False), []

    @app.schedule("rate(5 minutes)")
    def tick(event: Any) -> None:
        calls.append(json.loads(json.dumps(event.to_dict()))["source"])

    with deployed(app, templates.only(), aws, stage=stage, pace=Pace(schedule=3600)) as deployment:
        deployment.pump.fire("tick")
        assert calls == ["aws.events"]
        with pytest.raises(LookupError):
            deployment.pump.fire("tock")
    with deployed(app, templates.only(), aws, stage=f"{stage}b", pace=Pace(schedule=0.01)):
        time.sleep(0.2)
    assert len(calls) > 2
