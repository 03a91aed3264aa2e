"""重新投递: what a receiver refused or missed for days is sent again by the department itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.cases.model import Task
from chalicelib.cases.model.task import TaskEventName
from chalicelib.durable import alarms, parking
from chalicelib.durable.caller import Receipt
from chalicelib.exchange.acts.replay_delivery import replay_delivery
from chalicelib.exchange.model import TRIES, about, message_id
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from proofs.kit.dynamo import nothing
from proofs.kit.world import World
from tests.exchange.conftest import AT, by, system
from tests.exchange.test_send_callback import Peer, fires, kept, send

Register = Callable[..., Receipt]
OpenTask = Callable[..., Task]
MESSAGE = "msg_C0001_review_opened"


def replay(platform: Platform, key: str = "key-0009", **who: Any) -> Receipt:
    return replay_delivery(platform, by(system(**who), key=key), MESSAGE)


def given_up(platform: Platform, register: Register, open_task: OpenTask, *answers: Any) -> Task:
    register()
    task, peer = open_task(), Peer(*answers)
    send(platform, task, peer)
    while kept(platform, task).next_at:
        fires(platform, task, peer)
    return task


@pytest.mark.parametrize("answers", [[422], [500] * TRIES, [401] * TRIES])
def test_what_was_given_up_gets_a_new_round_of_tries(
    world: World, platform: Platform, register: Register, open_task: OpenTask, answers: list[int]
):
    task, later = given_up(platform, register, open_task, *answers), AT + timedelta(days=4)
    world.clock.move_to(later)
    assert len(parking.find_parked(platform, keys.PARKED_ALARMS)) == 1
    receipt = replay(platform)
    assert receipt.facts == {
        "message_id": MESSAGE,
        "task_id": "C0001.review",
        "state": "retrying",
        "next_at": later.isoformat(),
    }
    assert parking.find_parked(platform, keys.PARKED_ALARMS) == []
    peer = Peer(500, 202)
    assert fires(platform, task, peer).next_at == later + timedelta(seconds=5)
    assert fires(platform, task, peer).state == "delivered"
    assert alarms.find(platform, keys.case("C0001"), "callback.review") is None


def test_what_was_not_sent_to_a_disabled_address_is_sent_to_the_next(
    platform: Platform, register: Register, open_task: OpenTask
):
    task = given_up(platform, register, open_task, 410)
    refused("callback_endpoint_disabled", platform)
    register(key="key-0002")
    replay(platform)
    assert fires(platform, task, Peer(202)).state == "delivered"


def test_the_same_request_is_one_replay(platform: Platform, register: Register, open_task: OpenTask):
    given_up(platform, register, open_task, 422)
    assert replay(platform) == replay(platform)
    refused("callback_not_given_up", platform, key="key-0010")


@pytest.mark.parametrize("answer", [202, 500])
def test_what_is_delivered_or_still_tried_is_left_alone(
    platform: Platform, register: Register, open_task: OpenTask, answer: int
):
    register()
    send(platform, open_task(), Peer(answer))
    refused("callback_not_given_up", platform)


def refused(code: str, platform: Platform, key: str = "key-0009") -> None:
    with pytest.raises(problems.Conflict) as conflict:
        replay(platform, key)
    assert conflict.value.code == code


@pytest.mark.parametrize("who", [{"department": "hrss"}, {"department": "food", "region": "441702"}])
def test_deliveries_of_others_are_not_there(
    platform: Platform, register: Register, open_task: OpenTask, who: dict[str, str]
):
    given_up(platform, register, open_task, 422)
    with pytest.raises(problems.NotFound):
        replay(platform, **who)


@pytest.mark.parametrize("identifier", ["", "msg_", "msg_C0001_review", "C0001.review", "msg_C0001_review_opened\n"])
def test_what_is_no_message_is_not_found(platform: Platform, identifier: str):
    assert about(identifier) is None
    with pytest.raises(problems.NotFound):
        replay_delivery(platform, by(), identifier)


@pytest.mark.parametrize("event", ["task.opened", "task.cancelled"])
def test_a_message_id_leads_back_to_its_task(event: TaskEventName):
    for task_id in ("6agyxtb6qsf4q4hftkcmd3czhm.review", "C0001.review-12"):
        assert about(message_id(task_id, event)) == (task_id, event, None)


def test_a_replay_is_two_reads_and_one_transaction(
    world: World, platform: Platform, register: Register, open_task: OpenTask
):
    given_up(platform, register, open_task, 422)
    calls: list[str] = []
    world.listen(calls.append, nothing)
    replay(platform)
    assert calls == ["GetItem", "BatchGetItem", "TransactWriteItems"]
