"""How a joint request tells of its members, and a member of its request."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_members import MAY_RECTIFY, member_case_id, member_label
from chalicelib.catalogue.model.member_state import MemberState
from chalicelib.foundation.attributes import Item


class MemberOf(BaseModel, defer_build=True):
    """本件是哪一件联办申请的成员事项，还在等待什么。"""

    case: Annotated[str, Field(description="联办申请的办件标识")]
    scheme: str
    node: str
    waits_for: Annotated[list[str], Field(description="其结果作出之前，本件不能作出决定的成员事项")] = []
    withdrawn_on: Annotated[
        date | None, Field(description="申请人撤回整件联办申请、本件随之撤回的日期；不是这样结束的为 null")
    ] = None


class CaseMember(BaseModel, defer_build=True):
    """联办申请的一个成员事项；前置关系、期限和预计办结的日期见 /graph。"""

    node: str
    item: Annotated[str | None, Field(description="事项编码；由外部系统办理的没有")] = None
    title: str
    department: str
    state: MemberState
    state_label: str
    rectify_by: Annotated[date | None, Field(description="待整改的，整改期限的最后一日；没有的为 null")] = None
    case_id: Annotated[str | None, Field(description="成员事项自己的办件；尚未开始的没有")] = None
    reason: Annotated[
        str | None, Field(description="由外部系统办理而未能办成的，承办单位说明的原因；只告知申请人，其他情形为 null")
    ] = None


def members_told(
    case: Case, rows: Mapping[str, Item], sees: Callable[[str], bool], *, own: bool = False
) -> list[CaseMember]:
    """Those that this request concerns, in the order of their rows; empty for what has none. `sees`: whether the cases
    of a department are the reader's business; of others their ids are not told. `own`: to the applicant, who is told
    in the provider's words why a step has failed.
    """
    return [_told(case.id, row, sees, own=own) for row in rows.values() if row["state"] != "not_applicable"]


def _told(request: str, row: Item, sees: Callable[[str], bool], *, own: bool) -> CaseMember:
    begun = row.get("item") and row.get("opened_on")
    until = row.get("rectify_by") if row["state"] in MAY_RECTIFY else None
    return CaseMember(
        node=row["node"],
        item=row.get("item"),
        title=row.get("title") or row["node"],
        department=row["department"],
        state=row["state"],
        state_label=member_label(row["state"], rectifying=until is not None),
        rectify_by=until,
        reason=row.get("reported_reason") if own else None,
        case_id=member_case_id(request, row["node"]) if begun and sees(row["department"]) else None,
    )


class BroughtAnswer(BaseModel, defer_build=True):
    """同一联办申请中先行办成的事项，它的结果就是这一项材料。"""

    member: Annotated[str, Field(description="成员事项")]
    title: str
    number: Annotated[str | None, Field(description="结果的编号；没有编号的为 null")]


LineBrought = Annotated[BroughtAnswer | None, Field(description="本次联办中作出、即为这一项材料的结果")]
