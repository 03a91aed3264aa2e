"""Compares the payments of each day that is over with the provider's list, every hour."""

from datetime import timedelta

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.foundation.time_left import seconds_left
from chalicelib.issuance.acts.reconcile_payments import reconcile_payments as reconcile

functions = Blueprint(__name__)


@functions.schedule("rate(1 hour)", name=names.RECONCILE_PAYMENTS)
@boundary
def reconcile_payments(event: CloudWatchEvent) -> dict[str, int]:
    done = reconcile(platforms.current(), lambda: timedelta(seconds=seconds_left(event.context)))
    return {"done": done.done, "left": done.left}
