"""What a new version of an item would change for cases under way, before it is published."""

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.access.policy import Permission
from chalicelib.cases.model.status import Status
from chalicelib.cases.store.impact import count_cases
from chalicelib.catalogue.acts.life_gate import find_life
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.differences import differences
from chalicelib.catalogue.store import load_item, unknown_item
from chalicelib.catalogue.store.life import LifeRows
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import DIGITS, link, seal, unseal
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="item_life")


class ImpactQuery(Part):
    version: Annotated[
        int | None, Field(ge=1, le=99_999_999, description="已发布而未生效的版本；不填的为进行中的草稿"), DIGITS
    ] = None
    cursor: Annotated[str | None, Field(max_length=1000, description="上一次答复中的 next_cursor，原样带回")] = None


class CasesOfVersion(BaseModel, defer_build=True):
    """某一状态、某一版本的在办办件数."""

    status: Status
    status_label: str
    version: int
    count: int


class DraftsOfVersion(BaseModel, defer_build=True):
    """某一版本的、尚未提交的草稿数；只有数，没有申请人."""

    version: int
    count: int
    meet_change: Annotated[bool, Field(description="新版本生效后提交时将收到 item_changed")]


class ImpactDifference(BaseModel, defer_build=True):
    """与现行版本相比的一处变化；pointer 为新版本中的位置."""

    code: str
    pointer: str
    text: str


class ItemImpact(BaseModel, defer_build=True):
    """新版本与现行版本的差异，以及在办办件数和草稿数。在办办件继续按收件时的版本办理；草稿提交时收到 409 item_changed，
    告知全部差异和可以保留的答案，重新保存表单后再提交.
    """

    id: str
    from_version: int
    to_version: int
    differences: list[ImpactDifference]
    drafts_meet_change: Annotated[bool, Field(description="尚未提交的草稿将收到 item_changed，须重新保存表单")]
    cases: list[CasesOfVersion]
    drafts: Annotated[list[DraftsOfVersion], Field(description="尚未提交的草稿，按填写时的版本")]
    read: Annotated[int, Field(description="本次统计查看的在办办件和草稿数")]
    next_cursor: Annotated[str | None, Field(description="还有没有统计的办件时，带上它再次查询，各次的数相加")]


@api.get(
    "/admin/items/{code}/impact",
    Permission.READ_ITEMS,
    "新版本对在办办件的影响",
    query=ImpactQuery,
    answer=ItemImpact,
    problems=(NotFound,),
)
def read_item_impact(call: Call[None, ImpactQuery], code: str) -> Answer:
    platform, query, division = call.platform, call.query, call.platform.settings.division
    rows = find_life(platform, call.actor, code)
    found = rows.found
    if found is None:
        raise unknown_item()
    now = found.at(platform.now())
    wanted = _wanted(platform, rows, code, query.version)
    scope = f"impact {division} {code}"
    counted = count_cases(platform.table, division, code, unseal(platform, scope, query.cursor))
    changes = differences(now, wanted)
    cursor = seal(platform, scope, counted.after)
    body = ItemImpact(
        id=code,
        from_version=now.version,
        to_version=wanted.version,
        differences=[
            ImpactDifference(code=change.code, pointer=change.pointer, text=change.text) for change in changes
        ],
        drafts_meet_change=now.version != wanted.version,
        cases=[
            CasesOfVersion(status=Status(status), status_label=Status(status).label, version=version, count=count)
            for (status, version), count in sorted(counted.cases.items())
            if status != Status.DRAFT.value
        ],
        drafts=[
            DraftsOfVersion(version=version, count=count, meet_change=version != wanted.version)
            for (status, version), count in sorted(counted.cases.items())
            if status == Status.DRAFT.value
        ],
        read=counted.read,
        next_cursor=cursor,
    )
    path = f"/v1/admin/items/{code}/impact"
    return Answer(body, headers=link(platform.settings, path, {"version": query.version}, cursor))


def _wanted(platform: Platform, rows: LifeRows, code: str, version: int | None) -> ServiceItem:
    """The draft, or the version that is named. Raises NotFound where there is none."""
    division = platform.settings.division
    if version is not None:
        return load_item(platform.table, division, code, version)
    drafted = rows.drafted(division)
    if drafted is None:
        raise NotFound(code="item_no_proposal", title="该事项没有正在办理的草稿或者变动")
    return drafted
