"""撤回预审请求: the window reads the draft no more."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import WITHDRAW_PRECHECK
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.prechecking import require_open


@act
def withdraw_precheck(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    begun = begin(platform, caller, WITHDRAW_PRECHECK, case_id)
    case = begun.case
    require_open(case, caller.at.date())
    *before, last = case.prechecks
    ended = last.model_copy(update={"withdrawn_at": caller.at})
    return begun.commit(case.model_copy(update={"prechecks": (*before, ended), "precheck_until": None}))
