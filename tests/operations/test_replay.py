"""Replaying puts work back where it is done: one, those of a kind or all, a bounded number, never losing any."""

import json
from typing import Any

import pytest

from chalicelib.durable import outbox, reconciler, workflow
from chalicelib.durable.effects import SendMessage
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import update
from chalicelib.operations.acts.replay_dead_letters import Chosen, Replayed, replay
from chalicelib.operations.store import deadletters
from proofs.kit.world import World
from tests.operations.letters import CALLBACK, DOCUMENT, put_dead, received, unique
from tests.operations.test_desk import at, park, park_alarm


def test_all_letters_go_back_to_their_queue(platform: Platform):
    for number in range(12):
        put_dead(platform, "callbacks", {**CALLBACK, "task_id": f"c{number}.review"})
    assert replay(platform, "callbacks") == Replayed(12, 0)
    assert deadletters.count(platform, "callbacks") == (12, 0)


def test_one_letter_goes_back_and_the_others_stay_visible(platform: Platform):
    put_dead(platform, "callbacks", CALLBACK)
    wanted = put_dead(platform, "callbacks", {**CALLBACK, "task_id": "c2.review"})
    assert replay(platform, "callbacks", Chosen(id=wanted)) == Replayed(1, 1)
    assert [json.loads(message["Body"])["task_id"] for message in received(platform, "callbacks")] == ["c2.review"]
    assert [undone.ids["task_id"] for undone in at(platform, "callbacks").sample] == ["c1.review"]


def test_only_those_of_a_kind_go_back(platform: Platform):
    put_dead(platform, "callbacks", CALLBACK)
    put_dead(platform, "callbacks", "not json")
    assert replay(platform, "callbacks", Chosen(kind="task.opened")) == Replayed(1, 1)
    assert at(platform, "callbacks").kinds == {deadletters.UNREADABLE: 1}


def test_a_call_is_bounded(platform: Platform):
    for number in range(5):
        put_dead(platform, "callbacks", {**CALLBACK, "task_id": f"c{number}.review"})
    assert replay(platform, "callbacks", most=3) == Replayed(3, 2)
    assert replay(platform, "callbacks", most=3) == Replayed(2, 0)


def test_a_fifo_letter_keeps_its_group_and_is_not_dropped_as_a_repetition(platform: Platform):
    url = platform.settings.queue_url("documents.fifo")
    text = json.dumps(DOCUMENT)
    fifo: Any = {"MessageGroupId": "food-1", "MessageDeduplicationId": unique(text)}
    platform.sqs.send_message(QueueUrl=url, MessageBody=text, **fifo)
    (first,) = received(platform, "documents.fifo")
    platform.sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    put_dead(platform, "documents.fifo", DOCUMENT, group="food-1")
    assert replay(platform, "documents.fifo") == Replayed(1, 0)
    (again,) = received(platform, "documents.fifo")
    assert (json.loads(again["Body"]), again["Attributes"]["MessageGroupId"]) == (DOCUMENT, "food-1")


def test_a_death_between_sending_and_deleting_loses_nothing(platform: Platform, monkeypatch: pytest.MonkeyPatch):
    class Death(BaseException):
        """The process ends here."""

    def die(**_: object) -> None:
        raise Death

    put_dead(platform, "documents.fifo", DOCUMENT)
    with monkeypatch.context() as patch:
        patch.setattr(platform.sqs, "delete_message", die)
        with pytest.raises(Death):
            replay(platform, "documents.fifo")
    assert replay(platform, "documents.fifo") == Replayed(1, 0)
    # The second message has the same id of uniqueness as the first, so SQS has dropped it.
    assert deadletters.count(platform, "documents.fifo") == (1, 0)


def test_failures_of_the_stream_are_thrown_away_and_their_rows_left_to_the_reconciler(platform: Platform, world: World):
    platform.table.write(*outbox.row(platform, keys.case("c1"), 1, [SendMessage(queue="callbacks", body={**CALLBACK})]))
    put_dead(platform, "stream-failures", {"DDBStreamBatchInfo": {"shardId": "s", "startSequenceNumber": "1"}})
    assert replay(platform, "stream-failures") == Replayed(1, 0)
    # Not within the request: there may be very many of them.
    assert deadletters.count(platform, "callbacks") == (0, 0)
    assert "pending_pk" in (platform.table.get(keys.outbox(keys.case("c1"), 1)) or {})
    world.wall.pass_time(seconds=60)
    reconciler.reconcile(platform, lambda *_: None)
    assert deadletters.count(platform, "callbacks") == (1, 0)


def put_group(platform: Platform, letters: int) -> list[str]:
    """Documents of one group, the oldest first."""
    documents = [{**DOCUMENT, "case_id": f"c{number:02d}"} for number in range(letters)]
    return [put_dead(platform, "documents.fifo", document) for document in documents]


def test_a_letter_behind_ten_of_its_group_is_not_said_to_be_gone(platform: Platform):
    *_, last = put_group(platform, 12)
    assert replay(platform, "documents.fifo", Chosen(id=last)) == Replayed(0, 12, unseen=2)
    assert replay(platform, "documents.fifo") == Replayed(12, 0)


def test_letters_that_somebody_else_looks_at_are_not_said_to_be_gone(platform: Platform):
    wanted = put_dead(platform, "callbacks", CALLBACK)
    with deadletters.hidden(platform, deadletters.dead_queue("callbacks")) as letters:
        assert next(letters).id == wanted
        assert replay(platform, "callbacks", Chosen(id=wanted)) == Replayed(0, 1, unseen=1)
    assert replay(platform, "callbacks", Chosen(id=wanted)) == Replayed(1, 0)


@pytest.mark.parametrize(
    "changes", [{"effects": '[{"do": "fly"}]'}, {"effects": "no json"}, {"effects": ""}], ids=["kind", "json", "empty"]
)
def test_a_parked_row_that_nobody_can_read_is_shown_and_put_back(platform: Platform, changes: dict[str, str]):
    park(platform, "c1")
    park(platform, "c2")
    platform.table.write(update(keys.outbox(keys.case("c1"), 3), put=changes))
    place = at(platform, "outbox")
    assert place.kinds == {deadletters.UNREADABLE: 1, "start:review+send:callbacks": 1}
    assert replay(platform, "outbox", Chosen(kind=deadletters.UNREADABLE)) == Replayed(1, 1)
    assert (platform.table.get(keys.outbox(keys.case("c1"), 3)) or {})["pending_pk"] != keys.PARKED


def test_so_is_a_parked_alarm(platform: Platform):
    park_alarm(platform, "c1")
    platform.table.write(update(keys.alarm(keys.case("c1"), "acceptance"), put={"due": "soon"}))
    (undone,) = at(platform, "alarms").sample
    assert (undone.id, undone.kind) == ("c1.acceptance", deadletters.UNREADABLE)
    assert replay(platform, "alarms", Chosen(id=undone.id)) == Replayed(1, 0)
    assert (platform.table.get(keys.alarm(keys.case("c1"), "acceptance")) or {})["alarms_pk"] != keys.PARKED_ALARMS


@pytest.mark.parametrize(("name", "put"), [("outbox", park), ("alarms", park_alarm)])
def test_what_is_parked_is_tried_again(platform: Platform, name: str, put):
    put(platform, "c1")
    put(platform, "c2")
    (wanted,) = [undone.id for undone in at(platform, name).sample if undone.id.startswith("c2.")]
    assert replay(platform, name, Chosen(id=wanted)) == Replayed(1, 1)
    assert replay(platform, name, Chosen(kind="something else")) == Replayed(0, 1)
    assert replay(platform, name) == Replayed(1, 0)
    assert replay(platform, name) == Replayed(0, 0)


def test_a_row_put_back_is_carried_out(platform: Platform, world: World):
    park(platform, "c1")
    replay(platform, "outbox")
    world.wall.pass_time(seconds=60)
    assert reconciler.reconcile(platform, lambda *_: None) == 0, "started, but nobody has looked whether it arrives"
    assert workflow.execution_status(platform, keys.case("c1"), "review", 1) == "RUNNING"
    assert len(received(platform, "callbacks")) == 1
    assert reconciler.reconcile(platform, lambda *_: None) == 1
    assert "pending_pk" not in (platform.table.get(keys.outbox(keys.case("c1"), 3)) or {})
