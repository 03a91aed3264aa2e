"""认领、退回、接办、改派: a claim ends, and a department's system and its people are one department."""

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError

from chalicelib.cases.model import Status
from chalicelib.cases.model.task import handover_digest
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.store.authority import register_of
from chalicelib.durable.audit import digest
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys
from chalicelib.foundation.problems import Conflict, Forbidden, Invalid, NotFound
from chalicelib.foundation.writes import update
from chalicelib.review.acts.claim_task import claim_task
from chalicelib.review.acts.reassign_task import Reassignment, reassign_task
from chalicelib.review.api.department import Takeover, TaskListQuery, list_tasks
from proofs.kit.cast import CHIEF, HANDOVER, OFFICER, SECOND, SYSTEM, staff
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall
from proofs.kit.register import join
from tests.cases.test_every_act import before_the_first_write


def claim(hall: Hall, case_id: str, by: Any = OFFICER) -> Receipt:
    return hall.people.claim_task(case_id, hall.caller(by))


def release(hall: Hall, case_id: str, by: Any = OFFICER) -> Receipt:
    return hall.people.release_task(case_id, hall.caller(by))


def take_over(hall: Hall, case_id: str, by: Any = SECOND) -> Receipt:
    return hall.people.take_over_task(case_id, hall.caller(by))


def reassign(hall: Hall, case_id: str, officer: str | None, by: Any = CHIEF) -> Receipt:
    return hall.people.reassign_task(case_id, hall.caller(by), officer)


def holder(hall: Hall, case_id: str) -> str | None:
    task = hall.task(case_id)
    assert (task.state == "claimed") is (task.claimed_by is not None)
    return task.claimed_by.removeprefix("persona:") if task.claimed_by else None


def refused(code: str, do: Callable[[], Any]) -> None:
    with pytest.raises(Conflict) as conflict:
        do()
    assert conflict.value.code == code


def claimed(hall: Hall, by: Any = OFFICER) -> str:
    case_id = hall.accepted()
    claim(hall, case_id, by)
    return case_id


def test_a_claimed_task_is_the_claimants(hall: Hall):
    case_id = hall.accepted()
    etag = hall.case(case_id).etag
    claim(hall, case_id)
    claim(hall, case_id)
    other = staff("officer", "food")
    join(hall.platform, other)
    refused("task_claimed", lambda: claim(hall, case_id, other))
    refused("task_claimed", lambda: hall.answer(case_id, by=other))
    assert hall.case(case_id).etag == etag
    hall.answer(case_id)


def test_a_released_task_is_everybodys(hall: Hall):
    case_id = claimed(hall)
    refused("task_not_claimed", lambda: release(hall, case_id, SYSTEM))
    refused("task_claimed", lambda: release(hall, case_id, SECOND))
    receipt = release(hall, case_id)
    assert (receipt.facts["state"], holder(hall, case_id)) == ("open", None)
    refused("task_not_claimed", lambda: release(hall, case_id))
    claim(hall, case_id, SECOND)
    hall.answer(case_id, by=SECOND)
    assert hall.case(case_id).status is Status.DECIDING


def test_a_colleague_takes_over_and_the_first_is_out(hall: Hall):
    case_id = claimed(hall)
    take_over(hall, case_id)
    assert (holder(hall, case_id), hall.task(case_id).handed_over) == (SECOND, HANDOVER)
    refused("task_claimed", lambda: hall.answer(case_id))
    refused("task_claimed_by_caller", lambda: take_over(hall, case_id))
    hall.answer(case_id, by=SECOND)


def test_what_nobody_has_claimed_is_claimed_not_taken_over(hall: Hall):
    case_id = hall.accepted()
    refused("task_not_claimed", lambda: take_over(hall, case_id))
    assert [event.type for event in hall.events(case_id)][-1] == "task_opened"


@pytest.mark.parametrize("before", [None, OFFICER, SYSTEM])
def test_the_chief_representative_gives_a_task_to_an_officer(hall: Hall, before: str | None):
    case_id = claimed(hall, before) if before else hall.accepted()
    reassign(hall, case_id, SECOND)
    assert holder(hall, case_id) == SECOND
    refused("task_claimed", lambda: hall.answer(case_id))
    refused("task_assigned_already", lambda: reassign(hall, case_id, SECOND))
    hall.answer(case_id, by=SECOND)


def test_the_chief_representative_gives_a_task_back_to_the_department(hall: Hall):
    case_id = claimed(hall)
    reassign(hall, case_id, None)
    assert holder(hall, case_id) is None
    refused("task_assigned_already", lambda: reassign(hall, case_id, None))
    claim(hall, case_id, SECOND)


ELSEWHERE = staff("officer", "forest")


@pytest.mark.parametrize("wrong", ["persona:nobody", f"persona:{CHIEF}", ELSEWHERE.sub, "S013", "x" * 128])
def test_a_task_is_given_to_an_officer_of_the_department_only(hall: Hall, wrong: str):
    """Nobody else could answer it, and no list would show that it waits."""
    case_id = hall.accepted()
    join(hall.platform, ELSEWHERE)
    with pytest.raises(Invalid) as refusal:
        reassign_task(
            hall.platform, hall.caller(CHIEF), f"{case_id}.review", Reassignment(officer=wrong, reason=HANDOVER)
        )
    assert refusal.value.errors[0].pointer == "/officer"
    assert holder(hall, case_id) is None
    hall.answer(case_id)


def test_a_task_is_not_given_to_an_officer_who_has_left(hall: Hall):
    case_id = hall.accepted()
    by = Caller(actor=staff("administrator"), at=hall.platform.now(), key="leave-the-second", digest="d")
    leave_staff(hall.platform, by, f"K-{SECOND}", "调离")
    with pytest.raises(Invalid) as refusal:
        reassign(hall, case_id, SECOND)
    assert refusal.value.errors[0].code == "officer_not_in_post"
    reassign(hall, case_id, OFFICER)
    hall.answer(case_id)


def test_what_is_handed_on_stands_in_the_chain_without_the_reason(hall: Hall):
    case_id = claimed(hall)
    release(hall, case_id)
    claim(hall, case_id)
    take_over(hall, case_id)
    reassign(hall, case_id, OFFICER)
    *_, released, taken, given = hall.events(case_id)
    task = f"{case_id}.review"
    assert (released.type, released.data) == ("task_released", {"task": task, "grounds": {"person": f"K-{OFFICER}"}})
    assert (taken.type, taken.data["from"]) == ("task_taken_over", f"persona:{OFFICER}")
    assert (given.type, given.data["from"], given.data["to"]) == (
        "task_reassigned",
        f"persona:{SECOND}",
        f"persona:{OFFICER}",
    )
    assert HANDOVER not in str([event.data for event in hall.events(case_id)])
    assert taken.data["reason"] == given.data["reason"] != ""


def test_nobody_who_reads_the_chain_guesses_the_reason(hall: Hall):
    """A short reason that says something of a colleague's health is found by trying, unless the digest is keyed."""
    case_id = claimed(hall)
    take_over(hall, case_id)
    kept = hall.events(case_id)[-1].data["reason"]
    assert kept != digest({"reason": HANDOVER})
    assert kept == handover_digest(hall.case(case_id).chain_key, hall.task(case_id), HANDOVER)


def test_the_due_days_stay(hall: Hall):
    case_id = claimed(hall)
    before = hall.task(case_id)
    take_over(hall, case_id)
    after = hall.task(case_id)
    assert (after.due, after.statutory_due) == (before.due, before.statutory_due)
    assert [row["id"] for row in hall.world.index("tasks")] == [before.id]


@pytest.mark.parametrize("claimant", [OFFICER, SYSTEM])
@pytest.mark.parametrize("answerer", [OFFICER, SYSTEM])
def test_a_departments_system_and_its_people_are_one(hall: Hall, claimant: str, answerer: str):
    case_id = claimed(hall, claimant)
    claim(hall, case_id, answerer)
    hall.answer(case_id, by=answerer)
    assert hall.case(case_id).status is Status.DECIDING


def test_a_persons_claim_stays_the_persons_when_the_system_claims_too(hall: Hall):
    case_id = claimed(hall)
    assert claim(hall, case_id, SYSTEM).facts["claimed_by"] == f"persona:{OFFICER}"
    assert holder(hall, case_id) == OFFICER
    refused("task_claimed", lambda: claim(hall, case_id, SECOND))


def test_a_person_claims_a_task_from_the_system_whoever_is_first(hall: Hall):
    case_id = claimed(hall, SYSTEM)
    claim(hall, case_id, SECOND)
    assert holder(hall, case_id) == SECOND
    refused("task_claimed", lambda: claim(hall, case_id, OFFICER))


def test_of_two_people_who_claim_from_the_system_at_once_one_has_it(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = claimed(hall, SYSTEM)
    before_the_first_write(hall, monkeypatch, lambda: claim(hall, case_id, SECOND))
    refused("task_claimed", lambda: claim(hall, case_id, OFFICER))
    assert holder(hall, case_id) == SECOND


def test_a_claim_leaves_due_days_that_have_moved_meanwhile(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = hall.accepted()
    moved = update(keys.task(case_id, "review"), put={"due": "2099-01-05"})
    before_the_first_write(hall, monkeypatch, lambda: hall.platform.table.write(moved))
    claim(hall, case_id)
    assert (holder(hall, case_id), str(hall.task(case_id).due)) == (OFFICER, "2099-01-05")


def test_a_claim_of_an_earlier_version_of_the_code_is_a_persons(hall: Hall):
    case_id = claimed(hall)
    hall.platform.table.write(update(keys.task(case_id, "review"), remove=("claimed_role",)))
    refused("task_claimed", lambda: hall.answer(case_id, by=SECOND))
    take_over(hall, case_id)


@pytest.mark.parametrize("act", [release, take_over, lambda hall, case_id: reassign(hall, case_id, SECOND)])
def test_an_answered_task_is_handed_on_no_more(hall: Hall, act: Callable[[Hall, str], Receipt]):
    case_id = claimed(hall)
    hall.answer(case_id)
    refused("task_answered", lambda: act(hall, case_id))


@pytest.mark.parametrize(
    ("do", "who"),
    [
        (take_over, SYSTEM),
        (take_over, CHIEF),
        (release, CHIEF),
        (lambda hall, case_id, by: reassign(hall, case_id, SECOND, by), SECOND),
    ],
)
def test_each_of_the_three_has_its_post(hall: Hall, do: Any, who: str):
    case_id = claimed(hall)
    with pytest.raises(Forbidden):
        do(hall, case_id, by=who)


@pytest.mark.parametrize("role", ["officer", "chief_representative", "department_system"])
def test_another_department_knows_of_nothing(hall: Hall, role: str):
    case_id, stranger = claimed(hall), staff(role, "hrss")
    if role != "department_system":  # which is in no register of staff
        join(hall.platform, stranger)
    for do in (release, take_over, lambda hall, case_id, by: reassign(hall, case_id, SECOND, by)):
        with pytest.raises(NotFound):
            do(hall, case_id, by=stranger)


def test_a_reason_is_given():
    for body in ({}, {"reason": ""}, {"reason": "\u3000 "}):
        with pytest.raises(ValidationError):
            Takeover.model_validate(body)
        with pytest.raises(ValidationError):
            Reassignment.model_validate(body)


def shown(hall: Hall, who: Any, inbox: str | None) -> list[str]:
    query = TaskListQuery.model_validate({"inbox": inbox})
    actor = hall.caller(who).actor
    call: Any = SimpleNamespace(platform=hall.platform, actor=actor, query=query)
    body: Any = list_tasks(call).body
    return [task.id for task in body.tasks]


def test_the_chief_representative_sees_what_there_is_to_reassign(hall: Hall):
    case_id = claimed(hall)
    task = f"{case_id}.review"
    assert shown(hall, CHIEF, None) == []
    assert shown(hall, CHIEF, "review") == shown(hall, OFFICER, "review") == shown(hall, OFFICER, None) == [task]
    assert shown(hall, staff("chief_representative", "hrss"), "review") == []


def listened(hall: Hall) -> list[str]:
    """The calls to AWS from now on, but for those for a data key: a process makes them once in ten minutes. What the
    register says of these people it has read before.
    """
    calls: list[str] = []
    for who in (OFFICER, SECOND, CHIEF):
        actor = hall.caller(who).actor
        register_of(hall.platform.table, actor.region, None, subject=actor.sub)

    def heard(operation: str) -> None:
        if operation not in ("GenerateDataKey", "Decrypt"):
            calls.append(operation)

    hall.world.listen(heard, nothing)
    return calls


def test_a_claim_needs_no_more_calls_than_before(hall: Hall):
    case_id = hall.accepted()
    calls = listened(hall)
    claim_task(hall.platform, hall.caller(OFFICER), f"{case_id}.review")
    assert calls == ["BatchGetItem", "TransactWriteItems"]


@pytest.mark.parametrize("act", [release, take_over, lambda hall, case_id: reassign(hall, case_id, SECOND)])
def test_handing_on_is_one_read_and_one_transaction(hall: Hall, act: Callable[[Hall, str], Receipt]):
    case_id = claimed(hall)
    calls = listened(hall)
    act(hall, case_id)
    assert calls == ["BatchGetItem", "TransactWriteItems"]


@pytest.mark.parametrize("act", [release, take_over, lambda hall, case_id: reassign(hall, case_id, SECOND)])
def test_due_days_that_move_with_the_act_are_in_its_one_write(hall: Hall, act: Callable[[Hall, str], Receipt]):
    """A transaction that touched the task twice would be refused by AWS."""
    case_id = claimed(hall)
    case = hall.case(case_id)
    earlier = {kind: clock.model_copy(update={"due": date(2026, 11, 25)}) for kind, clock in case.clocks.items()}
    hall.platform.table.write(
        update(
            keys.meta(case_id),
            put={"clocks": case.model_copy(update={"clocks": earlier}).model_dump(mode="json")["clocks"]},
        )
    )
    act(hall, case_id)
    now, task = hall.case(case_id), hall.task(case_id)
    assert now.due("promised") == case.due("promised")
    assert task.statutory_due == now.due("statutory")


def test_the_chief_representative_takes_no_review(hall: Hall):
    """Who decides does not review; whom else a subject names only the directory will know."""
    case_id = hall.accepted()
    own = Reassignment(officer=hall.people.personas[CHIEF].actor.sub, reason="经办人因病请假")
    with pytest.raises(Invalid) as wrong:
        reassign_task(hall.platform, hall.caller(CHIEF), f"{case_id}.review", own)
    assert [(error.pointer, error.code) for error in wrong.value.errors] == [("/officer", "officer_is_chief")]
    assert hall.task(case_id).claimed_by is None
