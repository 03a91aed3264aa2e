"""What the guide of a request says that has to be agreed to, or is told separately, before it is submitted."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.request_of import RequestBefore


class BeforeSubmitAnswer(BaseModel, defer_build=True):
    """提交前须取得的同意（consent）、须单独告知的内容（notice）。"""

    key: str
    kind: Literal["consent", "notice"]
    question: Annotated[str | None, Field(description="表单中须答“是”的问题；告知的为空")]
    text: Annotated[str | None, Field(description="须单独告知的内容；同意的为空")]
    basis: str
    digest: Annotated[
        str | None,
        Field(description="告知内容的 SHA-256 摘要；提交、窗口收件时写入 noticed，表示已经告知并由申请人确认"),
    ]


def before_submit_answers(item: ServiceItem) -> list[BeforeSubmitAnswer]:
    return [before_submit_answer(one) for one in item.request_of.before_submit] if item.request_of else []


def before_submit_answer(one: RequestBefore) -> BeforeSubmitAnswer:
    told = one.model_dump(include={"key", "kind", "text", "basis"})
    return BeforeSubmitAnswer(**told, question=one.field, digest=one.digest)
