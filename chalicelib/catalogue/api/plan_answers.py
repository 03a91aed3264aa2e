"""How the public sees a plan: the members of one request and why, their days, what to hand in, what to fill in."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StrictBool, StrictInt, StringConstraints
from typing_extensions import TypeAliasType

from chalicelib.catalogue.api.limit_answers import UNITS
from chalicelib.catalogue.api.scheme_answers import (
    LengthAnswer,
    OrganAnswer,
    SchemeField,
    field_answer,
)
from chalicelib.catalogue.api.window_guidance import WindowsAnswer
from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.closed import Closed
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.model.schemes.materials import MergedLine, merged_checklist
from chalicelib.catalogue.model.schemes.plans import Plan, Planned, PlannedStage
from chalicelib.catalogue.model.schemes.single_form import single_form
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.catalogue.model.schemes.words import demonstration_of, edge_text
from chalicelib.catalogue.store.schemes import PublishedScheme
from chalicelib.http.bodies import Part

Text = Annotated[str, StringConstraints(max_length=200, strict=True)]
GivenAnswer = TypeAliasType("GivenAnswer", StrictBool | StrictInt | Text)
Variable = Annotated[str, StringConstraints(max_length=60)]
GivenAnswers = TypeAliasType("GivenAnswers", Annotated[dict[Variable, GivenAnswer | None], Field(max_length=200)])
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]


class PlanQuestion(Part):
    """What a plan is asked for."""

    answers: GivenAnswers
    start: Annotated[date | None, Field(description="假定的受理日期，不填为今天")] = None
    held: Annotated[tuple[Name, ...], Field(max_length=40, description="已持有结果的成员")] = ()
    commitments: Annotated[tuple[Name, ...], Field(max_length=40, description="愿意签署承诺的前置关系")] = ()


class PlannedMember(BaseModel, defer_build=True):
    """A member of the request. All days are null while something that it waits for has no day."""

    id: str
    item: str | None
    title: str
    department: OrganAnswer
    stage: str
    why: str
    held: bool
    ended: Annotated[bool, Field(description="事项已取消、下放、拆分或者合并，不能再申请")]
    closed: Annotated[
        ClosedAnswer | None,
        Field(description="事项不能申请或者已经公布届时不能申请的；计划申请之日不能申请的，各日期为空"),
    ] = None
    promised: LengthAnswer
    opens_on: date | None
    review_done_on: Annotated[date | None, Field(description="自身审查按承诺完成的日期")]
    due: Annotated[date | None, Field(description="按承诺作出决定的日期")]
    statutory_due: Annotated[date | None, Field(description="本事项法定时限的届满日，承诺不晚于此日")]
    issue_due: Annotated[date | None, Field(description="颁发、送达结果的最后日期")]
    slack: Annotated[int | None, Field(description="推迟多少个工作日不影响全部办结")]
    critical: bool


class NotNeeded(BaseModel, defer_build=True):
    """A member of the scheme that this request does not have, and why."""

    id: str
    title: str
    why: str


class StagePlan(BaseModel, defer_build=True):
    """One request. `joint_due` is the law's (行政许可法42(2)) and covers licences; the others are promises."""

    key: str
    name: str
    accepted_on: date | None
    joint_due: date | None
    covers: list[str]
    promised_due: date | None
    planned_finish: date | None


class MaterialLine(BaseModel, defer_build=True):
    member: str
    line: Annotated[str, Field(description="事项材料清单中的序号")]


class MergedMaterial(BaseModel, defer_build=True):
    """One material of the request: handed in once, got by the organs themselves, or not needed."""

    key: str
    title: str
    asked: Literal["once", "never", "not_needed"]
    required: bool
    why: str
    originals: int
    copies: int
    electronic_ok: bool
    lines: list[MaterialLine]


class ConstructionBan(BaseModel, defer_build=True):
    """Until `until` there must be no construction, whatever was decided."""

    member: str
    before: list[str]
    text: str
    basis: str
    until: date | None


class PlanAnswer(BaseModel, defer_build=True):
    """The plan of one request: an estimate on promised times, no decision."""

    code: str
    version: int
    start: date
    demonstration: str | None
    members: list[PlannedMember]
    not_needed: list[NotNeeded]
    stages: list[StagePlan]
    makespan_workdays: Annotated[int | None, Field(description="自受理至全部办结的工作日数")]
    last_day: date | None
    promised_due: Annotated[date | None, Field(description="承诺的总时限届满日")]
    critical_path: list[str]
    provisional: Annotated[bool, Field(description="其中有放假通知尚未公布的日子")]
    feasible: Annotated[
        bool, Field(description="各成员在计划申请之日都可以申请；为否的，见各成员的 closed，没有总的办结日期")
    ]
    materials: list[MergedMaterial]
    fields: list[SchemeField]
    construction: list[ConstructionBan]
    window: Annotated[WindowsAnswer, Field(description="一次申请到哪个窗口办理；没有大厅信息的为空")] = WindowsAnswer()


def plan_answer(
    published: PublishedScheme,
    situation: Situation,
    plan: Plan,
    *,
    start: date,
    items: Mapping[str, ItemDocument],
    closed: Mapping[str, Closed],
    organs: Mapping[str, str],
    held: Collection[str],
) -> PlanAnswer:
    scheme = published.scheme
    return PlanAnswer(
        code=scheme.code,
        version=published.version,
        start=start,
        demonstration=demonstration_of(scheme),
        members=[
            _member(situation, plan.members[one.id], organs, closed.get(one.item or ""))
            for one in scheme.nodes
            if one.id in plan.members
        ],
        not_needed=_not_needed(situation, plan),
        stages=[_stage(situation, stage) for stage in plan.stages if _there(plan, stage)],
        makespan_workdays=plan.makespan,
        last_day=plan.last_day,
        promised_due=plan.promised_due,
        critical_path=list(plan.critical_path),
        provisional=plan.provisional,
        feasible=plan.feasible,
        materials=[_material(line) for line in merged_checklist(situation, items, held)],
        fields=_fields(situation, held),
        construction=_bans(situation, plan),
    )


def _not_needed(situation: Situation, plan: Plan) -> list[NotNeeded]:
    left_out = [one for one in situation.scheme.nodes if one.id not in plan.members]
    return [NotNeeded(id=one.id, title=one.title, why=situation.why(one)) for one in left_out]


def _fields(situation: Situation, held: Collection[str]) -> list[SchemeField]:
    """The questions of the one form, each with the members that ask it."""
    asked = [one for one in single_form(situation, held) if one.applies]
    scheme = situation.scheme
    return [field_answer(scheme, one.field).model_copy(update={"members": list(one.members)}) for one in asked]


def _member(situation: Situation, planned: Planned, organs: Mapping[str, str], closed: Closed | None) -> PlannedMember:
    node = planned.node
    return PlannedMember(
        **node.model_dump(include={"id", "item", "title", "stage"}),
        department=OrganAnswer(id=node.department, name=organs.get(node.department, node.department)),
        why="已持有结果，不再办理" if planned.held else situation.why(node),
        held=planned.held,
        ended=closed is not None and closed.in_force and closed.kind != "suspend",
        closed=closed_answer(closed),
        promised=LengthAnswer(length=planned.promised.value, unit=UNITS[planned.promised.unit]),
        opens_on=planned.opens_on,
        review_done_on=planned.own_review_done,
        due=planned.due,
        statutory_due=planned.statutory_due,
        issue_due=planned.issue_due,
        slack=planned.slack,
        critical=planned.critical,
    )


def _there(plan: Plan, stage: PlannedStage) -> bool:
    return any(one.node.stage == stage.key for one in plan.members.values())


def _stage(situation: Situation, stage: PlannedStage) -> StagePlan:
    return StagePlan(
        key=stage.key,
        name=situation.scheme.stage(stage.key).name,
        accepted_on=stage.accepted_on,
        joint_due=stage.joint_due,
        covers=list(stage.covers),
        promised_due=stage.promised_due,
        planned_finish=stage.planned_finish,
    )


def _material(line: MergedLine) -> MergedMaterial:
    return MergedMaterial(
        key=line.key,
        title=line.title,
        asked=line.asked,
        required=line.required,
        why=line.why,
        originals=line.originals,
        copies=line.copies,
        electronic_ok=line.electronic_ok,
        lines=[MaterialLine(member=one.node, line=one.no) for one in line.lines],
    )


def _bans(situation: Situation, plan: Plan) -> list[ConstructionBan]:
    found = list[ConstructionBan]()
    for edge in situation.scheme.edges:
        before = situation.alternatives(edge)
        if edge.blocks != "construction" or edge.to not in situation.active or not before:
            continue
        days = [day for name in before if (day := plan.members[name].decided_on)]
        titles = "、".join(situation.scheme.node(name).title for name in before)
        text = edge.note or f"取得“{titles}”之前不得开工"
        until = min(days, default=None)
        found.append(
            ConstructionBan(member=edge.to, before=list(before), text=text, basis=edge_text(edge), until=until)
        )
    return found
