"""A dump of the table and the buckets, restored into an empty stack: after repair every open case finishes."""

import io
from collections.abc import Iterator

import pytest
from rich.console import Console

from chalicelib.cases.model import Status
from chalicelib.cases.model.standing import LABELS
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import delete
from cli import repair_all
from tests.cli.cases import STAGES, finish, keep_files, listens, restore
from tests.harness.hall import Hall
from tests.harness.world import left_as_found, new_platform

pytestmark = pytest.mark.usefixtures("quick_documents")


@pytest.fixture(scope="module")
def second_stack(resources: Platform) -> Platform:
    return new_platform(())


@pytest.fixture
def empty(second_stack: Platform) -> Iterator[Platform]:
    with left_as_found(second_stack) as platform:
        yield platform


def repair_everything(hall: Hall) -> str:
    """What `yimen repair --all` says."""
    written = io.StringIO()
    repair_all.run_all(hall.platform, Console(file=written, width=200), dry_run=False, resume=None)
    return written.getvalue()


def troubles(said: str) -> set[str]:
    return {trouble for trouble, label in LABELS.items() if label in said}


@pytest.mark.parametrize("stage", STAGES)
def test_an_open_case_finishes(hall: Hall, empty: Platform, stage: str):
    case_id = STAGES[stage](hall)
    keep_files(hall, case_id)
    again = restore(hall, empty)
    assert not again.crank.machines.executions
    assert "共检查 1 件" in repair_everything(again)
    again.crank.turn()
    again.crank.issue_documents()
    assert troubles(repair_everything(again)) == set()
    assert finish(again, case_id) is Status.CLOSED
    assert again.crank.pending() == []


def test_departments_are_told_anew(hall: Hall, empty: Platform):
    """The messages of the old stack's queues are gone with it."""
    case_id = hall.accepted()
    listens(hall.platform)
    again = restore(hall, empty)
    repair_everything(again)
    (told,) = again.crank.messages(names.CALLBACKS_QUEUE)
    assert told["task_id"] == f"{case_id}.review"


def test_without_repair_a_case_would_stand_still_for_ever(hall: Hall, empty: Platform):
    """What the first test proves is the repair's work, not the acts'."""
    case_id = hall.ready_to_collect("refuse")
    hall.deliver(case_id)
    for row in hall.crank.pending():
        hall.platform.table.write(delete(keys.Key(row["pk"], row["sk"])))
    again = restore(hall, empty)
    assert finish(again, case_id) is Status.DELIVERED
    repair_everything(again)
    assert finish(again, case_id) is Status.CLOSED
