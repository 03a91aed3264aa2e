"""The test of a callback: an event about no task, by which a department sees whether its system receives."""

import re
from datetime import datetime, timedelta
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from chalicelib.durable.effects import SendMessage
from chalicelib.exchange.model.delivery import Delivery
from chalicelib.exchange.model.events import envelope
from chalicelib.exchange.model.registration import Record
from chalicelib.foundation import names

TESTED: Final = "callback.tested"
TEST_ID = re.compile(r"msg_test_(?P<ms>[0-9]{13})_[0-9a-f]{8}")
# A department may ask for so many tests in a quarter of an hour (wall time): nobody is flooded by way of the platform.
MOST_TESTS = 20
WINDOW = timedelta(minutes=15)
MOST_ANSWERED = 500  # characters of the receiver's answer that are kept


class CallbackTest(Record):
    """What the `callbacks` queue carries of a test: ids only."""

    division: str
    department: str
    message_id: str
    event: Literal["callback.tested"] = TESTED

    def send(self) -> SendMessage:
        return SendMessage(queue=names.CALLBACKS_QUEUE, body=self.model_dump())


def test_id(at: datetime, random: str) -> str:
    """A `webhook-id` that tells when the test was asked for, so that its record is found by it."""
    return f"msg_test_{round(at.timestamp() * 1000):013d}_{random}"


def test_delivery(division: str, department: str, message_id: str) -> Delivery | None:
    """The delivery of a test before its try; None for an id that is none of a test."""
    found = TEST_ID.fullmatch(message_id)
    if found is None:
        return None
    return Delivery(
        message_id=message_id,
        division=division,
        department=department,
        event=TESTED,
        created_at=datetime.fromtimestamp(int(found["ms"]) / 1000, ZoneInfo("Asia/Shanghai")),
    )


def tested_event(delivery: Delivery, public_url: str, namespace: str) -> dict[str, Any]:
    """The CloudEvent of a test: the department, and where the result can be read."""
    return {
        **envelope(delivery, public_url, namespace),
        "subject": delivery.department,
        "data": {
            "department": delivery.department,
            "href": f"{public_url}/v1/callbacks/deliveries/{delivery.message_id}",
        },
    }


def legible(answer: bytes) -> str:
    """The beginning of a receiver's answer, without control characters."""
    text = answer[: 4 * MOST_ANSWERED].decode("utf-8", "replace")
    return "".join(each if each.isprintable() or each in "\n\t" else " " for each in text).strip()[:MOST_ANSWERED]
