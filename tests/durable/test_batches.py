"""A message that fails is named and told of in the log, and what it says is told nowhere."""

from threading import Barrier
from typing import Any

import pytest
from chalice.app import SQSEvent

from chalicelib.durable.batches import BatchFailed, Message, NoTimeLeft, each_message
from chalicelib.foundation.alongside import at_work

PERSONAL = "林示例 44170219900307801X"


def event(*bodies: str, context: Any = None) -> SQSEvent:
    records = [
        {"messageId": f"m{number}", "body": body, "eventSource": "aws:sqs", "receiptHandle": "r", "attributes": {}}
        for number, body in enumerate(bodies)
    ]
    return SQSEvent({"Records": records}, context)


def handle(message: Message) -> None:
    if message["body"] != "good":
        raise ValueError(f"cannot read {message['body']}")


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [vars(record) for record in caplog.records if record.message == "message failed"]


@pytest.mark.parametrize("bodies", [("good", PERSONAL), (PERSONAL, PERSONAL)])
def test_what_a_message_says_is_in_no_log(bodies: tuple[str, ...], caplog: pytest.LogCaptureFixture):
    """Lambda logs the text of what a function raises, which it does where the whole batch failed."""
    raised = ""
    try:
        answer = each_message(event(*bodies), handle, seconds=1)
    except Exception as failure:  # noqa: BLE001 - whatever it is, Lambda writes its text
        answer, raised = {}, str(failure)
    assert PERSONAL not in raised
    lines = told(caplog)
    assert [line["message_id"] for line in lines] == [f"m{n}" for n, body in enumerate(bodies) if body == PERSONAL]
    assert PERSONAL not in str(lines)
    assert {line["failure"] for line in lines} == {"ValueError"}
    assert "test_batches.py" in lines[0]["where"][-1]
    if "good" in bodies:
        assert answer == {"batchItemFailures": [{"itemIdentifier": "m1"}]}
    else:
        assert raised == "2 messages failed"


class Running:
    """A function that has so many seconds left, and whose messages take some of them."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.done: list[str] = []

    def get_remaining_time_in_millis(self) -> float:
        return 1000 * self.seconds

    def handle(self, message: Message) -> None:
        self.seconds -= 10
        self.done.append(message["body"])


def test_a_message_that_would_be_cut_off_is_not_begun():
    """Its function is ended in the middle otherwise, and the messages that were done come again with it."""
    running = Running(seconds=25)
    answer = each_message(event("a", "b", "c", context=running), running.handle, seconds=10)
    assert running.done == ["a", "b"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": "m2"}]}


def test_a_batch_that_begins_too_late_is_left_whole():
    running = Running(seconds=5)
    with pytest.raises(BatchFailed) as failed:
        each_message(event("a", "b", context=running), running.handle, seconds=10)
    assert [type(cause) for cause in failed.value.causes] == [NoTimeLeft] * 2
    assert running.done == []


def test_messages_that_wait_for_somebody_do_not_wait_for_each_other():
    together = Barrier(3, timeout=5)
    answer = each_message(event("a", "b", "c"), lambda _: meet(together), seconds=1, run_all=at_work)
    assert answer == {"batchItemFailures": []}


def meet(together: Barrier) -> None:
    together.wait()
