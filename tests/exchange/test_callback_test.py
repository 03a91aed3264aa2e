"""测试回调: a department sees at once whether its system receives; one try, and nothing follows from it."""

import json
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib.durable import outbox
from chalicelib.durable.caller import Receipt
from chalicelib.exchange.acts.replay_delivery import replay_delivery
from chalicelib.exchange.acts.test_callback import test_callback as ask_for_test
from chalicelib.exchange.model import Delivery
from chalicelib.exchange.model.testing import MOST_TESTS, TESTED, CallbackTest, legible
from chalicelib.exchange.store import records as store
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.exchange.tasks.send_test import send_test
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform, wall_clock
from chalicelib.wiring.functions.send_callback import CALLBACKS
from chalicelib.wiring.machines import where
from proofs.kit.catalogue import place_of
from proofs.kit.dynamo import nothing
from proofs.kit.world import World
from tests.exchange.conftest import OTHER_SECRET, SECRET, URL, by, system
from tests.exchange.test_api import Ask, ask
from tests.exchange.test_send_callback import PUBLIC, Peer, Register
from tests.exchange.test_webhooks import valid_as_published

__all__ = ["ask"]


@pytest.fixture(autouse=True)
def profile(platform: Platform) -> None:
    from chalicelib.directory.store import keep_place

    platform.table.write(keep_place(place_of("441700")))


def asked(platform: Platform, key: str = "key-0010", **who: Any) -> Receipt:
    return ask_for_test(platform, by(system(**who), key=key))


def message(world: World) -> CallbackTest:
    """What the outbox puts on the queue."""
    (row,) = world.pending()
    outbox.carry_out(world.platform, row, where)
    (body,) = [json.loads(sent.body) for sent in world.queues.queues["yimen-local-callbacks"].messages]
    found = CALLBACKS.validate_python(body)
    assert isinstance(found, CallbackTest)
    return found


def of(receipt: Receipt) -> CallbackTest:
    return CallbackTest(division="441700", department="food", message_id=receipt.facts["message_id"])


def sent(platform: Platform, test: CallbackTest, peer: Peer) -> Delivery | None:
    return send_test(platform, test, post=peer, resolve=lambda host, port: [PUBLIC])


def kept(platform: Platform, receipt: Receipt) -> Delivery:
    delivery = store.find_delivery(platform.table, "441700", "food", receipt.facts["message_id"])[1]
    assert delivery is not None
    return delivery


def test_a_test_is_recorded_sent_signed_and_told(world: World, platform: Platform, register: Register):
    register()
    receipt = asked(platform)
    assert (receipt.facts["state"], receipt.facts["url"], receipt.facts["event"]) == ("pending", URL, TESTED)
    assert kept(platform, receipt).state == "pending"
    peer = Peer(Reply(202, body=b"got\x00 it"))
    delivery = sent(platform, message(world), peer)
    ((target, address, body, headers),) = peer.calls
    assert (target.host, address) == ("food.example.gov.cn", PUBLIC)
    assert headers["webhook-id"] == receipt.facts["message_id"]
    event = json.loads(body)
    assert (event["type"], event["subject"]) == ("cn.gov.yangjiang.yimen.callback.tested", "food")
    assert event["data"] == {"department": "food", "href": receipt.facts["href"]}
    valid_as_published(event, TESTED)
    assert delivery == kept(platform, receipt)
    (attempt,) = kept(platform, receipt).attempts
    assert (attempt.status, attempt.answer, attempt.message) == (202, "got  it", None)
    assert world.index("alarms") == []


def test_both_secrets_sign_a_test_while_they_overlap(platform: Platform, register: Register, world: World):
    world.wall.move_to(wall_clock())
    register()
    register(secret=OTHER_SECRET, key="key-0002")
    peer = Peer(202)
    sent(platform, of(asked(platform)), peer)
    _, _, body, headers = peer.calls[0]
    for secret in (SECRET, OTHER_SECRET):
        assert Webhook(secret).verify(body, dict(headers))


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (500, "贵方系统返回 HTTP 500"),
        (401, "贵方系统返回 HTTP 401：多为密钥与登记的不一致，或者验签时没有用收到的原文"),
        (302, "贵方系统返回 HTTP 302：平台不跟随重定向，请登记最终的地址"),
        (410, "贵方系统返回 HTTP 410"),
        (Unreachable("timeout"), "贵方系统未在规定时间内答复"),
        (OSError(), "回调地址的域名无法解析，请检查域名是否正确"),
    ],
)
def test_what_fails_is_told_in_words_and_never_tried_again(
    world: World, platform: Platform, register: Register, answer: Any, told: str
):
    register()
    receipt, peer = asked(platform), Peer(answer)
    test = message(world)
    delivery = sent(platform, test, peer)
    assert delivery is not None
    assert (delivery.state, delivery.attempts[0].message, delivery.next_at) == ("failed", told, None)
    assert sent(platform, test, peer) == delivery
    assert (len(peer.calls), world.index("alarms")) == (1, [])
    endpoint = store.load_endpoint(platform.table, "441700", "food")
    assert endpoint is not None
    assert endpoint.enabled  # a 410 to a test disables nothing
    with pytest.raises(problems.Conflict) as refused:
        replay_delivery(platform, by(key="key-0011"), receipt.facts["message_id"])
    assert refused.value.code == "callback_test_final"


def test_a_test_whose_sender_has_died_is_not_sent_twice(platform: Platform, register: Register):
    register()
    test = of(asked(platform))
    with pytest.raises(LookupError):
        sent(platform, test, Peer(LookupError()))
    peer = Peer(202)
    delivery = sent(platform, test, peer)
    assert delivery is not None
    assert (delivery.state, delivery.attempts[0].error, peer.calls) == ("failed", "interrupted", [])


def test_the_same_request_is_one_test(world: World, platform: Platform, register: Register):
    register()
    assert asked(platform).facts == asked(platform).facts
    assert len(world.pending()) == 1


def test_tests_are_limited_for_each_department(world: World, platform: Platform, register: Register):
    register()
    register(actor=system("hrss"))
    for number in range(MOST_TESTS):
        asked(platform, key=f"key-1{number:03d}")
    with pytest.raises(problems.TooMany) as refused:
        asked(platform, key="key-2000")
    assert refused.value.code == "callback_tests_exhausted"
    assert 0 < int(refused.value.headers["Retry-After"]) <= 900
    assert asked(platform, key="key-1000").repeated
    asked(platform, key="key-3000", department="hrss")
    world.wall.pass_time(timedelta(minutes=15))
    asked(platform, key="key-2000")


def test_without_an_address_that_listens_there_is_no_test(platform: Platform, register: Register, world: World):
    with pytest.raises(problems.NotFound) as missing:
        asked(platform)
    assert missing.value.code == "callback_not_registered"
    register()
    test = of(asked(platform, key="key-0012"))
    endpoint = store.load_endpoint(platform.table, "441700", "food")
    assert endpoint is not None
    store.disable(platform.table, endpoint)
    peer = Peer(202)
    delivery = sent(platform, test, peer)
    assert delivery is not None
    assert (delivery.state, peer.calls) == ("disabled", [])
    with pytest.raises(problems.Conflict) as disabled:
        asked(platform, key="key-0013")
    assert disabled.value.code == "callback_endpoint_disabled"


def test_what_nobody_has_asked_for_is_not_sent(platform: Platform, register: Register):
    register()
    peer = Peer(202)
    for identifier in ("msg_test_1795482000000_3f9a1c07", "msg_C0001_review_opened", ""):
        test = CallbackTest(division="441700", department="food", message_id=identifier)
        assert sent(platform, test, peer) is None
    assert peer.calls == []


def test_the_api_answers_where_the_result_is_read(ask: Ask, register: Register):
    register()
    status, answer = ask("POST", "/callbacks/test", {}, key="key-0020")
    assert (status, answer["state"]) == (202, "pending")
    path = answer["href"].partition("/v1")[2]
    status, found = ask("GET", path)
    assert (status, found["event"], found["task_id"], found["attempts"]) == (200, TESTED, None, [])
    assert ask("GET", path, actor=system("hrss"))[0] == 404
    listed = ask("GET", "/callbacks/deliveries")[1]["items"]
    assert [each["message_id"] for each in listed] == [answer["message_id"]]


def test_asking_is_one_read_and_one_transaction(world: World, platform: Platform, register: Register):
    register()
    calls: list[str] = []
    world.listen(calls.append, nothing)
    asked(platform)
    assert calls == ["GetItem", "TransactWriteItems"]


def test_an_answer_is_cut_and_made_legible():
    assert legible("好".encode() * 2000) == "好" * 500
    assert legible(b"\x1b[31mred\xff") == "[31mred\ufffd"
