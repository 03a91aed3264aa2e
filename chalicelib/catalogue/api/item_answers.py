"""How the public sees an item: a row of the list, and the whole guide. Marks of invented data stay visible."""

from typing import Any

from pydantic import BaseModel, Field

from chalicelib.catalogue.model import (
    LegalBasis,
    PromisedLimit,
    Result,
    ServiceItem,
    SpecialProcedure,
    StartEvent,
    conditions,
)
from chalicelib.catalogue.model.forms import form_of
from chalicelib.catalogue.model.item import Channel, Fee, Material
from chalicelib.catalogue.model.limits import StatutoryLimit, UpwardStep
from chalicelib.catalogue.store import ItemSummary


class SummaryAnswer(BaseModel):
    id: str
    name: str
    theme: str
    department: str
    department_name: str
    category: str
    handling_type: str
    service_objects: list[str]
    promised_limit: PromisedLimit
    version: int


class ItemsAnswer(BaseModel):
    items: list[SummaryAnswer]
    next_cursor: str | None


class DepartmentAnswer(BaseModel):
    id: str
    name: str
    name_2018: str


class CodesAnswer(BaseModel):
    """实施编码 (31) and 基本编码 (12)."""

    implementing_code: str
    basic_code: str
    label: str = Field(default="SYNTHETIC", description="invented for demonstration")


class StatutoryAnswer(StatutoryLimit):
    """The words of the law in `start`, and the event they mean."""

    clock_starts_at: StartEvent


class LimitsAnswer(BaseModel):
    statutory: StatutoryAnswer
    promised: PromisedLimit


class MaterialAnswer(Material):
    """A line of the published list; `condition_text` is its condition in Chinese."""

    no: str
    condition_text: str | None


class QuestionAnswer(BaseModel):
    """A field under /answers; `choices` maps values to labels."""

    name: str
    kind: conditions.Kind
    label: str
    choices: dict[str, str]


class FormAnswer(BaseModel):
    version: int
    label: str = Field(description="ILLUSTRATIVE: not an official form")
    applicant_kinds: list[str]
    questions: list[QuestionAnswer]
    json_schema: dict[str, Any]


class ItemAnswer(BaseModel):
    """The guide (办事指南) of one item."""

    id: str
    version: int
    region: str
    name: str
    theme: str
    department: DepartmentAnswer
    category: str
    category_code: str
    handling_type: str
    exercise_level: int
    service_objects: list[str]
    handling_modes: list[int]
    codes: CodesAnswer
    legal_basis: list[LegalBasis]
    limits: LimitsAnswer
    materials: list[MaterialAnswer]
    form: FormAnswer
    fee: Fee
    result: Result
    special_procedures: list[SpecialProcedure]
    prerequisites: list[str]
    upward_chain: list[UpwardStep]
    acceptance_window: str | None
    sub_items: list[str]
    channel: Channel
    notes: str
    unverified: list[str]


def summary_answer(row: ItemSummary) -> SummaryAnswer:
    promised = {
        "value": row.promised_days,
        "unit": row.promised_unit,
        "status": row.promised_status,
        "condition": row.promised_condition,
    }
    fields = {name: getattr(row, name) for name in SummaryAnswer.model_fields if name != "promised_limit"}
    return SummaryAnswer(**fields, promised_limit=PromisedLimit.model_validate(promised))


def item_answer(item: ServiceItem) -> ItemAnswer:
    same = item.model_dump(include=set(ItemAnswer.model_fields) - {"department", "materials"})
    return ItemAnswer.model_validate(
        same
        | {
            "department": DepartmentAnswer(
                id=item.department, name=item.department_name, name_2018=item.department_name_2018
            ),
            "codes": CodesAnswer(implementing_code=item.implementing_code, basic_code=item.basic_code),
            "limits": LimitsAnswer(statutory=_statutory(item.statutory_limit), promised=item.promised_limit),
            "materials": [_material(number, line) for number, line in enumerate(item.materials, start=1)],
            "form": _form(item),
            # Parts are exact about their types, so they are handed over as they are, not as dumped values.
            "legal_basis": list(item.legal_basis),
            "fee": item.fee,
            "result": item.result,
            "special_procedures": list(item.special_procedures),
            "upward_chain": list(item.upward_chain),
            "channel": item.channel,
        }
    )


def _statutory(limit: StatutoryLimit) -> StatutoryAnswer:
    return StatutoryAnswer.model_validate(limit.model_dump() | {"clock_starts_at": limit.start_event})


def _material(number: int, line: Material) -> MaterialAnswer:
    text = conditions.describe(conditions.parse(line.condition)) if line.condition else None
    return MaterialAnswer.model_validate(line.model_dump() | {"no": f"{number:02}", "condition_text": text})


def _form(item: ServiceItem) -> FormAnswer:
    form = form_of(item)
    return FormAnswer(
        version=form.version,
        label=form.label,
        applicant_kinds=list(form.applicant_kinds),
        questions=[
            QuestionAnswer(name=asked.name, kind=asked.kind, label=asked.label, choices=asked.choices)
            for asked in form.questions
        ],
        json_schema=form.json_schema,
    )
