"""What holds over a whole case: its chain, its snapshot, and that personal data stays where it belongs."""

import json
from typing import Any

import pytest

from chalicelib.cases.model import Status
from chalicelib.cases.model.timeline import timeline
from chalicelib.durable.audit import broken_at, unpacked
from chalicelib.foundation import keys, names
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.personal import personal
from chalicelib.intake.acts.withdraw import withdraw
from local.demo.application import PHONE, REPRESENTATIVE
from proofs.kit.applications import COMPANY
from proofs.kit.hall import Hall
from tests.intake.test_walk_in import received

IMPERSONAL = ("EVENT#", "OUTBOX#", "FLOW#", "IDEM#", "QUERY#", "ATTEMPTS#", "CERTIFICATE#", "SERIAL#", "REGISTER#")
CANARIES = ("91441702MA5YM00074", REPRESENTATIVE["id_number"], REPRESENTATIVE["name"], PHONE, "李示例", "阳江示例餐饮")


def withdrawn(hall: Hall) -> str:
    case_id = hall.reviewed()
    withdraw(hall.platform, hall.caller(COMPANY, case_id), case_id, "联系李示例")
    hall.carry_out_everything()
    return case_id


def walked_in(hall: Hall) -> str:
    return received(hall).facts["id"]


STORIES: dict[str, Any] = {
    "granted": (Hall.closed, Status.CLOSED),
    "refused": (lambda hall: hall.closed("refuse"), Status.CLOSED),
    "withdrawn": (withdrawn, Status.WITHDRAWN),
    "corrected": (Hall.correcting, Status.CORRECTING),
    "walked in": (walked_in, Status.SUBMITTED),
}


@pytest.mark.requirement("R55")
@pytest.mark.parametrize("story", STORIES)
def test_the_chain_of_events_is_unbroken_and_ends_with_the_case(hall: Hall, story: str):
    play, status = STORIES[story]
    case_id = play(hall)
    case, happened = hall.case(case_id), hall.events(case_id)
    assert case.status is status
    assert broken_at(happened) is None
    assert (happened[-1].seq, happened[-1].hash) == (case.seq, case.last_hash)


@pytest.mark.requirement("R55")
def test_every_stage_left_its_event_with_actor_and_time(hall: Hall):
    case_id = hall.closed()
    happened = hall.events(case_id)
    assert [event.type for event in happened] == [
        *("submitted", "accepted", "task_opened", "reviewed", "task_opened", "decided"),
        *("result_made", "compared", "delivered", "archived"),
    ]
    roles = [event.role for event in happened]
    assert roles[0] == "applicant"
    assert roles[5:9] == ["chief_representative", "machine", "issuing_clerk", "issuing_clerk"]
    assert [event.at for event in happened] == sorted(event.at for event in happened)


def test_a_changed_event_shows(hall: Hall):
    happened = hall.events(hall.accepted())
    forged = happened[1].model_copy(update={"data": {**happened[1].data, "department": "hrss"}})
    assert broken_at([happened[0], forged, *happened[2:]]) == 2
    assert broken_at([happened[0], *happened[2:]]) == 2


@pytest.mark.requirement("R52")
def test_the_timeline_tells_stages_and_terms(hall: Hall):
    case_id = hall.closed()
    shown = timeline(hall.case(case_id), hall.events(case_id), hall.platform.now().date(), hall.platform.calendars)
    assert shown.stages[0].label == "网上申报，收件"
    assert [(term.term, term.used, term.left) for term in shown.terms] == [
        ("承诺期限", 0, 7),
        ("法定期限", 0, 10),
        ("颁发送达期限", 0, 10),
    ]


# ------------------------------------------------------------------------------------------------------ personal data
def holding(rows: list[Any]) -> list[str]:
    return [canary for canary in CANARIES if canary in json.dumps(rows, ensure_ascii=False, default=str)]


def of_kind(rows: list[Item], *kinds: str) -> list[Item]:
    return [row for row in rows if row["sk"].startswith(kinds) or row["pk"].startswith(kinds)]


@pytest.mark.parametrize("story", STORIES)
def test_personal_data_stays_out_of_events_effects_flows_and_records(hall: Hall, story: str):
    case_id = STORIES[story][0](hall)
    rows = hall.everything()
    kept = [unpacked(row) for row in of_kind(rows, *IMPERSONAL)]
    assert len(kept) > len(hall.events(case_id))
    assert holding(kept) == []
    assert holding([row["pk"] + row["sk"] for row in rows]) == []


@pytest.mark.parametrize("story", STORIES)
def test_what_the_rows_of_the_case_itself_hold_of_a_person_is_what_is_encrypted(hall: Hall, story: str):
    case_id = STORIES[story][0](hall)
    (meta,), (holder,) = hall.rows(case_id, "META"), hall.rows(case_id, "HOLDER")
    encrypted = personal(keys.holder(case_id))
    assert "阳江示例餐饮" in holder["applicant_name"]
    assert holding([{name: value for name, value in holder.items() if name not in encrypted}, meta]) == []
    assert encrypted.isdisjoint(meta)


def test_personal_data_stays_out_of_queues_and_executions(hall: Hall):
    hall.closed()
    hall.correcting()
    for queue in names.QUEUES:
        hall.messages(queue)
    assert {queue for queue, _ in hall.world.sent} == {names.CALLBACKS_QUEUE, names.DOCUMENTS_QUEUE}
    assert holding(hall.world.sent) == []
    inputs = [execution.input for execution in hall.machines.executions.values()]
    assert holding(inputs) == []
    assert all(given.keys() == {"owner", "generation", "at", "wait_seconds", "woken"} for given in inputs)
