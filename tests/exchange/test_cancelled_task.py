"""Which tasks are cancelled, and how their department's system hears of it: once at least, and of no other task."""

import json
from datetime import timedelta

import pytest

from chalicelib.cases.model import Task
from chalicelib.cases.model.task import CANCELLED, TaskEvent
from chalicelib.durable import alarms
from chalicelib.exchange.acts.callback_due import callback_due
from chalicelib.exchange.acts.replay_delivery import replay_delivery
from chalicelib.exchange.model import Delivery, delivery_of, task_event
from chalicelib.exchange.store import records as store
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import put
from proofs.kit.catalogue import place_of
from proofs.kit.tasks import review_task
from proofs.kit.world import World
from tests.exchange.conftest import AT, by
from tests.exchange.test_send_callback import PUBLIC, OpenTask, Peer, Register, send

LATER = AT + timedelta(days=1)
ENDED = {"state": "cancelled", "cancelled_at": LATER, "cancelled_for": "withdrawn"}
MESSAGE = "msg_C0001_review_cancelled"
ALARM = "callback.review.cancelled"


def tell(platform: Platform, task: Task, peer: Peer) -> Delivery:
    delivery = told(platform, task, peer)
    assert delivery is not None
    return delivery


def told(platform: Platform, task: Task, peer: Peer) -> Delivery | None:
    message = TaskEvent(department="food", task_id=task.id, event=CANCELLED)
    return send_callback(platform, message, post=peer, resolve=lambda host, port: [PUBLIC], jitter=lambda: 0.5)


def test_the_event_has_the_reason_and_leads_to_the_task():
    event = task_event(review_task(**ENDED), "https://yimen.example", place_of("441700").event_namespace, CANCELLED)
    assert event == {
        "specversion": "1.0",
        "id": MESSAGE,
        "source": "https://yimen.example/v1",
        "type": "cn.gov.yangjiang.yimen.task.cancelled",
        "subject": "C0001.review",
        "time": "2026-11-25T09:00:00+08:00",
        "datacontenttype": "application/json",
        "data": {
            "task_id": "C0001.review",
            "case_id": "C0001",
            "kind": "review",
            "reason": "withdrawn",
            "href": "https://yimen.example/v1/tasks/C0001.review",
        },
    }


def test_it_is_sent_signed_and_recorded_beside_the_opening(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task, peer = open_task(**ENDED), Peer(202)
    delivery = tell(platform, task, peer)
    assert (delivery.message_id, delivery.state, delivery.created_at) == (MESSAGE, "delivered", LATER)
    _, _, body, headers = peer.calls[0]
    assert (json.loads(body)["id"], headers["webhook-id"]) == (MESSAGE, MESSAGE)
    assert tell(platform, task, peer) == delivery
    assert len(peer.calls) == 1
    opening = send(platform, task, peer)
    assert opening is not None
    assert opening.state == "obsolete"
    page = store.list_deliveries(platform.table, "441700", "food", 10, None)
    assert [row["event"] for row in page.items] == ["task.cancelled", "task.opened"]


def test_it_is_tried_again_by_an_alarm_of_its_own_while_the_opening_is_too(
    world: World, platform: Platform, register: Register, open_task: OpenTask
):
    register()
    peer = Peer(503)
    send(platform, open_task(), peer)
    task = review_task(**ENDED)
    row = {**keys.task("C0001", "review")._asdict(), **task.model_dump(mode="json", exclude_none=True)}
    platform.table.write(put(row))
    tell(platform, task, peer)
    owner = keys.case("C0001")
    opening, ending = (alarms.find(platform, owner, name) for name in ("callback.review", ALARM))
    assert opening is not None
    assert ending is not None
    callback_due(platform, ending)
    (sent,) = world.pending()
    assert [effect["body"]["event"] for effect in json.loads(sent["effects"])] == ["task.cancelled"]
    assert alarms.find(platform, owner, "callback.review") == opening
    assert tell(platform, task, Peer(202)).state == "delivered"


def test_what_was_given_up_is_replayed_by_its_own_id(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task = open_task(**ENDED)
    assert tell(platform, task, Peer(422)).state == "failed"
    receipt = replay_delivery(platform, by(key="key-0009"), MESSAGE)
    assert (receipt.facts["message_id"], receipt.facts["state"]) == (MESSAGE, "retrying")
    with pytest.raises(problems.NotFound):
        replay_delivery(platform, by(key="key-0010"), "msg_C0001_review_opened")


@pytest.mark.parametrize("state", ["open", "claimed", "answered"])
def test_of_a_task_that_is_not_cancelled_nobody_is_told_so(
    platform: Platform, register: Register, open_task: OpenTask, state: str
):
    """The message may be older than the table: a backup was restored."""
    register()
    peer = Peer(202)
    assert told(platform, open_task(state=state), peer) is None
    assert peer.calls == []
    with pytest.raises(ValueError, match="has not happened"):
        delivery_of(review_task(state=state), CANCELLED)
    with pytest.raises(problems.NotFound):
        replay_delivery(platform, by(key="key-0009"), MESSAGE)
