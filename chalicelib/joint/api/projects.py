"""An investment project: its stages, their requests, what is granted and what comes next."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.model import Status
from chalicelib.cases.model.joint_members import MEMBER_LABELS
from chalicelib.catalogue.model.member_state import MemberState
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.joint.acts.see_project import Seen, own_project, seen_project, stage_of
from chalicelib.joint.store.members import members_of

api = Api(__name__, tag="cases")
own = Api(f"{__name__}.own", tag="applications")

ProjectStageState = Literal["granted", "running", "ended", "next", "waiting", "apart"]


class ProjectMember(BaseModel, defer_build=True):
    node: Annotated[str, Field(description="联办方案中的成员")]
    title: str
    state: MemberState
    state_label: str


class ProjectRequest(BaseModel, defer_build=True):
    id: str
    number: str | None
    status: Status
    status_label: str
    received_at: datetime | None
    members: Annotated[list[ProjectMember], Field(description="本次涉及的成员事项；受理之前没有")]


class ProjectStage(BaseModel, defer_build=True):
    key: str
    name: str
    item: Annotated[str | None, Field(description="申请这一阶段的编号；其中的事项须分别申请的，为 null")]
    state: ProjectStageState
    awaits: Annotated[list[str], Field(description="还缺哪些成员事项的结果，才能申请这一阶段")]
    requests: Annotated[list[ProjectRequest], Field(description="这一阶段的联办申请，按收件先后")]


class ProjectAnswer(BaseModel, defer_build=True):
    """投资项目分阶段办理的情况。"""

    code: Annotated[str | None, Field(description="投资项目代码（GB/T 40058）；尚未取得的，为 null")]
    scheme: str
    name: Annotated[str, Field(description="联办方案的名称")]
    stages: list[ProjectStage]
    next: Annotated[list[str], Field(description="现在可以申请的阶段，写明申请用的编号")]


@own.get("/projects/{code}", Permission.APPLY, "本人投资项目各阶段的办理情况", for_agents=True, answer=ProjectAnswer)
def read_own_project(call: Call[None, None], code: str) -> Answer:
    return Answer(_answer(own_project(call.platform, call.caller, code, call.request_id)))


@api.get("/cases/projects/{code}", Permission.READ_CASES, "投资项目各阶段的办理情况", answer=ProjectAnswer)
def read_project(call: Call[None, None], code: str) -> Answer:
    return Answer(_answer(seen_project(call.platform, call.caller, code)))


def _answer(seen: Seen) -> ProjectAnswer:
    titles = {node.id: node.title for node in seen.scheme.nodes}
    stages = [
        ProjectStage(
            key=one.key,
            name=seen.scheme.stage(one.key).name,
            item=None if one.state == "apart" else f"{seen.scheme.code}-{one.key}",
            state=one.state,
            awaits=[titles[name] for name in one.awaits],
            requests=_requests(seen, one.key),
        )
        for one in seen.stages
    ]
    following = [one.item for one in stages if one.item and one.state == "next"]
    return ProjectAnswer(code=seen.code, scheme=seen.scheme.code, name=seen.scheme.name, stages=stages, next=following)


def _requests(seen: Seen, stage: str) -> list[ProjectRequest]:
    return [
        ProjectRequest(
            id=found.case.id,
            number=found.case.number,
            status=found.case.status,
            status_label=found.case.status.label,
            received_at=found.case.received_at,
            members=[
                ProjectMember(node=one.node, title=one.title, state=one.state, state_label=MEMBER_LABELS[one.state])
                for one in members_of(found).values()
                if one.state != "not_applicable"
            ],
        )
        for found in seen.requests
        if stage_of(seen.scheme, found) == stage
    ]
