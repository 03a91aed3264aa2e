"""Processor time: of each request without AWS, and of a whole case with and without botocore.

Every figure is a ratio of medians, to a bare Chalice view that takes turns with it in one process.
"""

import time
from statistics import median
from typing import Any, NamedTuple

from chalice.app import Chalice, Response

from benchmarks.asked import READS, REQUESTS, Kind, kind_of
from benchmarks.meter import Meter
from benchmarks.ordinary import MeteredWorld, Sent, metered, ordinary_case, play
from benchmarks.wire import Wire
from chalicelib.foundation import platform as platforms
from chalicelib.http.requests import authenticate
from chalicelib.intake.api.applicant import NewApplication
from local.lambda_.functions import Context
from proofs.kit.world import Moment

BARE = 0.22  # milliseconds: the bare view with a token on the machine on which the budgets were set
RUNS, WHOLE = 21, 5
CREATE = next(asked for asked in REQUESTS if asked.name == "create")


class Request(NamedTuple):
    """A request in the world in which it is sent."""

    sent: Sent
    world: Moment
    facts: dict[str, Any]


class Measured(NamedTuple):
    """`ratio` is the processor time of one request against that of the bare view; `sequence` counts the AWS calls that
    it waits for, one after the other.
    """

    name: str
    kind: Kind
    ratio: float
    sequence: int
    calls: int

    def kept(self) -> dict[str, float]:
        return {"ratio": round(self.ratio, 2), "sequence": self.sequence, "calls": self.calls}


def requests() -> list[Measured]:
    """Each request of the ordinary case, and what people read besides."""
    meter = Meter()
    with metered(meter) as world:
        kept = gathered(world)
        bare = Bare(world)
        return [_measured(world, bare, one) for one in kept]


def gathered(world: MeteredWorld) -> list[Request]:
    """Every kind of request once, each in the world as it is when it is sent."""
    kept: dict[str, Request] = {}

    def keep(world: MeteredWorld, sent: Sent) -> None:
        kept[sent.asked.name] = Request(sent, world.moment(), dict(world.facts))
        if sent.asked.name in ("accept", "claim"):
            for read in READS:
                if read.name not in kept or sent.asked.name == "claim":
                    kept[read.name] = Request(world.prepared(read), world.moment(), dict(world.facts))

    play(world, keep)
    return list(kept.values())


def _measured(world: MeteredWorld, bare: "Bare", one: Request) -> Measured:
    spent, against = list[float](), list[float]()
    for _ in range(RUNS + 2):
        world.go_back(one.world)
        world.facts = dict(one.facts)
        world.send(one.sent)
        spent.append(world.meter.invocations[-1].cpu)
        against.append(bare.spent())
    last = world.meter.invocations[-1]
    # The first two warm up: what a process keeps for good is not read again.
    ratio = median(spent[2:]) / median(against[2:])
    return Measured(one.sent.asked.name, kind_of(one.sent.asked), ratio, last.sequence, last.calls.total())


class Bare:
    """A Chalice app that checks a token, reads a small body and answers one. It asks AWS for nothing."""

    def __init__(self, world: MeteredWorld) -> None:
        self.app = Chalice("bare")
        self.app.route("/bare", methods=["POST"])(self._view)
        event = world.prepared(CREATE).event
        context = {**event["requestContext"], "resourcePath": "/bare"}
        self._event: Any = {**event, "requestContext": context, "pathParameters": None}

    def _view(self) -> Response:
        request: Any = self.app.current_request
        actor = authenticate(platforms.current(), request.headers.get("authorization"))
        body = NewApplication.model_validate_json(request.raw_body)
        told = NewApplication(item=body.item, form={"by": actor.sub})
        return Response(told.model_dump_json(), {"Content-Type": "application/json"}, 200)

    def spent(self) -> float:
        """Seconds of processor time of one request."""
        started = time.thread_time()
        self.app(self._event, Context("bare"))
        return time.thread_time() - started


def bare_view() -> float:
    """Seconds of processor time of the bare view, now."""
    with metered(Meter()) as world:
        bare = Bare(world)
        return median([bare.spent() for _ in range(RUNS)][2:])


# ---------------------------------------------------------------------------------------------------- a whole case
class Whole(NamedTuple):
    """An ordinary case, requests and functions together, with real documents, in times of the bare view.

    The process that opens uploaded files is another one and is not in it.
    """

    stores_only: float
    with_botocore: float


def whole_case() -> Whole:
    """The first time warms up, and is left out."""
    played = [(_one_case(None), _one_case(Wire())) for _ in range(WHOLE + 1)][1:]
    return Whole(*(median(figures) for figures in zip(*played, strict=True)))


def _one_case(wire: Wire | None) -> float:
    meter, turns, bare = Meter(), list[float](), list[Bare]()

    def turn(world: MeteredWorld, _: Sent) -> None:
        bare[:] = bare or [Bare(world)]
        turns.extend(bare[0].spent() for _ in range(3))

    ordinary_case(meter, wire, turn)
    against = median(turns)
    ours = sum(one.cpu for one in meter.invocations)
    around = sum(one.client for one in meter.invocations) - wire.spent if wire else 0.0
    return (ours + around) / against
