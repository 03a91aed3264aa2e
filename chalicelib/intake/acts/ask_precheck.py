"""请求预审: the applicant has a window look at the draft before it is submitted (规则二(一)2; R21)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import ASK_PRECHECK
from chalicelib.cases.model.precheck import asked
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.prechecking import require_askable


@act
def ask_precheck(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """From now on the windows of the item read the draft, until one of them answers. No clock begins, and the applicant
    may go on filling in, and submit.
    """
    begun = begin(platform, caller, ASK_PRECHECK, case_id)
    case = begun.case
    require_askable(case, caller.at.date())
    request = asked(caller.at, case.form_version)
    return begun.commit(
        case.model_copy(update={"prechecks": (*case.prechecks, request), "precheck_until": request.until}),
        data={"form_version": case.form_version},
        both={"until": str(request.until)},
    )
