"""Each thing that can be lost is found, mended once, and not found again."""

import pytest

from chalicelib.cases.model import Status, task_id
from chalicelib.cases.model.task import TaskEvent
from chalicelib.cases.store.files import object_key
from chalicelib.durable import parking, workflow
from chalicelib.durable.alarms import set_alarm
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.foundation import keys
from chalicelib.foundation.writes import delete, update
from chalicelib.intake.acts.accept import accept
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.acts.repair.under_way import RECENT
from chalicelib.operations.store import deadletters
from proofs.kit.applications import BYTES, COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall
from tests.cli.cases import keep_files, listens

LONG = 2 * RECENT.total_seconds()

pytestmark = pytest.mark.usefixtures("quick_documents")


def repaired(hall: Hall, case_id: str) -> tuple[list[str], list[str]]:
    """(done, left), long after what has happened"""
    hall.wall.pass_time(seconds=LONG)
    found = repair_case(hall.platform, case_id)
    assert found is not None
    return [finding.trouble for finding in found.mended], [finding.trouble for finding in found.unmended]


def lose_executions(hall: Hall) -> None:
    hall.machines.executions.clear()


def outbox_done(hall: Hall, case_id: str) -> None:
    """As if every row had been carried out and its effects were lost."""
    for row in hall.rows(case_id, "OUTBOX#"):
        key = keys.Key(row["pk"], row["sk"])
        hall.platform.table.write(update(key, put={"ttl": 1}, remove=("pending_pk", "pending_sk")))


def accepted_only(hall: Hall) -> str:
    case_id = hall.submitted()
    keep_files(hall, case_id)
    accept(hall.platform, hall.caller(CLERK, case_id), case_id)
    return case_id


def sound(hall: Hall, case_id: str) -> None:
    hall.carry_out_everything()
    hall.issue_documents()
    assert repaired(hall, case_id) == ([], [])


def test_a_case_that_does_not_exist(hall: Hall):
    assert repair_case(hall.platform, "nothing") is None


def test_a_sound_case_is_left_alone(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.issue_documents()
    before = hall.everything()
    assert repaired(hall, case_id) == ([], [])
    assert hall.everything() == before


def test_what_is_pending_is_carried_out_now(hall: Hall):
    case_id = accepted_only(hall)
    done, left = repaired(hall, case_id)
    assert (set(done), left) == ({"effects_pending", "document_preparing"}, [])
    sound(hall, case_id)
    assert [task.kind for task in hall.case(case_id).open_tasks] == ["review"]


def test_a_parked_row_is_tried_and_stays_parked_when_it_fails(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = accepted_only(hall)
    for row in hall.rows(case_id, "OUTBOX#"):
        parked = {"pending_pk": keys.PARKED, "parked_from": row.get("pending_pk"), "attempts": parking.ATTEMPTS}
        hall.platform.table.write(update(keys.Key(row["pk"], row["sk"]), put=parked))
    with monkeypatch.context() as patch:
        patch.setattr("chalicelib.durable.outbox.carry_out", lambda *_, **__: 1 / 0)
        assert "effects_parked" in repaired(hall, case_id)[1]
    assert repaired(hall, case_id)[0].count("effects_parked") >= 1
    sound(hall, case_id)


def test_a_machine_never_begun_is_begun(hall: Hall):
    case_id = accepted_only(hall)
    outbox_done(hall, case_id)
    hall.platform.table.write(delete(keys.flow(keys.case(case_id), "review")))
    assert "machine_not_begun" in repaired(hall, case_id)[0]
    sound(hall, case_id)
    assert [task.kind for task in hall.case(case_id).open_tasks] == ["review"]


def test_a_first_execution_that_was_lost_is_started(hall: Hall):
    case_id = accepted_only(hall)
    outbox_done(hall, case_id)
    assert "machine_ended" in repaired(hall, case_id)[0]
    sound(hall, case_id)
    flow = workflow.load(hall.platform.table.get(keys.flow(keys.case(case_id), "review")))
    assert flow is not None
    assert (flow.generation, flow.step) == (1, "review")


def test_a_failed_execution_is_followed_by_the_next_generation(hall: Hall):
    case_id = hall.decided()
    keep_files(hall, case_id)
    hall.carry_out_everything()
    # As if the result had never been made: the execution had failed before.
    outbox_done(hall, case_id)
    hall.platform.table.write(update(keys.meta(case_id), put={"status": Status.DELIVERED.value}))
    name = workflow.execution_name(keys.case(case_id), "issuance", 1)
    hall.machines.executions[name].status = "FAILED"
    assert "machine_ended" in repaired(hall, case_id)[0]
    assert workflow.execution_name(keys.case(case_id), "issuance", 2) in hall.machines.executions


def test_an_execution_that_waits_for_what_is_done_goes_on(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.answer(case_id)
    outbox_done(hall, case_id)
    assert "machine_behind" in repaired(hall, case_id)[0]
    sound(hall, case_id)
    assert [task.kind for task in hall.case(case_id).open_tasks] == ["decide"]


def test_a_hibernated_wait_stays_asleep(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.issue_documents()
    lose_executions(hall)
    assert repaired(hall, case_id) == ([], [])
    hall.answer(case_id)
    hall.carry_out_everything()
    assert [task.kind for task in hall.case(case_id).open_tasks] == ["decide"]


def test_a_document_whose_message_was_lost_is_issued(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.messages("documents.fifo")
    assert "document_preparing" in repaired(hall, case_id)[0]
    sound(hall, case_id)
    assert {row["state"] for row in hall.rows(case_id, "DOCUMENT#")} == {"ready"}


def test_an_upload_whose_announcement_was_lost_is_checked(hall: Hall):
    case_id = hall.draft()
    (file_id,) = hall.hand_in(case_id, "01", state="requested")
    assert repaired(hall, case_id) == ([], [])  # never uploaded: nothing is wrong
    bucket, key = hall.platform.settings.materials_bucket, object_key(case_id, file_id)
    hall.platform.s3.put_object(Bucket=bucket, Key=key, Body=BYTES)
    assert repaired(hall, case_id) == (["material_unchecked"], [])
    assert repaired(hall, case_id) == ([], [])


def test_a_file_that_is_gone_is_said_and_left(hall: Hall):
    case_id = hall.draft()
    hall.hand_in(case_id, "01")
    assert repaired(hall, case_id) == ([], ["object_lost"])


def test_a_moved_version_with_other_bytes_is_not_pinned(hall: Hall):
    case_id = hall.draft()
    (file_id,) = hall.hand_in(case_id, "01", s3_version="of-another-bucket")
    bucket, key = hall.platform.settings.materials_bucket, object_key(case_id, file_id)
    hall.platform.s3.put_object(Bucket=bucket, Key=key, Body=b"something else")
    assert repaired(hall, case_id) == ([], ["version_moved"])
    hall.platform.s3.put_object(Bucket=bucket, Key=key, Body=BYTES)
    assert repaired(hall, case_id) == (["version_moved"], [])
    assert repaired(hall, case_id) == ([], [])


def test_a_department_that_was_not_told_is_told(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.issue_documents()
    hall.messages("callbacks")
    assert repaired(hall, case_id) == ([], [])  # no system listens
    listens(hall.platform)
    assert repaired(hall, case_id) == (["department_not_notified"], [])
    (message,) = hall.messages("callbacks")
    assert message == {"department": "food", "task_id": task_id(case_id, "review"), "event": "task.opened"}


def test_a_delivery_whose_next_try_was_lost_is_closed_though_its_task_has_ended(hall: Hall):
    """Of a restored table: the alarm had fired, its message is not there any more, and somebody has answered since."""
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.issue_documents()
    listens(hall.platform)
    told = TaskEvent(department="food", task_id=task_id(case_id, "review"), event="task.opened")
    assert send(hall, told) == "retrying"
    assert repaired(hall, case_id) == ([], [])
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.platform.table.write(delete(keys.alarm(keys.case(case_id), "callback.review")))
    hall.messages("callbacks")
    assert repaired(hall, case_id) == (["department_not_notified"], [])
    (message,) = hall.messages("callbacks")
    assert send(hall, TaskEvent.model_validate(message)) == "obsolete"
    assert repaired(hall, case_id) == ([], [])


def test_a_department_that_lost_the_word_of_a_cancelled_task_is_told(hall: Hall):
    """Of a restored table: the opening had been tried, the message of the withdrawal is not there any more."""
    case_id = hall.accepted()
    keep_files(hall, case_id)
    listens(hall.platform)
    send(hall, TaskEvent(department="food", task_id=task_id(case_id, "review")))
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    hall.messages("callbacks")
    hall.wall.pass_time(minutes=5)
    assert repaired(hall, case_id) == (["department_not_notified"], [])
    (message,) = hall.messages("callbacks")
    assert message == {"department": "food", "task_id": task_id(case_id, "review"), "event": "task.cancelled"}
    assert send(hall, TaskEvent.model_validate(message)) == "retrying"
    assert repaired(hall, case_id) == ([], [])


def test_a_department_that_never_heard_of_a_task_need_not_hear_of_its_end(hall: Hall):
    case_id = hall.accepted()
    keep_files(hall, case_id)
    hall.people.withdraw(case_id, hall.caller(COMPANY, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    hall.messages("callbacks")
    listens(hall.platform)
    hall.wall.pass_time(minutes=5)
    assert repaired(hall, case_id) == ([], [])


def send(hall: Hall, message: TaskEvent) -> str | None:
    """To a department whose secret nobody knows, so that no try gets through."""
    delivery = send_callback(hall.platform, message, resolve=lambda host, port: ["8.8.8.8"])
    return delivery.state if delivery else None


def test_a_parked_alarm_is_set_again(hall: Hall):
    case_id, now = hall.draft(), hall.platform.now()
    hall.platform.table.write(set_alarm(keys.case(case_id), "test", now, now))
    hall.platform.table.write(update(keys.alarm(keys.case(case_id), "test"), put={"alarms_pk": keys.PARKED_ALARMS}))
    assert repaired(hall, case_id) == (["alarm_parked"], [])
    assert repaired(hall, case_id) == ([], [])


def test_a_dry_run_changes_nothing(hall: Hall):
    case_id = accepted_only(hall)
    hall.wall.pass_time(seconds=LONG)
    before = hall.everything()
    found = repair_case(hall.platform, case_id, dry_run=True)
    assert found is not None
    assert found.mended == ()
    assert "effects_pending" in {finding.trouble for finding in found.unmended}
    assert hall.everything() == before
    assert deadletters.count(hall.platform, "documents.fifo") == (0, 0)
