"""撤回申请: the applicant ends the case before it is decided; an open task is cancelled with it."""

from chalicelib.cases import papers, store
from chalicelib.cases.acts.lookup import item_of, own_case
from chalicelib.cases.deadlines import acceptance_settled
from chalicelib.cases.model import Case, Status, require_lawful
from chalicelib.cases.papers import Paper
from chalicelib.cases.store import Change
from chalicelib.foundation import keys, names
from chalicelib.foundation.acts import Caller, Receipt, act
from chalicelib.foundation.outbox import Effect, ResumeMachine
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Op, update
from chalicelib.issuance.model import termination_notice


@act
def withdraw(platform: Platform, caller: Caller, case_id: str, reason: str) -> Receipt:
    """A draft is withdrawn without a document, a received case with its 终止办理通知书."""
    case = own_case(platform, caller, case_id)
    require_lawful("withdraw", case.status)
    caller.expect(case.etag)
    notice = _notice(platform, caller, case, reason) if case.number else None
    after = case.moved(Status.WITHDRAWN, ended_at=caller.at, open_task=None)
    effects: list[Effect] = [ResumeMachine(machine=names.REVIEW)] if case.accepted_at else []
    return store.commit(
        platform,
        caller,
        Change(
            case,
            after,
            "withdrawn",
            data={"document": notice.no} if notice else {},
            answer={"document": notice.no} if notice else {},
            ops=[*_cancel(case), *([notice.op] if notice else [])],
            effects=[*effects, *([notice.effect] if notice else [])],
        ),
    )


def _notice(platform: Platform, caller: Caller, case: Case, reason: str) -> Paper:
    item = item_of(platform, case)
    said = f"申请人撤回申请。{reason}" if reason else "申请人撤回申请。"
    notice = termination_notice(
        papers.case_facts(platform, case, item),
        papers.formalities(platform, case, item),
        reason=said,
        ended_on=caller.at.date(),
        materials_returned=False,
    )
    return papers.paper(platform, case, item, notice)


def _cancel(case: Case) -> list[Op]:
    """What waits for the case: the alarm of its acceptance, or a task."""
    if case.status is Status.SUBMITTED:
        return [acceptance_settled(case)]
    if case.open_task is None:
        return []
    return [update(keys.task(case.id, case.open_task), put={"state": "cancelled"}, remove=("tasks_pk", "tasks_sk"))]
