"""The person at the window, to apply or to collect: document seen and compared, an agent with a letter, a
guardian with proof (R27, R37)."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any, Literal, NamedTuple, cast

from pydantic import Field, JsonValue, StringConstraints

from chalicelib.cases.model.guardianship import IN_FUTURE, Guarded, Guardianship, grown_up, recorded
from chalicelib.cases.model.proven import Proven
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.forms import PersonalIdentity
from chalicelib.catalogue.model.forms.applicant import Block
from chalicelib.catalogue.model.forms.persons import age_on, born_on, document_of, impossible_birth, years_before
from chalicelib.catalogue.model.forms.representation import ABLE_IN_PART, ADULT, age_of, age_told
from chalicelib.durable.caller import Caller
from chalicelib.foundation.identity_documents import RESIDENT_ID_CARD, same_holder
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import confirmed
from chalicelib.foundation.writing import same_name, same_person

UNRECORDED = (
    "申请表没有填写监护人，不能以监护人身份办理；"
    "受委托代办的，请改选代理人并查验授权委托书（民法典第十八条、第二十八条）"
)
LETTER_OF_GUARDIAN = (
    "被代理人已满十八周岁，此前由监护人出具的授权委托书不再有效，请查验其本人签署的授权委托书"
    "（民法典第十七条、第三十九条、第一百七十五条）"
)
LETTER_YEARS = 20
LETTER_TOO_OLD = "授权委托书签署已逾二十年，请核对签署日期，或者出示新的授权委托书"
Faults = list[FieldError]
Seen = Annotated[Literal[True], confirmed("document_not_seen", "请先查验证件原件")]
DIFFERS: Mapping[str, str] = {
    "name": "出示证件上的姓名与申请表中的人员不一致，请核对",
    "id_type": "出示证件的类型与申请表中填写的不一致，请核对",
    "id_number": "出示证件的号码与申请表中的人员不一致，请核对",
    "id_country": "出示护照的签发国家（地区）与申请表中填写的不一致，请核对",
}


class Letter(Block):
    """授权委托书, as far as it is recorded: when it was signed and until when it holds."""

    signed_on: Annotated[date, Field(strict=False)] = Field(title="签署日期")
    valid_until: Annotated[date | None, Field(strict=False)] = Field(default=None, title="有效期至")


class Presented(PersonalIdentity):
    """Name and document of the person. `seen`: the clerk has seen the document itself, `letter_seen` the 授权委托书,
    `guardianship_seen` what proves that a guardian is one (户口簿, 出生医学证明, a judgment), and `guardianship` says
    which proof that was. The guardian of an adult needs a judgment (民法典28).
    """

    relation: Literal["applicant", "legal_representative", "agent", "guardian"] = Field(title="与申请人的关系")
    seen: Seen = Field(title="已查验证件")
    letter_seen: bool = Field(default=False, title="已查验授权委托书")
    letter: Letter | None = Field(default=None, title="授权委托书")
    guardianship_seen: bool = Field(default=False, title="已查验监护关系证明")
    guardianship: Guardianship | None = Field(default=None, title="监护关系证明")

    @property
    def proof_seen(self) -> bool:
        return self.guardianship_seen or self.guardianship is not None

    def proof(self, caller: Caller) -> Proven | None:
        """What the clerk has seen of the guardianship, for the case."""
        if self.relation == "guardian" and self.guardianship_seen and not self.guardianship:
            return Proven(proof="监护关系证明", seen_by=caller.actor.sub, seen_at=caller.at)
        return recorded(self.guardianship, caller)

    def newly_proven(self, known: Proven | None, caller: Caller) -> Proven | None:
        """What the case has of the guardianship from now on: a proof in full goes before the one that is known."""
        if self.guardianship is not None or (self.relation == "guardian" and known is None):
            return self.proof(caller)
        return known

    def recorded_letter(self) -> dict[str, JsonValue]:
        """The letter for the event of the act; it names nobody."""
        return {"letter": self.letter.model_dump(mode="json")} if self.relation == "agent" and self.letter else {}


class Represented(Presented):
    """A person at the window whose letter may be on record: `authorisation` is its number, in place of a paper."""

    authorisation: Annotated[str, StringConstraints(pattern="^[a-z2-7]{26}$")] | None = Field(
        default=None, title="委托编号", description="代理人持平台登记的委托的，填委托编号，不必另交纸质授权委托书"
    )

    @property
    def letter_on_record(self) -> bool:
        return self.relation == "agent" and self.authorisation is not None

    def recorded_letter(self) -> dict[str, JsonValue]:
        named: dict[str, JsonValue] = {"authorisation": self.authorisation} if self.authorisation else {}
        return super().recorded_letter() | (named if self.relation == "agent" else {})


class Window(NamedTuple):
    """The day on which somebody stands at the window, and the name of the clerk who looks."""

    on: date
    clerk: str


class Claim(NamedTuple):
    """By what an application at the window is judged: the item, the form, and what is known to prove a guardianship."""

    item: ItemDocument
    form: Mapping[str, Any]
    known: Proven | None


def person_faults(presented: Presented, claim: Claim, pointer: str, window: Window) -> Faults:
    """What speaks against this person at an act on a received case. Whoever came of age meanwhile comes alone, or sends
    an agent; the guardian does nothing more, unless a judgment is known or shown.
    """
    item, form, known = claim
    shown = presented.guardianship
    proof = shown.proof if shown else known.proof if known else None
    grown = grown_up(item, form, proof, window.on)
    holder = next((one for one in grown if one.holder and one.document and _is(presented, block_of(one))), None)
    if holder is not None and presented.relation == "applicant":
        found = _pointed(_differences(presented, block_of(holder)), pointer)
    else:
        found = identity_faults(presented, form, pointer, window) + _pointed(_ended_faults(presented, grown), pointer)
    if shown and shown.made_on and shown.made_on > window.on:
        found.append(FieldError(f"{pointer}/guardianship/made_on", "judgment_in_future", IN_FUTURE))
    return found


def _ended_faults(presented: Presented, grown: Sequence[Guarded]) -> Faults:
    """Who guarded a minor does nothing for the adult whom the minor has become (民法典 17, 39), nor does an agent whom
    the guardian has sent (民法典 173, 175): the letter is that of the person, who could not sign it before.
    """
    faults = Faults()
    for one in grown:
        signed = presented.letter.signed_on if presented.letter else None
        if presented.relation == ("applicant" if one.holder else "guardian"):
            faults.append(FieldError("/relation", "guardianship_ended", one.grown))
        elif presented.relation == "agent" and signed and one.grown_on and signed < one.grown_on:
            faults.append(FieldError("/letter/signed_on", "guardianship_ended", LETTER_OF_GUARDIAN))
    return faults


def block_of(one: Guarded) -> Mapping[str, Any]:
    """As a form names a person."""
    kind, number = one.document or ("", "")
    return {"name": one.name, "id_type": kind, "id_number": number}


def _pointed(faults: Sequence[FieldError], pointer: str) -> Faults:
    return [fault._replace(pointer=f"{pointer}{fault.pointer}") for fault in faults]


def identity_faults(presented: Presented, form: Mapping[str, Any], pointer: str, window: Window) -> list[FieldError]:
    """What speaks against this person; empty when the document is that of the form, or the agent has a letter.

    Of a form that is wrong itself only what is filled in is compared.
    """
    if (impossible := impossible_birth(presented.id_type, presented.id_number, window.on)) is not None:
        return [impossible._replace(pointer=f"{pointer}/id_number")]
    applicant = part(form, "applicant")
    match presented.relation:
        case "agent":
            found = agent_faults(presented, applicant, window)
        case "guardian":
            found = guardian_faults(presented, applicant, window.on)
        case "applicant":
            found = _own_faults(presented, form, window.on)
        case "legal_representative":
            found = _representative_faults(presented, applicant)
    return _pointed(found, pointer)


def agent_faults(presented: Presented, applicant: Mapping[str, Any], window: Window) -> list[FieldError]:
    """An agent is an adult, neither the applicant nor the clerk, and has a letter that holds today (民法典 161-165)."""
    faults = _letter_faults(presented, applicant, window.on) + _adult_faults(presented, window.on, "代理人")
    if any(_is(presented, person) for person in (applicant, part(applicant, "legal_representative"))):
        sentence = "申请人本人、单位的法定代表人（负责人）到场的，不是代理人，请改选与申请人的关系"
        faults.append(FieldError("/relation", "agent_is_applicant", sentence))
    if same_person(presented.name, window.clerk):
        faults.append(FieldError("/name", "agent_is_clerk", "经办的窗口人员不得作为代理人"))
    return faults


def _letter_faults(presented: Presented, applicant: Mapping[str, Any], on: date) -> list[FieldError]:
    letter = presented.letter
    if not presented.letter_seen:
        return [FieldError("/letter_seen", "letter_missing", "代理人应出示授权委托书")]
    if letter is None:
        return [FieldError("/letter", "letter_unrecorded", "请登记授权委托书的签署日期和有效期")]
    if letter.signed_on > on:
        return [FieldError("/letter/signed_on", "letter_in_future", "授权委托书的签署日期不能晚于今天")]
    if letter.valid_until is not None and letter.valid_until < max(on, letter.signed_on):
        return [FieldError("/letter/valid_until", "letter_expired", "授权委托书已过有效期")]
    if years_before(on, LETTER_YEARS) > letter.signed_on:
        return [FieldError("/letter/signed_on", "letter_too_old", LETTER_TOO_OLD)]
    return _signed_too_young(letter.signed_on, presented, applicant) if _age(presented, on) >= ADULT else []


def _signed_too_young(signed_on: date, presented: Presented, applicant: Mapping[str, Any]) -> list[FieldError]:
    """Who gave the letter and who got it were able to on that day. A guardian gives it for the applicant; a minor who
    applies alone is at least eight (民法典 18-23).
    """
    guardian = part(applicant, "guardian")
    giver = guardian or part(applicant, "legal_representative") or applicant
    able = ABLE_IN_PART if giver is applicant and applicant.get("capacity_ground") else ADULT
    given, got = age_of(giver, signed_on), _age(presented, signed_on)
    if (given is None or given >= able) and got >= ADULT:
        return []
    sentence = "授权委托书签署时，委托人或者代理人还没有相应的民事行为能力，请核对签署日期（民法典第十七条至第二十条）"
    return [FieldError("/letter/signed_on", "letter_signed_too_young", sentence)]


def guardian_faults(presented: Presented, applicant: Mapping[str, Any], on: date) -> list[FieldError]:
    """A guardian represents by law: an adult, another person than the applicant, the one whom the form names, and
    proven to be the guardian; no letter is asked for (民法典23). An adult of full capacity has none (18, 28).
    """
    if "uscc" in applicant:
        return [_unsuited("申请人是单位，到场的应为法定代表人（负责人）或者代理人")]
    faults = _adult_faults(presented, on, "监护人")
    guardian = part(applicant, "guardian")
    if _is(presented, applicant):
        faults.append(_unsuited("监护人应为申请人以外的人"))
    elif not guardian:
        faults.append(FieldError("/relation", "guardian_unrecorded", UNRECORDED))
    faults += _differences(presented, guardian)
    if not presented.proof_seen:
        sentence = "监护人到场的，应查验户口簿、出生医学证明等监护关系证明"
        faults.append(FieldError("/guardianship_seen", "guardianship_unproven", sentence))
    return faults


def _own_faults(presented: Presented, form: Mapping[str, Any], on: date) -> list[FieldError]:
    applicant = part(form, "applicant")
    if "uscc" in applicant:
        return [_unsuited("申请人是单位，到场的应为法定代表人（负责人）或者代理人")]
    age = age_told(form, on)
    if (faults := _differences(presented, applicant)) or age is None or age < 0 or age >= ABLE_IN_PART:
        return faults
    sentence = "不满八周岁的人由其法定代理人代理，应由监护人到场（民法典第二十条、第二十三条）"
    return [FieldError("/relation", "guardian_needed", sentence)]


def _representative_faults(presented: Presented, applicant: Mapping[str, Any]) -> list[FieldError]:
    if "id_number" in applicant:
        return [_unsuited("申请人是自然人，到场的应为本人、监护人或者代理人")]
    return _differences(presented, part(applicant, "legal_representative"))


def _differences(presented: Presented, person: Mapping[str, Any]) -> list[FieldError]:
    return [
        FieldError(f"/{field}", "identity_mismatch", sentence)
        for field, sentence in DIFFERS.items()
        if _differs(field, presented, person)
    ]


def _adult_faults(presented: Presented, on: date, who: str) -> list[FieldError]:
    if _age(presented, on) >= ADULT:
        return []
    return [FieldError("/id_number", "representative_not_adult", f"{who}应为成年人")]


def _age(presented: Presented, on: date) -> int:
    """The age that the document tells; where it tells none, the clerk has seen the person, and it is an adult's."""
    born = born_on(presented.id_type, presented.id_number)
    return ADULT if born is None else age_on(born, on)


def _is(presented: Presented, person: Mapping[str, Any]) -> bool:
    """Whether this is the person, by kind and number of the document, which may have been renewed."""
    known = document_of(person)
    return known is not None and same_holder(known, (presented.id_type, presented.id_number))


def part(form: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """A block of a form, empty where a wrong form has something else in its place."""
    block = form.get(name)
    return cast(Mapping[str, Any], block) if isinstance(block, Mapping) else {}


def _differs(field: str, presented: Presented, person: Mapping[str, Any]) -> bool:
    """Whether both say something of this field, and not the same. A pass may have been renewed since."""
    shown = getattr(presented, field)
    known = person.get(field) or (RESIDENT_ID_CARD if field == "id_type" and person else None)
    if not isinstance(known, str) or shown is None:
        return False
    if field == "id_number":
        return not same_holder((presented.id_type, shown), (presented.id_type, known))
    return not same_name(shown, known)


def _unsuited(sentence: str) -> FieldError:
    return FieldError("/relation", "identity_mismatch", sentence)
