import json
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib.cases.model import Task
from chalicelib.cases.model.task import TaskEvent
from chalicelib.durable import alarms, outbox, parking
from chalicelib.durable.caller import Receipt
from chalicelib.exchange.acts.callback_due import callback_due
from chalicelib.exchange.model import TRIES, Delivery, delivery_of
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store import retries
from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform, wall_clock
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import put, update
from tests.exchange.conftest import AT, OTHER_SECRET, SECRET, URL, Clock

PUBLIC = "8.8.8.8"
Register = Callable[..., Receipt]
OpenTask = Callable[..., Task]


class Peer:
    """The department's side of the wire: answers what it is told to, one answer after the other, the last for ever."""

    def __init__(self, *answers: int | Reply | Exception) -> None:
        self.answers = list(answers) or [202]
        self.calls: list[tuple[Target, str, bytes, Mapping[str, str]]] = []

    def __call__(self, target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        self.calls.append((target, address, body, headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Reply) else Reply(answer)


def send(platform: Platform, task: Task | str, peer: Peer, **how: Any) -> Delivery | None:
    identifier = task if isinstance(task, str) else task.id
    message = TaskEvent(department="food", task_id=identifier, event="task.opened")
    how = {"resolve": lambda host, port: [PUBLIC], "jitter": lambda: 0.5} | how
    return send_callback(platform, message, post=peer, **how)


def kept(platform: Platform, task: Task) -> Delivery:
    delivery = store.load_pair(platform.table, delivery_of(task))[1]
    assert delivery is not None
    return delivery


def alarm(platform: Platform) -> tuple[str, datetime] | None:
    found = alarms.find(platform, keys.case("C0001"), "callback.review")
    return (found.what, found.due) if found else None


def fires(platform: Platform, task: Task, peer: Peer) -> Delivery:
    """The alarm's time has come, and the message that its act asks for arrives."""
    due = alarms.find(platform, keys.case(task.case_id), "callback.review")
    assert due is not None
    callback_due(platform, due)
    delivery = send(platform, task, peer)
    assert delivery is not None
    return delivery


def test_an_opened_task_is_told_once_and_recorded(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task, peer = open_task(), Peer(202)
    answered, delivery = send(platform, task, peer), kept(platform, task)
    assert answered == delivery
    assert (delivery.state, delivery.url, [attempt.status for attempt in delivery.attempts]) == (
        "delivered",
        URL,
        [202],
    )
    assert send(platform, task, peer) == delivery
    assert len(peer.calls) == 1


def test_the_callback_is_signed_and_goes_to_the_pinned_address(
    platform: Platform, register: Register, open_task: OpenTask, wall: Clock
):
    register()
    wall.move_to(wall_clock())
    peer = Peer(202)
    send(platform, open_task(), peer)
    target, address, body, headers = peer.calls[0]
    event = Webhook(SECRET).verify(body, dict(headers))
    assert (target.host, target.scheme, address) == ("food.example.gov.cn", "https", PUBLIC)
    assert event["data"]["task_id"] == event["subject"] == "C0001.review"
    assert headers["webhook-id"] == event["id"] == "msg_C0001_review_opened"
    assert headers["Content-Type"].startswith("application/cloudevents+json")


@pytest.mark.parametrize("failure", [500, 503, 429, 302, Unreachable("timeout"), Unreachable("connect_failed")])
def test_a_failure_that_may_pass_is_tried_again_with_the_same_id(
    platform: Platform, register: Register, open_task: OpenTask, failure: int | Exception
):
    register()
    task, peer = open_task(), Peer(failure, 202)
    delivery = send(platform, task, peer)
    assert delivery is not None
    assert (delivery.state, delivery.next_at) == ("retrying", AT + timedelta(seconds=5))
    assert alarm(platform) == (retries.CALLBACK, AT + timedelta(seconds=5))
    delivery = fires(platform, task, peer)
    assert (delivery.state, delivery.next_at, len(delivery.attempts)) == ("delivered", None, 2)
    assert alarm(platform) is None
    assert {call[3]["webhook-id"] for call in peer.calls} == {"msg_C0001_review_opened"}
    assert peer.calls[0][2] == peer.calls[1][2]


def test_pauses_grow_and_honour_retry_after(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task, peer = open_task(), Peer(500, 500, Reply(503, 3000), Reply(429, 10**6), 500)
    seconds = []
    send(platform, task, peer)
    for _ in range(5):
        at = kept(platform, task).next_at
        assert at is not None
        seconds.append((at - AT).total_seconds())
        fires(platform, task, peer)
    assert seconds == [5, 300, 3000, 86400, 18000]


def test_a_receiver_that_is_down_is_notified_for_some_75_hours_and_then_parked(
    platform: Platform, register: Register, open_task: OpenTask
):
    register()
    task, peer = open_task(), Peer(500)
    send(platform, task, peer)
    waited = timedelta()
    while (at := kept(platform, task).next_at) is not None:
        waited += at - AT
        fires(platform, task, peer)
    assert timedelta(hours=70) < waited < timedelta(hours=80)
    assert len(peer.calls) == TRIES
    assert (kept(platform, task).state, kept(platform, task).reason) == ("failed", "exhausted")
    (entry,) = parking.find_parked(platform, keys.PARKED_ALARMS)
    assert entry == keys.alarm(keys.case("C0001"), "callback.review")


def test_a_parked_delivery_that_is_put_back_begins_to_count_anew(
    platform: Platform, register: Register, open_task: OpenTask
):
    register()
    task, peer = open_task(), Peer(*[500] * (TRIES + 1), 202)
    send(platform, task, peer)
    for _ in range(TRIES - 1):
        fires(platform, task, peer)
    later = AT + timedelta(days=4)
    platform.now = lambda: later
    parked = alarms.find(platform, keys.case("C0001"), "callback.review")
    assert parked is not None
    assert parking.put_back_alarm(platform, parked)
    assert fires(platform, task, peer).next_at == later + timedelta(seconds=5)
    assert parking.find_parked(platform, keys.PARKED_ALARMS) == []
    assert fires(platform, task, peer).state == "delivered"


def test_an_alarm_that_fires_twice_sends_one_message(platform: Platform, register: Register, open_task: OpenTask):
    register()
    send(platform, open_task(), Peer(500))
    due = alarms.find(platform, keys.case("C0001"), "callback.review")
    assert due is not None
    callback_due(platform, due)
    with pytest.raises(Refused):
        callback_due(platform, due)
    (row,) = platform.table.query_all(keys.case("C0001"), prefix="OUTBOX#")
    assert [effect.model_dump(exclude_none=True) for effect in outbox.remaining_effects(row)] == [
        {
            "do": "send",
            "queue": "callbacks",
            "body": {"department": "food", "task_id": "C0001.review", "event": "task.opened"},
        }
    ]


def test_each_try_has_a_row_of_its_own(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task, peer = open_task(), Peer(500)
    send(platform, task, peer)
    for _ in range(3):
        fires(platform, task, peer)
    assert len(list(platform.table.query_all(keys.case("C0001"), prefix="OUTBOX#"))) == 3


def test_a_task_answered_meanwhile_ends_the_telling(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task, peer = open_task(), Peer(500)
    send(platform, task, peer)
    platform.table.write(update(keys.task("C0001", "review"), put={"state": "answered"}))
    assert fires(platform, task, peer).state == "obsolete"
    assert (alarm(platform), len(peer.calls)) == (None, 1)


@pytest.mark.parametrize("status", [400, 405, 413, 422])
def test_a_refusal_is_given_up_and_lies_at_the_desk(
    platform: Platform, register: Register, open_task: OpenTask, status: int
):
    register()
    task, peer = open_task(), Peer(status)
    delivery = send(platform, task, peer)
    assert delivery is not None
    assert (delivery.state, delivery.reason, delivery.next_at) == ("failed", "refused", None)
    assert parking.find_parked(platform, keys.PARKED_ALARMS) == [keys.alarm(keys.case("C0001"), "callback.review")]
    assert len(peer.calls) == 1


def test_a_refusal_that_is_put_back_is_sent_again(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task, peer = open_task(), Peer(422, 202)
    send(platform, task, peer)
    parked = alarms.find(platform, keys.case("C0001"), "callback.review")
    assert parked is not None
    assert parking.put_back_alarm(platform, parked)
    assert fires(platform, task, peer).state == "delivered"
    assert (alarm(platform), parking.find_parked(platform, keys.PARKED_ALARMS)) == (None, [])


@pytest.mark.parametrize("status", [401, 403, 404, 408, 425])
def test_a_receiver_that_is_being_changed_is_tried_by_the_plan(
    platform: Platform, register: Register, open_task: OpenTask, status: int
):
    """A secret that is not rolled out everywhere, a path that is not there yet: nobody has refused the event."""
    register()
    task, peer = open_task(), Peer(*[status] * (TRIES - 1), 202)
    delivery = send(platform, task, peer)
    assert delivery is not None
    assert (delivery.state, delivery.next_at) == ("retrying", AT + timedelta(seconds=5))
    while kept(platform, task).next_at:
        delivery = fires(platform, task, peer)
    assert (delivery.state, len(delivery.attempts)) == ("delivered", TRIES)


def test_a_rotated_secret_loses_no_delivery(platform: Platform, register: Register, open_task: OpenTask, wall: Clock):
    """The receiver still has the secret before, then only the new one: it takes both."""
    wall.move_to(wall_clock())
    register()
    register(key="key-0002", secret=OTHER_SECRET)
    peer = Peer(202)
    send(platform, open_task(), peer)
    (_, _, body, headers), both = peer.calls[0], [SECRET, OTHER_SECRET]
    assert headers["webhook-signature"].count("v1,") == len(both)
    for key in both:
        assert Webhook(key).verify(body, dict(headers))["id"] == "msg_C0001_review_opened"


def test_gone_disables_the_endpoint_until_it_is_registered_again(
    platform: Platform, register: Register, open_task: OpenTask
):
    register()
    first, second, peer = open_task(), open_task("C0002"), Peer(410, 202)
    assert send(platform, first, peer) == kept(platform, first)
    assert kept(platform, first).state == "disabled"
    endpoint = store.load_endpoint(platform.table, "441700", "food")
    assert endpoint is not None
    assert not endpoint.enabled
    send(platform, second, peer)
    assert (kept(platform, second).state, len(peer.calls)) == ("disabled", 1)
    assert register(key="key-0002").facts["enabled"]
    send(platform, second, peer)
    assert (kept(platform, second).state, len(peer.calls)) == ("delivered", 2)


def test_gone_from_an_old_address_leaves_the_new_one(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task = open_task()

    class Moving(Peer):
        def __call__(self, *call: Any) -> Reply:
            register("https://new.example.gov.cn/x", key="key-0002")
            return Reply(410)

    send(platform, task, Moving())
    peer = Peer(202)
    fires(platform, task, peer)
    assert (peer.calls[0][0].host, kept(platform, task).state) == ("new.example.gov.cn", "delivered")


@pytest.mark.parametrize("state", ["answered", "cancelled"])
def test_a_task_that_no_longer_waits_is_not_told(
    platform: Platform, register: Register, open_task: OpenTask, state: str
):
    register()
    task, peer = open_task(state=state), Peer()
    delivery = send(platform, task, peer)
    assert delivery is not None
    assert (delivery.state, delivery.attempts, peer.calls) == ("obsolete", (), [])


def test_a_claimed_task_is_told(platform: Platform, register: Register, open_task: OpenTask):
    register()
    peer = Peer()
    send(platform, open_task(state="claimed", claimed_by="officer-1"), peer)
    assert len(peer.calls) == 1


def test_there_is_nobody_to_tell(platform: Platform, open_task: OpenTask):
    peer, task = Peer(), open_task()
    before = platform.table.client.scan(TableName=platform.table.name)["Items"]
    assert send(platform, task, peer) is None
    assert send(platform, "C0404.review", peer) is None
    assert send(platform, "nonsense", peer) is None
    assert peer.calls == []
    assert platform.table.client.scan(TableName=platform.table.name)["Items"] == before


@pytest.mark.parametrize("addresses", [["10.0.0.1"], [PUBLIC, "169.254.169.254"], ["::ffff:10.0.0.1"]])
def test_a_name_that_leads_inside_is_never_connected_to(
    platform: Platform, register: Register, open_task: OpenTask, addresses: list[str]
):
    register()
    task, peer = open_task(), Peer()
    send(platform, task, peer, resolve=lambda host, port: addresses)
    assert peer.calls == []
    assert kept(platform, task).attempts[0].error == "callback_address_internal"


def test_a_name_that_cannot_be_resolved_is_tried_again(platform: Platform, register: Register, open_task: OpenTask):
    register()

    def unknown(host: str, port: int) -> list[str]:
        raise OSError("no such host")

    task = open_task()
    send(platform, task, Peer(), resolve=unknown)
    assert kept(platform, task).attempts[0].error == "dns_failed"


def test_a_missing_secret_is_tried_again_and_nothing_is_sent_unsigned(
    platform: Platform, register: Register, open_task: OpenTask
):
    register()
    endpoint = store.load_endpoint(platform.table, "441700", "food")
    assert endpoint is not None
    lost = endpoint.model_copy(update={"secret_version": "0" * 64, "version": 2})
    platform.table.write(store.put_endpoint(endpoint, lost))
    task, peer = open_task(), Peer()
    send(platform, task, peer)
    assert (peer.calls, kept(platform, task).attempts[0].error) == ([], "secret_unavailable")


def test_the_secret_of_the_day_signs(platform: Platform, register: Register, open_task: OpenTask, wall: Clock):
    wall.move_to(wall_clock())
    register()
    task, peer = open_task(), Peer(500, 202)
    send(platform, task, peer)
    register(key="key-0002", secret=OTHER_SECRET)
    send(platform, task, peer)
    Webhook(SECRET).verify(peer.calls[0][2], dict(peer.calls[0][3]))
    Webhook(OTHER_SECRET).verify(peer.calls[1][2], dict(peer.calls[1][3]))


def test_a_success_is_not_overwritten_by_a_slower_failure(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task = open_task()

    class Twice(Peer):
        def __call__(self, *call: Any) -> Reply:
            send(platform, task, Peer(202))
            return Reply(500)

    delivery = send(platform, task, Twice())
    assert delivery is not None
    assert (delivery.state, len(delivery.attempts)) == ("delivered", 1)


def test_a_lost_race_is_applied_to_what_the_other_wrote(
    platform: Platform, register: Register, open_task: OpenTask, monkeypatch: pytest.MonkeyPatch
):
    register()
    task = open_task()
    write, raced = platform.table.write, []

    def slower(*ops: Any) -> None:
        if not raced:
            raced.append(True)
            send(platform, task, Peer(503))
        write(*ops)

    monkeypatch.setattr(platform.table, "write", slower)
    send(platform, task, Peer(500))
    assert [attempt.status for attempt in kept(platform, task).attempts] == [503, 500]


def test_neither_log_nor_row_nor_event_holds_a_secret_or_personal_data(
    platform: Platform, register: Register, open_task: OpenTask, caplog: pytest.LogCaptureFixture
):
    register()
    task, peer = open_task(item_name="个人姓名林示例", answer=None), Peer(500)
    lines: list[str] = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(str(record.__dict__))  # type: ignore[method-assign]
    logging.getLogger("yimen").addHandler(handler)
    try:
        send(platform, task, peer)
    finally:
        logging.getLogger("yimen").removeHandler(handler)
    assert any("msg_C0001_review_opened" in line for line in lines)
    said = "".join(lines) + kept(platform, task).model_dump_json() + peer.calls[0][2].decode()
    assert "林示例" not in said
    assert SECRET.removeprefix("whsec_") not in said + str(peer.calls[0][3])
    assert URL not in "".join(lines)


def test_deliveries_are_listed_newest_first(platform: Platform, register: Register, open_task: OpenTask):
    register()
    opened = open_task().opened_at
    for number in (3, 1, 2):
        task = open_task(f"D000{number}", opened_at=opened + timedelta(minutes=number))
        send(platform, task, Peer())
    page = store.list_deliveries(platform.table, "441700", "food", 2, None)
    assert [item["task_id"] for item in page.items] == ["D0003.review", "D0002.review"]
    rest = store.list_deliveries(platform.table, "441700", "food", 2, page.after)
    assert [item["task_id"] for item in rest.items] == ["D0001.review"]


def test_the_queue_message_carries_ids_only(platform: Platform):
    raw = json.dumps({"department": "food", "task_id": "C0001.review", "event": "task.opened"})
    assert TaskEvent.model_validate_json(raw).task_id == "C0001.review"


def test_a_delivery_row_of_later_code_can_be_read(platform: Platform, register: Register, open_task: OpenTask):
    register()
    task = open_task()
    send(platform, task, Peer())
    key = store.delivery_key(delivery_of(task))
    platform.table.write(put({**(platform.table.get(key) or {}), "later": "x"}))
    assert kept(platform, task).state == "delivered"
