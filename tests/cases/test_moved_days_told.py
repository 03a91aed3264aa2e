"""A department's system hears of each day of an open task that moves: the old day, the new one and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from chalicelib.cases.model.task import DUE_MOVED, OPENED, TaskEvent
from chalicelib.durable import alarms
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.exchange.acts.callback_due import callback_due
from chalicelib.exchange.acts.register_endpoint import register_endpoint
from chalicelib.exchange.acts.replay_delivery import replay_delivery
from chalicelib.exchange.model import Delivery, about, message_id
from chalicelib.exchange.store.guard import Target
from chalicelib.exchange.store.notification import lost_notifications
from chalicelib.exchange.store.wire import Reply
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import keys, names, problems
from chalicelib.wiring.alarms import FIRES
from proofs.kit.cast import CHIEF, LEADER, SYSTEM
from proofs.kit.departments import registration
from proofs.kit.hall import Hall
from proofs.kit.seams import public_address
from tests.cases.test_moved_dues import LAW, PROMISED, TESTED, load
from tests.exchange.test_webhooks import valid_as_published

TYPHOON = date(2026, 11, 26)


@dataclass
class System:
    """What the food department's system was sent, and how it answers."""

    hall: Hall
    answers: list[int] = field(default_factory=lambda: [202])
    sent: list[Any] = field(default_factory=list[Any])

    def __call__(self, target: Target, address: str, body: bytes, headers: Mapping[str, str]) -> Reply:
        self.sent.append(json.loads(body))
        return Reply(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])

    def hear(self) -> list[Any]:
        """All that the queue holds is sent; what came of moved days."""
        self.hall.carry_out_everything()
        for body in self.hall.messages(names.CALLBACKS_QUEUE):
            self.take(body)
        return [event for event in self.sent if event["type"].endswith(DUE_MOVED)]

    def take(self, body: Any) -> Delivery | None:
        message = TaskEvent.model_validate(body)
        return send_callback(self.hall.platform, message, post=self, resolve=public_address, jitter=lambda: 0.5)


@pytest.fixture
def system(hall: Hall) -> System:
    register_endpoint(hall.platform, hall.caller(SYSTEM), registration("food"))
    return System(hall)


def days(event: Any) -> list[tuple[str, str, str, str]]:
    return [(one["kind"], one["before"], one["after"], one["reason"]) for one in event["data"]["moved"]]


@pytest.mark.law("5.7", "15.23")
@pytest.mark.requirement("R52")
def test_a_loaded_day_off_is_told_with_both_days_and_its_paper(hall: Hall, system: System):
    case_id = hall.accepted()
    load(hall, TYPHOON)
    sweep(hall.platform, FIRES)
    (event,) = system.hear()
    why = "放假安排变化：示府〔2026〕9号（台风）"
    assert days(event) == [
        ("promised", str(PROMISED), "2026-12-04", why),
        ("statutory", str(LAW), "2026-12-09", why),
    ]
    assert event["subject"] == event["data"]["task_id"] == f"{case_id}.review"
    assert event["id"] == f"msg_{case_id}_review_moved-{hall.events(case_id)[-1].seq}"
    assert event["data"]["href"].endswith(f"/v1/tasks/{case_id}.review")
    valid_as_published(event, DUE_MOVED)


@pytest.mark.law("15.6", "15.7")
def test_extension_procedure_and_its_end_are_told_one_by_one(hall: Hall, system: System):
    case_id = hall.accepted()
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    hall.people.resume(case_id, hall.caller(CHIEF, case_id), "inspection_test")
    extended, stopped, resumed = system.hear()
    assert days(extended) == [
        (
            "statutory",
            str(LAW),
            "2026-12-15",
            "批准延长法定期限（《行政许可法》第四十二条第一款；《食品经营许可和备案管理办法》（本系统没有收录条款号））",
        )
    ]
    assert [(one[0], one[2]) for one in days(stopped)] == [("promised", "2026-12-10"), ("statutory", "2026-12-22")]
    assert {one[3] for one in days(stopped)} == {
        f"{TESTED}的时间不计入期限（《行政许可法》第四十五条），书面告知至2026-12-01"
    }
    assert [(one[1], one[2]) for one in days(resumed)] == [("2026-12-10", str(PROMISED)), ("2026-12-22", "2026-12-15")]
    assert len({event["id"] for event in system.sent}) == len(system.sent)


def test_a_case_of_which_no_day_moves_tells_no_more_than_before(hall: Hall, system: System):
    case_id = hall.accepted()
    assert system.hear() == []
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.decide(case_id)
    assert system.hear() == []
    assert [event["type"].rpartition("yimen.")[2] for event in system.sent] == [OPENED]


def test_of_a_task_that_has_ended_nobody_hears_of_days(hall: Hall, system: System):
    case_id = hall.accepted()
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    hall.carry_out_everything()
    hall.answer(case_id)
    assert system.hear() == []
    told = Delivery.model_validate(deliveries(hall)[0])
    assert (told.event, told.state) == (DUE_MOVED, "obsolete")


def test_each_move_is_tried_again_by_an_alarm_of_its_own(hall: Hall, system: System):
    case_id = hall.accepted()
    system.hear()
    system.answers = [503]
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    first, second = system.hear()
    waiting = [alarms.find(hall.platform, keys.case(case_id), name_of(event)) for event in (first, second)]
    assert None not in waiting
    system.answers = [202]
    for alarm in waiting:
        assert alarm is not None
        callback_due(hall.platform, alarm)
    again = system.hear()[2:]
    assert again == [first, second]
    assert {row["state"] for row in deliveries(hall)} == {"delivered"}


def test_what_was_lost_is_found_by_the_rows_and_sent_again(hall: Hall, system: System):
    case_id = hall.accepted()
    system.hear()
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    task = hall.task(case_id)
    (lost,) = lost_notifications(hall.platform, task)
    assert (lost.event, lost.seq) == (DUE_MOVED, hall.events(case_id)[-1].seq)
    system.hear()
    assert lost_notifications(hall.platform, task) == []


def test_what_was_given_up_is_replayed_and_no_event_that_moved_nothing_is(hall: Hall, system: System):
    case_id = hall.accepted()
    system.answers = [422]
    hall.people.extend(case_id, hall.caller(LEADER, case_id))
    (event,) = system.hear()
    receipt = replay_delivery(hall.platform, hall.caller(SYSTEM), event["id"])
    assert receipt.facts["state"] == "retrying"
    with pytest.raises(problems.NotFound):
        replay_delivery(hall.platform, hall.caller(SYSTEM), f"msg_{case_id}_review_moved-1")
    assert system.take({"department": "food", "task_id": f"{case_id}.review", "event": DUE_MOVED, "seq": 1}) is None
    assert (about(f"msg_{case_id}_review_moved"), about(f"msg_{case_id}_review_opened-3")) == (None, None)


@pytest.mark.parametrize("case_id", ["C0001", "TsCPykwnUhWcN2ET15-WJA", "a_b-c_review_d"])
def test_an_id_leads_back_to_its_task_and_event(case_id: str):
    task_id = f"{case_id}.review-2"
    assert about(message_id(task_id, DUE_MOVED, 57)) == (task_id, DUE_MOVED, 57)
    assert about(message_id(task_id)) == (task_id, OPENED, None)


def deliveries(hall: Hall) -> list[Any]:
    partition = keys.deliveries("441700", "food")
    return list(hall.platform.table.query_all(partition, prefix=keys.DELIVERY))[::-1]


def name_of(event: Any) -> str:
    return f"callback.review.{event['id'].rpartition('_')[2]}"
