"""Who acts for whom by law: minors and their guardians (民法典 17-23, 27), and what an age says by itself.

The age follows from the number of the document. Where the number does not tell it, the day of birth is asked for,
because capacity depends on it (民法典 18-20), unless the item asks for the age anyway.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.forms.applicant import OWN_LABOUR
from chalicelib.catalogue.model.forms.facts import Facts
from chalicelib.catalogue.model.forms.kinds import with_kind
from chalicelib.catalogue.model.forms.persons import OLDEST, age_on, born_on, document_of
from chalicelib.foundation.identity_documents import same_holder
from chalicelib.foundation.problems import FieldError

ADULT = 18  # 民法典17
ABLE_IN_PART = 8  # 民法典19, 20
WORKING = 16  # 民法典18(2)
AGE = "age"  # the variable of conditions that asks for the applicant's age
NEEDS_GUARDIAN = "申请人不满八周岁，由其法定代理人代理，请填写监护人（民法典第二十条、第二十三条）"
NOT_OF_MINORS = frozenset({"配偶", "子女", "其他近亲属"})
REPRESENTATIVE = "legal_representative"
REPRESENTATIVE_ADULT = "法定代表人（负责人）应为具有完全民事行为能力的成年人（公司法第一百七十八条、民法典第十八条）"
NEEDS_BIRTH_DATE = "证件号码不含出生日期，请按证件填写出生日期，以确认申请人能否独立申请（民法典第十八条至第二十条）"
NEEDS_GROUND = "申请人未满十八周岁，请填写监护人，或者填写单独申请的依据（民法典第十八条、第十九条）"


def representation_faults(item: ItemDocument, document: Mapping[str, Any], on: date) -> Iterator[FieldError]:
    """What is wrong with who applies for a natural person; pointers are relative to `document`."""
    applicant = natural_person(item, document)
    age = age_told(document, on) if applicant else None
    guardian = applicant.get("guardian")
    yield from _birth_faults(item, applicant, on)
    yield from _representative_faults(document, on)
    if isinstance(guardian, Mapping):
        yield from _guardian_faults(applicant, cast(Mapping[str, object], guardian), on)
        yield from _relationship_faults(age, cast(Mapping[str, object], guardian))
    elif age is not None and 0 <= age < ABLE_IN_PART:
        yield FieldError("/applicant/guardian", "guardian_missing", NEEDS_GUARDIAN)
    elif age is not None and 0 <= age < ADULT:
        yield from _ground_faults(age, applicant.get("capacity_ground"))


def _guardian_faults(applicant: Mapping[str, object], guardian: Mapping[str, object], on: date) -> Iterator[FieldError]:
    own, shown = document_of(applicant), document_of(guardian)
    if own is not None and shown is not None and same_holder(own, shown):
        yield FieldError("/applicant/guardian/id_number", "guardian_is_applicant", "监护人应为申请人以外的人")
    elif (age := age_of(guardian, on)) is not None and 0 <= age < ADULT:
        yield FieldError("/applicant/guardian/id_number", "guardian_not_adult", "监护人应为成年人")


def _relationship_faults(age: int | None, guardian: Mapping[str, object]) -> Iterator[FieldError]:
    """Whom 民法典27 does not know as guardians of minors; those of adults may be any of the kin (28)."""
    if age is not None and 0 <= age < ADULT and guardian.get("relationship") in NOT_OF_MINORS:
        sentence = "未成年人的监护人应为父母，祖父母、外祖父母，兄、姐，或者其他监护人（民法典第二十七条）"
        yield FieldError("/applicant/guardian/relationship", "relationship_unsuited", sentence)


def _birth_faults(item: ItemDocument, applicant: Mapping[str, object], on: date) -> Iterator[FieldError]:
    """The day of birth is needed where nothing else tells the age, is possible, and is that of the number."""
    shown, said = document_of(applicant), birth_said(applicant)
    born = born_on(*shown) if shown else None
    if shown and not born and not said and not asks_age(item):
        yield FieldError("/applicant/birth_date", "birth_date_missing", NEEDS_BIRTH_DATE)
    if said and not 0 <= age_on(said, on) <= OLDEST:
        yield FieldError("/applicant/birth_date", "birth_date_impossible", "出生日期晚于今天，或者早得不可能，请核对")
    elif said and born and said != born:
        yield FieldError(
            "/applicant/birth_date", "birth_date_contradicts_identity", "与证件号码中的出生日期不符，请核对"
        )


def _representative_faults(document: Mapping[str, Any], on: date) -> Iterator[FieldError]:
    """Who represents a company or an organisation is an adult (公司法178(1)(1), 民法典 17, 18)."""
    applicant = document.get("applicant")
    if not isinstance(applicant, Mapping):
        return
    representative = cast(Mapping[str, object], applicant).get(REPRESENTATIVE)
    if isinstance(representative, Mapping):
        age = age_of(cast(Mapping[str, object], representative), on)
        if age is not None and 0 <= age < ADULT:
            yield FieldError(f"/applicant/{REPRESENTATIVE}/id_number", "representative_not_adult", REPRESENTATIVE_ADULT)


def _ground_faults(age: int, ground: object) -> Iterator[FieldError]:
    if not ground:
        yield FieldError("/applicant/guardian", "guardian_missing", NEEDS_GROUND)
    elif ground == OWN_LABOUR and age < WORKING:
        sentence = "以自己的劳动收入为主要生活来源的，应已满十六周岁（民法典第十八条）"
        yield FieldError("/applicant/capacity_ground", "capacity_ground_unsuited", sentence)


def natural_person(item: ItemDocument, document: Mapping[str, Any]) -> Mapping[str, object]:
    """The applicant as filled in, empty unless it is a natural person."""
    applicant = document.get("applicant")
    if not isinstance(applicant, Mapping) or "自然人" not in item.service_objects:
        return {}
    person = cast(Mapping[str, object], applicant)
    return person if person.get("kind", "自然人") == "自然人" else {}


def age_of(person: Mapping[str, object], on: date) -> int | None:
    """The age in completed years that the number of the document says, or the day of birth that is filled in; None
    where neither does.
    """
    born = birth_of(person)
    return age_on(born, on) if born else None


def birth_of(person: Mapping[str, object]) -> date | None:
    """The day of birth that the number of the document says, or else the one that is filled in."""
    shown = document_of(person)
    return (born_on(*shown) if shown else None) or birth_said(person)


def age_told(document: Mapping[str, Any], on: date) -> int | None:
    """The applicant's age: as `age_of`, or else as the answer of the form says it. None for who is no person."""
    applicant, answers = document.get("applicant"), document.get("answers")
    if not isinstance(applicant, Mapping) or "uscc" in applicant:
        return None
    age = age_of(cast(Mapping[str, object], applicant), on)
    said = cast(Mapping[str, object], answers).get(AGE) if isinstance(answers, Mapping) else None
    return said if age is None and type(said) is int else age


def birth_said(person: Mapping[str, object]) -> date | None:
    """The day of birth that is filled in; None where it is no date."""
    said = person.get("birth_date")
    try:
        return date.fromisoformat(said) if isinstance(said, str) else None
    except ValueError:
        return None


def with_derived(item: ItemDocument, document: Mapping[str, Any], on: date) -> dict[str, Any]:
    """The form with the answers that follow from it, and with its kind. What is filled in stays, also where it
    contradicts.
    """
    document = with_kind(item, document)
    derived, answers = derived_answers(item, document, on), document.get("answers", {})
    if not derived or not isinstance(answers, Mapping):
        return {**document}
    given = cast(Mapping[str, object], answers)
    typed = {name: value for name, value in given.items() if name not in derived or value not in (None, "")}
    return {**document, "answers": {**derived, **typed}}


def contradictions(item: ItemDocument, document: Mapping[str, Any], on: date) -> Iterator[FieldError]:
    """Answers that say something else than the identity does, or than the rest of the form."""
    answers = document.get("answers")
    for name, value in derived_answers(item, document, on).items():
        typed = cast(Mapping[str, object], answers).get(name) if isinstance(answers, Mapping) else None
        if type(typed) is not type(value) or typed == value:
            continue
        if name == AGE:
            sentence = "与出生日期不符，请核对；此项由证件号码或者出生日期得出，可以不填"
            yield FieldError(f"/answers/{name}", "answer_contradicts_identity", sentence)
        else:
            sentence = "与表单的其他内容不符；此项由表单得出，可以不填"
            yield FieldError(f"/answers/{name}", "answer_contradicts_form", sentence)


def derived_answers(item: ItemDocument, document: Mapping[str, Any], on: date) -> dict[str, bool | int | str]:
    """The answers that nobody is asked for, because the applicant's number or the rest of the form gives them."""
    if item.form_fields:
        return Facts(item, document, on).derived()
    age = age_of(natural_person(item, document), on)
    return {AGE: age} if age is not None and age >= 0 and asks_age(item) else {}


def asks_age(item: ItemDocument) -> bool:
    """Whether the form asks for the age itself; where the form has fields, the age follows from them."""
    if item.form_fields:
        return False
    parsed = (conditions.parse(line.condition) for line in item.materials if line.condition)
    return any(variable.name == AGE and variable.kind == "integer" for variable in conditions.variables(parsed))
