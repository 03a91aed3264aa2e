"""The real sender and the example department's system, face to face on loopback."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib.cases.model import Task
from chalicelib.cases.model.task import TaskEvent
from chalicelib.durable.caller import Receipt
from chalicelib.exchange.model import Delivery
from chalicelib.exchange.tasks.send_callback import send_callback, signed_headers
from chalicelib.foundation.platform import Platform, wall_clock
from chalicelib.foundation.settings import Settings
from local.department import DepartmentSystem
from local.department.system import PATH
from tests.exchange.conftest import OTHER_SECRET, SECRET

pytestmark = [pytest.mark.allow_hosts(["127.0.0.1"]), pytest.mark.xdist_group("exchange")]
Register = Callable[..., Receipt]
OpenTask = Callable[..., Task]


class Yimen(ThreadingHTTPServer):
    """A stand-in for the API: notes what is asked, answers 200, or first the statuses in `failures`."""

    daemon_threads = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), YimenHandler)
        self.asked: list[tuple[str, str, str | None, Any]] = []
        self.tokens: set[str] = set()
        self.failures: list[int] = []


class YimenHandler(BaseHTTPRequestHandler):
    server: Yimen  # type: ignore[assignment]

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        call = (self.command, self.path, self.headers.get("Idempotency-Key"), json.loads(body) if body else None)
        self.server.asked.append(call)
        self.server.tokens.add(self.headers["Authorization"])
        status = self.server.failures.pop(0) if self.server.failures else 200
        answer = json.dumps({"code": "task_answered"} if status >= 400 else {}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_GET  # noqa: N815 - the base class names it so

    def log_message(self, *args: Any) -> None:
        """Quiet."""


@pytest.fixture
def yimen() -> Iterator[Yimen]:
    with Yimen() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.fixture
def department(yimen: Yimen, platform: Platform) -> Iterator[DepartmentSystem]:
    system = DepartmentSystem(f"http://127.0.0.1:{yimen.server_port}", lambda: "t-1", SECRET, "food")
    system.start()
    platform.settings = Settings(callback_allow=(system.host_port,))
    platform.wall = wall_clock
    yield system
    system.stop()


def send(platform: Platform, task: Task) -> Delivery | None:
    message = TaskEvent(department="food", task_id=task.id, event="task.opened")
    return send_callback(platform, message)


def test_the_department_is_told_and_answers_the_task(
    platform: Platform, register: Register, open_task: OpenTask, department: DepartmentSystem, yimen: Yimen
):
    register(department.url)
    delivery = send(platform, open_task())
    assert delivery is not None
    assert (delivery.state, delivery.attempts[0].status) == ("delivered", 202)
    assert department.settled()
    assert [(call[0], call[1]) for call in yimen.asked] == [
        ("GET", "/v1/tasks/C0001.review?purpose=review"),
        ("POST", "/v1/tasks/C0001.review/claim"),
        ("POST", "/v1/tasks/C0001.review/answer"),
    ]
    assert yimen.asked[2][3]["recommendation"] == "grant"
    assert yimen.tokens == {"Bearer t-1"}
    assert [(done.task_id, done.status) for done in department.handled] == [("C0001.review", 200)]


def test_a_department_that_was_down_is_told_later(
    platform: Platform, register: Register, open_task: OpenTask, department: DepartmentSystem
):
    register(department.url)
    task = open_task()
    department.answer_with = 500
    send(platform, task)
    department.answer_with = 202
    delivery = send(platform, task)
    assert delivery is not None
    assert [attempt.status for attempt in delivery.attempts] == [500, 202]
    assert department.settled()
    assert len(department.handled) == 1


def test_a_department_that_is_not_there_is_a_failed_connection(
    platform: Platform, register: Register, open_task: OpenTask, department: DepartmentSystem
):
    register(department.url)
    department.stop()
    delivery = send(platform, open_task())
    assert delivery is not None
    assert (delivery.state, delivery.attempts[0].error) == ("retrying", "connect_failed")


def about_task(happened: str) -> str:
    event = {"id": f"msg_{happened}", "type": f"cn.gov.example.yimen.{happened}", "data": {"task_id": "C0001.review"}}
    return json.dumps(event)


def tell(department: DepartmentSystem, secret: str = SECRET, path: str = PATH, body: str | None = None) -> int:
    event = about_task("task.opened") if body is None else body
    connection = http.client.HTTPConnection("127.0.0.1", int(department.host_port.split(":")[1]), timeout=5)
    connection.request("POST", path, event.encode(), signed_headers([secret], "msg_1", wall_clock(), event))
    status = connection.getresponse().status
    connection.close()
    return status


def test_a_repeated_callback_is_worked_on_once(department: DepartmentSystem, yimen: Yimen):
    assert [tell(department) for _ in range(3)] == [202, 202, 202]
    assert department.settled()
    assert [received.repeated for received in department.received] == [False, True, True]
    assert len(department.handled) == 1
    assert len(yimen.asked) == 3


def test_a_forged_or_foreign_callback_is_refused(department: DepartmentSystem):
    assert tell(department, secret=OTHER_SECRET) == 401
    assert tell(department, path="/other") == 404
    assert tell(department, body="{}") == 400
    assert tell(department, body="not json") == 400
    assert tell(department, body=json.dumps("x" * 70_000)) == 413
    assert department.received == []


def test_the_department_repeats_what_failed_with_the_same_key(department: DepartmentSystem, yimen: Yimen):
    yimen.failures = [200, 200, 503, 429]
    tell(department)
    assert department.settled()
    answers = [call for call in yimen.asked if call[1].endswith("/answer")]
    assert len(answers) == 3
    assert len({call[2] for call in answers}) == 1
    assert department.handled[0].status == 200


def test_the_department_gives_up_on_a_conflict(department: DepartmentSystem, yimen: Yimen):
    yimen.failures = [200, 409]
    tell(department)
    assert department.settled()
    assert [(done.status, done.code) for done in department.handled] == [(409, "task_answered")]
    assert len(yimen.asked) == 2


def test_by_hand_the_department_takes_note_and_answers_when_told(department: DepartmentSystem, yimen: Yimen):
    department.mode = "manual"
    tell(department)
    assert (len(department.received), yimen.asked) == (1, [])
    received = department.received[0]
    done = department.answer(received.task_id, received.message_id, "refuse", "不符合条件")
    assert done.status == 200
    assert yimen.asked[2][3] == {"recommendation": "refuse", "opinion": "不符合条件"}


def test_the_work_waits_for_the_delay_and_stops_with_the_system(yimen: Yimen):
    system = DepartmentSystem(f"http://127.0.0.1:{yimen.server_port}", lambda: "t", SECRET, "food", delay=60)
    system.start()
    assert tell(system) == 202
    assert not system.settled(timeout=0.1)
    system.stop()
    assert yimen.asked == []
    assert not [thread for thread in threading.enumerate() if thread.name.startswith("department-")]


def test_our_signature_is_the_standard_one():
    at = wall_clock()
    assert Webhook(SECRET).verify('{"a":1}', signed_headers([SECRET], "msg_1", at, '{"a":1}')) == {"a": 1}


@pytest.mark.parametrize("order", [["task.opened", "task.cancelled"], ["task.cancelled", "task.opened"]])
def test_no_work_is_done_on_a_cancelled_task_whichever_word_comes_first(
    department: DepartmentSystem, yimen: Yimen, order: list[str]
):
    department.delay = 0.5
    assert [tell(department, body=about_task(happened)) for happened in order] == [202, 202]
    assert department.settled(timeout=0.3)  # sooner than the work would have begun
    assert (department.handled, yimen.asked) == ([], [])


@pytest.mark.parametrize("happened", ["callback.tested", "task.praised"])
def test_a_word_that_asks_for_nothing_is_taken_and_nothing_done(
    department: DepartmentSystem, yimen: Yimen, happened: str
):
    event = {"id": "msg_1", "type": f"cn.gov.example.yimen.{happened}", "data": {}}
    assert tell(department, body=json.dumps(event)) == 202
    assert department.settled()
    assert (len(department.received), yimen.asked) == (1, [])
