"""How a joint request tells of its members, and a member of its request."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.cases.model import Case
from chalicelib.cases.model.joint_members import MAY_RECTIFY, member_case_id, member_label
from chalicelib.cases.model.result_end import END_LABELS, EndState, ResultEnd
from chalicelib.catalogue.model.member_state import MemberState
from chalicelib.foundation.attributes import Item

END_WORDS = "；".join(f"{state} {label}" for state, label in END_LABELS.items())


class MemberOf(BaseModel, defer_build=True):
    """本件是哪一件联办申请的成员事项，还在等待什么。"""

    case: Annotated[str, Field(description="联办申请的办件标识")]
    scheme: str
    node: str
    waits_for: Annotated[list[str], Field(description="其结果作出之前，本件不能作出决定的成员事项")] = []
    withdrawn_on: Annotated[
        date | None, Field(description="申请人撤回整件联办申请、本件随之撤回的日期；不是这样结束的为 null")
    ] = None


class MemberResultEnd(BaseModel, defer_build=True):
    """成员事项准予之后，其结果不再有效。"""

    state: Annotated[EndState, Field(description=END_WORDS)]
    on: Annotated[date, Field(description="作出决定或者登记的日期")]
    article: Annotated[str, Field(description="行政许可法的条款")]


class CaseMember(BaseModel, defer_build=True):
    """联办申请的一个成员事项；前置关系、期限和预计办结的日期见 /graph。"""

    node: str
    item: Annotated[str | None, Field(description="事项编码；由外部系统办理的没有")] = None
    title: str
    department: str
    state: MemberState
    state_label: str
    rectify_by: Annotated[date | None, Field(description="待整改的，整改期限的最后一日；没有的为 null")] = None
    result_end: Annotated[
        MemberResultEnd | None, Field(description="结果已经撤销、撤回、注销等，不再有效；仍然有效或者没有结果的为 null")
    ] = None
    case_id: Annotated[str | None, Field(description="成员事项自己的办件；尚未开始的没有")] = None
    reason: Annotated[
        str | None, Field(description="由外部系统办理而未能办成的，承办单位说明的原因；只告知申请人，其他情形为 null")
    ] = None


def members_told(
    case: Case,
    rows: Mapping[str, Item],
    sees: Callable[[str], bool],
    ends: Mapping[str, ResultEnd],
    *,
    own: bool = False,
) -> list[CaseMember]:
    """Those that this request concerns, in the order of their rows; empty for what has none. `sees`: whether the cases
    of a department are the reader's business; of others their ids are not told. `ends`: what has become of results that
    are valid no more, by node. `own`: to the applicant, who is told in the provider's words why a step has failed.
    """
    return [
        _told(case.id, row, sees, member_end(ends.get(row["node"])), own=own)
        for row in rows.values()
        if row["state"] != "not_applicable"
    ]


def member_end(end: ResultEnd | None) -> MemberResultEnd | None:
    return MemberResultEnd(**end.model_dump(include={"state", "article"}), on=end.day) if end else None


def _told(
    request: str, row: Item, sees: Callable[[str], bool], end: MemberResultEnd | None, *, own: bool
) -> CaseMember:
    begun = row.get("item") and row.get("opened_on")
    until = row.get("rectify_by") if row["state"] in MAY_RECTIFY else None
    return CaseMember(
        node=row["node"],
        item=row.get("item"),
        title=row.get("title") or row["node"],
        department=row["department"],
        state=row["state"],
        state_label=member_label(
            row["state"],
            rectifying=until is not None,
            over=bool(row.get("rectify_over")),
            ended=end.state if end else None,
        ),
        rectify_by=until,
        result_end=end,
        reason=row.get("reported_reason") if own else None,
        case_id=member_case_id(request, row["node"], row.get("again", 0))
        if begun and sees(row["department"])
        else None,
    )


class BroughtAnswer(BaseModel, defer_build=True):
    """同一联办申请中先行办成的事项，它的结果就是这一项材料。"""

    member: Annotated[str, Field(description="成员事项")]
    title: str
    number: Annotated[str | None, Field(description="结果的编号；没有编号的为 null")]


LineBrought = Annotated[BroughtAnswer | None, Field(description="本次联办中作出、即为这一项材料的结果")]
