"""信用修复: a default of a commitment is repaired, and no longer bars the applicant (国办发〔2020〕42号)."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.pledge_acts import REPAIR_CREDIT
from chalicelib.cases.model.task import REPAIRED, notify_department, task_id
from chalicelib.cases.store.tasks import load_task
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import equals, update


@act
def repair_credit(platform: Platform, caller: Caller, case_id: str, reference: str) -> Receipt:
    """`reference`: the paper of the repair. 409 where there is no default, or it was repaired."""
    begun = begin(platform, caller, REPAIR_CREDIT, case_id)
    case, pledge = begun.case, begun.case.pledge
    if pledge is None or not pledge.broken:
        raise problems.Conflict(code="nothing_to_repair", title="本件没有尚未修复的告知承诺失信记录")
    task = load_task(platform.table, case.id, pledge.verify_task)
    told = (task.credit_to if task else None) or case.department
    repaired = pledge.model_copy(update={"repaired_at": caller.at})
    row = update(
        keys.task(case.id, pledge.verify_task),
        put={"repaired_at": caller.at.isoformat()},
        when=equals(state="answered"),
    )
    return begun.commit(
        case.model_copy(update={"pledge": repaired}),
        data={"task": task_id(case.id, pledge.verify_task), "reference": reference},
        answer={"number": case.number},
        ops=[row],
        effects=[notify_department(told, task_id(case.id, pledge.verify_task), REPAIRED)],
    )
