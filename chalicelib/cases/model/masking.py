"""Personal data as it is shown to who has not said what for: enough to tell people apart, not enough to know them.

One table says which field of the applicant is masked in which way. Of the answers the item's record says which are
sensitive; where it has no fields, its conditions say which are codes, numbers, yes or no: these are shown. What a value
looks like counts for nothing, and what neither knows is hidden.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, cast, get_args

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.conditions import Variable
from chalicelib.catalogue.model.form_fields import OF_PERSONS, FormField
from chalicelib.catalogue.model.forms.applicant import APPLICANTS, CapacityGround, Relationship
from chalicelib.catalogue.model.forms.schema import questions_of
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.foundation.identity_documents import IDENTITY_DOCUMENTS
from chalicelib.foundation.passport_issuers import ISSUERS
from chalicelib.foundation.places import named_places

HIDDEN = "***"
# Answers that tell of health or poverty, or of a child under 14, although they are codes, counts, yes or no
# (个人信息保护法28).
SENSITIVE = frozenset({"category", "priority", "age"})


def masked_name(name: str) -> str:
    """林示例 is 林*例, 林示 is 林*, a longer name keeps two characters at each end."""
    if len(name) <= 1:
        return "*" * len(name)
    if len(name) == 2:
        return f"{name[0]}*"
    if len(name) == 3:
        return f"{name[0]}*{name[-1]}"
    kept = 2 if len(name) > 4 else 1
    return _ends(name, kept, kept)


def masked_number(number: str) -> str:
    """110101199003078011 is 1101**************. Of a shorter number less is shown. The last four characters are what
    `/progress` asks for, so no mask shows any of them.
    """
    if len(number) >= 15:
        return _ends(number, 4, 0)
    return _ends(number, 2, 0) if len(number) >= 9 else "*" * len(number)


def masked_telephone(number: str) -> str:
    """13800138000 is 138********: the last four are not shown either. Of a number of another kind nothing is shown."""
    return _ends(number, 3, 0) if re.fullmatch(r"1\d{10}", number) else "*" * len(number)


def masked_account(number: str) -> str:
    """Of a bank account the last four digits."""
    return _ends(number, 0, 4) if len(number) >= 12 else "*" * len(number)


def masked_address(address: str) -> str:
    """某某省某某市某某区东风路1号 is 某某省某某市某某区***: to the county and no further."""
    return f"{named_places(address)}{HIDDEN}"


def masked_date(day: str) -> str:
    """Of a day of birth the year."""
    return f"{day[:4]}-**-**" if re.fullmatch(r"\d{4}-\d\d-\d\d", day) else HIDDEN


def masked_file_name(name: str) -> str:
    """The ending says what kind of file it is; people write names and numbers before it."""
    ending = re.search(r"\.[A-Za-z]{2,5}$", name)
    return f"{HIDDEN}{ending[0] if ending else ''}"


def _ends(text: str, first: int, last: int) -> str:
    return f"{text[:first]}{'*' * (len(text) - first - last)}{text[len(text) - last :]}"


Mask = Callable[[str], str]
# Of the applicant block, by the last part of the pointer.
APPLICANT: Mapping[str, Mask] = {
    "name": masked_name,
    "id_number": masked_number,
    "uscc": masked_number,
    "phone": masked_telephone,
    "address": masked_address,
    "birth_date": masked_date,
}
# Its choices, which tell of nobody or of very many. A value that is none of them may be anything, and is hidden.
CHOICES: Mapping[str, frozenset[str]] = {
    "kind": frozenset(APPLICANTS),
    "id_type": frozenset(IDENTITY_DOCUMENTS),
    "id_country": ISSUERS,
    "relationship": frozenset(get_args(Relationship)),
    "capacity_ground": frozenset(get_args(CapacityGround)),
}
# Of the answers in words, by a part of the name of the question.
ANSWERS: Mapping[str, Mask] = {
    "phone": masked_telephone,
    "telephone": masked_telephone,
    "account": masked_account,
    "bank": masked_account,
    "address": masked_address,
    "id_number": masked_number,
    "uscc": masked_number,
    "birth": masked_date,
    "name": masked_name,
}


# Of the answer of a department: what was recommended or decided, and when was checked on site.
CODES_OF_ANSWER = frozenset({"recommendation", "outcome", "at", "advice", "reason"})


def masked_answer(answer: Mapping[str, Any]) -> dict[str, Any]:
    """What a department answered, without its sentences: these name people and tell of their affairs."""
    return {name: value if name in CODES_OF_ANSWER else _without_words(value) for name, value in answer.items()}


def _without_words(part: object) -> object:
    match part:
        case Mapping():
            return masked_answer(cast(Mapping[str, Any], part))
        case list() | tuple():
            return [_without_words(one) for one in cast(list[Any], part)]
        case _:
            return HIDDEN


class Known(NamedTuple):
    """What the form says of its answers: the variables of conditions, the fields, which of both are personal, and which
    of the variables are never shown.
    """

    questions: Mapping[str, Variable]
    fields: Mapping[str, FormField]
    personal: frozenset[str]
    unshown: frozenset[str]


class Shown(NamedTuple):
    """One value of a form by its pointer, and what is shown of it to who has not said what for."""

    pointer: str
    value: Any
    masked: Any

    @property
    def personal(self) -> bool:
        return self.value != self.masked


def masked_form(item: ItemDocument, form: Mapping[str, Any]) -> dict[str, Any]:
    """The form with every personal field masked; `item` is the version that the form was filled in for."""
    return cast(dict[str, Any], _rebuilt(form, "", {one.pointer: one.masked for one in shown(item, form)}))


def personal_fields(item: ItemDocument, form: Mapping[str, Any]) -> tuple[str, ...]:
    """The pointers of the fields that `masked_form` masks."""
    return tuple(one.pointer for one in shown(item, form) if one.personal)


def masked_answers(item: ItemDocument, form: Mapping[str, Any]) -> frozenset[str]:
    """The questions whose answers `masked_form` masks, and those that it would mask once they are answered."""
    start = "/answers/"
    fields = personal_fields(item, form)
    masked = {pointer.removeprefix(start).partition("/")[0] for pointer in fields if pointer.startswith(start)}
    return SENSITIVE | personal_answers(item) | masked


def shown(item: ItemDocument, form: Mapping[str, Any]) -> Iterator[Shown]:
    """Every value of the form."""
    yield from _walk(form, "", _known(item))


@once_per_item
def _known(item: ItemDocument) -> Known:
    questions = {variable.name: variable for variable in questions_of(item)}
    personal = personal_answers(item)
    return Known(questions, {field.key: field for field in item.fields}, personal, SENSITIVE | personal)


@once_per_item
def personal_answers(item: ItemDocument) -> frozenset[str]:
    """The fields that the record of the item calls sensitive, and what follows from one of them."""
    fields = {field.key for field in item.fields if field.personal}
    return frozenset(fields | {derive.variable for derive in item.derives if fields & {*derive.sources}})


def _walk(part: object, pointer: str, known: Known) -> Iterator[Shown]:
    match part:
        case str():  # most are, and what is one is known sooner than what is a mapping
            yield Shown(pointer, part, _masked(pointer, part, known))
        case Mapping():
            for name, value in cast(Mapping[str, Any], part).items():
                yield from _walk(value, f"{pointer}/{name}", known)
        case list() | tuple():
            for number, value in enumerate(cast(list[Any], part)):
                yield from _walk(value, f"{pointer}/{number}", known)
        case _:
            yield Shown(pointer, part, _masked(pointer, part, known))


def _masked(pointer: str, value: object, known: Known) -> object:
    if value is None or value == "":
        return value
    block, _, name = pointer.removeprefix("/").partition("/")
    if block == "applicant":
        return _of_applicant(name.rpartition("/")[2], value)
    if block != "answers":
        return _hidden("") if not isinstance(value, str) else _of_words(name, value)
    key, _, inner = name.partition("/")
    if key in known.fields:
        return _of_field(known.fields[key], inner, value, personal=key in known.personal)
    asked = known.questions.get(key) if not inner else None
    if asked and key not in known.unshown and _is_declared(asked, value):
        return value
    if not isinstance(value, str) or key in SENSITIVE:
        return HIDDEN
    return _of_words(name, value)


def _of_words(name: str, value: str) -> str:
    return next((mask for part, mask in ANSWERS.items() if part in name.lower()), _hidden)(value)


def _of_field(field: FormField, inner: str, value: object, *, personal: bool) -> object:
    """A field is shown where the record does not call it sensitive and the value is one that the field takes."""
    if field.type in OF_PERSONS:
        return _of_applicant(inner.rpartition("/")[2], value)
    if not personal and field.key not in SENSITIVE:
        return value if _fits(field, value) else HIDDEN
    if not isinstance(value, str) or field.type in CODED or field.key in SENSITIVE:
        return HIDDEN
    return MASKS.get(field.type, lambda text: _of_words(field.key, text))(value)


# A choice is a code, whose masked beginning would tell which.
CODED = frozenset({"choice", "multi_choice", "boolean"})
MASKS: Mapping[str, Mask] = {
    "address": masked_address,
    "date": masked_date,
    "phone": masked_telephone,
    "credit_code": masked_number,
}


def _fits(field: FormField, value: object) -> bool:
    """Whether this value, or one inside a row, a list or a range, may stand there as it is."""
    if field.type in ("choice", "multi_choice"):
        return value in (field.choices or {})
    if field.type == "boolean":
        return isinstance(value, bool)
    if field.type in NUMBERS:
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, str | int | float)


NUMBERS = frozenset({"integer", "decimal", "money", "area"})


def _of_applicant(name: str, value: object) -> object:
    if not isinstance(value, str):
        return HIDDEN
    if name in CHOICES:
        return value if value in CHOICES[name] else HIDDEN
    return APPLICANT.get(name, _hidden)(value)


def _is_declared(asked: Variable, value: object) -> bool:
    """Whether it is a yes or no, a count or a code, as the form asks for here. Text may be anything."""
    match asked.kind:
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return isinstance(value, int) and not isinstance(value, bool)
        case "choice":
            return value in asked.choices
        case "text":
            return False


def _hidden(value: str) -> str:  # noqa: ARG001 - stands where a Mask does
    return HIDDEN


def _rebuilt(part: object, pointer: str, values: Mapping[str, Any]) -> object:
    match part:
        case str():
            return values[pointer]
        case Mapping():
            items = cast(Mapping[str, Any], part).items()
            return {name: _rebuilt(value, f"{pointer}/{name}", values) for name, value in items}
        case list() | tuple():
            return [_rebuilt(value, f"{pointer}/{n}", values) for n, value in enumerate(cast(list[Any], part))]
        case _:
            return values[pointer]
