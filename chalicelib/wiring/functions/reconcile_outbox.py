"""Carries out, every minute, the effects that the stream has lost."""

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.durable import reconciler
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.alongside import at_work
from chalicelib.foundation.failures import boundary
from chalicelib.wiring.machines import where

functions = Blueprint(__name__)


@functions.schedule("rate(1 minute)", name=names.RECONCILE_OUTBOX)
@boundary
def reconcile_outbox(event: CloudWatchEvent) -> dict[str, int]:  # noqa: ARG001 - Lambda's signature
    return {"carried_out": reconciler.reconcile(platforms.current(), where, run_all=at_work)}
