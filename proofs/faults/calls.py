"""The AWS calls of the app: where each is made, and what may go wrong there.

A site is found by recording a path, never listed: whatever calls AWS is covered from the day it is written.
"""

from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, TypeVar, cast

from botocore.exceptions import ClientError, ReadTimeoutError

from chalicelib.foundation import names
from chalicelib.foundation.platform import CLIENT
from proofs.faults.refusals import refusal
from proofs.kit import dynamo
from proofs.kit.callers import calling

Kind = Literal["dies before", "dies after", "throttled", "unanswered", "broken", "conflict"]
DEATHS: tuple[Kind, ...] = ("dies before", "dies after")
# As often as the app's clients try a call.
TRIES = int(cast(Any, CLIENT).retries["total_max_attempts"])
LONGEST_PAUSE = 20.0  # of botocore between two tries
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
    """Only writes of the table conflict, with a transaction that another process has in flight."""
    return kind != "conflict" or site.operation in dynamo.WRITES


@dataclass
class Calls:
    """`sites` were passed, in order; `struck` times the `fault` came; `slept` seconds were waited between tries."""

    fault: Fault | None = None
    step: int = 0
    sites: list[Site] = field(default_factory=list[Site])
    struck: int = 0
    slept: float = 0.0
    _invoked: str = ""
    _looking: bool = True
    _counts: dict[tuple[Any, ...], int] = field(default_factory=dict[tuple[Any, ...], int])
    _nth: int = 0

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
        function = names.API if " " in invoked else invoked  # a request is invoked as its method and route
        try:
            with calling(function):
                yield
        finally:
            self._invoked = ""

    @contextmanager
    def aside(self) -> Generator[None]:
        """What happens inside is no part of what is watched: other paths have it."""
        self._looking = False
        try:
            yield
        finally:
            self._looking = True

    def sleep(self, seconds: float) -> None:
        """Takes no time."""
        self.slept += seconds

    def made(self, service: str, operation: str, request: dict[str, Any], call: Callable[[], T]) -> T:
        """Make the call, with the tries of a botocore client. What took effect unheard takes effect again: the SDK's
        token, by which DynamoDB would know a repeated transaction, is not relied on.
        """
        site, tried = self._passed(service, operation), 0
        while fault := self._due(site):
            self.struck += 1
            failure, tried = _struck(fault, request, call), tried + 1
            if fault.kind == "conflict" or tried == TRIES:
                raise failure
            self.sleep(min(2.0 ** (tried - 1), LONGEST_PAUSE))
        return call()

    # --------------------------------------------------------------------------------------------------------- inside
    def _passed(self, service: str, operation: str) -> Site | None:
        if not (self._invoked and self._looking):
            return None
        ordinal = self._count((self._invoked, self._nth, service, operation))
        site = Site(self.step, self._invoked, self._nth, service, operation, ordinal)
        self.sites.append(site)
        return site

    def _due(self, site: Site | None) -> Fault | None:
        """The fault, if it is this call's."""
        fault = self.fault
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


def _struck(fault: Fault, request: dict[str, Any], call: Callable[[], object]) -> Exception:
    """What the client makes of one try that went wrong. Raises Died where the process does."""
    if fault.kind == "dies before":
        raise Died
    if fault.kind in ("dies after", "unanswered"):
        _take_effect(call)
    if fault.kind == "dies after":
        raise Died
    if fault.kind == "unanswered":
        return ReadTimeoutError(endpoint_url=fault.site.service)
    return refusal(fault.site.service, fault.kind, fault.site.operation, request)


def _take_effect(call: Callable[[], object]) -> None:
    """Nobody hears whether it was refused."""
    try:
        call()
    except ClientError:
        return


class Watched:
    """Stands where a client does, and every call of it is a site. Signing an address asks nobody and is none."""

    def __init__(self, calls: Calls, service: str, client: Any) -> None:
        self.exceptions = client.exceptions
        self._calls, self._service, self._client = calls, service, client

    def __getattr__(self, name: str) -> Any:
        method: Callable[..., Any] = getattr(self._client, name)
        if name.startswith("generate_presigned_"):
            return method
        operation = "".join(part.title() for part in name.split("_"))

        def watched(**request: Any) -> Any:
            return self._calls.made(self._service, operation, request, lambda: method(**request))

        return watched
