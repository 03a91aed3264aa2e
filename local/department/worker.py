"""Works on tasks after their callbacks: fetches, claims and answers each through the Yimen API, with retries."""

import time
import uuid
from collections import deque
from collections.abc import Callable
from threading import Condition, Thread
from typing import Any, Literal, NamedTuple

import httpx

from local.department.above import step_on
from local.http_client import local_client

Recommendation = Literal["grant", "refuse"]
OPINION = {
    "grant": "经审查，申请材料齐全、符合法定形式，符合准予条件。（演示）",
    "refuse": "经审查，不符合法定条件。（演示）",
}
TRIES = 6
FIRST_PAUSE = 0.2  # seconds, doubled after every try
CHANGED_MEANWHILE = 412
TRANSIENT = frozenset({429, 500, 502, 503, 504})


class Handled(NamedTuple):
    """How the work on a task ended: status and problem code of the last call."""

    message_id: str
    task_id: str
    status: int
    code: str | None = None


class Job(NamedTuple):
    message_id: str
    task_id: str
    due: float


class Worker:
    """One thread that takes the tasks in the order of their callbacks, each `delay` seconds after its callback."""

    def __init__(self, api_url: str, token: Callable[[], str], delay: float) -> None:
        self.handled: list[Handled] = []
        self._api = api_url.rstrip("/")
        self._token = token
        self.delay = delay
        self._jobs: deque[Job] = deque()
        self._cancelled: set[str] = set()
        self._changed = Condition()
        self._stopping = False
        self._thread = Thread(target=self._run, name="department-worker")
        self._http = local_client(timeout=10.0)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join()
        self._http.close()

    def take(self, message_id: str, task_id: str) -> None:
        with self._changed:
            self._jobs.append(Job(message_id, task_id, time.monotonic() + self.delay))
            self._changed.notify_all()

    def forget(self, task_id: str) -> None:
        """Do no work on this task: it was cancelled. Work that is under way is refused by the platform."""
        with self._changed:
            self._cancelled.add(task_id)
            self._changed.notify_all()

    def settled(self, timeout: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: not self._jobs, timeout)

    def work(
        self, message_id: str, task_id: str, recommendation: Recommendation = "grant", opinion: str | None = None
    ) -> Handled:
        """The idempotency keys are made of the message id, so a repetition gets the answers of the first time."""
        task = f"/v1/tasks/{task_id}"
        others = {
            "confirm": self._confirmed,
            "superior": self._above,
            "outside": self._outside,
            "opinion": self._opinion,
            "amend": self._left,
        }
        for kind, work in others.items():
            if task_id.partition(".")[2].startswith(kind):
                return work(message_id, task_id)
        answer = {"recommendation": recommendation, "opinion": opinion or OPINION[recommendation]}
        response = self._call("GET", f"{task}?purpose=review")
        if response.is_success:
            response = self._call("POST", f"{task}/claim", key_of(message_id, "claim"), {})
        if response.is_success:
            response = self._call("POST", f"{task}/answer", key_of(message_id, "answer"), answer)
        return self._note(message_id, task_id, response)

    def _confirmed(self, message_id: str, task_id: str) -> Handled:
        """What a window asks before it accepts is answered without a claim."""
        answer = {"advice": "conforms", "opinion": "材料齐全，符合法定形式。（演示）"}
        response = self._call("POST", f"/v1/tasks/{task_id}/confirm", key_of(message_id, "confirm"), answer)
        return self._note(message_id, task_id, response)

    def _opinion(self, message_id: str, task_id: str) -> Handled:
        """What several departments examine: this one consents, from its own side."""
        said = {"opinion": "pass", "reason": "经审查，符合规定。（演示）", "standard": "演示标准第一条"}
        response = self._call("POST", f"/v1/tasks/{task_id}/opinion", key_of(message_id, "opinion"), said)
        return self._note(message_id, task_id, response)

    def _left(self, message_id: str, task_id: str) -> Handled:
        """Whether a result is wrong is for people to say."""
        handled = Handled(message_id, task_id, 0, "left_to_people")
        self.handled.append(handled)
        return handled

    def _outside(self, message_id: str, task_id: str) -> Handled:
        """A step of a joint request: what it needs is read, then two reports say that it has come and is done."""
        response = self._call("GET", f"/v1/tasks/{task_id}?purpose=review")
        if response.is_success:
            task = response.json()
            done = {"number": f"YS-{task['case_number'][-6:]}-{task_id.rpartition('.')[2]}"}
            for seq, report in enumerate(({"state": "received"}, {"state": "done", **done}), start=1):
                body = {"seq": seq, "at": task["opened_at"], **report}
                response = self._call("POST", f"/v1/tasks/{task_id}/report", key_of(message_id, f"report-{seq}"), body)
        return self._note(message_id, task_id, response)

    def _above(self, message_id: str, task_id: str, tries: int = TRIES) -> Handled:
        """What was reported to an organ above is read whole, then decided or returned. It is read again where the case
        has changed meanwhile.
        """
        told = self._call("GET", f"/v1/tasks/{task_id}/package?purpose=review")
        task = self._call("GET", f"/v1/tasks/{task_id}?purpose=review") if told.is_success else told
        step = step_on(task.json(), told.json(), self._download) if task.is_success else None
        if step is None:
            return self._note(message_id, task_id, task)
        path, key = f"/v1/cases/{task.json()['case_id']}/{step.act}", key_of(message_id, step.act)
        response = self._call("POST", path, key, step.body, etag=told.headers["ETag"])
        if response.status_code == CHANGED_MEANWHILE and tries > 1:
            return self._above(message_id, task_id, tries - 1)
        return self._note(message_id, task_id, response)

    def _download(self, url: str) -> bytes:
        return self._http.get(url).raise_for_status().content

    def _note(self, message_id: str, task_id: str, response: httpx.Response) -> Handled:
        handled = Handled(message_id, task_id, response.status_code, problem_code(response))
        self.handled.append(handled)
        return handled

    def _run(self) -> None:
        while job := self._next():
            try:
                self.work(job.message_id, job.task_id)
            except httpx.HTTPError as failure:
                self.handled.append(Handled(job.message_id, job.task_id, 0, type(failure).__name__))
            with self._changed:
                self._jobs.popleft()
                self._changed.notify_all()

    def _next(self) -> Job | None:
        """Wait until the oldest job is due, and answer it; None if the worker is to stop."""
        with self._changed:
            while not self._stopping:
                self._drop_cancelled()
                wait = self._jobs[0].due - time.monotonic() if self._jobs else None
                if wait is not None and wait <= 0:
                    return self._jobs[0]
                self._changed.wait(wait)
            return None

    def _drop_cancelled(self) -> None:
        while self._jobs and self._jobs[0].task_id in self._cancelled:
            self._jobs.popleft()
            self._changed.notify_all()

    def _call(
        self, method: str, path: str, key: str | None = None, body: Any = None, *, etag: str | None = None
    ) -> httpx.Response:
        """A call, repeated after network errors, 429 and 5xx. Returns or raises what the last try gave."""
        pause = FIRST_PAUSE
        for _ in range(TRIES - 1):
            try:
                response = self._once(method, path, key, body, etag)
            except httpx.TransportError:
                response = None
            if response is not None and response.status_code not in TRANSIENT:
                return response
            if self._stopped_within(pause):
                break
            pause *= 2
        return self._once(method, path, key, body, etag)

    def _once(self, method: str, path: str, key: str | None, body: Any, etag: str | None) -> httpx.Response:
        given = {"Idempotency-Key": key, "If-Match": etag}
        headers = {"Authorization": f"Bearer {self._token()}"} | {name: value for name, value in given.items() if value}
        return self._http.request(method, self._api + path, headers=headers, json=body)

    def _stopped_within(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self._stopping, seconds)


def key_of(message_id: str, act: str) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{message_id}#{act}"))


def problem_code(response: httpx.Response) -> str | None:
    if response.is_success or "json" not in response.headers.get("Content-Type", ""):
        return None
    return response.json().get("code")
