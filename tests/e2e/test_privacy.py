"""Personal data stays where it belongs: not in logs, messages, executions, callbacks or addresses."""

import json
from io import StringIO
from typing import Any, cast

import pytest

from chalicelib.durable.workflow import execution_name
from chalicelib.foundation import keys, names
from local.terminal.log import log_to
from local.terminal.readable import ReadableLines
from tests.e2e.files import announced, pdf
from tests.e2e.hall import CLERK, Hall
from tests.e2e.people import CANARY, FISHING, RECOGNITION, presented

AT_ITS_WINDOW = "clerk-social"
FILE = "金丝雀的登记信息.pdf"
OPINION = "金丝雀本人符合条件"
NEEDLES = (*CANARY.values(), FILE, OPINION)


def found_in(text: str) -> list[str]:
    return [needle for needle in NEEDLES if needle in text]


def test_canaries_are_seen_nowhere_but_in_the_case(
    hall: Hall, terminal: ReadableLines, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    functions = hall.stack.deployment.functions
    call, events = functions.call, list[str]()

    def overheard(name: str, event: Any) -> Any:
        events.append(json.dumps([name, event], ensure_ascii=False))
        return call(name, event)

    monkeypatch.setattr(functions, "call", overheard)
    # People type numbers where ids belong, and names into queries.
    hall.ask(CLERK, "GET", f"/cases/{CANARY['id_number']}?name={CANARY['name']}")
    hall.ask(None, "GET", f"/{CANARY['name']}/{CANARY['phone']}")
    with log_to(terminal):
        case_id, upward = lived(hall), went_upward(hall)

    called = {json.loads(event)[0] for event in events}
    assert called >= {names.DISPATCH_OUTBOX, names.CHECK_MATERIAL, names.OPEN_STEP, names.ISSUE_DOCUMENT}
    assert found_in("\n".join(event for event in events if case_id in event or upward in event)) == []
    assert found_in("\n".join(str(vars(record)) for record in caplog.records)) == []
    shown = cast(StringIO, terminal.console.file).getvalue()
    assert found_in(shown) == []
    assert f"/cases/{case_id}/accept" in shown
    assert "送达 → 已送达" in shown
    assert "回调 hrss" in shown
    assert started(hall, case_id) == {names.REVIEW, names.ISSUANCE}
    assert started(hall, upward) == {*names.MACHINES} - {names.JOINT}
    ran = [(one, machine) for one in (case_id, upward) for machine in started(hall, one)]
    assert found_in("\n".join(history(hall, one, machine) for one, machine in ran)) == []
    (told,) = [one for one in hall.stack.systems["hrss"].received if case_id in one.task_id]
    assert found_in(json.dumps(told.event, ensure_ascii=False)) == []
    for path in ("", "/materials", "/documents", "/timeline", "/events"):
        for one in (case_id, upward):
            assert found_in(hall.client.get(CLERK, f"/cases/{one}{path}").text) == []


def lived(hall: Hall) -> str:
    """A case of the canary's, from the window to the archive."""
    case_id = hall.walk_in(RECOGNITION, CANARY, scanned=False)["id"]
    for line in ("01", "02", "03"):
        sent = announced(line, file_name=FILE)
        address = hall.client.act(CLERK, "POST", f"/cases/{case_id}/materials", sent).json()["upload"]
        assert found_in(json.dumps(address, ensure_ascii=False)) == []
        hall.client.upload(address, pdf(), "application/pdf")
    hall.until(lambda: not hall.unchecked(case_id))
    masked = hall.client.get(CLERK, f"/cases/{case_id}/materials").text
    assert found_in(masked) == []
    shown = hall.client.get(AT_ITS_WINDOW, f"/cases/{case_id}/materials?purpose=acceptance").json()["materials"]
    assert found_in("".join(file["url"] for line in shown for file in line["files"])) == []
    assert FILE in str(shown)  # who says what for sees the name
    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.task(case_id)
    hall.until(lambda: any(case_id in one.task_id for one in hall.stack.systems["hrss"].received))
    opinion = {"recommendation": "refuse", "opinion": OPINION}
    hall.client.act("officer-hrss", "POST", f"/tasks/{case_id}.review/answer", opinion)
    hall.task(case_id, "decide")
    hall.decide(case_id, "hrss", "refuse", OPINION)
    return hall.delivered(case_id, RECOGNITION, CANARY)


def went_upward(hall: Hall) -> str:
    """Another one, which an organ above decides."""
    case_id = hall.walk_in(FISHING, CANARY)["id"]
    hall.do(CLERK, "POST", f"/cases/{case_id}/accept")
    hall.reported(case_id, OPINION)
    package = hall.package(case_id).json()
    assert package["opinion"] == OPINION  # who says what for reads it
    assert found_in(json.dumps([package["package"], package["links"]], ensure_ascii=False)) == []
    hall.decide_above(case_id, {"outcome": "refuse", "reasons": [OPINION]})
    return hall.delivered(case_id, FISHING, CANARY)


def started(hall: Hall, case_id: str) -> set[str]:
    """The machines that this case has had."""
    return {machine for machine in names.MACHINES if hall.row(keys.flow(keys.case(case_id), machine))}


def history(hall: Hall, case_id: str, machine: str) -> str:
    platform = hall.stack.platform
    execution = platform.settings.execution_arn(machine, execution_name(keys.case(case_id), machine, 1))
    steps = platform.sfn.get_execution_history(executionArn=execution, maxResults=1000, includeExecutionData=True)
    assert steps["events"]
    described = platform.sfn.describe_execution(executionArn=execution)
    return json.dumps([steps["events"], described], ensure_ascii=False, default=str)


def test_the_canary_would_be_found() -> None:
    assert presented(RECOGNITION, CANARY)["name"] in found_in(f"a log line of {CANARY['name']}")
