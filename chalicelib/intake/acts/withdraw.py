"""撤回申请: the applicant ends the case before it is decided; an open task is cancelled with it."""

from chalicelib.cases.acts.lookup import item_of, own_case
from chalicelib.cases.model import Case, Status, require_lawful
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.deadlines import acceptance_settled
from chalicelib.documents.model.service import termination_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import Effect, ResumeMachine
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Op, update


@act
def withdraw(platform: Platform, caller: Caller, case_id: str, reason: str) -> Receipt:
    """A draft is withdrawn without a document, a received case with its 终止办理通知书."""
    case = own_case(platform, caller, case_id)
    require_lawful("withdraw", case.status)
    caller.expect(case.etag)
    notice = _notice(letterhead(platform, case, item_of(platform, case)), caller, reason) if case.number else None
    after = case.moved(Status.WITHDRAWN, ended_at=caller.at, open_task=None)
    effects: list[Effect] = [ResumeMachine(machine=names.REVIEW)] if case.accepted_at else []
    return commit(
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


def _notice(head: Letterhead, caller: Caller, reason: str) -> Draft:
    said = f"申请人撤回申请。{reason}" if reason else "申请人撤回申请。"
    notice = termination_notice(
        head.facts,
        head.formalities,
        reason=said,
        ended_on=caller.at.date(),
        materials_returned=False,
    )
    return head.draft(notice)


def _cancel(case: Case) -> list[Op]:
    """What waits for the case: the alarm of its acceptance, or a task."""
    if case.status is Status.SUBMITTED:
        return [acceptance_settled(case)]
    if case.open_task is None:
        return []
    return [update(keys.task(case.id, case.open_task), put={"state": "cancelled"}, remove=("tasks_pk", "tasks_sk"))]
