"""Makes the head of each day that is over, every hour."""

from datetime import timedelta

from chalice.app import Blueprint, CloudWatchEvent

from chalicelib.evidence.acts.anchor_days import anchor_days as anchor
from chalicelib.foundation import names
from chalicelib.foundation import platform as platforms
from chalicelib.foundation.failures import boundary
from chalicelib.foundation.time_left import seconds_left

functions = Blueprint(__name__)


@functions.schedule("rate(1 hour)", name=names.ANCHOR_DAYS)
@boundary
def anchor_days(event: CloudWatchEvent) -> dict[str, int]:
    done = anchor(platforms.current(), lambda: timedelta(seconds=seconds_left(event.context)))
    return {"made": done.made, "left": done.left}
