"""The system of a department or an organ above: a receiver of callbacks on 127.0.0.1, and a worker on the tasks."""

from collections.abc import Callable
from threading import Thread
from typing import Literal

from local.department.receiver import Received, Receiver
from local.department.worker import Handled, Recommendation, Worker

PATH = "/yimen/callbacks"


class DepartmentSystem:
    """`token` answers a bearer token of the system for the Yimen API at `api_url`. `department` is the id of the
    department, or of the organ above.

    In `mode` "auto" it answers every task `delay` seconds after its callback. In "manual" it only notes callbacks;
    people answer the tasks, or a call of `answer`. `answer_with` is the status that the receiver answers to a callback
    with a valid signature: Yimen takes any but 2xx for a system that is down.
    """

    def __init__(
        self,
        api_url: str,
        token: Callable[[], str],
        secret: str,
        department: str,
        *,
        mode: Literal["auto", "manual"] = "auto",
        delay: float = 0.0,
    ) -> None:
        self.department = department
        self.mode = mode
        self.secret = secret
        self.token = token
        self._worker = Worker(api_url, token, delay)
        self._receiver = Receiver(secret, PATH, self._take)
        self._serving: Thread | None = None

    def start(self) -> str:
        """Listen until `stop`. Answers the address to register with Yimen."""
        self._worker.start()
        self._serving = Thread(target=self._receiver.serve_forever, args=(0.05,), name=f"department-{self.department}")
        self._serving.start()
        return self.url

    def stop(self) -> None:
        """Ends its threads. Tasks that nobody works on yet are dropped."""
        if self._serving:
            self._receiver.shutdown()
            self._serving.join()
            self._serving = None
        self._receiver.server_close()
        self._worker.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._receiver.server_port}{PATH}"

    @property
    def host_port(self) -> str:
        """What Yimen's list of allowed callback addresses must have: by itself Yimen refuses loopback addresses."""
        return f"127.0.0.1:{self._receiver.server_port}"

    @property
    def delay(self) -> float:
        """Seconds between a callback and the work on its task."""
        return self._worker.delay

    @delay.setter
    def delay(self, seconds: float) -> None:
        self._worker.delay = seconds

    @property
    def answer_with(self) -> int:
        return self._receiver.answer_with

    @answer_with.setter
    def answer_with(self, status: int) -> None:
        self._receiver.answer_with = status

    @property
    def received(self) -> list[Received]:
        """Callbacks with a valid signature in the order in which they came, repeated ones too."""
        return list(self._receiver.received)

    @property
    def handled(self) -> list[Handled]:
        return list(self._worker.handled)

    def answer(
        self, task_id: str, message_id: str, recommendation: Recommendation = "grant", opinion: str | None = None
    ) -> Handled:
        """Fetch, claim and answer a task now. A repetition for the same message changes nothing."""
        return self._worker.work(message_id, task_id, recommendation, opinion)

    def settled(self, timeout: float = 10.0) -> bool:
        """Wait until no task is left to work on; whether that was within `timeout` seconds."""
        return self._worker.settled(timeout)

    def _take(self, received: Received) -> None:
        """A task that was cancelled needs no more work, also when the word of its opening comes later."""
        if received.happened == "task.cancelled":
            self._worker.forget(received.task_id)
        elif received.happened == "task.opened" and self.mode == "auto":
            self._worker.take(received.message_id, received.task_id)
