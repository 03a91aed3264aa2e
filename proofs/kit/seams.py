"""What the proofs leave out of the app because other suites look at it: pages, the wire, threads, the log."""

import json
import logging
from collections.abc import Callable, Generator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from typing import Any, TypeVar
from unittest.mock import patch

from chalicelib.cases.model.task import TaskEvent
from chalicelib.documents.store.rendering.legible import Unprintable
from chalicelib.exchange.model import Delivery
from chalicelib.exchange.model.testing import CallbackTest
from chalicelib.exchange.tasks.send_callback import send_callback
from chalicelib.exchange.tasks.send_test import send_test
from chalicelib.foundation import telemetry
from chalicelib.foundation.platform import Platform
from local.terminal.log import no_metric
from proofs.kit.applications import RARE_LETTER

T = TypeVar("T")
SALTED_IN = (
    "chalicelib.intake.acts.create_application.new_salt",
    "chalicelib.intake.acts.receive_walk_in.new_salt",
    "chalicelib.joint.acts.open_member.new_salt",
)
RENDERED_IN = ("chalicelib.documents.acts.print_document.render",)


@contextmanager
def only_acts_and_rows() -> Generator[None]:
    """All of it left out, for soaks and fault runs."""
    with ExitStack() as left_out:
        for seam in (plain_documents, departments_in_memory, no_threads, no_log, one_salt):
            left_out.enter_context(seam())
        yield


# ------------------------------------------------------------------------------------------------------------- pages
@contextmanager
def plain_documents() -> Generator[None]:
    """Documents without typesetting, which takes longer than all else."""
    with ExitStack() as seams:
        for place in RENDERED_IN:
            seams.enter_context(patch(place, plain))
        yield


def plain(template: str, data: dict[str, Any], **_: Any) -> bytes:
    """Holds what has the letter that no font has, as `render` does."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, default=str)
    if RARE_LETTER in text:
        raise Unprintable([f"U+{ord(RARE_LETTER):04X}"])
    return f"%PDF {template} {text}".encode()


# -------------------------------------------------------------------------------------------------------------- wire
@contextmanager
def departments_in_memory() -> Generator[None]:
    """Callbacks reach the departments' systems of the platform's world, and no network."""
    sender = "chalicelib.wiring.functions.send_callback"
    with patch(f"{sender}.send_callback", tell), patch(f"{sender}.send_test", tell_a_test):
        yield


def tell(platform: Platform, message: TaskEvent) -> Delivery | None:
    """`World` has put its departments beside the platform's clients."""
    return send_callback(
        platform, message, post=vars(platform)["departments"], resolve=public_address, jitter=no_jitter
    )


def tell_a_test(platform: Platform, message: CallbackTest) -> Delivery | None:
    return send_test(platform, message, post=vars(platform)["departments"], resolve=public_address)


def public_address(host: str, port: int) -> list[str]:  # noqa: ARG001 - the resolver's signature
    return ["8.8.8.8"]


def no_jitter() -> float:
    return 0.5


# ----------------------------------------------------------------------------------------------------------- threads
@contextmanager
def no_threads() -> Generator[None]:
    """What acts do alongside is done at once: calls come in one order, and a death ends them all."""
    with patch.multiple("chalicelib.foundation.alongside", _POOL=AtOnce(), _WORKERS=AtOnce()):
        yield


class AtOnce:
    """A pool that makes each call when it is asked to."""

    def submit(self, call: Callable[[], T]) -> "Future[T]":
        future: Future[T] = Future()
        try:
            future.set_result(call())
        except Exception as failure:  # noqa: BLE001 - a future carries whatever its call has raised
            future.set_exception(failure)
        return future


# -------------------------------------------------------------------------------------------------------------- chance
@contextmanager
def one_salt() -> Generator[None]:
    """All cases have one salt, so that equal stories have equal digests in their events."""
    with ExitStack() as seams:
        for place in SALTED_IN:
            seams.enter_context(patch(place, lambda: "one-salt-for-all-cases"))
        yield


# --------------------------------------------------------------------------------------------------------------- log
@contextmanager
def no_log() -> Generator[None]:
    """Faults are wanted here, and each would be logged or measured."""
    level, disabled = telemetry.log.log_level, logging.root.manager.disable
    telemetry.log.setLevel("CRITICAL")
    logging.disable(logging.CRITICAL)
    try:
        with patch("chalicelib.foundation.telemetry.gauge", no_metric):
            yield
    finally:
        logging.disable(disabled)
        telemetry.log.setLevel(level)
