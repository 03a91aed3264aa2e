"""The AWS calls of the application: where each is made, and what may go wrong there.

A site is found by recording a path, never listed: whatever calls AWS is covered from the day it is written.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar

import boto3
from botocore.exceptions import ClientError, ReadTimeoutError
from moto.core.models import botocore_stubber

from faults.refusals import CODES, refusal, response

Kind = Literal["dies before", "dies after", "throttled", "unanswered", "broken", "conflict"]
DEATHS: tuple[Kind, ...] = ("dies before", "dies after")
T = TypeVar("T")


class Died(BaseException):
    """The process is gone: nothing catches this but whoever started it."""


class Site(NamedTuple):
    """The `ordinal`-th call of this operation in the `nth` invocation of a route or function on a path."""

    step: int
    invoked: str
    nth: int
    service: str
    operation: str
    ordinal: int

    def __str__(self) -> str:
        return f"step {self.step}: {self.invoked} ({self.nth}), {self.service}.{self.operation} ({self.ordinal})"


class Fault(NamedTuple):
    """`lasting`: every later call of the operation in the same invocation fails as well, so that retries run out."""

    site: Site
    kind: Kind
    lasting: bool = False

    def __str__(self) -> str:
        return f"{self.kind}{' for long' if self.lasting else ''} at {self.site}"


def suits(kind: Kind, site: Site) -> bool:
    """Only transactions conflict."""
    return kind != "conflict" or site.operation == "TransactWriteItems"


@dataclass
class Calls:
    """`sites` were passed, in order; `struck` times the `fault` came; `slept` seconds were waited between tries."""

    fault: Fault | None = None
    step: int = 0
    sites: list[Site] = field(default_factory=list[Site])
    struck: int = 0
    slept: float = 0.0
    _invoked: str = ""
    _counts: dict[tuple[Any, ...], int] = field(default_factory=dict[tuple[Any, ...], int])
    _nth: int = 0
    _site: Site | None = None

    def begin(self, step: int, fault: Fault | None) -> None:
        """Count anew from this step on."""
        self.step, self.fault, self.struck, self.slept = step, fault, 0, 0.0
        self._counts.clear()

    def begin_step(self, step: int) -> None:
        self.step = step
        self._counts.clear()

    @contextmanager
    def during(self, invoked: str) -> Generator[None]:
        """What is called inside is called by this route or function; elsewhere nobody is watched."""
        self._nth = self._count((invoked,))
        self._invoked = invoked
        try:
            yield
        finally:
            self._invoked, self._site = "", None

    def attach(self, session: boto3.Session) -> None:
        """Watch every client made from now on."""
        session.events.register("before-call", self._before_call)
        session.events.register_first("before-send", self._before_send)
        session.events.register_last("before-send", _emulator_back)
        session.events.register("after-call", self._after_call)

    def sleep(self, seconds: float) -> None:
        """Takes no time."""
        self.slept += seconds

    # ------------------------------------------------------------------------------------------- calls through botocore
    def _before_call(self, model: Any, **_: Any) -> None:
        self._pass(model.service_model.service_name, model.name)

    def _before_send(self, event_name: str, request: Any, **rest: Any) -> Any:
        fault = self._due()
        if fault is None or fault.kind == "dies after":
            return None
        self.struck += 1
        match fault.kind:
            case "dies before":
                raise Died
            case "unanswered":
                botocore_stubber(event_name, request, **rest)
                raise ReadTimeoutError(endpoint_url=request.url)
            case kind:
                return _instead(lambda: response(fault.site.service, kind, request))

    def _after_call(self, **_: Any) -> None:
        fault = self._due()
        if fault and fault.kind == "dies after":
            self.struck += 1
            raise Died

    # ------------------------------------------------------------------------------------------- calls of a stand-in
    def through(self, service: str, operation: str, call: Callable[[], T]) -> T:
        """Make a call of a client that is no botocore client, with three tries like one."""
        self._pass(service, operation)
        for _ in range(3):
            fault = self._due()
            if fault is None:
                return call()
            self.struck += 1
            if fault.kind == "dies before":
                raise Died
            if fault.kind in ("dies after", "unanswered"):
                _taking_effect(call)
            if fault.kind == "dies after":
                raise Died
        raise self._given_up(operation)

    def _given_up(self, operation: str) -> Exception:
        kind = self.fault.kind if self.fault else "broken"
        if kind == "unanswered":
            return ReadTimeoutError(endpoint_url=operation)
        return refusal(CODES[kind], operation)

    # --------------------------------------------------------------------------------------------------------- inside
    def _pass(self, service: str, operation: str) -> None:
        if not self._invoked:
            self._site = None
            return
        ordinal = self._count((self._invoked, self._nth, service, operation))
        self._site = Site(self.step, self._invoked, self._nth, service, operation, ordinal)
        self.sites.append(self._site)

    def _due(self) -> Fault | None:
        """The fault, if it is this call's."""
        site, fault = self._site, self.fault
        if site is None or fault is None:
            return None
        if fault.lasting:
            same = site[:5] == fault.site[:5] and site.ordinal >= fault.site.ordinal
        else:
            same = site == fault.site and self.struck == 0
        return fault if same else None

    def _count(self, what: tuple[Any, ...]) -> int:
        self._counts[what] = self._counts.get(what, 0) + 1
        return self._counts[what]


def _taking_effect(call: Callable[[], object]) -> None:
    """Nobody hears whether it was refused."""
    try:
        call()
    except ClientError:
        return


def _instead(answer: Callable[[], T]) -> T:
    """Answer in the emulator's place, which would see the request next and act on it."""
    botocore_stubber.enabled = False
    return answer()


def _emulator_back(**_: Any) -> None:
    botocore_stubber.enabled = True
