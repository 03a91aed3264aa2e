from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chalice.app import Chalice
from chalice.test import Client

from chalicelib.exchange.api.webhooks import EVENTS
from chalicelib.foundation import keys, names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import update
from chalicelib.http import requests
from chalicelib.operations.api.dead_letters import KIND_WORDS, api
from chalicelib.operations.store import deadletters
from chalicelib.wiring.alarms import FIRES
from infra.functions import BY_NAME
from proofs.kit.cast import staff
from proofs.kit.dynamo import nothing
from proofs.kit.world import World
from tests.operations.letters import CALLBACK, put_dead, replays_done
from tests.operations.test_desk import park
from tools.openapi import published

Ask = Callable[..., tuple[int, Any]]
REPLAY = "/admin/dead-letters/replay"
CALLS = names.CALLBACKS_QUEUE


@pytest.fixture
def ask(platform: Platform, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ask]:
    """Ask the API as somebody, an administrator by default."""
    app = Chalice("yimen", configure_logs=False)
    app.register_blueprint(api, url_prefix="/v1")
    platforms.use(platform)
    with Client(app) as client:

        def do(method: str, path: str, body: str = "", key: str = "key-0001", role: str = "administrator"):
            monkeypatch.setattr(requests, "authenticate", lambda platform, header: staff(role))
            headers = {"Content-Type": "application/json", "Idempotency-Key": key}
            answer = client.http.request(method, f"/v1{path}", headers=headers, body=body.encode())
            return answer.status_code, answer.json_body

        yield do
    platforms.use(None)


def test_the_desk_in_one_answer(ask: Ask, platform: Platform):
    put_dead(platform, "callbacks", CALLBACK)
    park(platform)
    status, answer = ask("GET", "/admin/dead-letters")
    assert status == 200
    assert {place["name"]: place["dead"] for place in answer["places"]} == {
        "materials": 0,
        "callbacks": 1,
        "documents.fifo": 0,
        "renderings": 0,
        "replays": 0,
        "trials": 0,
        "sharing": 0,
        "joint": 0,
        "stream-failures": 0,
        "outbox": 1,
        "alarms": 0,
    }


def test_a_replay_says_what_it_does_and_says_it_again(ask: Ask, platform: Platform, world: World):
    """Letters are moved in the background, by a function that may do it; the API may only look at them."""
    put_dead(platform, "callbacks", CALLBACK)
    promised = {"replayed": 1, "left": 0, "under_way": True}
    assert ask("POST", REPLAY, '{"queue": "callbacks"}') == (200, promised)
    assert under_way(ask) == 1
    assert replays_done(world) == 1
    assert under_way(ask) == 0
    put_dead(platform, "callbacks", CALLBACK)
    assert ask("POST", REPLAY, '{"queue": "callbacks"}') == (200, promised)
    assert replays_done(world) == 0, "an equal request is no other one"
    assert ask("POST", REPLAY, '{"queue": "callbacks"}', "key-0002") == (200, promised)
    assert replays_done(world) == 1
    assert deadletters.count(platform, "callbacks") == (2, 0)


def under_way(ask: Ask) -> int:
    return next(
        place["under_way"] for place in ask("GET", "/admin/dead-letters")[1]["places"] if place["name"] == CALLS
    )


def test_what_is_parked_is_put_back_at_once(ask: Ask, platform: Platform, world: World):
    park(platform)
    assert ask("POST", REPLAY, '{"queue": "outbox"}') == (200, {"replayed": 1, "left": 0, "under_way": False})
    assert replays_done(world) == 0


def test_where_nothing_lies_nothing_is_asked_for(ask: Ask, world: World):
    assert ask("POST", REPLAY, '{"queue": "callbacks"}') == (200, {"replayed": 0, "left": 0, "under_way": False})
    assert replays_done(world) == 0


def test_the_api_moves_no_message(ask: Ask, platform: Platform, world: World):
    """Its role may delete none in any queue, and send none but the documents of trials to their printer."""
    put_dead(platform, "callbacks", CALLBACK)
    calls = list[str]()
    world.listen(calls.append, nothing)
    ask("GET", "/admin/dead-letters")
    ask("POST", REPLAY, '{"queue": "callbacks"}')
    world.listen(nothing, nothing)
    assert "ReceiveMessage" in calls
    assert not {"SendMessage", "DeleteMessage"} & set(calls)
    allowed = {action for right in BY_NAME[names.API].rights for action in right.actions if action.startswith("sqs:")}
    assert allowed == {"sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes", "sqs:SendMessage"}


def test_the_same_key_for_another_replay_is_refused(ask: Ask, platform: Platform):
    ask("POST", REPLAY, '{"queue": "callbacks"}')
    status, problem = ask("POST", REPLAY, '{"queue": "materials"}')
    assert (status, problem["code"]) == (422, "idempotency_key_reused")


def test_a_letter_that_is_not_there(ask: Ask):
    status, problem = ask("POST", REPLAY, '{"queue": "callbacks", "message_id": "gone"}')
    assert (status, problem["code"]) == (404, "dead_letter_not_found")


def test_a_letter_that_cannot_be_seen_now(ask: Ask, platform: Platform):
    wanted = put_dead(platform, "callbacks", CALLBACK)
    body = f'{{"queue": "callbacks", "message_id": "{wanted}"}}'
    with deadletters.hidden(platform, deadletters.dead_queue("callbacks")) as letters:
        next(letters)
        status, problem = ask("POST", REPLAY, body)
        assert (status, problem["code"]) == (409, "dead_letter_out_of_sight")
    # The refusal has not used up the key.
    assert ask("POST", REPLAY, body) == (200, {"replayed": 1, "left": 0, "under_way": True})


def test_rows_that_nobody_can_read_do_not_hide_the_desk(ask: Ask, platform: Platform):
    park(platform)
    platform.table.write(update(keys.outbox(keys.case("c1"), 3), put={"effects": "no json"}))
    status, answer = ask("GET", "/admin/dead-letters")
    assert status == 200
    assert next(place for place in answer["places"] if place["name"] == "outbox")["kinds"] == {"unreadable": 1}


@pytest.mark.parametrize(
    ("body", "pointer"),
    [('{"queue": "mail"}', "/queue"), ("{}", "/queue"), ('{"queue": "outbox", "kind": ""}', "/kind")],
)
def test_a_wrong_request_is_told_where(ask: Ask, body: str, pointer: str):
    status, problem = ask("POST", REPLAY, body)
    assert (status, [error["pointer"] for error in problem["errors"]]) == (422, [pointer])


@pytest.mark.parametrize("role", ["counter_clerk", "supervisor", "issuing_clerk"])
def test_only_administrators_stand_at_the_desk(ask: Ask, role: str):
    for method, path in (("GET", "/admin/dead-letters"), ("POST", REPLAY)):
        status, problem = ask(method, path, '{"queue": "callbacks"}', role=role)
        assert (status, problem["code"]) == (403, "permission_missing")


def test_every_kind_that_can_lie_undone_has_its_words():
    """Alarms, events of callbacks, what the outbox may need: each is one of the values that the document lists."""
    effects = {f"{do}:{machine}" for do in ("start", "resume") for machine in names.MACHINES}
    effects |= {f"send:{queue}" for queue in names.QUEUES}
    messages = {queue.message for queue in names.QUEUES.values() if queue.message}
    others = {"stream.batch", "ObjectCreated:Post", deadletters.UNREADABLE}
    assert set(KIND_WORDS) == {*FIRES, *EVENTS, *effects, *messages, *others}


def test_the_document_lists_the_values_of_kinds_and_events():
    schemas = published()["components"]["schemas"]
    assert schemas["UndoneAnswer"]["properties"]["kind"]["x-extensible-enum"] == [*KIND_WORDS]
    assert set(schemas["TestAnswer"]["properties"]["event"]["x-extensible-enum"]) == set(EVENTS)
