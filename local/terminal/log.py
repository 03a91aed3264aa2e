"""Where the app's log goes while the stack runs: to readable lines, or as it is on AWS with LOG=json."""

import logging
import os
from collections.abc import Generator, Mapping
from contextlib import contextmanager

from chalicelib.foundation import telemetry


def wants_json(environ: Mapping[str, str] = os.environ) -> bool:
    return environ.get("LOG", "").strip().lower() == "json"


@contextmanager
def log_to(handler: logging.Handler) -> Generator[None]:
    """The log of the app goes to `handler` alone until the end of the block, and metrics go nowhere.

    On AWS a metric is a line of JSON on standard output, here one every other second.
    """
    logger, gauge = logging.getLogger(telemetry.log.name), telemetry.gauge
    handlers = [*logger.handlers]
    logger.handlers[:] = [handler]
    telemetry.gauge = no_metric
    try:
        yield
    finally:
        logger.handlers[:] = handlers
        telemetry.gauge = gauge


def no_metric(metric: str, value: float, *, stage: str) -> None:
    """In the place of `telemetry.gauge`."""
