"""Seeing an investment project with the requests of its stages; who may see none of them hears that there is none."""

from collections.abc import Sequence
from typing import NamedTuple

from chalicelib.cases.acts.disclose import record_agent
from chalicelib.cases.acts.standing import with_authorisation
from chalicelib.cases.model.access import may_see, reach_of
from chalicelib.cases.model.joint_ref import scheme_of
from chalicelib.cases.model.status import ENDED, Status
from chalicelib.cases.store.records import CaseFile
from chalicelib.catalogue.model.member_state import MemberState
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.store.schemes import load_scheme
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.project import OfStage, StageStands, stages_of
from chalicelib.joint.store.members import members_of
from chalicelib.joint.store.projects import Project, project_named


class NoProject(problems.NotFound):
    code = "project_not_found"
    title = "没有这个项目，或者不是您的项目，请核对项目代码"


class Seen(NamedTuple):
    """`requests` are those that the reader may see, in the order of their receipt."""

    code: str | None
    scheme: SchemeDocument
    requests: Sequence[CaseFile]
    stages: Sequence[StageStands]


def own_project(platform: Platform, caller: Caller, named: str, request_id: str) -> Seen:
    """As its owner sees it, or who acts for the owner in these requests."""
    project, under = with_authorisation(
        platform, caller, lambda: project_named(platform, platform.settings.division, named)
    )
    secrets = platform.index_keys.reads
    seen = [one for one in project.requests if reach_of(caller.actor, one.case, secrets, under) is not None]
    for one in seen:
        record_agent(platform, caller, request_id, one.case, ["/project"])
    return _seen(platform, project, seen)


def seen_project(platform: Platform, caller: Caller, named: str) -> Seen:
    """As people of the hall see it, of the requests that are their business."""
    project = project_named(platform, platform.settings.division, named)
    return _seen(platform, project, [one for one in project.requests if may_see(caller.actor, one.case)])


def _seen(platform: Platform, project: Project, requests: Sequence[CaseFile]) -> Seen:
    received = sorted((one for one in requests if one.case.received_at), key=lambda one: str(one.case.received_at))
    if not received:
        raise NoProject
    newest = received[-1].case
    day, wall = platform.now().date(), platform.wall()
    scheme = load_scheme(platform.table, newest.division, scheme_of(newest.item), day=day, wall=wall).scheme
    own = [one for one in received if scheme_of(one.case.item) == scheme.code]
    return Seen(project.code, scheme, own, stages_of(scheme, [_of_stage(scheme, one) for one in own]))


def stage_of(scheme: SchemeDocument, found: CaseFile) -> str:
    """The stage in the code under which it was applied for: YM-J01-build."""
    return found.case.item.removeprefix(f"{scheme.code}-")


def _of_stage(scheme: SchemeDocument, found: CaseFile) -> OfStage:
    states: dict[str, MemberState] = {name: one.state for name, one in members_of(found).items()}
    over = found.case.status in ENDED or found.case.status is Status.CONCLUDED
    return OfStage(stage_of(scheme, found), states, over)
