"""How people are told what has to be done before an item, and for which of it nobody can apply now."""

from typing import Annotated

from pydantic import BaseModel, Field

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.called import Named
from chalicelib.catalogue.model.prerequisites import before


class ItemAhead(BaseModel, defer_build=True):
    """前置事项之一：编号和名称；现在不能申请的，why 为原因和替代办法，ended 为是否不再恢复."""

    id: str
    name: Annotated[str | None, Field(description="目录中没有的（如其他机关的事项）为空")]
    ended: Annotated[bool, Field(description="已经取消、下放、拆分或者合并")]
    why: Annotated[str | None, Field(description="现在不能申请的原因和替代办法；可以申请的为空")]


class BeforeAnswer(BaseModel, defer_build=True):
    """一项前置要求：items 中任一事项；text 与办事指南的“前置事项”相同."""

    items: list[ItemAhead]
    text: str


def before_answers(item: ServiceItem, names: Named) -> list[BeforeAnswer]:
    return [
        BeforeAnswer(items=[_ahead(code, names) for code in one.codes], text=one.words(item, names))
        for one in before(item)
    ]


def _ahead(code: str, names: Named) -> ItemAhead:
    return ItemAhead(id=code, name=names.items.get(code), ended=not names.is_open(code), why=names.why(code) or None)
