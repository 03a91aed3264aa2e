"""Persons whom a form names beside the applicant, above all the one for whom the applicant acts as the guardian.

Each field that names a person says by what right the applicant applies for this person (`OtherPerson`). A parent acts
for a child as its guardian (民法典20, 23, 27); nobody becomes the guardian of an adult by saying so (21-24, 28). Whom a
law lets report a birth acts by the own right (户口登记条例7), and who is entrusted by an authorisation (民法典165).
Number and day of birth of a person stand beside the name, in fields whose keys begin alike: `child_name`,
`child_id_number`, `child_birth_date`. A newborn has no number yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple, cast

from chalicelib.catalogue.model.conditions import comparisons, parse
from chalicelib.catalogue.model.form_fields import FormField, PersonRight, RightUnder
from chalicelib.catalogue.model.forms.facts import BIRTH_DATE, ID_NUMBER, Facts, day_of
from chalicelib.catalogue.model.forms.persons import OLDEST, age_on, born_on, document_of, impossible_birth
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.foundation.identity_documents import RESIDENT_ID_CARD, same_holder
from chalicelib.foundation.problems import FieldError

NAME = "_name"
IMPOSSIBLE = "出生日期晚于今天，或者早得不可能，请核对"
CONTRADICTS = "与公民身份号码中的出生日期不符，请核对"
OWN_NUMBER = "与申请人的证件号码相同；为本人办理的，请选择为本人办理"
NOT_PRINCIPAL = (
    "受委托办理的，申请人填写委托人，受托人作为代理人，凭授权委托书或者本平台登记的委托办理（民法典第一百六十五条）"
)
NOT_OWN_NUMBER = "选择为本人办理的，应与申请人的证件号码相同"
PARENT_YOUNGER = "父母的出生日期应早于子女的出生日期，请核对"
Document = tuple[str, str]


class Ward(NamedTuple):
    """A person for whom the applicant acts, as the guardian or by another right. `field` is the key of the field that
    tells who it is, `document` kind and number, `born` the day of birth that the number tells, or else the form.
    """

    field: str
    name: str
    document: Document | None
    born: date | None

    def age(self, on: date) -> int | None:
        return age_on(self.born, on) if self.born else None


class Entrusted(NamedTuple):
    """An agent acts for `principal`, a field of the form. `said_in` is the field whose answer says so."""

    principal: str
    said_in: str


def ward_of(item: ItemDocument, document: Mapping[str, Any], on: date) -> Ward | None:
    """None where the applicant guards nobody by this form; what is hidden names nobody."""
    facts = Facts(item, document, on)
    return _first(item, facts, (field for field in item.fields if _right(item, facts, field) == "guardian"))


def named_holder(item: ItemDocument, document: Mapping[str, Any], on: date) -> Ward | None:
    """Whom the form names as the holder of the result, by whatever right the applicant applies for this person; None
    where the applicant is the holder.
    """
    facts = Facts(item, document, on)
    return _first(item, facts, (field for field in item.fields if _is_holder(item, field)))


def entrusted_in(item: ItemDocument, document: Mapping[str, Any], on: date) -> Entrusted | None:
    """Who has to have given an authorisation, where the form answers that somebody is entrusted; else None."""
    facts = Facts(item, document, on)
    for field in item.fields:
        rule = _rule_that_holds(facts, field)
        if rule and rule.right == "agent" and rule.principal:
            return Entrusted(rule.principal, said_in=next(iter(comparisons(parse(rule.when)))).variable)
    return None


def ward_faults(item: ItemDocument, document: Mapping[str, Any], on: date) -> Iterator[FieldError]:
    """What is impossible, or contradicts the rest of the form, in what it says of other persons than the applicant."""
    facts, ward, holder = Facts(item, document, on), ward_of(item, document, on), named_holder(item, document, on)
    own = _own_document(document)
    if ward and ward.document:
        if fault := impossible_birth(*ward.document, on):
            yield fault._replace(pointer=f"/answers/{ward.field}")
        if own and same_holder(own, ward.document):
            yield FieldError(f"/answers/{ward.field}", "guardian_is_applicant", OWN_NUMBER)
    if (entrusted := entrusted_in(item, document, on)) and own:
        giver = _document_in(facts, entrusted.principal)
        if giver and not same_holder(own, giver):
            yield FieldError(f"/answers/{entrusted.said_in}", "principal_not_applicant", NOT_PRINCIPAL)
    for field in item.fields:
        if field.type == "date" and field.key.endswith(BIRTH_DATE):
            yield from _birth_faults(facts, field, on)
        elif field.type == "person" and field.person:
            yield from _person_faults(facts, field, own, holder)


def _first(item: ItemDocument, facts: Facts, fields: Iterable[FormField]) -> Ward | None:
    return next((ward for field in fields if (ward := _ward(item, facts, field))), None)


def _right(item: ItemDocument, facts: Facts, field: FormField) -> PersonRight | None:
    if _is_child_of_old(item, field):
        return "guardian"
    rule = _rule_that_holds(facts, field) or field.person
    return rule.right if rule else None


def _rule_that_holds(facts: Facts, field: FormField) -> RightUnder | None:
    rules = field.person.otherwise if field.person else ()
    return next((rule for rule in rules if facts.holds(rule.when)), None)


def _is_holder(item: ItemDocument, field: FormField) -> bool:
    if field.person is None:
        return _is_child_of_old(item, field)
    return field.person.right == "guardian" or field.person.holder


def _is_child_of_old(item: ItemDocument, field: FormField) -> bool:
    """An item from before fields said so has its child in a number of a resident that fills the certificate."""
    if field.format != "resident_id" or field.certificate_field is None:
        return False
    return not any(one.person for one in item.fields)


def _ward(item: ItemDocument, facts: Facts, field: FormField) -> Ward | None:
    value = facts.value(field.key)
    if isinstance(value, Mapping):
        block = cast(Mapping[str, object], value)
        shown = document_of(block)
        return Ward(field.key, str(block.get("name") or ""), shown, born_on(*shown) if shown else None)
    start = field.key.removesuffix(NAME).removesuffix(ID_NUMBER)
    name, number = facts.value(f"{start}{NAME}"), facts.value(f"{start}{ID_NUMBER}")
    said = day_of(facts.value(f"{start}{BIRTH_DATE}"))
    if not isinstance(value, str) and not isinstance(number, str):
        return None
    keys = {one.key for one in item.fields}
    told_by = next(key for key in (f"{start}{ID_NUMBER}", f"{start}{BIRTH_DATE}", field.key) if key in keys)
    shown = (RESIDENT_ID_CARD, number) if isinstance(number, str) else None
    born = (born_on(*shown) if shown else None) or said
    return Ward(told_by, name if isinstance(name, str) else "", shown, born)


def _own_document(document: Mapping[str, Any]) -> Document | None:
    applicant = document.get("applicant")
    return document_of(cast(Mapping[str, object], applicant)) if isinstance(applicant, Mapping) else None


def _birth_faults(facts: Facts, field: FormField, on: date) -> Iterator[FieldError]:
    said = day_of(facts.value(field.key))
    if said is None:
        return
    number = facts.value(field.key.removesuffix(BIRTH_DATE) + ID_NUMBER)
    born = born_on(RESIDENT_ID_CARD, number) if isinstance(number, str) else None
    if not 0 <= age_on(said, on) <= OLDEST:
        yield FieldError(f"/answers/{field.key}", "birth_date_impossible", IMPOSSIBLE)
    elif born and born != said:
        yield FieldError(f"/answers/{field.key}", "birth_date_contradicts_identity", CONTRADICTS)


def _document_in(facts: Facts, key: str) -> Document | None:
    value = facts.value(key)
    return document_of(cast(Mapping[str, object], value)) if isinstance(value, Mapping) else None


def _person_faults(facts: Facts, field: FormField, own: Document | None, child: Ward | None) -> Iterator[FieldError]:
    """A person who is the applicant has the same number where an answer says so; a parent is older than the child."""
    shown, rule = _document_in(facts, field.key), field.person
    if shown is None or rule is None:
        return
    pointer = f"/answers/{field.key}/id_number"
    same = same_holder(own, shown) if own else None
    said = facts.holds(rule.is_applicant) if rule.is_applicant else None
    if said is True and same is False:
        yield FieldError(pointer, "person_not_applicant", NOT_OWN_NUMBER)
    elif said is False and same is True:
        yield FieldError(pointer, "person_is_applicant", OWN_NUMBER)
    born = born_on(*shown)
    if rule.parent and child and child.born and born and born >= child.born:
        yield FieldError(pointer, "parent_younger", PARENT_YOUNGER)
