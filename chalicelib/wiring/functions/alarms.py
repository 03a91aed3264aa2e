"""Fires the alarms that are due, every minute."""

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.wiring.alarms import FIRES

functions = Blueprint(__name__)


@functions.schedule("rate(1 minute)", name=names.SWEEP_ALARMS)
@boundary
def sweep_alarms(event: CloudWatchEvent) -> dict[str, int]:  # noqa: ARG001 - Lambda's signature
    return {"fired": sweep(platforms.current(), FIRES)}
