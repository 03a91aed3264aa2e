"""State machines that end early, departments whose systems are down: the case goes on all the same."""

from datetime import datetime
from typing import Any

import pytest

from chalicelib.durable.workflow import execution_name, execution_status
from chalicelib.foundation import keys, names
from tests.e2e.hall import GRANT, ISSUER, Hall
from tests.e2e.people import CARD, RECOGNITION


def executions(hall: Hall, case_id: str) -> dict[str, str]:
    """Names and states of the review executions of a case."""
    platform = hall.stack.platform
    listed = platform.sfn.list_executions(stateMachineArn=platform.settings.machine_arn(names.REVIEW), maxResults=1000)
    return {one["name"]: one["status"] for one in listed["executions"] if case_id in one["name"]}


def test_an_answer_after_its_execution_has_ended_goes_on_in_a_new_one(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = hall.stack.platform
    patient = platform.settings
    monkeypatch.setattr(platform, "settings", patient.model_copy(update={"wait_seconds": 1}))
    case_id = hall.accepted(RECOGNITION)
    hall.until(lambda: execution_status(platform, keys.case(case_id), names.REVIEW, 1) == "SUCCEEDED")
    assert hall.status(case_id) == "in_review"
    monkeypatch.setattr(platform, "settings", patient)

    hall.answer(case_id, "officer-hrss")
    assert hall.row(keys.flow(keys.case(case_id), names.REVIEW))["generation"] == 2
    first, second = (execution_name(keys.case(case_id), names.REVIEW, number) for number in (1, 2))
    assert executions(hall, case_id) == {first: "SUCCEEDED", second: "RUNNING"}
    hall.decide(case_id, "hrss")
    hall.compared(case_id)
    hall.delivered(case_id, RECOGNITION)
    hall.until(lambda: executions(hall, case_id)[second] == "SUCCEEDED")
    assert hall.events(case_id).count("task_opened") == 2


def test_a_case_that_is_handed_over_late_is_archived_by_an_execution_that_goes_there_at_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    platform = hall.stack.platform
    case_id = hall.accepted(CARD)
    owner = keys.case(case_id)
    patient = platform.settings
    monkeypatch.setattr(platform, "settings", patient.model_copy(update={"wait_seconds": 1}))
    hall.decide(case_id, "si")
    hall.until(lambda: execution_status(platform, owner, names.ISSUANCE, 1) == "SUCCEEDED")
    monkeypatch.setattr(platform, "settings", patient)
    hall.compared(case_id)
    hall.delivered(case_id, CARD)
    hall.reaches(case_id, "closed")
    newest = hall.row(keys.flow(owner, names.ISSUANCE))["generation"]
    hall.until(lambda: execution_status(platform, owner, names.ISSUANCE, newest) == "SUCCEEDED")
    assert entered(hall, case_id, 1) == ["Compare", "Hibernate"]
    assert entered(hall, case_id, newest)[0] == "Compare"
    assert entered(hall, case_id, newest)[-1] == "Archive"
    assert hall.events(case_id).count("result_made") == 1


def entered(hall: Hall, case_id: str, generation: int) -> list[str]:
    """The states that an execution of issuance has entered."""
    platform = hall.stack.platform
    name = execution_name(keys.case(case_id), names.ISSUANCE, generation)
    arn = platform.settings.execution_arn(names.ISSUANCE, name)
    history = platform.sfn.get_execution_history(executionArn=arn, maxResults=1000)["events"]
    return [event["stateEnteredEventDetails"]["name"] for event in history if "stateEnteredEventDetails" in event]


def test_a_corrected_result_is_made_at_once_by_the_machine_that_waits(hall: Hall) -> None:
    """It does not wait for the reconciler, which would start another execution. No row is left pending by it either."""
    case_id = hall.accepted(CARD)
    hall.decide(case_id, "si")
    hall.reaches(case_id, "comparing")
    issuance = keys.flow(keys.case(case_id), names.ISSUANCE)
    token = hall.until(lambda: hall.row(issuance).get("token"))
    face = hall.client.get(ISSUER, f"/cases/{case_id}/certificate?purpose=issue").json()
    paper = {line["key"]: line["value"] for line in face["face"]}
    hall.do(ISSUER, "POST", f"/cases/{case_id}/compare", {"face": {**paper, "holder": "李示例"}})
    hall.do("chief-si", "POST", f"/cases/{case_id}/result/correct", {"reason": "照面信息有误"})
    hall.reaches(case_id, "comparing")
    hall.until(lambda: hall.row(issuance).get("token") not in (None, token))
    assert hall.row(issuance)["generation"] == 1
    assert hall.events(case_id).count("result_made") == 2
    hall.until(lambda: not any("pending_pk" in row for row in hall.rows(case_id)))


def delivery(hall: Hall, case_id: str) -> dict[str, Any]:
    found = hall.client.get("system-hrss", "/callbacks/deliveries?limit=100").json()["items"]
    return next((one for one in found if one["task_id"] == f"{case_id}.review"), {})


@pytest.mark.requirement("R53")
def test_a_department_whose_system_is_down_is_told_when_it_is_up_again(hall: Hall) -> None:
    system = hall.stack.systems["hrss"]
    system.answer_with = 500
    case_id = hall.accepted(RECOGNITION)
    down = hall.until(lambda: found if (found := delivery(hall, case_id)).get("state") == "retrying" else None)
    assert down["attempts"][0]["status"] == 500
    assert hall.status(case_id) == "in_review"

    system.mode, system.answer_with = "auto", 202
    time = hall.stack.time
    time.move_to(max(time.now(), datetime.fromisoformat(down["next_at"])))
    hall.stack.deployment.pump.fire(names.SWEEP_ALARMS)
    hall.reaches(case_id, "deciding")
    told = hall.until(lambda: found if (found := delivery(hall, case_id)).get("state") == "delivered" else None)
    assert [attempt["status"] for attempt in told["attempts"]][-1] == 202
    assert len({received.message_id for received in system.received if received.task_id == told["task_id"]}) == 1


@pytest.mark.requirement("R53")
def test_the_same_events_are_seen_whether_people_answer_or_a_system(hall: Hall) -> None:
    by_people, by_system = hall.accepted(RECOGNITION), hall.accepted(RECOGNITION)
    hall.client.act("officer-hrss", "POST", f"/tasks/{by_people}.review/claim")
    hall.client.act("officer-hrss", "POST", f"/tasks/{by_people}.review/answer", GRANT)
    handled = hall.stack.systems["hrss"].answer(f"{by_system}.review", f"msg_{by_system}")
    assert handled.status == 201
    for case_id in (by_people, by_system):
        hall.task(case_id, "decide")
    assert events(hall, by_people) == events(hall, by_system)


def events(hall: Hall, case_id: str) -> list[tuple[Any, ...]]:
    """What everybody sees of a case, but for who it was."""
    shown = hall.client.get("supervisor", f"/cases/{case_id}/events").json()["events"]
    stages = hall.client.get("supervisor", f"/cases/{case_id}/timeline").json()["stages"]
    return [
        (event["seq"], event["type"], event["department"], sorted(event["data"].keys() - {"grounds"}), stage["label"])
        for event, stage in zip(shown, stages, strict=True)
    ]
