"""A task's row says what lists need while it waits, and what was answered once it does not."""

from chalicelib.cases.model.task import TO_DECIDE, Task
from chalicelib.cases.store.tasks import task_item
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.writes import put
from proofs.kit.hall import Hall


def row(hall: Hall, case_id: str, no: str = "review") -> Item:
    (found,) = hall.rows(case_id, keys.task(case_id, no).sk)
    return found


def test_a_waiting_task_has_what_its_due_days_are_counted_from_and_no_more(hall: Hall):
    case_id = hall.accepted()
    stored, case = row(hall, case_id), hall.case(case_id)
    assert stored["state"] == "open"
    assert stored.keys().isdisjoint({"provisional", "claimed_by", "answer"})
    assert stored["clocks"] == {
        "promised": {"started": "2026-11-24", "length": 7, "due": "2026-12-03"},
        "statutory": {"started": "2026-11-24", "length": 10, "due": "2026-12-08"},
    }
    task = hall.task(case_id)
    for kind in TO_DECIDE:
        assert task.clocks[kind].model_copy(update={"basis": case.clocks[kind].basis}) == case.clocks[kind]


def test_an_answered_task_keeps_its_due_days_and_no_clocks(hall: Hall):
    case_id = hall.accepted()
    before = hall.task(case_id)
    hall.answer(case_id)
    stored = row(hall, case_id)
    assert (stored["state"], stored["due"], stored["statutory_due"]) == ("answered", "2026-12-03", "2026-12-08")
    assert "clocks" not in stored
    after = hall.task(case_id)
    assert (after.due, after.statutory_due, after.provisional) == (before.due, before.statutory_due, False)


def test_a_row_from_before_is_read_and_loses_what_goes_without_saying_at_its_next_write(hall: Hall):
    case_id = hall.accepted()
    task = hall.task(case_id)
    whole = task.model_dump(mode="json", exclude_none=True)
    for kind, clock in whole["clocks"].items():
        clock["basis"] = hall.case(case_id).clocks[kind].basis
    hall.platform.table.write(put({**row(hall, case_id), **whole}))
    read = hall.task(case_id)
    assert (read.due, read.state, set(read.clocks)) == (task.due, "open", set(TO_DECIDE))
    hall.answer(case_id)
    assert row(hall, case_id) == task_item(Task.model_validate(row(hall, case_id)))
    assert "clocks" not in row(hall, case_id)
