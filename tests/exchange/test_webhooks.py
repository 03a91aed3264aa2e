"""What is published of callbacks is what is sent: body, headers, signature, times, answers."""

import base64
import json
import re
import time
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator

from chalicelib.cases.model import Task
from chalicelib.cases.model.task import CANCELLED, OPENED
from chalicelib.exchange.api.webhooks import EVENTS, HEADERS, MEDIA_TYPE, spoken
from chalicelib.exchange.model import PAUSES, TRIES, WHY_NO_ANSWER, task_event, written
from chalicelib.exchange.tasks.send_callback import signed_headers
from chalicelib.foundation.settings import Settings
from chalicelib.http import documentation
from chalicelib.http.documentation.recorded import examples
from proofs.kit.catalogue import place_of
from proofs.kit.tasks import review_task
from tools.openapi import published

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 24, 9, 0, tzinfo=SHANGHAI)
NAMESPACE = place_of("441700").event_namespace
CASE = "6agyxtb6qsf4q4hftkcmd3czhm"
SECRET = "whsec_" + base64.b64encode(bytes(range(24))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(32))).decode()
GUIDE = (Path(__file__).parents[2] / "docs" / "callbacks.md").read_text("utf-8")


@pytest.fixture(scope="module")
def webhook() -> dict[str, Any]:
    return published()["webhooks"][OPENED]["post"]


@pytest.fixture
def task() -> Task:
    return review_task(CASE)


def test_the_event_is_as_published(webhook: dict[str, Any], task: Task):
    event = task_event(task, "https://yimen.example", NAMESPACE)
    assert webhook["requestBody"]["content"][MEDIA_TYPE]["schema"]["$ref"].endswith("/TaskOpenedEvent")
    valid_as_published(event, OPENED)
    shown = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]
    assert event in shown


def test_the_event_of_a_cancelled_task_is_as_published():
    ended = {"state": "cancelled", "cancelled_at": AT, "cancelled_for": "withdrawn"}
    event = task_event(review_task(CASE, **ended), "https://yimen.example", NAMESPACE, CANCELLED)
    valid_as_published(event, CANCELLED)
    assert f'"reason": "{event["data"]["reason"]}"' in GUIDE


def valid_as_published(event: dict[str, Any], name: str) -> None:
    """No field more and none less than the document says."""
    schemas = published()["components"]["schemas"]
    component = EVENTS[name].component
    closed = {**schemas[f"{component}Event"], "additionalProperties": False}
    Draft202012Validator({**closed, "components": {"schemas": schemas}}).validate(event)
    assert set(schemas[f"{component}Data"]["properties"]) == set(event["data"])


def test_every_reason_of_a_failed_delivery_is_told_in_the_guide():
    for code, words in WHY_NO_ANSWER.items():
        assert f"| `{code}` | {words} |" in GUIDE


def test_every_event_is_published_and_told_in_the_guide():
    assert set(published()["webhooks"]) == set(EVENTS)
    for name in EVENTS:
        assert f"`.{name}`" in GUIDE


def test_the_headers_are_as_published(webhook: dict[str, Any]):
    sent = signed_headers([SECRET], "msg_1", AT, "{}")
    assert {given["name"] for given in webhook["parameters"]} == set(HEADERS) == {n for n in sent if n[:3] == "web"}
    assert sent["Content-Type"].startswith(MEDIA_TYPE)
    assert f"webhook-timestamp: {sent['webhook-timestamp']}" in GUIDE


def test_the_guides_code_tells_genuine_from_false(task: Task):
    (code,) = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    body = written(task_event(task, "https://yimen.example", NAMESPACE))
    sent = signed_headers([SECRET], "msg_1", datetime.fromtimestamp(time.time(), SHANGHAI), body)
    assert names["genuine"](SECRET, sent, body.encode())
    rotating = signed_headers([OTHER, SECRET], "msg_1", datetime.fromtimestamp(time.time(), SHANGHAI), body)
    assert all(names["genuine"](key, rotating, body.encode()) for key in (OTHER, SECRET))
    assert not names["genuine"](SECRET, sent, body.encode() + b" ")
    assert not names["genuine"](SECRET, signed_headers([SECRET], "msg_1", AT, body), body.encode())


def test_the_times_of_retries_are_told(webhook: dict[str, Any]):
    pauses = "、".join(spoken(seconds) for seconds in PAUSES)
    assert pauses == "5 秒、5 分钟、30 分钟、2 小时、5 小时、10 小时、14 小时、20 小时、24 小时"
    for told in (webhook["description"], GUIDE):
        assert pauses in told
        assert f"共 {TRIES} 次" in told


def test_the_page_has_the_callback_with_everything():
    published()
    page = documentation.page_text(Settings())
    for word in (
        *(f'id="{name.replace(".", "_")}"' for name in EVENTS),
        *HEADERS,
        "data.task_id",
        "HMAC-SHA256",
        "24 小时",
        "410",
        examples()["task_opened"]["requests"]["opened"]["value"]["id"],
    ):
        assert word in page, word
