"""How the public sees an item: a row of the list, and the whole guide, with laws in full words.

Sources, and marks of what was seen or invented, are for editors: the guide says 演示数据 once.
"""

from typing import Any

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.catalogue.model import PromisedLimit, ServiceItem, StartEvent, conditions
from chalicelib.catalogue.model.citations import articles, citation, citations, law_name, without_research
from chalicelib.catalogue.model.forms import form_of
from chalicelib.catalogue.model.item import Channel, Fee, Material, Renewal, SpecialProcedure
from chalicelib.catalogue.model.limits import Extension, ShortTrack, StatutoryLimit, StepLimit, UpwardStep
from chalicelib.catalogue.model.validity import Validity, ValidityRule
from chalicelib.catalogue.model.values import Unit
from chalicelib.catalogue.store import ItemSummary

DEMONSTRATION = "演示数据：承诺时限、编码和表单为演示编制，不是官方发布的事项目录"


class PromisedAnswer(BaseModel):
    value: int
    unit: Unit
    condition: str | None = None


class SummaryAnswer(BaseModel):
    id: str
    name: str
    theme: str
    department: str
    department_name: str
    category: str
    handling_type: str
    service_objects: list[str]
    promised_limit: PromisedAnswer
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


class LegalBasisAnswer(BaseModel):
    """An article of a law; `text` names both as citizens read them."""

    law: str
    article: str | None
    text: str


class StatutoryAnswer(BaseModel):
    """The words of the law in `start`, and the event they mean. `source` cites the law."""

    value: int | None
    unit: Unit | None
    start: str
    source: str | None = None
    extension: Extension | None = None
    short_track: ShortTrack | None = None
    suspension: str | None = None
    excluded: str | None = None
    clock_starts_at: StartEvent


class LimitsAnswer(BaseModel):
    statutory: StatutoryAnswer
    promised: PromisedAnswer


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
    applicant_kinds: list[str]
    questions: list[QuestionAnswer]
    json_schema: dict[str, Any]


class ResultAnswer(BaseModel):
    """What the applicant receives; `validity` is null where there is no term."""

    name: str
    kind: str
    validity: str | None
    renewal: Renewal | None = None
    e_certificate: bool


class ValidityAnswer(BaseModel):
    """The term of the result; `basis` cites the law."""

    kind: str
    text: str
    decided_by: str
    print: str
    min: int | None = None
    max: int | None = None
    default: int | None = None
    unit: str | None = None
    optional: bool = False
    rules: list[ValidityRule]
    basis: str | None = None


class StepAnswer(BaseModel):
    level: int
    role: str
    limit: StepLimit | None = None


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
    legal_basis: list[LegalBasisAnswer]
    limits: LimitsAnswer
    materials: list[MaterialAnswer]
    form: FormAnswer
    fee: Fee
    result: ResultAnswer
    validity: ValidityAnswer | None
    special_procedures: list[SpecialProcedure]
    prerequisites: list[str]
    upward_chain: list[StepAnswer]
    acceptance_window: str | None
    sub_items: list[str]
    channel: Channel
    notes: str
    ended_at: AwareDatetime | None = Field(default=None, description="事项取消的时间，自此不再受理新的申请")
    demonstration: str | None = Field(default=None, description="演示系统中的说明；正式目录没有这一项")


def summary_answer(row: ItemSummary) -> SummaryAnswer:
    promised = {
        "value": row.promised_days,
        "unit": row.promised_unit,
        "condition": without_research(row.promised_condition),
    }
    fields = {name: getattr(row, name) for name in SummaryAnswer.model_fields if name != "promised_limit"}
    return SummaryAnswer(**fields, promised_limit=PromisedAnswer.model_validate(promised))


def item_answer(item: ServiceItem, *, demonstration: bool) -> ItemAnswer:
    laws = [basis.law for basis in item.legal_basis]
    same = item.model_dump(include=set(ItemAnswer.model_fields) - {"department", "materials", "notes", "result"})
    return ItemAnswer.model_validate(
        same
        | {
            "department": DepartmentAnswer(
                id=item.department, name=item.department_name, name_2018=item.department_name_2018
            ),
            "codes": CodesAnswer(implementing_code=item.implementing_code, basic_code=item.basic_code),
            "limits": LimitsAnswer(
                statutory=_statutory(item.statutory_limit, laws), promised=_promised(item.promised_limit)
            ),
            "materials": [_material(number, line, laws) for number, line in enumerate(item.materials, start=1)],
            "form": _form(item),
            # Parts are exact about their types, so they are handed over as they are, not as dumped values.
            "legal_basis": [_basis(basis.law, basis.article) for basis in item.legal_basis],
            "fee": item.fee.model_copy(update={"basis": citations(item.fee.basis, laws) or "", "enforcement": None}),
            "result": _result(item),
            "validity": _validity(item.validity, laws) if item.validity else None,
            "special_procedures": [_procedure(procedure, laws) for procedure in item.special_procedures],
            "upward_chain": [_step(step) for step in item.upward_chain],
            "channel": item.channel,
            "notes": without_research(item.notes, laws) or "",
            "sub_items": [without_research(name, laws) or name for name in item.sub_items],
            "acceptance_window": without_research(item.acceptance_window, laws),
            "demonstration": DEMONSTRATION if demonstration else None,
        }
    )


def _basis(law: str, article: str) -> LegalBasisAnswer:
    return LegalBasisAnswer(law=law_name(law), article=articles(article), text=citation(law, article))


def _statutory(limit: StatutoryLimit, laws: list[str]) -> StatutoryAnswer:
    told = {name: without_research(getattr(limit, name)) for name in ("suspension", "excluded")}
    return StatutoryAnswer(
        value=limit.value,
        unit=limit.unit,
        start=limit.start,
        source=citations(limit.source, laws),
        extension=limit.extension,
        short_track=limit.short_track,
        clock_starts_at=limit.start_event,
        **told,
    )


def _promised(limit: PromisedLimit) -> PromisedAnswer:
    return PromisedAnswer(value=limit.value, unit=limit.unit, condition=without_research(limit.condition))


def _procedure(procedure: SpecialProcedure, laws: list[str]) -> SpecialProcedure:
    return procedure.model_copy(update={"basis": citations(procedure.basis, laws) or procedure.type})


def _validity(validity: Validity, laws: list[str]) -> ValidityAnswer:
    same = validity.model_dump(exclude={"status", "rules", "basis"})
    rules = [rule.model_copy(update={"basis": citations(rule.basis or "", laws)}) for rule in validity.rules]
    return ValidityAnswer(**same, rules=rules, basis=citations(validity.basis, laws))


def _step(step: UpwardStep) -> StepAnswer:
    limit = step.limit.model_copy(update={"source": None}) if step.limit else None
    return StepAnswer(level=step.level, role=step.role, limit=limit)


def _result(item: ServiceItem) -> ResultAnswer:
    result, renewal = item.result, item.result.renewal
    laws = [basis.law for basis in item.legal_basis]
    if renewal:
        days = renewal.days_before_expiry
        told = without_research(days.replace(" workdays", "个工作日")) if isinstance(days, str) else days
        rule = without_research(renewal.rule, laws)
        renewal = renewal.model_copy(update={"days_before_expiry": told, "source": None, "rule": rule})
    return ResultAnswer(
        name=result.name,
        kind=result.kind,
        validity=item.validity.text if item.validity else result.validity,
        renewal=renewal,
        e_certificate=result.e_certificate,
    )


def _material(number: int, line: Material, laws: list[str]) -> MaterialAnswer:
    text = conditions.describe(conditions.parse(line.condition)) if line.condition else None
    shown = {
        "no": f"{number:02}",
        "condition_text": text,
        "legal_basis": citations(line.legal_basis or "", laws),
        "acceptance_check": without_research(line.acceptance_check),
    }
    return MaterialAnswer.model_validate(line.model_dump() | shown)


def _form(item: ServiceItem) -> FormAnswer:
    form = form_of(item)
    return FormAnswer(
        version=form.version,
        applicant_kinds=list(form.applicant_kinds),
        questions=[
            QuestionAnswer(name=asked.name, kind=asked.kind, label=asked.label, choices=asked.choices)
            for asked in form.questions
        ],
        json_schema=form.json_schema,
    )


class EditedItem(BaseModel):
    """The published version as it was imported, with sources and marks."""

    id: str
    version: int
    document: dict[str, Any]


def edited_item(item: ServiceItem) -> EditedItem:
    return EditedItem(id=item.id, version=item.version, document=item.model_dump(mode="json", by_alias=True))
