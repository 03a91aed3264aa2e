"""A person at the window who signs for an act: identity seen, compared with the form, and recorded (R27)."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final, Literal

from pydantic import Field, JsonValue

from chalicelib.cases.model import Case
from chalicelib.cases.model.form_changes import judged_by
from chalicelib.cases.model.presented import Claim, Represented, Window, person_faults
from chalicelib.documents.model.notice import Giver, chinese_time
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import confirmed
from chalicelib.intake.model.application import identity_seen

NOT_SIGNED: Final = "请先由到场人员签名确认"
NOBODY_STATES = (
    "更正申请表栏目的，应由申请人、法定代表人（负责人）、监护人或者代理人到场，请查验证件并由其签名确认；"
    "只交材料的不需要"
)
BY_NEWCOMER = (
    "更换法定代表人（负责人）的，由原来填写的法定代表人（负责人）或者持授权委托书的代理人到场签名确认，"
    "不能由新填写的人自己确认"
)


class Signing(Represented):
    """Who comes to the window, and has signed what the clerk is about to record."""

    signed: Annotated[Literal[True], confirmed("not_signed", NOT_SIGNED)] = Field(title="已签名确认")


class Bringing(Represented):
    """Who brings papers. Where fields of the form are stated too, this person has signed for them."""

    signed: bool = Field(default=False, title="已签名确认", description="更正申请表栏目的，到场人签名确认后填 true")


def unsigned(brought_by: Bringing | None) -> list[FieldError]:
    """What lacks where fields of the form are stated at the window: papers may be brought by anybody, but what the
    applicant says is said by the applicant or who acts for it (行政许可法31).
    """
    if brought_by is None:
        return [FieldError("/presented_by", "person_missing", NOBODY_STATES)]
    return [] if brought_by.signed else [FieldError("/presented_by/signed", "not_signed", NOT_SIGNED)]


def require_right_person(signing: Signing, claim: Claim, window: Window) -> None:
    """422 unless it is the applicant, its legal representative, a guardian, or an agent with a letter."""
    if faults := person_faults(signing, claim, "/presented_by", window):
        raise problems.Invalid(code="person_unverified", title="到场人员身份核验未通过，不能办理", errors=faults)


def require_right_signer(
    signing: Signing, claim: Claim, forms: Sequence[Mapping[str, Any]], new: Mapping[str, Any], window: Window
) -> None:
    """The same of who signs for a corrected form. 422 also where the one whom it makes the representative comes alone:
    whoever was it before, or an agent, states that. `forms` are those since the receipt.
    """
    judged = judged_by(signing.relation, forms, new)
    if judged is new:
        return require_right_person(signing, claim._replace(form=new), window)
    if faults := person_faults(signing, claim._replace(form=judged), "/presented_by", window):
        raise problems.Invalid(code="representative_replaced", title=BY_NEWCOMER, errors=faults)
    return None


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
