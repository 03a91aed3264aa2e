"""Fires the alarms that are due, every minute."""

from datetime import timedelta

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.durable.alarm_sweeper import sweep
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.alongside import at_work
from chalicelib.foundation.failures import boundary
from chalicelib.foundation.time_left import seconds_left
from chalicelib.wiring.alarms import FIRES

functions = Blueprint(__name__)


@functions.schedule("rate(1 minute)", name=names.SWEEP_ALARMS)
@boundary
def sweep_alarms(event: CloudWatchEvent) -> dict[str, int]:
    time_left = timedelta(seconds=seconds_left(event.context))
    return {"fired": sweep(platforms.current(), FIRES, time_left=time_left, run_all=at_work)}
