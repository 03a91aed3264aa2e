"""窗口核验身份: the clerk sees in person who is to submit a draft online (R27, G6).

An applicant whose token has not the level that the item asks for comes with the document and the number of the draft.
What the clerk has seen counts as the highest level, for the submission of this draft and for a day. The clerk is shown
nothing of the draft but its item.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, JsonValue

from chalicelib.access.actor import COMPANY_ID, blind_index
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import asked_of, named_letter, with_letter
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import CHECK_IDENTITY
from chalicelib.cases.model.guardianship import guarded_in
from chalicelib.cases.model.identity_check import HOLDS_FOR, IdentityCheck, person_seen
from chalicelib.cases.model.presented import Represented, Window, identity_faults, part
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.identity_documents import owner_parts
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.writing import same_name
from chalicelib.intake.model.application import identity_seen

AGENT_NOT_ON_RECORD = "网上代为提交的，须持本平台登记的委托，请填写委托编号；持纸质授权委托书的，请直接在窗口收件"
NOT_THE_ACCOUNT = "出示证件的人不是这份草稿的申请人（或者代为申请的监护人），请核对草稿编号和证件"
OF_A_COMPANY = "草稿由单位账号填写，到场的应为法定代表人（负责人），或者持登记的委托的经办人"
OF_A_PERSON = "草稿由个人账号填写，到场的应为本人、代为申请的监护人，或者持登记的委托的代理人"
NO_WARD = "草稿没有为他人申请，到场的是申请人本人，请改选本人；由监护人代为申请的，请先填写并保存被监护人"
NAMELESS = "草稿还没有填写法定代表人（负责人）的姓名和证件，请填写并保存后再核验"


class IdentityShown(BaseModel, defer_build=True):
    """Who has come, with the document that the clerk has seen."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    presented_by: Represented


@act
def check_identity(platform: Platform, caller: Caller, case_id: str, shown: Represented) -> Receipt:
    """The event says who has checked, when and which kind of document; of its number it has a keyed digest."""
    with named_letter(platform, shown) as letter:
        begun = begin(platform, caller, CHECK_IDENTITY, case_id, whole=True)
    case, form = begun.case, begun.found.form
    asked = asked_of(platform, case, begun.claim, "apply", caller.at.date())
    shown = with_letter(platform, caller, shown, letter, asked, "/presented_by")
    require_submitter(platform, case, form, shown, Window(caller.at.date(), caller.actor.name))
    begun = begun.naming(letter())
    case = begun.case
    until = caller.at + HOLDS_FOR
    person = person_seen(case.chain_key, case.id, (shown.id_type, shown.id_number, shown.id_country))
    check = IdentityCheck(relation=shown.relation, person=person, at=caller.at, until=until)
    return begun.commit(
        case.model_copy(update={"identity_check": check}),
        data={**_recorded(case, shown), "until": until.isoformat()},
        answer={"item": case.item, "item_name": case.item_name, "until": until.isoformat()},
    )


def _recorded(case: Case, shown: Represented) -> dict[str, JsonValue]:
    seen = identity_seen(case.chain_key, case.id, shown)
    return {**seen, "id_type": shown.id_type, **shown.recorded_letter()}


def require_submitter(
    platform: Platform, case: Case, form: Mapping[str, Any], shown: Represented, window: Window
) -> None:
    """422 unless it is the person who may submit this draft. Whose draft it is instead is not told."""
    match shown.relation:
        case "agent" if not shown.letter_on_record:
            faults = [FieldError("/authorisation", "authorisation_missing", AGENT_NOT_ON_RECORD)]
        case "agent":
            faults = identity_faults(shown, form, "", window)
        case "legal_representative":
            faults = _representative_faults(case, form, shown, window)
        case _:
            faults = _account_faults(platform, case, shown) or _guardian_faults(platform, case, form, shown, window)
    if faults:
        errors = [fault._replace(pointer=f"/presented_by{fault.pointer}") for fault in faults]
        raise problems.Invalid(code="person_unverified", title="到场人员身份核验未通过，不能办理", errors=errors)


def _representative_faults(case: Case, form: Mapping[str, Any], shown: Represented, window: Window) -> list[FieldError]:
    if case.applicant_parts[:1] != (COMPANY_ID,):
        return [FieldError("/relation", "identity_mismatch", OF_A_PERSON)]
    named = part(part(form, "applicant"), "legal_representative")
    if not named.get("name") or not named.get("id_number"):
        return [FieldError("/relation", "representative_unrecorded", NAMELESS)]
    return identity_faults(shown, form, "", window)


def _guardian_faults(
    platform: Platform, case: Case, form: Mapping[str, Any], shown: Represented, window: Window
) -> list[FieldError]:
    """Who is the applicant of the form, and acts for nobody else by it, is no guardian."""
    if shown.relation != "guardian" or any(guarded_in(item_of(platform, case), form, window.on)):
        return []
    return [FieldError("/relation", "relation_unsuited", NO_WARD)]


def _account_faults(platform: Platform, case: Case, shown: Represented) -> list[FieldError]:
    """A draft is the account's: of a child it is the guardian's who fills it in."""
    if case.applicant_parts[:1] == (COMPANY_ID,):
        return [FieldError("/relation", "identity_mismatch", OF_A_COMPANY)]
    own = owner_parts(shown.id_type, shown.id_number, shown.id_country)
    known = any(blind_index(secret, *own) == case.applicant_key for secret in platform.index_keys.reads)
    if known and same_name(shown.name, case.applicant_name):
        return []
    return [FieldError("/id_number", "identity_mismatch", NOT_THE_ACCOUNT)]
