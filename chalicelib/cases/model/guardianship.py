"""What proves that somebody is the guardian of the applicant, and when it has to be seen. Pure.

One mechanism for both ways in which a form has a guardian: the form names the guardian of the applicant, or it names
somebody else for whom the applicant applies, such as a child who is to get the card (`forms/ward.py`).

A guardian represents by law (民法典23). Of a minor that is a parent, or who comes after the parents (27). An adult has
one only after a court has found that the adult lacks capacity, in whole or in part (21-24, 28).
"""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from chalicelib.access.actor import Identity
from chalicelib.cases.model.case_ward import CaseWard
from chalicelib.cases.model.proven import Proven
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms.persons import birthday, document_of
from chalicelib.catalogue.model.forms.representation import ADULT, age_told, birth_of
from chalicelib.catalogue.model.forms.ward import ward_of
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.identity_documents import owner_parts, same_holder
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
HOLDER_GROWN = (
    "表中的持有人已满十八周岁，监护人的代理权已经终止，请由持有人本人到窗口办理，"
    "或者由其委托代理人办理（民法典第十七条、第三十九条）"
)
WARD_ALONE = "本件由监护人代为申请，未满十八周岁的，由监护人办理（民法典第十九条、第二十条、第二十三条）"

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


class Guarded(NamedTuple):
    """Somebody in whose name a guardian acts by this form: the applicant, or the `holder` of the result whom the form
    names. `pointer` is where the form says so. `document` is kind and number. `age` is that of the day asked.
    """

    pointer: str
    name: str
    document: tuple[str, str] | None
    born: date | None
    age: int | None
    holder: bool
    country: str | None = None

    @property
    def adult(self) -> bool:
        return self.age is not None and self.age >= ADULT

    @property
    def grown_on(self) -> date | None:
        """The eighteenth birthday, where the day of birth is known."""
        return birthday(self.born, ADULT) if self.born else None

    @property
    def grown(self) -> str:
        """What is said once this person is of age."""
        return HOLDER_GROWN if self.holder else WARD_GROWN

    def is_person(self, identity: Identity) -> bool:
        """Whether the account is this person's own."""
        return self.document is not None and same_holder(self.document, (identity.document, identity.number))


def guarded_in(item: ItemDocument, form: Mapping[str, Any], on: date) -> list[Guarded]:
    found = list[Guarded]()
    if guardian_of(form):
        person = cast(Mapping[str, object], form["applicant"])
        name = str(person.get("name") or "")
        born, age = birth_of(person), age_told(form, on)
        country = cast(str | None, person.get("id_country"))
        found.append(
            Guarded("/applicant/guardian", name, document_of(person), born, age, holder=False, country=country)
        )
    if ward := ward_of(item, form, on):
        pointer = f"/answers/{ward.field}"
        found.append(Guarded(pointer, ward.name, ward.document, ward.born, ward.age(on), holder=True))
    return found


def ward_for_case(item: ItemDocument, form: Mapping[str, Any], on: date) -> CaseWard | None:
    """What a case keeps of the person for whom a guardian has applied by this form."""
    one = next(iter(guarded_in(item, form, on)), None)
    if one is None:
        return None
    parts = owner_parts(*one.document, one.country) if one.document else ()
    return CaseWard(parts=parts, grown_on=one.grown_on)


def grown_up(item: ItemDocument, form: Mapping[str, Any], proof: str | None, on: date) -> list[Guarded]:
    """Those who are of age, so that nobody acts for them as a guardian any more; with a judgment that is none of them.
    `proof` is the kind of what proves the guardianship.
    """
    return [] if proof == JUDGMENT else [one for one in guarded_in(item, form, on) if one.adult]


def online_faults(item: ItemDocument, form: Mapping[str, Any], on: date) -> list[FieldError]:
    """Nobody becomes the guardian of an adult by saying so: online no judgment can be seen. An adult applies alone, or
    by an authorisation.
    """
    return [
        FieldError(one.pointer, "guardian_of_adult", ONLINE_FOR_OTHERS if one.holder else ONLINE)
        for one in guarded_in(item, form, on)
        if one.adult
    ]


class GuardianshipEnded(problems.Forbidden):
    """The right of a parent or other guardian of a minor ends on the eighteenth birthday (民法典17, 39)."""

    code = "guardianship_ended"
    title = WARD_GROWN


class WardAlone(problems.Forbidden):
    """While somebody has a guardian for the case, the guardian acts (民法典19, 20, 23)."""

    code = "guardian_needed"
    title = WARD_ALONE


def require_guarding(
    item: ItemDocument, form: Mapping[str, Any], proof: Proven | None, identity: Identity | None, on: date
) -> None:
    """For what is done online on a received case: 403 for a guardian once the ward is of age, of whom no court has said
    otherwise; from that day the person acts. Until then the person does not.
    """
    grown = grown_up(item, form, proof.proof if proof else None, on)
    for one in guarded_in(item, form, on):
        own = identity is not None and one.is_person(identity)
        if one in grown and not own:
            raise GuardianshipEnded(title=one.grown)
        if own and one not in grown and one.age is not None:
            raise WardAlone


def proof_faults(
    item: ItemDocument, form: Mapping[str, Any], proof: Guardianship | None, on: date, applied: date | None = None
) -> list[FieldError]:
    """What is wrong with this proof, or with its absence where a guardian acts for an adult; pointers are those of the
    proof. `applied` is the day of the application, if that is another: who was a minor then was represented rightly.
    """
    guarded = guarded_in(item, form, applied or on)
    if not guarded:
        return [FieldError("", "guardian_missing", "申请表没有填写监护人")] if proof else []
    adult = next((one for one in guarded if one.adult), None)
    if adult and (proof is None or proof.proof != JUDGMENT):
        sentence = OF_ADULT_HOLDER if adult.holder else OF_ADULT
        return [FieldError("/proof" if proof else "", "judgment_missing", sentence)]
    if proof and proof.made_on and proof.made_on > on:
        return [FieldError("/made_on", "judgment_in_future", IN_FUTURE)]
    return []


class Claimed(NamedTuple):
    """What a form says of a guardian, and what is known of it: the proof, and the day of the application."""

    item: ItemDocument
    form: Mapping[str, Any]
    known: Proven | None
    applied: date


def require_proof(claimed: Claimed, shown: Guardianship | None, caller: Caller, title: str) -> Proven | None:
    """What proves that the guardian is one, of an application in which a guardian acts; 422 while nobody has seen that.
    Silence accepts an application and proves nothing: a grant needs the proof all the same.
    """
    item, form, known, applied = claimed
    on, errors = caller.at.date(), list[FieldError]()
    if shown or not known:
        errors = proof_faults(item, form, shown, on, applied)
    if not errors and guarded_in(item, form, on) and not (known or shown):
        errors = [FieldError("", "guardianship_unproven", UNPROVEN)]
    if errors:
        pointed = [error._replace(pointer=f"/guardianship{error.pointer}") for error in errors]
        raise problems.Invalid(code="guardianship_unproven", title=title, errors=pointed)
    return recorded(shown, caller) or known
