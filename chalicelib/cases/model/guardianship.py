"""What proves that somebody is the guardian of the applicant, and when it has to be seen. Pure.

A guardian represents by law (民法典23). Of a minor that is a parent, or who comes after the parents (27). An adult has
one only after a court has found that the adult lacks capacity, in whole or in part (21-24, 28).
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.cases.model.proven import Proven
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms.representation import ADULT, age_told
from chalicelib.catalogue.model.forms.ward import Ward, ward_of
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE, confirmed

JUDGMENT = "人民法院判决书"
Proof = Literal["户口簿", "出生医学证明", "指定监护文书", "人民法院判决书", "政务数据共享"]
Words = Annotated[str, StringConstraints(min_length=2, max_length=100, strip_whitespace=True), ONE_LINE]
ONLINE = (
    "申请人是成年人。监护人应凭人民法院认定申请人为无民事行为能力人或者限制民事行为能力人的判决，到窗口代为申请；"
    "受申请人委托代办的，由代理人持授权委托书到窗口办理（民法典第二十一条至第二十四条、第二十八条）"
)
UNPROVEN = (
    "监护人代为申请的，应当先查验户口簿、出生医学证明等监护关系证明，"
    "或者通过数据共享核验（民法典第二十三条、第二十七条）"
)
OF_ADULT = "申请人是成年人，监护人代为办理应当查验并登记人民法院的判决书（民法典第二十一条至第二十四条、第二十八条）"
IN_FUTURE = "判决日期不能晚于今天"
WARD_GROWN = (
    "申请人已满十八周岁，监护人的代理权已经终止，请由申请人本人到窗口办理，"
    "或者由其委托代理人办理（民法典第十七条、第三十九条）"
)

ONLINE_FOR_OTHERS = (
    "表中的持有人是成年人，应由本人申请，或者委托代理人办理；监护人凭人民法院认定其为无民事行为能力人或者"
    "限制民事行为能力人的判决，到窗口代为申请（民法典第二十一条至第二十四条、第二十八条）"
)
OF_ADULT_HOLDER = (
    "表中的持有人是成年人，监护人代为办理应当查验并登记人民法院的判决书（民法典第二十一条至第二十四条、第二十八条）"
)


class Guardianship(BaseModel, defer_build=True):
    """The proof that somebody has seen: of a judgment also its court, number and day. `seen`: the proof itself, or
    what the organ that keeps it says of it by data sharing.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    proof: Proof = Field(title="监护关系证明")
    seen: Annotated[Literal[True], confirmed("guardianship_unproven", "请先查验监护关系证明")] = Field(
        title="已查验监护关系证明"
    )
    court: Words | None = Field(default=None, title="作出判决的人民法院", validate_default=True)
    number: Words | None = Field(default=None, title="判决书案号", validate_default=True, repr=False)
    made_on: date | None = Field(default=None, title="判决日期", validate_default=True)

    @field_validator("court", "number", "made_on")
    @classmethod
    def _of_judgments(cls, value: object, info: ValidationInfo) -> object:
        judgment = info.data.get("proof") == JUDGMENT
        if judgment and value is None:
            raise PydanticCustomError("judgment_unrecorded", "请登记作出判决的人民法院、案号和判决日期")
        if not judgment and value is not None and "proof" in info.data:
            raise PydanticCustomError("judgment_unsuited", "只有人民法院判决书填写此项，请删除")
        return value


def recorded(shown: Guardianship | None, caller: Caller) -> Proven | None:
    """The proof for the case, with the account of who has seen it."""
    if shown is None:
        return None
    return Proven(**shown.model_dump(exclude={"seen"}), seen_by=caller.actor.sub, seen_at=caller.at)


def guardian_of(form: Mapping[str, Any]) -> Mapping[str, Any]:
    """The guardian whom the form names; empty where it names none."""
    applicant = form.get("applicant")
    guardian = cast(Mapping[str, Any], applicant).get("guardian") if isinstance(applicant, Mapping) else None
    return cast(Mapping[str, Any], guardian) if isinstance(guardian, Mapping) else {}


def is_adult(form: Mapping[str, Any], on: date) -> bool:
    age = age_told(form, on)
    return age is not None and age >= ADULT


def online_faults(form: Mapping[str, Any], on: date) -> list[FieldError]:
    """Nobody becomes the guardian of an adult by saying so: online no judgment can be seen."""
    if guardian_of(form) and is_adult(form, on):
        return [FieldError("/applicant/guardian", "guardian_of_adult", ONLINE)]
    return []


class GuardianshipEnded(problems.Forbidden):
    """The right of a parent or other guardian of a minor ends on the eighteenth birthday (民法典17, 39)."""

    code = "guardianship_ended"
    title = WARD_GROWN


def require_ward(form: Mapping[str, Any], proof: Proven | None, on: date) -> None:
    """For what a guardian does online: 403 once the ward is an adult, of whom no court has said otherwise."""
    if guardian_of(form) and is_adult(form, on) and (proof is None or proof.proof != JUDGMENT):
        raise GuardianshipEnded


def proof_faults(form: Mapping[str, Any], proof: Guardianship | None, on: date) -> list[FieldError]:
    """What is wrong with this proof, or with its absence where the applicant is an adult with a guardian; pointers are
    those of the proof.
    """
    if not guardian_of(form):
        return [FieldError("", "guardian_missing", "申请表没有填写监护人")] if proof else []
    if is_adult(form, on) and (proof is None or proof.proof != JUDGMENT):
        return [FieldError("/proof" if proof else "", "judgment_missing", OF_ADULT)]
    if proof and proof.made_on and proof.made_on > on:
        return [FieldError("/made_on", "judgment_in_future", IN_FUTURE)]
    return []


def ward_online_faults(item: ItemDocument, form: Mapping[str, Any], on: date) -> list[FieldError]:
    """An adult whom the form names as the holder applies alone, or by an authorisation; a judgment that has found
    otherwise is seen at a window.
    """
    ward = ward_of(item, form, on)
    age = ward.age(on) if ward else None
    if ward is None or age is None or age < ADULT:
        return []
    return [FieldError(f"/answers/{ward.field}", "guardian_of_adult", ONLINE_FOR_OTHERS)]


def _ward_proof_faults(ward: Ward, proof: Guardianship | None, on: date) -> list[FieldError]:
    age = ward.age(on)
    if age is not None and age >= ADULT and (proof is None or proof.proof != JUDGMENT):
        return [FieldError("/proof" if proof else "", "judgment_missing", OF_ADULT_HOLDER)]
    if proof is None:
        return [FieldError("", "guardianship_unproven", UNPROVEN)]
    if proof.made_on and proof.made_on > on:
        return [FieldError("/made_on", "judgment_in_future", "判决日期不能晚于今天")]
    return []


def require_proof(
    item: ItemDocument,
    form: Mapping[str, Any],
    known: Proven | None,
    shown: Guardianship | None,
    caller: Caller,
    title: str,
) -> Proven | None:
    """What proves that the guardian is one, of an application in which a guardian acts; 422 while nobody has seen that.
    Silence accepts an application and proves nothing: a grant needs the proof all the same. Who applies for another
    holder, whom the form names, acts as the guardian of that person.
    """
    on = caller.at.date()
    errors = list[FieldError]()
    if shown or not known:
        ward = ward_of(item, form, on)
        errors = _ward_proof_faults(ward, shown, on) if ward else proof_faults(form, shown, on)
    if not errors and guardian_of(form) and not (known or shown):
        errors = [FieldError("", "guardianship_unproven", UNPROVEN)]
    if errors:
        pointed = [error._replace(pointer=f"/guardianship{error.pointer}") for error in errors]
        raise problems.Invalid(code="guardianship_unproven", title=title, errors=pointed)
    return recorded(shown, caller) or known
