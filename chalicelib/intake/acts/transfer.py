"""移送部门受理: the window has received, and may not accept; the department does, with its own right (R33)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.acts import TRANSFER
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.asking import named_advice, silent_matters, without_question


@act
def transfer(platform: Platform, caller: Caller, case_id: str) -> Receipt:
    """The case leaves the windows' lists and stands in that of its department. It stays received, so that the five
    workdays to accept or to tell every gap run on from its receipt (行政许可法32(4)); what the applicant hands in after
    a notice comes to the department again.
    """
    begun = begin(platform, caller, TRANSFER, case_id)
    case = begun.case
    due = case.due("acceptance")
    return begun.commit(
        without_question(case).model_copy(update={"transferred_at": caller.at}),
        both={"accept_due": str(due) if due else None},
        data={"to": case.department, **named_advice(case)},
        cancels="settled",
        supervised=silent_matters(case, caller.at.date()),
        answer={"number": case.number, "department": case.department},
    )
