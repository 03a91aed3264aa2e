"""撤回申请: the applicant ends the case before it is decided; an open task is cancelled with it."""

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Status
from chalicelib.cases.model.acts import WITHDRAW
from chalicelib.cases.model.presented import Window
from chalicelib.documents.model.service import termination_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.model.signing import Signing, require_right_person, seen_at_window
from chalicelib.intake.store import open_drafts


@act
def withdraw(platform: Platform, caller: Caller, case_id: str, reason: str, signing: Signing | None = None) -> Receipt:
    """A draft is withdrawn without a document, a received case with its 终止办理通知书.

    Whoever uses no account withdraws at the window: `signing` is the person who came there.
    """
    begun = begin(platform, caller, WITHDRAW, case_id, whole=signing is not None)
    case = begun.case
    draft = [open_drafts.one_less(case.applicant_key)] if case.status is Status.DRAFT else []
    if signing:
        require_right_person(signing, begun.found.form, Window(caller.at.date(), caller.actor.name))
    return begun.commit(
        case.moved_to(Status.WITHDRAWN, ended_at=caller.at, open_tasks=()),
        data=seen_at_window(signing, case, platform.settings.index_secret) if signing else {},
        document=_notice(letterhead(platform, case, begun.item, caller.at), caller, reason, signing)
        if case.number
        else None,
        cancels="withdrawn",
        ops=draft,
    )


def _notice(head: Letterhead, caller: Caller, reason: str, signing: Signing | None) -> Draft:
    notice = termination_notice(
        head.on_paper(signing is not None or head.facts.paper),
        head.formalities,
        reason=_said(signing) + reason,
        ended_on=caller.at.date(),
        materials_returned=False,
    )
    return head.draft(notice)


def _said(signing: Signing | None) -> str:
    if signing is None:
        return "申请人撤回申请。"
    who = {"agent": "申请人委托代理人", "guardian": "申请人的监护人"}.get(signing.relation, "申请人")
    return f"{who}到窗口书面撤回申请，身份已经核验。"
