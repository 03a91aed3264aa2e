"""The path of a licence that silence renews, years after it was granted (行政许可法50(2))."""

from collections.abc import Sequence
from datetime import date, datetime, time

from chalicelib.foundation.platform import SHANGHAI
from proofs.faults.outside import Outside
from proofs.faults.steps import (
    Path,
    Step,
    accepts,
    answers,
    compares,
    decides,
    delivers,
    registers,
    waits_through,
    walks_in,
    walks_in_with,
)
from proofs.kit.applications import PERMIT, Application

# Granted on 2026-11-24 for five years; the fifteenth workday before the end is the last one to ask.
IN_TIME, UNTIL = date(2031, 10, 30), date(2031, 11, 23)


def asks_again(wanted: Application, day: date) -> Step:
    """For the renewal of what was handed over last."""

    def step(world: Outside) -> None:
        world.pass_time(datetime.combine(day, time(10), SHANGHAI) - world.platform.now())
        walks_in_with(wanted.walk_in | {"renews": world.facts["case"]})(world)

    return step


RENEWAL_PATHS: Sequence[Path] = (
    Path(
        "renewed by silence",
        [
            registers(PERMIT.department),
            *(walks_in(PERMIT), accepts(), answers(PERMIT), decides(PERMIT), compares(), delivers(PERMIT)),
            *(asks_again(PERMIT, IN_TIME), accepts(), waits_through(UNTIL), compares(), delivers(PERMIT)),
        ],
    ),
)
