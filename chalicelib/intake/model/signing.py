"""A person at the window who signs for an act: identity seen, compared with the form, and recorded (R27)."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from chalicelib.cases.model import Case
from chalicelib.cases.model.presented import Claim, Represented, Window, person_faults
from chalicelib.documents.model.notice import Giver, chinese_time
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.validation import confirmed
from chalicelib.intake.model.application import identity_seen


class Signing(Represented):
    """Who comes to the window, and has signed what the clerk is about to record."""

    signed: Annotated[Literal[True], confirmed("not_signed", "请先由到场人员签名确认")] = Field(title="已签名确认")


def require_right_person(signing: Signing, claim: Claim, window: Window) -> None:
    """422 unless it is the applicant, its legal representative, a guardian, or an agent with a letter."""
    if faults := person_faults(signing, claim, "/presented_by", window):
        raise problems.Invalid(code="person_unverified", title="到场人员身份核验未通过，不能办理", errors=faults)


SIGNERS: Mapping[str, str] = {
    "applicant": "",
    "legal_representative": "法定代表人（负责人）",
    "guardian": "监护人（法定代理人）",
    "agent": "代理人",
}


def word_given(caller: Caller, applicant: str, signing: Signing | None) -> Giver:
    """Who gives the applicant's word and how, as the document says it: at the window by a signature, which the clerk
    records; online by the login of an account.
    """
    actor, when = caller.actor, chinese_time(caller.at)
    if signing is not None:
        who = f"{SIGNERS[signing.relation]}{signing.name}"
        return Giver(name=applicant, how=f"{who}于{when}在窗口签名，窗口人员{actor.name}查验证件并登记")
    account = actor.operator.name if actor.operator else actor.name
    how = f"{when}以{account}的实名账号（实名等级{actor.level}级）登录，在提交申请时确认"
    return Giver(name=applicant, how=how)


def seen_at_window(signing: Signing, case: Case) -> Mapping[str, JsonValue]:
    """For the event: what the clerk has seen; the document's number only as a keyed digest."""
    return {
        **identity_seen(case.chain_key, case.id, signing),
        **signing.recorded_letter(),
        "signed": signing.signed,
    }
