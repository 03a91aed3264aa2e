"""The form of one version of an item: who may apply, and one typed answer per variable of its conditions."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints, create_model

from chalicelib.catalogue.model import ApplicantKind, ItemDocument, ServiceItem, conditions
from chalicelib.catalogue.model.conditions.wording import choice_label, label
from chalicelib.catalogue.model.forms.applicant import APPLICANTS, Block
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.catalogue.model.limits import split_condition
from chalicelib.foundation.masked import NOT_HIDDEN, UNMASKED
from chalicelib.foundation.validation import ONE_LINE

LARGEST = 999_999_999
# An answer in words whose name has one of these parts is a name, number, telephone, address or day of birth.
OF_PEOPLE = ("phone", "telephone", "account", "bank", "address", "id_number", "uscc", "birth", "name")


@dataclass(frozen=True)
class Question:
    """One answer the form asks for under /answers. `choices` maps values to their Chinese labels."""

    name: str
    kind: conditions.Kind
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
    asked = questions_of(item)
    return Form(
        version=item.version,
        applicant_kinds=item.service_objects,
        questions=tuple(_question(variable) for variable in asked),
        json_schema=_for_citizens(form_model(item.service_objects, asked).model_json_schema())
        | {"title": f"{item.name} 申请表", "x-version": item.version},
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
    """The variables of the conditions on the item's materials, on its promise and on the length of its validity, in
    order of first use.
    """
    on_lines = [conditions.parse(line.condition) for line in item.materials if line.condition]
    promise = item.promised_limit.condition
    rules = item.validity.rules if item.validity else ()
    on_lengths = [conditions.parse(rule.when) for rule in rules if rule.when and rule.value]
    return conditions.variables([*on_lines, *([split_condition(promise)[0]] if promise else []), *on_lengths])


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
    answers = create_model("Answers", __base__=Block, **fields)
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


def _question(variable: conditions.Variable) -> Question:
    choices = {choice: choice_label(choice) for choice in variable.choices}
    return Question(variable.name, variable.kind, label(variable.name), choices)
