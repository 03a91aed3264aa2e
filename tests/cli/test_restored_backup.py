"""A dump of the table and the buckets, restored into an empty stack: after repair every open case finishes."""

import io
from typing import Any

import pytest
from rich.console import Console

from chalicelib.cases.model import Status
from chalicelib.cases.model.case_alarms import ACCEPTANCE
from chalicelib.cases.model.task import TaskEvent
from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.exchange.model import Delivery
from chalicelib.exchange.store import secrets as secret
from chalicelib.exchange.store.wire import Reply, Unreachable
from chalicelib.exchange.tasks.send_callback import Post, send_callback
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import delete
from chalicelib.operations.model.standing import LABELS
from chalicelib.wiring.alarms import FIRES
from cli import repair_all
from proofs.kit.hall import Hall
from proofs.kit.world import World
from tests.cli.cases import STAGES, finish, keep_files, listens, restore

pytestmark = pytest.mark.usefixtures("quick_documents")


def repair_everything(hall: Hall) -> str:
    """What `yimen repair --all` says."""
    written = io.StringIO()
    repair_all.run_all(hall.platform, Console(file=written, width=200), dry_run=False, resume=None)
    return written.getvalue()


def troubles(said: str) -> set[str]:
    return {trouble for trouble, label in LABELS.items() if label in said}


@pytest.mark.parametrize("stage", STAGES)
def test_an_open_case_finishes(hall: Hall, empty: World, stage: str):
    case_id = STAGES[stage](hall)
    keep_files(hall, case_id)
    again = restore(hall, empty)
    assert not again.machines.executions
    assert "共检查 1 件" in repair_everything(again)
    again.carry_out_everything()
    again.issue_documents()
    assert troubles(repair_everything(again)) == set()
    assert finish(again, case_id) is Status.CLOSED
    assert again.pending() == []


def unreachable(*_: object) -> Reply:
    raise Unreachable("connect_failed")


def callback(platform: Platform, message: dict[str, Any], post: Post, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """The `callbacks` queue's message is sent to the department's system."""
    monkeypatch.setattr(secret, "secret_of", lambda *_: f"whsec_{'A' * 32}")
    told = TaskEvent.model_validate(message)
    delivery = send_callback(platform, told, post=post, resolve=lambda host, port: ["8.8.8.8"])
    assert delivery is not None
    return delivery


def test_a_whole_backup_finishes(hall: Hall, empty: World, monkeypatch: pytest.MonkeyPatch):
    """Two cases are silent past their fifth workday, the alarm of one is lost; one callback is to be repeated."""
    listens(hall.platform)
    stages = ("correcting", "answered, lost", "deciding", "to compare", "to collect")
    cases = {stage: STAGES[stage](hall) for stage in stages}
    cases |= {"silent": hall.submitted(), "silent, alarm lost": hall.submitted(), "not told": hall.accepted()}
    for case_id in cases.values():
        keep_files(hall, case_id)
    hall.platform.table.write(delete(keys.alarm(keys.case(cases["silent, alarm lost"]), ACCEPTANCE)))
    message = {"department": "food", "task_id": f"{cases['not told']}.review", "event": "task.opened"}
    assert message in hall.messages(names.CALLBACKS_QUEUE)
    assert callback(hall.platform, message, unreachable, monkeypatch).state == "retrying"
    sweep(hall.platform, FIRES)  # how far it came is in the backup

    again = restore(hall, empty)
    again.clock.pass_time(days=8)  # to the morning after the fifth workday
    assert f"共检查 {len(cases)} 件" in repair_everything(again)
    assert troubles(repair_everything(again)) == set()
    sweep(again.platform, FIRES)
    again.carry_out_everything()
    assert message in again.messages(names.CALLBACKS_QUEUE)
    assert callback(again.platform, message, lambda *_: Reply(202), monkeypatch).state == "delivered"
    for stage in ("silent", "silent, alarm lost"):
        assert "deemed_accepted" in {event.type for event in again.events(cases[stage])}, stage
    assert {stage: finish(again, case_id) for stage, case_id in cases.items()} == dict.fromkeys(cases, Status.CLOSED)
    assert again.pending() == []
    again.wall.pass_time(seconds=3600)
    assert troubles(repair_everything(again)) == set()


def test_departments_are_told_anew(hall: Hall, empty: World):
    """The messages of the old stack's queues are gone with it."""
    case_id = hall.accepted()
    listens(hall.platform)
    again = restore(hall, empty)
    repair_everything(again)
    (told,) = again.messages(names.CALLBACKS_QUEUE)
    assert told["task_id"] == f"{case_id}.review"


def test_without_repair_a_case_would_stand_still_for_ever(hall: Hall, empty: World):
    """What the first test proves is the repair's work, not the acts'."""
    case_id = hall.ready_to_collect("refuse")
    hall.deliver(case_id)
    for row in hall.pending():
        hall.platform.table.write(delete(keys.Key(row["pk"], row["sk"])))
    again = restore(hall, empty)
    assert finish(again, case_id) is Status.DELIVERED
    repair_everything(again)
    assert finish(again, case_id) is Status.CLOSED
