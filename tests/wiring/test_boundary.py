"""One boundary around every Lambda function: what a row or a person says never leaves it in an exception or a log."""

import json
import traceback
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from chalice.test import Client

from app import app
from chalicelib.cases.store.files import object_key
from chalicelib.foundation import keys, names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import is_bounded
from chalicelib.http.app import App
from chalicelib.wiring import web
from infra.sources import CONSUMERS
from local.lambda_.functions import Context
from proofs.kit.events import EVERY_MINUTE, inserted, received
from proofs.kit.functions import HANDLERS
from proofs.kit.hall import Hall
from proofs.kit.world import Stored

PERSONAL = "金丝雀 44170219900307801X 13800138000"
STEPS = {names.OPEN_STEP: "decide", names.MAKE_RESULT: "compare", names.ARCHIVE_CASE: "archive"}


def functions() -> dict[str, object]:
    """What stands inside the wrappers of Chalice, by the function's name. Views are called by the API's function."""
    views = [route.view_function for methods in app.routes.values() for route in methods.values()]
    found = {
        name: getattr(handler, "func", handler) for name, handler in app.handler_map.items() if handler not in views
    }
    return {name: getattr(handler, "_original_func", handler) for name, handler in found.items()}


def test_every_function_has_the_boundary():
    scheduled = {names.DISPATCH_OUTBOX, names.RECONCILE_OUTBOX, names.SWEEP_ALARMS, names.ANCHOR_DAYS}
    scheduled |= {names.RECONCILE_PAYMENTS}
    assert set(functions()) == {*names.TASK_FUNCTIONS, *CONSUMERS, *scheduled}
    assert [name for name, handler in functions().items() if not is_bounded(handler)] == []


def test_a_function_without_it_would_be_found():
    @app.lambda_function(name="forgotten")
    def forgotten(event: Any, context: Any) -> None: ...

    try:
        assert [name for name, handler in functions().items() if not is_bounded(handler)] == ["forgotten"]
    finally:
        del app.handler_map["forgotten"]
        del app.pure_lambda_functions[-1]


# ------------------------------------------------------------------------------ what Chalice itself catches


def test_what_fails_in_chalice_itself_is_answered_and_told_without_its_words(
    capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
):
    broken = App("broken")

    @broken.middleware("http")
    def fails(event: Any, get_response: Any) -> Any:
        raise ValueError(PERSONAL)

    answer = broken({"requestContext": {"resourcePath": PERSONAL}}, Context("api"))
    assert answer["statusCode"] == 500
    at_once = {
        "httpMethod": "GET",
        "requestContext": {"resourcePath": "/", "httpMethod": "GET", "path": f"/{PERSONAL}"},
    }
    event = {**at_once, "headers": {}, "multiValueHeaders": {}, "multiValueQueryStringParameters": {}, "body": None}
    more = {"pathParameters": {}, "stageVariables": {}, "isBase64Encoded": False}
    answer = broken({**event, **more}, Context("api"))
    assert answer["statusCode"] == 500
    seen = str([vars(record) for record in caplog.records]) + json.dumps(answer) + "".join(capsys.readouterr())
    assert [word for word in PERSONAL.split() if word in seen] == []
    assert [vars(record)["failure"] for record in caplog.records if "failure" in vars(record)] == [
        caplog.records[0].__dict__["failure"],
        "ValueError",
    ]


# ------------------------------------------------------------------------------ broken rows, through every function


def broken(row: Stored) -> Iterator[tuple[str, Stored]]:
    """The row with each attribute in turn as no model reads it, and with words that a person typed in it."""
    for name in row:
        if not name.endswith(("pk", "sk")):  # keys, which are always text
            typed = {"L": [{"S": PERSONAL}]}
            yield name, {**row, name: typed if "M" in row[name] else {"M": {"typed": typed}}}


def events(hall: Hall, case_id: str) -> Iterator[tuple[str, Any]]:
    """Every function with what it would be called with about this case."""
    owner = keys.case(case_id)
    for function, step in STEPS.items():
        machine = "review" if function == names.OPEN_STEP else "issuance"
        wait = {"token": "token"} if function == names.OPEN_STEP else {}
        yield function, {"owner": owner, "machine": machine, "generation": 1, "step": step, **wait}
    yield names.DISPATCH_OUTBOX, inserted(hall.world.stored(owner, keys.OUTBOX)[-1:])
    yield names.RECONCILE_OUTBOX, EVERY_MINUTE
    yield names.SWEEP_ALARMS, EVERY_MINUTE
    yield names.ANCHOR_DAYS, EVERY_MINUTE
    yield names.RECONCILE_PAYMENTS, EVERY_MINUTE
    files = [keys.name_in(row["sk"]["S"], keys.MATERIAL) for row in hall.world.stored(owner, keys.MATERIAL)]
    uploaded = [{"s3": {"object": {"key": object_key(case_id, file), "size": 1, "versionId": "v"}}} for file in files]
    yield names.CHECK_MATERIAL, messages(names.MATERIALS_QUEUE, {"Records": uploaded[:1]})
    documents = [keys.name_in(row["sk"]["S"], keys.DOCUMENT) for row in hall.world.stored(owner, keys.DOCUMENT)]
    yield (
        names.ISSUE_DOCUMENT,
        messages(names.DOCUMENTS_QUEUE, *({"case_id": case_id, "document": number} for number in documents)),
    )
    told = {"event": "task.opened", "task_id": f"{case_id}.review", "department": "food"}
    wrong = {"task_id": PERSONAL}, {"task_id": f"{PERSONAL}.review"}, {"event": PERSONAL}, {"department": [PERSONAL]}
    yield names.SEND_CALLBACK, messages(names.CALLBACKS_QUEUE, told, *({**told, **one} for one in wrong))


def messages(queue: str, *bodies: dict[str, Any]) -> dict[str, Any]:
    handed = [
        {"MessageId": str(UUID(int=n)), "ReceiptHandle": "r", "Body": json.dumps(b)} for n, b in enumerate(bodies)
    ]
    return received(handed, queue)


def as_lambda_prints(failure: Exception) -> str:
    """Type, text and place: what Lambda writes into the log, and Step Functions into the history as cause."""
    return "\n".join([type(failure).__name__, str(failure), *traceback.format_tb(failure.__traceback__)])


def called(function: str, event: Any) -> str:
    """All that leaves the function but its log: the answer, or the exception as Lambda prints it."""
    try:
        return json.dumps(HANDLERS[function](event, Context(function)), ensure_ascii=False)
    except Exception as failure:  # noqa: BLE001 - as Lambda does
        return as_lambda_prints(failure)


def accepted_only(hall: Hall) -> str:
    """Accepted, and nothing that follows from it is done yet; its files were announced and are being checked."""
    case_id = hall.submitted()
    hall.people.accept(case_id, hall.caller("clerk-production", case_id))
    hall.hand_in(case_id, "01", state="requested")
    return case_id


def delivered_only(hall: Hall) -> str:
    case_id = hall.ready_to_collect()
    hall.deliver(case_id)
    return case_id


STAGES: dict[str, Callable[[Hall], str]] = {
    "accepted": accepted_only,
    "decided": lambda hall: hall.decided(),
    "delivered": delivered_only,
}


def needles(hall: Hall) -> set[str]:
    """What was typed of the applicant, and what the rows were broken with."""
    applicant = hall.form()["applicant"]
    typed = [applicant["name"], applicant["uscc"], *applicant["legal_representative"].values()]
    return {*PERSONAL.split(), *(text for text in typed if len(text) > 2 and text not in {"居民身份证"})}


@pytest.mark.parametrize("stage", STAGES)
def test_a_broken_row_of_any_kind_tells_nothing_through_any_function(
    hall: Hall, stage: str, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
):
    case_id = STAGES[stage](hall)
    hall.wall.pass_time(minutes=5)
    platforms.use(hall.platform)
    world, needle, failed = hall.world, needles(hall), set[str]()
    moment, calls = world.moment(), list(events(hall, case_id))
    for row in world.stored(keys.case(case_id)):
        world.go_back(moment)
        for attribute, wrong in broken(row):
            world.dynamo.put_item(TableName=world.platform.settings.table, Item=wrong)
            for function, event in calls:
                left = called(function, event)
                assert [word for word in needle if word in left] == [], (function, row["sk"], attribute)
                if any(sign in left for sign in ("TaskFailed", "messages failed", "itemIdentifier")):
                    failed.add(function)
    logged = [str(vars(record)) for record in caplog.records] + list(capsys.readouterr())
    assert [line for line in logged if any(word in line for word in needle)] == []
    expected = {"decided": {names.MAKE_RESULT}, "delivered": {names.ARCHIVE_CASE}}.get(stage, set())
    assert {names.OPEN_STEP, names.ISSUE_DOCUMENT, names.SEND_CALLBACK, *expected} <= failed


def test_a_broken_row_of_any_kind_tells_nothing_through_the_api(
    hall: Hall, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    case_id = hall.accepted()
    world, needle, statuses = hall.world, needles(hall), set[int]()
    platforms.use(hall.platform)
    monkeypatch.setattr("chalicelib.http.requests.authenticate", lambda platform, header: hall.caller(header).actor)
    paths = [f"/v1/cases/{case_id}{rest}" for rest in ("", "/materials", "/documents", "/timeline", "/events")]
    asked = [("clerk-production", path) for path in paths] + [("officer-food", f"/v1/tasks/{case_id}.review")]
    with Client(web.app) as client:
        for row in world.stored(keys.case(case_id)):
            for attribute, wrong in broken(row):
                world.dynamo.put_item(TableName=world.platform.settings.table, Item=wrong)
                for who, path in asked:
                    answer = client.http.get(path, headers={"Authorization": who})
                    told = f"{answer.body.decode()} {answer.headers}"
                    assert [word for word in needle if word in told] == [], (path, row["sk"], attribute)
                    statuses.add(answer.status_code)
            world.dynamo.put_item(TableName=world.platform.settings.table, Item=row)
    logged = [str(vars(record)) for record in caplog.records] + list(capsys.readouterr())
    assert [line for line in logged if any(word in line for word in needle)] == []
    assert statuses >= {200, 500}
