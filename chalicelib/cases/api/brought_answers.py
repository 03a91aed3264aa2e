"""A line of a member's list that an earlier result of the same request is."""

from typing import Annotated

from pydantic import BaseModel, Field


class BroughtAnswer(BaseModel, defer_build=True):
    """同一联办申请中先行办成的事项，它的结果就是这一项材料。"""

    member: Annotated[str, Field(description="成员事项")]
    title: str
    number: Annotated[str | None, Field(description="结果的编号；没有编号的为 null")]
