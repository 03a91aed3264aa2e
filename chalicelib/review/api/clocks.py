"""What departments, and the organ above, do to their decision clocks: special procedures and the one extension
(行政许可法42, 45).
"""

from typing import Annotated

from pydantic import Field

from chalicelib.access.policy import Permission
from chalicelib.cases.api import shared
from chalicelib.cases.model.clock_acts import EXTEND, RESUME, SUSPEND
from chalicelib.catalogue.model.record import SpecialKind
from chalicelib.clock.deadline import CalendarDate
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call
from chalicelib.review.acts.extend import ExtensionAsked, extend
from chalicelib.review.acts.resume import Ending, MinutesTaken, resume
from chalicelib.review.acts.suspend import Reason, Suspension, suspend
from chalicelib.review.api.clock_receipts import ExtendReceipt, ResumeReceipt, SuspendReceipt

api = Api(__name__, tag="tasks")


class Resumption(Part):
    """Which special procedure has ended, and when. A hearing of a licence ends with its minutes."""

    kind: Annotated[SpecialKind, Field(description="已经结束的特别程序")]
    ended_on: Annotated[
        CalendarDate | None, Field(description="特别程序实际结束之日，自次日起继续计算；不填为今天，不得在今天之后")
    ] = None
    minutes: Annotated[MinutesTaken | None, Field(description="听证笔录；行政许可的听证结束时必填")] = None
    not_held: Annotated[Reason | None, Field(description="听证没有举行的原因，如申请人撤回听证申请")] = None


@api.act("/cases/{case_id}/suspend", SUSPEND, by=Permission.DECIDE, body=Suspension, answer=SuspendReceipt)
def suspend_case(call: Call[Suspension, None], case_id: str) -> Answer:
    return _suspended(call, case_id)


@api.act("/cases/{case_id}/resume", RESUME, by=Permission.DECIDE, body=Resumption, answer=ResumeReceipt)
def resume_case(call: Call[Resumption, None], case_id: str) -> Answer:
    return _resumed(call, case_id)


@api.act("/cases/{case_id}/extend", EXTEND, by=Permission.EXTEND, body=ExtensionAsked, answer=ExtendReceipt)
def extend_case(call: Call[ExtensionAsked, None], case_id: str) -> Answer:
    return _extended(call, case_id)


@api.act(
    "/cases/{case_id}/suspend-reported",
    SUSPEND,
    by=Permission.DECIDE_REPORTED,
    body=Suspension,
    answer=SuspendReceipt,
)
def suspend_reported_case(call: Call[Suspension, None], case_id: str) -> Answer:
    return _suspended(call, case_id)


@api.act(
    "/cases/{case_id}/resume-reported", RESUME, by=Permission.DECIDE_REPORTED, body=Resumption, answer=ResumeReceipt
)
def resume_reported_case(call: Call[Resumption, None], case_id: str) -> Answer:
    return _resumed(call, case_id)


@api.act(
    "/cases/{case_id}/extend-reported",
    EXTEND,
    by=Permission.EXTEND_REPORTED,
    body=ExtensionAsked,
    answer=ExtendReceipt,
)
def extend_reported_case(call: Call[ExtensionAsked, None], case_id: str) -> Answer:
    return _extended(call, case_id)


def _suspended(call: Call[Suspension, None], case_id: str) -> Answer:
    return shared.done(SuspendReceipt, suspend(call.platform, call.caller, case_id, call.body))


def _resumed(call: Call[Resumption, None], case_id: str) -> Answer:
    body = call.body
    ending = Ending(body.minutes, body.not_held)
    return shared.done(ResumeReceipt, resume(call.platform, call.caller, case_id, body.kind, body.ended_on, ending))


def _extended(call: Call[ExtensionAsked, None], case_id: str) -> Answer:
    return shared.done(ExtendReceipt, extend(call.platform, call.caller, case_id, call.body))
