"""撤回申请: the applicant ends the case before it is decided; an open task is cancelled with it."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import WITHDRAW
from chalicelib.cases.store.tasks import cancel_tasks
from chalicelib.documents.model.service import termination_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.store import open_drafts


@act
def withdraw(platform: Platform, caller: Caller, case_id: str, reason: str) -> Receipt:
    """A draft is withdrawn without a document, a received case with its 终止办理通知书."""
    begun = begin(platform, caller, WITHDRAW, case_id)
    case = begun.case
    draft = [open_drafts.one_less(case.applicant_key)] if case.status is Status.DRAFT else []
    return begun.commit(
        case.moved_to(Status.WITHDRAWN, ended_at=caller.at, open_tasks=()),
        document=_notice(letterhead(platform, case, begun.item, caller.at), caller, reason) if case.number else None,
        ops=[*cancel_tasks(case), *draft],
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
