"""Changing single fields of a form that was received, each named by its JSON pointer, such as /applicant/name. Pure."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from copy import deepcopy
from datetime import date
from typing import Annotated, Any, cast

from pydantic import Field, JsonValue
from typing_extensions import TypeAliasType

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.applicant import owner_of
from chalicelib.cases.model.case import Case
from chalicelib.cases.model.presented import part
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.declared import needs
from chalicelib.catalogue.model.forms.check import check_form
from chalicelib.catalogue.model.forms.representation import derived_answers
from chalicelib.catalogue.model.forms.titles import field_titles
from chalicelib.foundation import problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import Shape, pointer_of
from chalicelib.foundation.writing import same_name

PERSONS = ("/applicant", "/applicant/guardian")
REPRESENTATIVE = "/applicant/legal_representative"
ANSWERS = "/answers/"
UNCHANGED = "这一栏与原来相同，请按一次性告知书更正"
# What says which document a person has. A kind is put right together with its number.
IDENTITY = frozenset({"id_type", "id_number", "uscc", "id_country"})
NUMBERS = {"id_type": "id_number"}
FieldPointer = Annotated[str, Shape(r"(/[^/]{1,64}){2,4}", "field_format", "应为表单栏目的指针，如 /applicant/name")]
# Components of the document, so that generated clients have a name for them.
Form = TypeAliasType("Form", dict[str, Any])
FieldValues = TypeAliasType("FieldValues", Annotated[dict[FieldPointer, JsonValue], Field(max_length=99)])
CorrectedFields = TypeAliasType(
    "CorrectedFields", Annotated[dict[FieldPointer, JsonValue], Field(min_length=1, max_length=99)]
)


def changed_form(
    item: ItemDocument, form: Mapping[str, Any], fields: Mapping[str, JsonValue], on: date
) -> dict[str, Any]:
    """The form with these fields, complete and in canonical writing; 422 with everything wrong at once.

    `on` is the day of the application: an answer that the identity gives, as the age, is that of this day.
    """
    titles = titles_of(item, form)
    unlisted = [
        FieldError(sent_at(pointer), "field_unlisted", "本事项的申请表没有这一栏")
        for pointer in fields
        if pointer not in titles
    ]
    if unlisted:
        raise problems.Invalid(errors=unlisted)
    changed = _with(form, fields)
    for name in derived_answers(item, changed, on):
        if f"/answers/{name}" not in fields:
            changed["answers"].pop(name, None)
    checked = check_form(item, changed, on, "complete")
    if checked.value is None:
        raise problems.Invalid(errors=[_of_what_was_sent(error, fields) for error in checked.errors])
    return checked.value


def _of_what_was_sent(error: FieldError, fields: Mapping[str, JsonValue]) -> FieldError:
    """A change may make another field wrong, which was not sent: then the change as a whole is pointed at. A field that
    is missing is pointed at where it has to be added.
    """
    sent = error.pointer in fields or error.code.endswith("missing")
    return error._replace(pointer=sent_at(error.pointer) if sent else "/fields")


def sent_at(field: str) -> str:
    """Where the request has the value of a field: `fields` has pointers as its keys, whose `/` is `~1` (RFC 6901)."""
    return pointer_of(["fields", field])


def applied_on(case: Case) -> date:
    """The day of the application; a supplement does not move it."""
    return (case.first_received_at or case.created_at).date()


def titles_of(item: ItemDocument, form: Mapping[str, Any]) -> Mapping[str, str]:
    """The fields of this form by their pointers, with their Chinese titles. The kind of applicant is none of them:
    another kind has another form. Nor is a field of a guardian or an agent whom the form does not name: alone it says
    nothing.
    """
    applicant = part(form, "applicant")
    titles = field_titles(item, applicant.get("kind"))
    absent = tuple(f"/applicant/{who}" for who in ("guardian", "agent") if not part(applicant, who))
    left_out = ("/applicant/kind", *absent)
    return {pointer: title for pointer, title in titles.items() if not pointer.startswith(left_out)}


def resting_on_fields(item: ItemDocument, fields: Collection[str]) -> frozenset[str]:
    """The fields of the answers that are asked, or are not, because of what one of these fields says."""
    wanted = needs(item)
    found = {pointer.removeprefix(ANSWERS) for pointer in fields}
    while more := {name for name, others in wanted.items() if name not in found and others & found}:
        found |= more
    own = {pointer.removeprefix(ANSWERS) for pointer in fields}
    return frozenset(f"{ANSWERS}{field.key}" for field in item.fields if field.key in found - own)


def certified_place(keys: Sequence[bytes], case: Case, form: Mapping[str, Any]) -> str | None:
    """Where the form has the person of the account, whose name and number are certified: the applicant, or the guardian
    who applied for a child. None of what came in at the counter. `keys` are those of the blind indexes.
    """
    if case.channel == "counter":
        return None
    owner = owner_of(part(form, "applicant"))
    own = case.applicant_key in {blind_index(key, *owner) for key in keys}
    return "/applicant" if own else "/applicant/guardian"


def unanswerable(keys: Sequence[bytes], case: Case, form: Mapping[str, Any], fields: Collection[str]) -> dict[str, str]:
    """The fields of a notice that no supplement could put right, each with the reason."""
    place, found = certified_place(keys, case, form), dict[str, str]()
    for field in fields:
        holder, _, name = field.rpartition("/")
        number = f"{holder}/{NUMBERS.get(name, name)}"
        if holder == place and name in {"name", *IDENTITY}:
            found[field] = "网上申请人（监护人）的姓名（名称）和证件以实名账号为准，不能要求更正"
        elif name in IDENTITY and holder in PERSONS and f"{holder}/name" in fields:
            found[field] = "姓名（名称）和证件号码同时改变就是另一个人，不能同时要求更正；确为他人的，应另行申请"
        elif number not in fields:
            found[field] = "证件类型和证件号码应当一并更正，请同时列出证件号码"
    return found


def unchanged(
    old: Mapping[str, Any], new: Mapping[str, Any], fields: Iterable[str], sentence: str = UNCHANGED
) -> list[FieldError]:
    """The fields that a correction leaves as they were."""
    return [
        FieldError(sent_at(field), "field_unchanged", sentence)
        for field in fields
        if value_at(old, field) == value_at(new, field)
    ]


def value_at(form: Mapping[str, Any], pointer: str) -> object:
    """What the form has there; None where it has nothing."""
    *blocks, name = pointer.split("/")[1:]
    here = form
    for block in blocks:
        here = part(here, block)
    return here.get(name)


def form_digest(case: Case, form: Mapping[str, Any]) -> str:
    """For the event: which form this was, as a keyed digest, because short texts could be guessed from a plain one."""
    return blind_index(
        case.chain_key, case.id, json.dumps(form, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    )


def require_same_applicant(
    keys: Sequence[bytes],
    before: Case,
    forms: Sequence[Mapping[str, Any]],
    new: Mapping[str, Any],
    persons: Sequence[str] = PERSONS,
) -> None:
    """A correction makes nobody else the applicant: name and number of the account are certified, and of anybody else
    not both may differ from what was received, at once or one after the other. `forms` are those since the receipt.

    The account is the applicant's, or the guardian's who applies for a child (民法典23). Nor does anybody else become
    the guardian, who has to be proven. `persons`: where the form has whoever may not become another.
    """
    old = forms[-1]
    place = certified_place(keys, before, old)
    if place and any(_changed(_person(old, place), _person(new, place))):
        title = "网上申请的申请人（监护人）以实名账号为准，不能更正为他人"
        raise problems.Invalid(
            code="applicant_not_account", title=title, errors=_identity_fields(old, new, place, title)
        )
    for holder in persons:
        if another(forms[0], new, holder) or another(old, new, holder):
            title = "姓名（名称）和证件号码都与收件时不同，不是更正，请另行申请"
            raise problems.Invalid(
                code="applicant_replaced", title=title, errors=_identity_fields(old, new, holder, title)
            )


def judged_by(relation: str, forms: Sequence[Mapping[str, Any]], new: Mapping[str, Any]) -> Mapping[str, Any]:
    """The form by which the person is judged who states the new one at the window. Nobody makes himself the legal
    representative: a new one is stated by who was it before, or by an agent with a letter.

    `forms` are those since the receipt, the oldest first. Who stood there is nobody else because first the name and
    then the number was changed.
    """
    stood = forms[0]
    for form in forms:
        stood = form if another(stood, form, REPRESENTATIVE) else stood
    newcomer = relation == "legal_representative" and another(stood, new, REPRESENTATIVE)
    return stood if newcomer else new


def another(old: Mapping[str, Any], new: Mapping[str, Any], place: str) -> bool:
    """Whether another person stands there: both the name and the number differ."""
    return all(_changed(_person(old, place), _person(new, place)))


def persons_touched(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether anything of who applies or represents is written differently."""
    return any(any(_changed(_person(old, at), _person(new, at))) for at in (*PERSONS, REPRESENTATIVE))


def _person(form: Mapping[str, Any], place: str) -> Mapping[str, Any]:
    applicant, who = part(form, "applicant"), place.removeprefix("/applicant").removeprefix("/")
    return part(applicant, who) if who else applicant


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[bool, bool]:
    """Whether name and number of a person differ; another kind of document is another number."""
    names = str(old.get("name", "")), str(new.get("name", ""))
    return not same_name(*names), owner_of(old) != owner_of(new)


def missing_fields(asked: Iterable[str], given: Mapping[str, JsonValue], titles: Mapping[str, str]) -> list[FieldError]:
    """The fields of a notice that a supplement leaves out."""
    return [
        FieldError(sent_at(pointer), "field_missing", f"请更正“{titles.get(pointer, pointer)}”")
        for pointer in asked
        if pointer not in given
    ]


def _with(form: Mapping[str, Any], fields: Mapping[str, JsonValue]) -> dict[str, Any]:
    changed = deepcopy(dict(form))
    for pointer, value in fields.items():
        *blocks, name = pointer.split("/")[1:]
        here = changed
        for block in blocks:
            here = cast(dict[str, Any], here.setdefault(block, {}))
        here[name] = value
    return changed


def _identity_fields(old: Mapping[str, Any], new: Mapping[str, Any], place: str, sentence: str) -> list[FieldError]:
    """The fields that make it another person: those that changed, which are among what was sent."""
    before, after = _person(old, place), _person(new, place)
    changed = [name for name in ("name", "uscc", *IDENTITY) if before.get(name) != after.get(name)]
    return [FieldError(sent_at(f"{place}/{name}"), "applicant_replaced", sentence) for name in dict.fromkeys(changed)]
