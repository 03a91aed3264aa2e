"""The graph of a joint request as its readers see it: how each member stands, why it waits, when the whole may end."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Annotated, Any

from pydantic import BaseModel, Field

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.api.member_answers import MemberResultEnd, member_end
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.alarm_days import alone_on
from chalicelib.cases.model.joint_members import member_label
from chalicelib.cases.model.masking import masked_answers
from chalicelib.cases.model.remaining import Remaining, remaining_of
from chalicelib.cases.model.task import TASK_KINDS, OpenTask, task_id
from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.schemes.parts import Blocks, Edge, Node
from chalicelib.catalogue.model.schemes.plans import Plan
from chalicelib.catalogue.model.schemes.readiness import LOST, MemberState, is_satisfied
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation, labels_of, questions_behind, worded
from chalicelib.catalogue.model.schemes.words import BLOCKS, demonstration_of, edge_text
from chalicelib.catalogue.store.schemes import organ_names
from chalicelib.clock import Unit
from chalicelib.foundation.platform import Platform
from chalicelib.joint.acts.advance import Look
from chalicelib.joint.model.ends import why_ended
from chalicelib.joint.model.graph import Standing, ended_before, forecast, last_end, standings, waits_for
from chalicelib.joint.model.member import Member, Reported

DaysLeft = Annotated[int | None, Field(description="到决定的期限还剩几日，已超期的为负数；没有期限在计算的为 null")]


class JointOrgan(BaseModel, defer_build=True):
    """一个部门。"""

    id: str
    name: str


class JointTask(BaseModel, defer_build=True):
    """成员事项现在由谁办理。"""

    id: Annotated[str | None, Field(description="任务的编号；只告知大厅和部门的人员")]
    label: Annotated[str, Field(description="应办的事，如“审查”")]
    department: JointOrgan


class JointBlock(BaseModel, defer_build=True):
    """成员事项还在等待的一个前置关系。"""

    edge: Annotated[str, Field(description="前置关系的标识，见 edges")]
    blocks: Blocks
    says: Annotated[str, Field(description="一句话：等待哪个成员的结果，之后才能做什么，依据是什么")]


class JointMember(BaseModel, defer_build=True):
    """联办申请的一个成员：目前的状态、等待什么、由谁办理、期限和预计办结的日期。"""

    id: str
    item: Annotated[str | None, Field(description="事项编码；由外部系统办理的没有")]
    title: str
    department: JointOrgan
    external: bool
    optional: Annotated[bool, Field(description="没有它，联办也能办结")]
    state: MemberState
    state_label: str
    result_end: Annotated[MemberResultEnd | None, Field(description="结果不再有效的，状态、日期和依据；其他为 null")]
    rule: Annotated[str | None, Field(description="什么情形下才有这个成员；没有条件的为 null")]
    why: Annotated[
        str | None,
        Field(description="本件为何有或者没有这个成员；取决于不予显示的填写内容的，只告知申请人，其余为 null"),
    ]
    why_ended: Annotated[str | None, Field(description="未经决定就终止的，原因")]
    blocked_by: list[JointBlock]
    no_construction: Annotated[list[str], Field(description="不影响办理、但取得结果之前不得开工的说明")]
    issued_alone_on: Annotated[
        date | None, Field(description="结果与其他事项一并颁发、正在等待的，至迟于此日单独颁发；不等待的为 null")
    ]
    tasks: Annotated[list[JointTask] | None, Field(description="现在应办的任务；不是您职责范围内的成员为 null")]
    case_id: Annotated[str | None, Field(description="成员自己的办件；没有开始的，或者不是您职责范围内的为 null")]
    number: str | None
    rests_on_ended: Annotated[
        list[str], Field(description="提示：它以其为前置的结果已经失效，请核实；不因此自动处理。没有的为空")
    ]
    opened_on: date | None
    ended_on: date | None
    reported: Annotated[Reported | None, Field(description="由外部系统办理的，其最近一次报告")]
    result_number: Annotated[
        str | None, Field(description="由外部系统办理的，其报告的结果编号；只告知申请人和牵头部门")
    ]
    reported_reason: Annotated[
        str | None, Field(description="由外部系统办理、未能办成的，其报告的原因；是他人写的文字，只告知申请人")
    ]
    promised_due: date | None
    statutory_due: date | None
    days_left: DaysLeft
    unit: Unit | None
    predicted_on: Annotated[date | None, Field(description="预计作出决定的日期；已经决定或者终止的为 null")]
    slack: Annotated[int | None, Field(description="它最多可以晚几个工作日决定，而全部不因此晚办结；已经决定的为 null")]
    critical: Annotated[bool, Field(description="在关键路径上，并且尚未决定")]


class JointEdge(BaseModel, defer_build=True):
    """any_of 之一取得结果之后，member 才能按 effect 继续；basis 是依据的条文。"""

    id: str
    any_of: list[str]
    member: str
    blocks: Blocks
    effect: str
    basis: str
    satisfied: bool
    promised: Annotated[
        str | None, Field(description="申请人已经签署、凭以先行办理的承诺；不等待前置结果。没有签署的为 null")
    ]


class JointGraph(BaseModel, defer_build=True):
    """一件联办申请的全部成员和它们的先后；日期按现在已知的情况推算。"""

    id: str
    number: str | None
    scheme: str
    version: Annotated[int, Field(description="联办方案的版本")]
    name: str
    stage: str
    demonstration: str | None
    status: Status
    status_label: str
    accepted_on: date | None
    promised_due: Annotated[date | None, Field(description="全部事项的承诺办结日")]
    statutory_due: Annotated[date | None, Field(description="联办的法定期限届满日（行政许可法42(2)）")]
    provisional: Annotated[bool, Field(description="届满日之前还有未公布的节假日")]
    days_left: DaysLeft
    unit: Unit | None
    predicted_finish: Annotated[
        date | None, Field(description="预计全部办结的日期；没有尚未决定的成员，或者无法推算的为 null")
    ]
    critical_path: Annotated[list[str], Field(description="决定全部何时办结的成员，按先后；已经办成的也在其中")]
    nodes: list[JointMember]
    edges: list[JointEdge]
    sentences: Annotated[list[str], Field(description="以文字说明每个成员的状态，供读屏软件使用")]


OF_CASES = ("case_id", "number", "tasks", "promised_due", "statutory_due", "days_left", "unit", "issued_alone_on")


@dataclass(frozen=True)
class Reader:
    """`sees`: whether a member's own case is the reader's business. `own`: the applicant, or who acts for one."""

    platform: Platform
    look: Look
    sees: Callable[[Case], bool]
    own: bool

    @cached_property
    def situation(self) -> Situation:
        return self.look.request.situation

    @cached_property
    def scheme(self) -> SchemeDocument:
        return self.situation.scheme

    @cached_property
    def today(self) -> date:
        return self.platform.now().date()

    @cached_property
    def organs(self) -> Mapping[str, str]:
        return organ_names(self.platform.table, self.look.case.division, wall=self.platform.wall())

    @cached_property
    def masked(self) -> frozenset[str]:
        """The questions whose answers this reader is not told."""
        if self.own:
            return frozenset()
        return masked_answers(item_of(self.platform, self.look.case), self.look.found.form)

    @cached_property
    def plan(self) -> Plan | None:
        accepted = (self.look.case.accepted_at or self.platform.now()).date()
        days = accepted, self.today
        return forecast(
            self.situation, self.look.before, self.look.cases, days, self.platform.calendar, self.look.request.signed
        )

    @cached_property
    def critical(self) -> tuple[str, ...]:
        return self.plan.critical_path if self.plan else ()

    def organ(self, name: str) -> JointOrgan:
        return JointOrgan(id=name, name=self.organs.get(name, "外部系统"))


def graph_answer(reader: Reader) -> JointGraph:
    look, case = reader.look, reader.look.case
    left = remaining_of(case, reader.today, reader.platform.calendar)
    members = [_member(reader, one) for one in standings(reader.situation, look.before, look.request.signed)]
    return JointGraph(
        id=case.id,
        number=case.number,
        scheme=reader.scheme.code,
        version=look.request.made_of.version,
        name=reader.scheme.name,
        stage=look.request.made_of.stage,
        demonstration=demonstration_of(reader.scheme),
        status=case.status,
        status_label=case.status_label,
        accepted_on=case.accepted_at.date() if case.accepted_at else None,
        promised_due=case.due("promised"),
        statutory_due=case.due("statutory"),
        provisional=case.provisional,
        days_left=_days_left(left),
        unit=left.unit if left else None,
        predicted_finish=reader.plan.last_day if reader.plan else None,
        critical_path=list(reader.critical),
        nodes=members,
        edges=[_edge(reader, edge) for edge in reader.scheme.edges],
        sentences=[said(one) for one in members],
    )


def said(member: JointMember) -> str:
    """How a member stands, in one sentence."""
    end = member.result_end
    when = f"（{end.on.isoformat()}，{end.article}）" if end else ""
    parts = [f"“{member.title}”（{member.department.name}）：{member.state_label}{when}"]
    if member.days_left is not None and member.predicted_on:
        unit = "个工作日" if member.unit == "workday" else "日"
        late = member.days_left < 0
        parts.append(f"已超期{-member.days_left}{unit}" if late else f"剩{member.days_left}{unit}")
    if member.predicted_on:
        parts.append(f"预计{member.predicted_on.isoformat()}决定")
    return "，".join(
        [*parts, *(one.says for one in member.blocked_by), *member.no_construction, *member.rests_on_ended]
    )


def _edge(reader: Reader, edge: Edge) -> JointEdge:
    states: dict[str, MemberState] = {name: one.state for name, one in reader.look.before.items()}
    signed = reader.look.request.signed
    return JointEdge(
        id=edge.id,
        any_of=list(edge.from_),
        member=edge.to,
        blocks=edge.blocks,
        effect=BLOCKS[edge.blocks],
        basis=edge_text(edge),
        satisfied=is_satisfied(reader.situation, states, edge, signed),
        promised=edge.commitment.promise if edge.commitment and edge.id in signed else None,
    )


def _member(reader: Reader, one: Standing) -> JointMember:
    node, member, scheme, look = one.node, one.member, reader.scheme, reader.look
    end = member_end(last_end(look.cases.get(node.id)))
    ended = member.state in LOST and member.state not in ("refused", "external_failed")
    planned = reader.plan.members.get(node.id) if reader.plan and member.ended_on is None else None
    undecided = member.ended_on is None and member.state not in ("held", "not_applicable")
    return JointMember(
        **node.model_dump(include={"id", "item", "title", "external", "optional"}),
        department=reader.organ(node.department),
        state=member.state,
        state_label=member_label(member.state, ended=end.state) if end else member.label,
        result_end=end,
        rule=worded(conditions.parse(node.condition), labels_of(scheme)) if node.condition else None,
        why=None if _hidden(reader, node) else reader.situation.why(node),
        why_ended=why_ended(scheme, member, look.before) if ended else None,
        blocked_by=[JointBlock(edge=edge.id, blocks=edge.blocks, says=waits_for(scheme, edge)) for edge in one.blocked],
        no_construction=[waits_for(scheme, edge) for edge in one.bans],
        rests_on_ended=ended_before(reader.situation, reader.look.cases, node.id),
        opened_on=member.opened_on,
        ended_on=member.ended_on,
        reported=member.reported,
        result_number=member.reported_number if reader.sees(look.case) else None,
        reported_reason=member.reported_reason if reader.own else None,
        predicted_on=planned.decided_on if planned and undecided else None,
        slack=planned.slack if planned and undecided else None,
        critical=undecided and node.id in reader.critical,
        **_own(reader, member),
    )


def _own(reader: Reader, member: Member) -> dict[str, Any]:
    """What the member's own case says; its number and its tasks only to those who have to do with it."""
    case = reader.look.cases.get(member.node)
    if member.task and member.state == "external_pending" and reader.sees(reader.look.case):
        mine = [task for task in reader.look.case.open_tasks if task.no == member.task]
        return {**dict.fromkeys(OF_CASES), "tasks": _tasks(reader, reader.look.case, mine)}
    nothing: dict[str, Any] = dict.fromkeys(OF_CASES)
    if case is None:
        return nothing
    left = None if case.decided_at else remaining_of(case, reader.today, reader.platform.calendar)
    terms = {
        "promised_due": case.due("promised"),
        "statutory_due": case.due("statutory"),
        "days_left": _days_left(left),
        "unit": left.unit if left else None,
        "issued_alone_on": alone_on(case),
    }
    if not reader.sees(case):
        return {**nothing, **terms}
    return {"case_id": case.id, "number": case.number, "tasks": _tasks(reader, case, case.open_tasks), **terms}


def _days_left(found: Remaining | None) -> int | None:
    return found.left - found.overdue if found else None


def _tasks(reader: Reader, case: Case, tasks: Sequence[OpenTask]) -> list[JointTask]:
    return [
        JointTask(
            id=None if reader.own else task_id(case.id, task.no),
            label=TASK_KINDS[task.kind].label,
            department=reader.organ(task.department),
        )
        for task in tasks
    ]


def _hidden(reader: Reader, node: Node) -> bool:
    """Whether the reason names an answer that this reader is not told."""
    if node.condition is None:
        return False
    asked = frozenset(one.variable for one in conditions.comparisons(conditions.parse(node.condition)))
    return not reader.masked.isdisjoint(questions_behind(reader.scheme, asked) | asked)
