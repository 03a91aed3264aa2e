"""上级机关作出决定: on what a department below has reviewed first and sent with the whole file (行政许可法35, 38)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.lookup import task_not_open
from chalicelib.cases.model.suspension import require, still_open
from chalicelib.cases.model.upward_acts import DECIDE_REPORTED
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.review.acts.decide import Said, conclude


@act
def decide_reported(platform: Platform, caller: Caller, case_id: str, said: Said) -> Receipt:
    """The decision is that organ's own, under its own name; the result is issued at the counter here."""
    begun = begin(platform, caller, DECIDE_REPORTED, case_id, whole=True)
    task = begun.case.open_task("superior")
    if task is None:
        raise task_not_open("案卷正在送达，请稍后再试")
    require(still_open(begun.case, licence=begun.item.is_licence))
    return conclude(begun, task, said)
