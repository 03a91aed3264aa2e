"""How the public sees a scheme: members, prerequisites with their basis, questions, the single form."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field
from typing_extensions import TypeAliasType

from chalicelib.catalogue.api.before_submit_answers import BeforeSubmitAnswer, before_submit_answer
from chalicelib.catalogue.api.limit_answers import UNITS
from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.citations import without_research
from chalicelib.catalogue.model.schemes.parts import Blocks, Edge, FormField, Length, Node, Stage
from chalicelib.catalogue.model.schemes.request_item.before import before_submit
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import asked_by, labels_of, worded
from chalicelib.catalogue.model.schemes.words import (
    BLOCKS,
    DEMONSTRATION,
    demonstration_of,
    document_text,
    edge_text,
    law_text,
)
from chalicelib.catalogue.store.schemes import Holds, PublishedScheme, SchemeSummary
from chalicelib.clock import Unit

Mode = Literal["unified", "joint", "centralised"]
SchemeChoices = TypeAliasType("SchemeChoices", dict[str, str])


class HoldsAnswer(BaseModel, defer_build=True):
    version: int
    effective_from: date
    effective_to: date | None


class SchemeRow(BaseModel, defer_build=True):
    """A row of the list; `version` is the one that holds on the day that was asked for."""

    code: str
    name: str
    mode: Mode
    lead: str | None
    members: int
    version: int
    demonstration: str | None


class SchemesAnswer(BaseModel, defer_build=True):
    schemes: list[SchemeRow]


class OrganAnswer(BaseModel, defer_build=True):
    id: str
    name: str


class LengthAnswer(BaseModel, defer_build=True):
    length: int
    unit: Unit


class StageAnswer(BaseModel, defer_build=True):
    """A stage request (kind stage), or members that run beside them as ordinary cases (kind parallel)."""

    key: str
    name: str
    kind: Literal["stage", "parallel"]
    lead: OrganAnswer | None
    joint_limit: LengthAnswer | None
    joint_limit_basis: str | None
    joint_extension: LengthAnswer | None
    promised: LengthAnswer | None


class MemberAnswer(BaseModel, defer_build=True):
    """A member of a scheme. `condition` says in words when it is part of a request."""

    id: str
    item: str | None
    title: str
    department: OrganAnswer
    stage: str
    condition: str | None
    external: bool
    optional: bool
    held_allowed: Annotated[bool, Field(description="已持有的结果可以代替办理")]
    unified: Annotated[bool, Field(description="一个部门受理，其他部门提出意见后统一办理")]
    promised: LengthAnswer
    counts_in_joint_clock: Annotated[bool, Field(description="行政许可，计入联办法定时限")]
    note: str | None


class PrerequisiteAnswer(BaseModel, defer_build=True):
    """One of `any_of` must be there before `member` goes on as `effect` says."""

    id: str
    any_of: list[str]
    member: str
    blocks: Blocks
    effect: str
    basis: str
    commitment: Annotated[str | None, Field(description="签署承诺后，凭受理即可继续办理")]
    note: str | None


class SchemeQuestion(BaseModel, defer_build=True):
    """A question on which members or materials depend; `choices` maps values to labels."""

    name: str
    kind: conditions.Kind
    label: str
    choices: SchemeChoices
    help: str | None


class SchemeField(BaseModel, defer_build=True):
    """A field of the single form, asked once for all its members."""

    key: str
    type: str
    title: str
    required: bool
    sensitive: bool
    members: list[str]
    condition: str | None
    pattern: str | None
    max_length: int | None
    choices: list[str]


class SchemeAnswer(BaseModel, defer_build=True):
    """One version of a scheme (一件事、并联审批)."""

    code: str
    version: int
    name: str
    mode: Mode
    region: str
    effective_from: date
    effective_to: date | None
    versions: list[HoldsAnswer]
    demonstration: str | None
    lead: OrganAnswer | None
    basis: list[str]
    stages: list[StageAnswer]
    members: list[MemberAnswer]
    prerequisites: list[PrerequisiteAnswer]
    questions: list[SchemeQuestion]
    fields: list[SchemeField]
    before_submit: list[BeforeSubmitAnswer]
    promised_total: LengthAnswer | None
    issue: Annotated[Literal["as_ready", "together"], Field(description="结果随办随发，或者一并发放")]
    acceptance: Literal["all_or_nothing", "partial"]


def row_answer(row: SchemeSummary, version: int) -> SchemeRow:
    return SchemeRow(
        code=row.code,
        name=row.name,
        mode=mode_of(row.mode),
        lead=row.lead,
        members=row.members,
        version=version,
        demonstration=DEMONSTRATION if row.demonstration else None,
    )


def mode_of(mode: str) -> Mode:
    return "unified" if mode == "unified" else "joint" if mode == "joint" else "centralised"


def scheme_answer(published: PublishedScheme, organs: dict[str, str]) -> SchemeAnswer:
    """`organs` are the names of departments by their ids."""
    scheme = published.scheme
    return SchemeAnswer(
        **scheme.model_dump(include={"code", "name", "mode", "region", "issue", "acceptance"}),
        version=published.version,
        effective_from=scheme.effective_from,
        effective_to=scheme.effective_to,
        versions=[_holds(one) for one in published.versions],
        demonstration=demonstration_of(scheme),
        lead=organ(scheme.lead, organs),
        basis=[document_text(one.document, one.article) for one in scheme.basis if one.role != "model"],
        stages=[_stage(stage, organs) for stage in scheme.stages],
        members=[member_answer(scheme, node, organs) for node in scheme.nodes],
        prerequisites=[prerequisite_answer(edge) for edge in scheme.edges],
        questions=questions_answer(scheme),
        fields=[field_answer(scheme, field) for field in scheme.form.fields],
        before_submit=[before_submit_answer(one) for one in before_submit(scheme)],
        promised_total=length_answer(scheme.promised_total),
    )


def organ(name: str | None, organs: dict[str, str]) -> OrganAnswer | None:
    return OrganAnswer(id=name, name=organs.get(name, name)) if name else None


def length_answer(length: Length | None) -> LengthAnswer | None:
    return LengthAnswer(length=length.value, unit=UNITS[length.unit]) if length else None


def member_answer(scheme: SchemeDocument, node: Node, organs: dict[str, str]) -> MemberAnswer:
    same = {"id", "item", "title", "stage", "external", "optional", "held_allowed", "counts_in_joint_clock"}
    return MemberAnswer(
        **node.model_dump(include=same),
        department=OrganAnswer(id=node.department, name=organs.get(node.department, node.department)),
        condition=condition_text(scheme, node.condition),
        unified=node.handling == "unified",
        promised=LengthAnswer(length=node.promised.value, unit=UNITS[node.promised.unit]),
        note=without_research(node.note),
    )


def condition_text(scheme: SchemeDocument, text: str | None) -> str | None:
    return worded(conditions.parse(text), labels_of(scheme)) if text else None


def prerequisite_answer(edge: Edge) -> PrerequisiteAnswer:
    commitment = edge.commitment
    return PrerequisiteAnswer(
        id=edge.id,
        any_of=list(edge.from_),
        member=edge.to,
        blocks=edge.blocks,
        effect=BLOCKS[edge.blocks],
        basis=edge_text(edge),
        commitment=f"{commitment.proof}，{commitment.promise}" if commitment else None,
        note=without_research(edge.note),
    )


def questions_answer(scheme: SchemeDocument) -> list[SchemeQuestion]:
    helps = {one.variable: one.help for one in scheme.form.questions}
    return [
        SchemeQuestion(
            name=one.variable,
            kind=one.kind,
            label=one.label,
            choices=dict(one.choices),
            help=without_research(helps[one.variable]),
        )
        for one in asked_by(scheme)
    ]


def field_answer(scheme: SchemeDocument, field: FormField) -> SchemeField:
    same = {"key", "type", "title", "required", "sensitive", "pattern", "max_length"}
    return SchemeField(
        **field.model_dump(include=same),
        members=list(field.shared_by),
        condition=condition_text(scheme, field.when),
        choices=list(field.choices),
    )


def _holds(one: Holds) -> HoldsAnswer:
    return HoldsAnswer(version=one.version, effective_from=one.since, effective_to=one.until)


def _stage(stage: Stage, organs: dict[str, str]) -> StageAnswer:
    limit = stage.joint_limit
    return StageAnswer(
        **stage.model_dump(include={"key", "name", "kind"}),
        lead=organ(stage.lead, organs),
        joint_limit=length_answer(limit),
        joint_limit_basis=law_text(limit.basis) if limit else None,
        joint_extension=length_answer(limit.extension) if limit else None,
        promised=length_answer(stage.promised_total),
    )
