"""撤回申请: the applicant ends the case before it is decided; an open task is cancelled with it."""

from typing import Annotated

from pydantic import Field, JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import asked_of, named_letter, with_letter
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acting import is_guardian
from chalicelib.cases.model.acts import WITHDRAW
from chalicelib.cases.model.guardianship import require_guarding
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.model.presented import Window
from chalicelib.documents.acts.deem_renewed import require_not_renewed
from chalicelib.documents.model.notice import sentence
from chalicelib.documents.model.service import termination_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import Effect
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, delete
from chalicelib.intake.acts.remove_material import told_once_more
from chalicelib.intake.model.asking import silent_matters, without_question
from chalicelib.intake.model.signing import Signing, require_right_person, seen_at_window
from chalicelib.intake.store import open_drafts
from chalicelib.intake.store.application import left_out_files


class OthersEnd(problems.Conflict):
    code = "others_depend"
    title = "撤回后，等待其结果的成员也将终止办理；仍要撤回的，请在 confirmed 中确认"


ConfirmedEnd = Annotated[
    bool, Field(description="撤回联办中的一个成员，确认等待其结果的成员随之终止办理；没有确认的，先告知是哪些")
]


@act
def withdraw(
    platform: Platform,
    caller: Caller,
    case_id: str,
    reason: str,
    signing: Signing | None = None,
    *,
    confirmed: bool = False,
) -> Receipt:
    """A draft is withdrawn without a document, a received case with its 终止办理通知书. Of a draft nothing is kept but
    that it was there: its form is deleted at once, its files follow (个人信息保护法47).

    Whoever uses no account withdraws at the window: `signing` is the person who came there.
    """
    with named_letter(platform, signing) as letter:
        begun = _begin(platform, caller, case_id)
    draft, case = begun.case.status is Status.DRAFT, begun.case
    if signing:
        asked = asked_of(platform, case, begun.claim, "withdraw", caller.at.date())
        signing = with_letter(platform, caller, signing, letter, asked, "/presented_by")
        require_right_person(signing, begun.claim, Window(caller.at.date(), caller.actor.name))
        begun = begun.naming(letter()).with_proof(signing.newly_proven(case.guardianship, caller))
        case = begun.case
    elif not draft:
        require_guarding(begun.item, begun.found.form, case.guardianship, begun.identity, caller.at.date())
    _warn(begun, confirmed=confirmed or draft)
    nameless = {"applicant_name": "", "prechecks": (), "precheck_until": None} if draft else {}
    ended = without_question(case).moved_to(Status.WITHDRAWN, ended_at=caller.at, open_tasks=(), **nameless)
    told, members = _members_ended(begun)
    return begun.commit(
        ended.without_identity_check(),
        data={**told, **(seen_at_window(signing, case) if signing else {}), **begun.proof_recorded(case)},
        document=_notice(letterhead(platform, case, begun.item, caller.at, begun.directory), begun, reason, signing)
        if case.number
        else None,
        cancels="withdrawn",
        supervised=silent_matters(case, caller.at.date()),
        ops=[*members, *left_out_files(case, begun.found.files), *(forgotten(case) if draft else [])],
        effects=_follows(begun) if draft else [has_moved(case.id)] if begun.found.members else [],
    )


def _begin(platform: Platform, caller: Caller, case_id: str) -> Begun:
    """409 for a renewal that silence has granted meanwhile."""
    begun = begin(platform, caller, WITHDRAW, case_id, whole=True)
    require_not_renewed(begun)
    return begun


def _warn(begun: Begun, *, confirmed: bool) -> None:
    if begun.case.joint is None or confirmed:
        return
    # Imported when it is needed, as below.
    from chalicelib.joint.acts.warned_withdrawal import ends_with

    if ends := ends_with(begun.platform, begun.case):
        titles = "、".join(f"“{title}”" for title in ends.values())
        title = f"撤回后，{titles}没有前置结果，也将终止办理；仍要撤回的，请在 confirmed 中确认"
        raise OthersEnd(title=title, more={"ends": [*ends]})


def _members_ended(begun: Begun) -> tuple[dict[str, JsonValue], list[Op]]:
    """Of a joint request: whoever is undecided ends with it, what was granted stays. For the event, and the rows."""
    if not begun.found.members:
        return {}, []
    # Imported when it is needed: few applications are joint requests, and schemes take long to import.
    from chalicelib.joint.store.members import withdrawn_members

    return withdrawn_members(begun.found, begun.caller.at.date())


def _whole_told(begun: Begun) -> list[str]:
    """What ends with a joint request, and what stays."""
    if not begun.found.members:
        return []
    # Imported when it is needed, as above.
    from chalicelib.joint.acts.warned_withdrawal import told_of_whole

    return told_of_whole(begun.platform, begun.found)


def _follows(begun: Begun) -> list[Effect]:
    return [effect for file in begun.found.files for effect in told_once_more(begun.case, file)]


def forgotten(case: Case) -> list[Op]:
    """What goes with a draft: its form, and its place among the drafts of its owner."""
    return [open_drafts.one_less(case), delete(keys.form(case.id))]


def _notice(head: Letterhead, begun: Begun, reason: str, signing: Signing | None) -> Draft:
    under = begun.under
    notice = termination_notice(
        head.on_paper(signing is not None or head.facts.paper),
        head.formalities,
        reason=_said(begun, signing) + (sentence(reason) if reason else ""),
        ended_on=head.at.date(),
        materials_returned=False,
        more=_whole_told(begun),
        agent=under.agent.name if under else signing.name if signing and signing.relation == "agent" else None,
    )
    return head.draft(notice)


def _said(begun: Begun, signing: Signing | None) -> str:
    """Who withdrew, by name unless it was the applicant. Online that is the guardian where the account is hers."""
    if begun.under is not None:
        who = "经办人" if begun.under.kind == "operator" else "委托代理人"
        return f"申请人的{who}{begun.under.agent.name}依据委托{begun.under.id}撤回申请。"
    if signing is None:
        by_guardian = is_guardian(begun.identity, begun.case)
        return f"{f'申请人的法定代理人{begun.case.guardian_name}' if by_guardian else '申请人'}撤回申请。"
    role = {
        "agent": "申请人委托代理人",
        "guardian": "申请人的法定代理人",
        "legal_representative": "申请人的法定代表人（负责人）",
    }.get(signing.relation)
    return f"{f'{role}{signing.name}' if role else '申请人'}到窗口书面撤回申请，身份已经核验。"
