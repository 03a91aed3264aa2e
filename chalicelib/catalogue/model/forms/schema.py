"""The form of one version of an item: who may apply, and one typed answer per variable of its conditions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, create_model

from chalicelib.catalogue.model import ApplicantKind, ItemDocument, ServiceItem, conditions
from chalicelib.catalogue.model.conditions.wording import choice_label, label
from chalicelib.catalogue.model.declared import declared
from chalicelib.catalogue.model.form_fields import Derive, FormField, choices_of
from chalicelib.catalogue.model.forms.applicant import APPLICANTS, Block
from chalicelib.catalogue.model.forms.field_types import type_of
from chalicelib.catalogue.model.forms.portal_schema import field_notes, with_conditions
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.catalogue.model.limits import split_condition
from chalicelib.foundation.masked import NOT_HIDDEN, UNMASKED
from chalicelib.foundation.validation import ONE_LINE

LARGEST = 999_999_999
# An answer in words whose name has one of these parts is a name, number, telephone, address or day of birth.
OF_PEOPLE = ("phone", "telephone", "account", "bank", "address", "id_number", "uscc", "birth", "name")


QuestionKind = Literal["boolean", "integer", "choice", "text", "structured"]
PLAIN: Mapping[str, QuestionKind] = {"boolean": "boolean", "integer": "integer", "choice": "choice"}
STRUCTURED = frozenset({"table", "person", "people", "date_range", "multi_choice", "decimal", "money", "area"})


@dataclass(frozen=True)
class Question:
    """One answer the form asks for under /answers. `choices` maps values to their Chinese labels. `structured` is what
    is neither a text nor one of the other kinds.
    """

    name: str
    kind: QuestionKind
    label: str
    choices: dict[str, str]


@dataclass(frozen=True)
class Form:
    """The published form. `version` is the item's; the schema is JSON Schema 2020-12."""

    version: int
    applicant_kinds: tuple[ApplicantKind, ...]
    questions: tuple[Question, ...]
    json_schema: dict[str, Any]


@once_per_item
def form_of(item: ServiceItem) -> Form:
    asked = [_question_of(field) for field in item.fields] or [_question(one) for one in questions_of(item)]
    schema = _for_citizens(model_of(item).model_json_schema())
    return Form(
        version=item.version,
        applicant_kinds=item.service_objects,
        questions=tuple(asked),
        json_schema=with_conditions(item, schema) | {"title": f"{item.name} 申请表", "x-version": item.version},
    )


def _for_citizens(schema: dict[str, Any]) -> dict[str, Any]:
    """Without the names and descriptions of our classes, which developers read. Those of fields are Chinese."""
    blocks = {
        name: {word: told for word, told in block.items() if word not in ("title", "description")}
        for name, block in schema.get("$defs", {}).items()
    }
    return schema | {"$defs": blocks}


@once_per_item
def questions_of(item: ItemDocument) -> tuple[conditions.Variable, ...]:
    """The variables of the conditions on the item's materials, on its terms and on the length of its validity, in order
    of first use. Where the form has fields, their choices are those of the fields.
    """
    asked = conditions.variables([*_of_lines(item), *_of_terms(item)])
    known = declared(item)
    return tuple(
        replace(one, choices=known[one.name].choices) if one.kind == "choice" and one.name in known else one
        for one in asked
    )


def _of_lines(item: ItemDocument) -> Iterator[conditions.Condition]:
    yield from (conditions.parse(line.condition) for line in item.materials if line.condition)


def _of_terms(item: ItemDocument) -> Iterator[conditions.Condition]:
    promised, track = item.promised_limit, item.statutory_limit.short_track
    if promised.condition:
        yield split_condition(promised.condition)[0]
    yield from (conditions.parse(route.condition) for route in promised.routes)
    if track and track.when:
        yield conditions.parse(track.when)
    for rule in item.validity.rules if item.validity else ():
        if rule.when and rule.value:
            yield conditions.parse(rule.when)


@once_per_item
def model_of(item: ItemDocument) -> type[BaseModel]:
    """The pydantic model of the item's form. Of fields it says what may be filled in; whether one has to be is said by
    `requirements`, because that depends on others.
    """
    if not item.form_fields:
        return form_model(item.service_objects, questions_of(item))
    fields: dict[str, Any] = {
        f"answer_{field.key}": (
            type_of(field),
            Field(default=None, alias=field.key, title=field.title, json_schema_extra=field_notes(item, field)),
        )
        for field in item.fields
    }
    derived: dict[str, Any] = {
        f"answer_{derive.variable}": (
            _derived_type(derive) | None,
            Field(
                default=None, alias=derive.variable, title=label(derive.variable), json_schema_extra={"readOnly": True}
            ),
        )
        for derive in item.derives
    }
    return _whole_form(item.service_objects, create_model("Answers", __base__=Block, **fields, **derived))


def _derived_type(derive: Derive) -> Any:
    if derive.kind == "boolean":
        return bool
    return Annotated[int, Field(ge=0, le=LARGEST)] if derive.kind == "integer" else Literal[tuple(choices_of(derive))]


@lru_cache(maxsize=1024)
def form_model(kinds: tuple[ApplicantKind, ...], asked: tuple[conditions.Variable, ...]) -> type[BaseModel]:
    """The pydantic model of a form: it depends on nothing else, so versions that ask the same share it."""
    fields: dict[str, Any] = {
        # Under an alias, because a variable may be called like a method of pydantic's.
        f"answer_{variable.name}": (
            _type(variable),
            Field(alias=variable.name, title=label(variable.name)),
        )
        for variable in asked
    }
    return _whole_form(kinds, create_model("Answers", __base__=Block, **fields))


def _whole_form(kinds: tuple[ApplicantKind, ...], answers: type[BaseModel]) -> type[BaseModel]:
    return create_model(
        "ApplicationForm",
        __base__=Block,
        applicant=(_applicant(kinds), Field(title="申请人")),
        answers=(answers, Field(title="办理情形")),
    )


def _applicant(kinds: tuple[ApplicantKind, ...]) -> Any:
    first, *others = [APPLICANTS[kind] for kind in kinds]
    either: Any = first
    for other in others:
        either = either | other
    return Annotated[either, Field(discriminator="kind")] if others else first


def _type(variable: conditions.Variable) -> Any:
    match variable.kind:
        case "boolean":
            return bool
        case "integer":
            return Annotated[int, Field(ge=0, le=LARGEST)]
        case "choice":
            return Literal[variable.choices]
        case "text":
            of_people = any(part in variable.name.lower() for part in OF_PEOPLE)
            return Annotated[str, StringConstraints(max_length=200), ONE_LINE, UNMASKED if of_people else NOT_HIDDEN]


def kind_of_question(field: FormField) -> QuestionKind:
    return PLAIN.get(field.type, "structured" if field.type in STRUCTURED else "text")


def _question_of(field: FormField) -> Question:
    return Question(field.key, kind_of_question(field), field.title, dict(field.choices or {}))


def _question(variable: conditions.Variable) -> Question:
    choices = {choice: choice_label(choice) for choice in variable.choices}
    return Question(variable.name, variable.kind, label(variable.name), choices)
