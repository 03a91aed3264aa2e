"""The desk shows every place where something can lie undone, and takes nothing away by looking."""

import json

from pydantic import TypeAdapter

from chalicelib.durable import outbox, parking
from chalicelib.durable.alarms import set_alarm
from chalicelib.durable.effects import SendMessage, StartMachine
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import update
from chalicelib.operations.api import dead_letters as api
from chalicelib.operations.store import deadletters, desk, parked
from chalicelib.operations.store.desk import Place
from tests.operations.letters import CALLBACK, DOCUMENT, put_dead


def at(platform: Platform, name: str) -> Place:
    return next(place for place in desk.survey(platform) if place.name == name)


def park(platform: Platform, case_id: str = "c1", seq: int = 3) -> None:
    effects = [StartMachine(machine="review", at="review"), SendMessage(queue="callbacks", body={"task_id": "t"})]
    platform.table.write(*outbox.row(platform, keys.case(case_id), seq, effects))
    row = platform.table.get(keys.outbox(keys.case(case_id), seq)) or {}
    for attempts in range(parking.ATTEMPTS):
        known = {"attempts": attempts} if attempts else {}
        parking.count_failure(platform, {**row, **known}, TypeError())


def park_alarm(platform: Platform, case_id: str = "c1") -> None:
    now = platform.now()
    platform.table.write(set_alarm(keys.case(case_id), "acceptance", now, now))
    parked = {"alarms_pk": keys.PARKED_ALARMS, "attempts": 8}
    platform.table.write(update(keys.alarm(keys.case(case_id), "acceptance"), put=parked))


def test_an_orderly_hall_has_nothing_undone(platform: Platform):
    places = desk.survey(platform)
    assert [place.name for place in places] == list(desk.PLACES)
    assert {(place.dead, place.oldest, len(place.sample)) for place in places} == {(0, None, 0)}


def test_the_api_names_every_place():
    assert TypeAdapter(api.PlaceName).json_schema()["enum"] == [
        "materials",
        "callbacks",
        "documents.fifo",
        "renderings",
        "replays",
        "trials",
        "sharing",
        "joint",
        "stream-failures",
        "outbox",
        "alarms",
    ]
    assert [*desk.PLACES] == [*desk.TRAYS, *parked.PARKS]


def test_looking_twice_shows_the_same(platform: Platform):
    letter = put_dead(platform, "callbacks", CALLBACK)
    for _ in range(2):
        place = at(platform, "callbacks")
        assert (place.dead, place.kinds) == (1, {"task.opened": 1})
        assert [(undone.id, undone.ids) for undone in place.sample] == [
            (letter, {"task_id": "c1.review", "department": "food"})
        ]
        assert place.oldest == place.sample[0].since


def test_what_waits_in_good_order_is_not_undone(platform: Platform):
    platform.sqs.send_message(QueueUrl=platform.settings.queue_url("callbacks"), MessageBody="{}")
    place = at(platform, "callbacks")
    assert (place.waiting, place.in_flight, place.dead) == (1, 0, 0)


def test_many_letters_are_counted_all_and_sampled(platform: Platform):
    for number in range(60):
        put_dead(platform, "callbacks", {**CALLBACK, "task_id": f"c{number}.review"})
    place = at(platform, "callbacks")
    assert (place.dead, place.kinds, len(place.sample)) == (60, {"task.opened": deadletters.LOOKED_AT}, desk.SHOWN)


def test_each_kind_of_message_is_told_by_its_ids():
    announced = {"Records": [{"eventName": "ObjectCreated:Post", "s3": {"object": {"key": "ab/c1/f1"}}}]}
    failed = {"DDBStreamBatchInfo": {"shardId": "shard-1", "startSequenceNumber": "100"}}
    assert deadletters.kind_and_ids(json.dumps(CALLBACK))[0] == "task.opened"
    assert deadletters.kind_and_ids(json.dumps(DOCUMENT)) == ("document", DOCUMENT)
    assert deadletters.kind_and_ids(json.dumps(announced)) == ("ObjectCreated:Post", {"key": "ab/c1/f1"})
    assert deadletters.kind_and_ids(json.dumps(failed)) == ("stream.batch", {"shard": "shard-1", "start": "100"})


def test_nothing_unknown_of_a_message_is_shown():
    for body in ("no json 440101199001011234", '{"phone": "13800138000"}', "[]", '{"Records": []}'):
        assert deadletters.kind_and_ids(body) == (deadletters.UNREADABLE, {})


def test_parked_rows_are_shown_with_effects_and_failure(platform: Platform):
    park(platform)
    place = at(platform, "outbox")
    assert (place.dead, place.kinds) == (1, {"start:review+send:callbacks": 1})
    (undone,) = place.sample
    assert (undone.id, undone.ids, undone.attempts) == ("c1.000003", {"case_id": "c1"}, parking.ATTEMPTS)
    assert undone.failure == "TypeError"


def test_parked_alarms_are_shown(platform: Platform):
    park_alarm(platform)
    place = at(platform, "alarms")
    assert (place.dead, place.kinds, place.sample[0].id) == (1, {"acceptance": 1}, "c1.acceptance")


def test_what_is_parked_of_another_owner_than_a_case_is_shown_with_its_owner(platform: Platform):
    fair, now = keys.Owner("FAIR#441700#spring"), platform.now()
    platform.table.write(*outbox.row(platform, fair, 3, [SendMessage(queue="callbacks", body={"task_id": "t"})]))
    platform.table.write(update(keys.outbox(fair, 3), put={"pending_pk": keys.PARKED}))
    platform.table.write(set_alarm(fair, "opening", now, now))
    platform.table.write(update(keys.alarm(fair, "opening"), put={"alarms_pk": keys.PARKED_ALARMS}))
    for name, identifier in (("outbox", f"{fair}.000003"), ("alarms", f"{fair}.opening")):
        (undone,) = at(platform, name).sample
        assert (undone.id, undone.ids) == (identifier, {"owner": fair})
