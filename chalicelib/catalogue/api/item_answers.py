"""How the public sees an item: a row of the list, and the whole guide, with laws in full words.

Sources, and marks of what was seen or invented, are for editors: the guide says 演示数据 once.
"""

from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, Field
from typing_extensions import TypeAliasType

from chalicelib.catalogue.api.before_submit_answers import BeforeSubmitAnswer, before_submit_answers
from chalicelib.catalogue.api.commitment_answers import (
    CommitmentAnswer,
    SafetyAnswer,
    ToleranceAnswer,
    commitment_answer,
    safety_answer,
    tolerance_answer,
)
from chalicelib.catalogue.api.duty_guidance import DutyGuidance
from chalicelib.catalogue.api.fee_answers import ItemFee, fee_answer
from chalicelib.catalogue.api.form_answers import FormAnswer, form_answer
from chalicelib.catalogue.api.limit_answers import (
    UNITS,
    LimitsAnswer,
    ProcedureAnswer,
    PromisedAnswer,
    RenewalAnswer,
    StepAnswer,
    ValidityAnswer,
    procedure_answer,
    promised_answer,
    renewal_answer,
    statutory_answer,
    step_answer,
    validity_answer,
)
from chalicelib.catalogue.api.prerequisite_answers import BeforeAnswer, before_answers
from chalicelib.catalogue.model import ApplicantKind, HandlingType, ServiceItem, Theme, conditions
from chalicelib.catalogue.model.called import NOT_NAMED, Named
from chalicelib.catalogue.model.checklists import words_of
from chalicelib.catalogue.model.citations import articles, citation, citations, law_name, without_research
from chalicelib.catalogue.model.closed import Closed
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.model.closing import ENDED_WORDS
from chalicelib.catalogue.model.faces import is_stated, may_be_left_out, tells_a_person
from chalicelib.catalogue.model.form_fields import FieldType
from chalicelib.catalogue.model.item import Channel, HandlingMode, Material, ResultKind
from chalicelib.catalogue.model.kept import once_per_item
from chalicelib.catalogue.model.record import DECISION, SYSTEM, ResultField
from chalicelib.catalogue.model.retention import retention_of
from chalicelib.catalogue.store import ItemSummary
from chalicelib.directory.model.promised import OwnPromise
from chalicelib.foundation.open_lists import OpenList

# A component of the document, so that generated clients have a name for it.
EditedDocument = TypeAliasType("EditedDocument", dict[str, Any])
CLOSED = "不能申请或者已经公布届时不能申请的，其方式、时间、理由和替代办法；可以申请的为空"
DEMONSTRATION = "演示数据：承诺时限、编码和表单为演示编制，不是官方发布的事项目录"


class SummaryAnswer(BaseModel, defer_build=True):
    id: str
    name: str
    theme: Theme
    department: str
    department_name: str
    category: str
    handling_type: HandlingType
    service_objects: list[ApplicantKind]
    promised: PromisedAnswer
    version: int
    closed: Annotated[ClosedAnswer | None, Field(description=CLOSED)] = None


class ItemsAnswer(BaseModel, defer_build=True):
    items: list[SummaryAnswer]
    next_cursor: str | None


class DepartmentAnswer(BaseModel, defer_build=True):
    id: str
    name: str
    name_2018: str


class CodesAnswer(BaseModel, defer_build=True):
    """实施编码 (31) and 基本编码 (12)."""

    implementing_code: str
    basic_code: str


class LegalBasisAnswer(BaseModel, defer_build=True):
    """An article of a law; `text` names both as citizens read them."""

    law: str
    article: str | None
    text: str


class MaterialAnswer(Material):
    """A line of the published list; `condition_text` is its condition in Chinese."""

    no: str
    condition_text: str | None


class ResultAnswer(BaseModel, defer_build=True):
    """What the applicant receives; `validity` is null where there is no term."""

    name: str
    kind: ResultKind
    validity: str | None
    renewal: RenewalAnswer | None = None
    e_certificate: bool


FaceOrigin = Literal["form", "decision", "platform"]


class FaceFieldAnswer(BaseModel, defer_build=True):
    """A line of the face of the result. `source`: who says it; `required`: the officer has to state it."""

    key: str
    label: str
    type: FieldType
    source: FaceOrigin
    required: bool


class RetentionAnswer(BaseModel, defer_build=True):
    """How long a case is kept after it has ended: so many years, or for good. Then what it says of people is erased."""

    years: Annotated[int | None, Field(description="保管年数，自办件结束的次日起算；永久保管的为空")]
    permanent: Annotated[bool, Field(description="永久保管")]
    basis: Annotated[str, Field(description="保管期限的依据")]


class ClosingAnswer(BaseModel, defer_build=True):
    """事项结束的方式和理由；successors 为承接的事项，to_divisions 为下放到的区划."""

    kind: Annotated[str, OpenList("方式", ENDED_WORDS)]
    reason: str
    document: str
    successors: list[str]
    to_divisions: list[str]


class SuspensionAnswer(BaseModel, defer_build=True):
    """事项的暂停：自 since 起不能申请，until 为恢复的时间（未定的为空）."""

    since: AwareDatetime
    until: AwareDatetime | None
    reason: str
    document: str


class ItemCorrection(BaseModel, defer_build=True):
    """已发布版本中更正过的一处文字."""

    pointer: str
    before: str
    after: str
    why: str
    at: AwareDatetime


class ItemAnswer(BaseModel, defer_build=True):
    """The guide (办事指南) of one item."""

    id: str
    version: int
    region: str
    name: str
    theme: Theme
    department: DepartmentAnswer
    category: str
    category_code: str
    handling_type: HandlingType
    exercise_level: Annotated[int, Field(ge=1, le=7, description="行使层级（GB/T 39046 A.2）：3 市级，4 县级")]
    service_objects: list[ApplicantKind]
    handling_modes: list[HandlingMode]
    codes: CodesAnswer
    legal_basis: list[LegalBasisAnswer]
    limits: LimitsAnswer
    materials: list[MaterialAnswer]
    form: FormAnswer
    fee: ItemFee
    result: ResultAnswer
    face: Annotated[list[FaceFieldAnswer], Field(description="办理结果的照面信息；事项没有列明的为空")]
    validity: ValidityAnswer | None
    retention: Annotated[RetentionAnswer, Field(description="办件的保管期限")]
    safety: Annotated[
        SafetyAnswer | None,
        Field(description="虚假申请之后限制再次申请；没有这一限制的事项为空"),
    ] = None
    tolerance: Annotated[ToleranceAnswer | None, Field(description="容缺受理；不实行的为空")] = None
    commitment: Annotated[CommitmentAnswer | None, Field(description="告知承诺；不实行的为空")] = None
    before_submit: Annotated[
        list[BeforeSubmitAnswer], Field(description="提交前须取得的同意、须单独告知的内容；没有的为空")
    ] = []
    special_procedures: list[ProcedureAnswer]
    prerequisites: list[str]
    before: Annotated[
        list[BeforeAnswer], Field(description="前置事项的名称，和其中现在不能申请的；与办事指南一致")
    ] = []
    upward_chain: list[StepAnswer]
    acceptance_window: str | None
    sub_items: list[str]
    channel: Channel
    notes: str
    duty: Annotated[DutyGuidance | None, Field(description="办理部门为非常驻部门的，其办公日；常驻部门为空")] = None
    ended_at: AwareDatetime | None = Field(default=None, description="事项取消的时间，自此不再受理新的申请")
    closing: ClosingAnswer | None = None
    suspension: SuspensionAnswer | None = None
    closed: Annotated[ClosedAnswer | None, Field(description=CLOSED)] = None
    corrections: list[ItemCorrection] = Field(default_factory=list[ItemCorrection])
    demonstration: str | None = Field(default=None, description="演示系统中的说明；正式目录没有这一项")


def summary_answer(row: ItemSummary, own: OwnPromise | None = None, closed: Closed | None = None) -> SummaryAnswer:
    """`own` is the length that the region promises instead of the published one."""
    promised = PromisedAnswer(
        length=own.value if own else row.promised_days,
        unit=UNITS[own.unit if own else row.promised_unit],
        condition=None if own else without_research(row.promised_condition),
        basis=own.basis if own else None,
    )
    fields = {name: getattr(row, name) for name in SummaryAnswer.model_fields if name not in ("promised", "closed")}
    return SummaryAnswer(**fields, promised=promised, closed=closed_answer(closed))


def item_answer(
    item: ServiceItem,
    *,
    demonstration: bool,
    own: OwnPromise | None = None,
    duty: DutyGuidance | None = None,
    closed: Closed | None = None,
    names: Named = NOT_NAMED,
) -> ItemAnswer:
    """What people read of an item; in a demonstration it says that it is one. `own` is what the region promises instead
    of the published length, `duty` when a department is in the hall that is not there every workday. `names` are those
    of the items that come before this one.
    """
    published = _published(item)
    changes: dict[str, Any] = {"demonstration": DEMONSTRATION if demonstration else None, "duty": duty}
    changes |= {"closed": closed_answer(closed), "before": before_answers(item, names)}
    if own:
        promised = promised_answer(item, own)
        changes["limits"] = published.limits.model_copy(update={"promised": promised})
    return published.model_copy(update=changes)


@once_per_item
def _published(item: ServiceItem) -> ItemAnswer:
    laws = [basis.law for basis in item.legal_basis]
    same = item.model_dump(include=set(ItemAnswer.model_fields) - {"department", "materials", "notes", "result"})
    return ItemAnswer.model_validate(
        same
        | {
            "department": DepartmentAnswer(
                id=item.department, name=item.department_name, name_2018=_plain(item.department_name_2018)
            ),
            "codes": CodesAnswer(implementing_code=item.implementing_code, basic_code=item.basic_code),
            "limits": LimitsAnswer(
                statutory=statutory_answer(item.statutory_limit, laws), promised=promised_answer(item)
            ),
            "materials": [_material(number, line, item) for number, line in enumerate(item.materials, start=1)],
            "form": form_answer(item),
            # Parts are exact about their types, so they are handed over as they are, not as dumped values.
            "legal_basis": [_basis(basis.law, basis.article) for basis in item.legal_basis],
            "fee": fee_answer(item, laws),
            "result": _result(item),
            "face": [_face_field(face) for face in item.result_fields],
            "validity": validity_answer(item.validity, laws, item) if item.validity else None,
            "retention": _retention(item, laws),
            "safety": safety_answer(item, laws),
            "tolerance": tolerance_answer(item, laws),
            "commitment": commitment_answer(item, laws),
            "before_submit": before_submit_answers(item),
            "special_procedures": [procedure_answer(procedure, laws, item) for procedure in item.special_procedures],
            "upward_chain": [step_answer(step) for step in item.upward_chain],
            "channel": item.channel,
            "notes": without_research(item.notes, laws) or "",
            "sub_items": [without_research(name, laws) or name for name in item.sub_items],
            "acceptance_window": without_research(item.acceptance_window, laws),
            **_standing(item),
        }
    )


def _standing(item: ServiceItem) -> dict[str, Any]:
    """What stands beside the version: its end, its suspension, corrections of its words."""
    pause = item.suspension
    told: dict[str, Any] = {} if pause is None else {"since": pause.from_, "until": pause.until}
    return {
        "closing": ClosingAnswer.model_validate(item.closing.model_dump()) if item.closing else None,
        "suspension": SuspensionAnswer(**told, reason=pause.reason, document=pause.document) if pause else None,
        "corrections": [ItemCorrection.model_validate(one.model_dump()) for one in item.corrections],
    }


def _plain(text: str) -> str:
    """Without what editors have noted, which citizens need not know."""
    return without_research(text) or text


def _basis(law: str, article: str) -> LegalBasisAnswer:
    return LegalBasisAnswer(law=law_name(law), article=articles(article), text=citation(law, article))


def _result(item: ServiceItem) -> ResultAnswer:
    result, laws = item.result, [basis.law for basis in item.legal_basis]
    return ResultAnswer(
        name=result.name,
        kind=result.kind,
        validity=item.validity.text if item.validity else result.validity,
        renewal=renewal_answer(result.renewal, laws) if result.renewal else None,
        e_certificate=result.e_certificate,
    )


def _face_field(face: ResultField) -> FaceFieldAnswer:
    """Who says it of an applicant with a resident's card; a foreign passport leaves more to the officer."""
    by_officer = is_stated(face, {}) and not tells_a_person(face)
    source = "decision" if by_officer else "platform" if face.source in (DECISION, SYSTEM) else "form"
    required = by_officer and not may_be_left_out(face)
    return FaceFieldAnswer(key=face.key, label=face.title, type=face.type, source=source, required=required)


def _retention(item: ServiceItem, laws: list[str]) -> RetentionAnswer:
    term = retention_of(item.retention)
    return RetentionAnswer(years=term.years, permanent=term.permanent, basis=citations(term.basis, laws) or term.basis)


def _material(number: int, line: Material, item: ServiceItem) -> MaterialAnswer:
    laws, words = [basis.law for basis in item.legal_basis], words_of(item)
    text = conditions.describe(conditions.parse(line.condition), words) if line.condition else None
    shown = {
        "no": f"{number:02}",
        "condition_text": text,
        "legal_basis": citations(line.legal_basis or "", laws),
        "acceptance_check": without_research(line.acceptance_check),
    }
    return MaterialAnswer.model_validate(line.model_dump() | shown)


class EditedItem(BaseModel, defer_build=True):
    """The published version as it was imported, with sources and marks."""

    id: str
    version: int
    document: EditedDocument


def edited_item(item: ServiceItem) -> EditedItem:
    return EditedItem(id=item.id, version=item.version, document=item.model_dump(mode="json", by_alias=True))
