"""At a peak, submissions beyond the configured rate are asked to come again: before anything is read or written."""

import random
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from chalicelib.access.actor import Role
from chalicelib.cases.store.serials import admission
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform

P = ParamSpec("P")
Act = Callable[Concatenate[Platform, Caller, P], Receipt]
_chance = random.SystemRandom().random


class AtPeak(problems.TooMany):
    """Nothing was received: there is no receipt, and no time of receipt. The same request is sent again."""

    code = "submissions_at_peak"
    title = "申请高峰，本次尚未收到，请按提示的秒数后再次提交；草稿和材料已保存"


class AtPeakAtWindow(AtPeak):
    """Of a walk-in nothing is kept before it is received: the clerk has the only copy of what was typed."""

    title = "申请高峰，本次收件尚未办成，所填内容没有保存，请保留页面，按提示的秒数后再次提交"


def admitted(
    act: Callable[Concatenate[Platform, Caller, P], Receipt],
) -> Callable[Concatenate[Platform, Caller, P], Receipt]:
    """Of an act that receives an application. Who is not let in costs no call of AWS. A request that was carried out
    before and is repeated may be asked to come again too; when it is let in, it gets its receipt.
    """

    @wraps(act)
    def received(platform: Platform, caller: Caller, *args: P.args, **kwargs: P.kwargs) -> Receipt:
        here = admission(platform)
        if not here.admits(platform.wall(), _chance()):
            refusal = AtPeakAtWindow if caller.actor.role is Role.COUNTER_CLERK else AtPeak
            raise refusal(headers={"Retry-After": str(here.wait(_chance()))})
        return act(platform, caller, *args, **kwargs)

    return received
