"""A message that fails is named and told of in the log, and what it says is told nowhere."""

from typing import Any

import pytest
from chalice.app import SQSEvent

from chalicelib.durable.batches import Message, each_message

PERSONAL = "林示例 44170219900307801X"


def event(*bodies: str) -> SQSEvent:
    records = [
        {"messageId": f"m{number}", "body": body, "eventSource": "aws:sqs", "receiptHandle": "r", "attributes": {}}
        for number, body in enumerate(bodies)
    ]
    return SQSEvent({"Records": records}, None)


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
        answer = each_message(event(*bodies), handle)
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
