"""What was agreed to and told separately before a request was submitted (个人信息保护法28, 30, 31). Pure.

The form has the consent. Of a text that is told the body names the digest, so that nobody confirms another one.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated

from pydantic import Field, JsonValue

from chalicelib.catalogue.model import ServiceItem
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import Shape

NoticeDigest = Annotated[str, Shape(r"[0-9a-f]{64}", "digest_format", "应为告知内容的 SHA-256 摘要，64 位十六进制小写")]
Noticed = Annotated[
    tuple[NoticeDigest, ...],
    Field(max_length=20, description="已经单独告知申请人、由其确认的内容的摘要（见办事指南 before_submit 的 digest）"),
]


def notice_faults(item: ServiceItem, noticed: Sequence[str]) -> Iterator[FieldError]:
    """Every text that was not shown, and every digest that is of no text of this item."""
    wanted = {one.digest: one for one in item.request_of.notices} if item.request_of else {}
    for digest, one in wanted.items():
        if digest not in noticed:
            says = f"提交前须单独告知、由申请人确认：{one.text}（{one.basis}）"
            yield FieldError("/noticed", "notice_unconfirmed", says)
    for number, digest in enumerate(noticed):
        if digest not in wanted:
            yield FieldError(f"/noticed/{number}", "notice_unknown", "本事项没有这一告知内容，请核对办事指南")


def agreed_and_told(item: ServiceItem, at: datetime) -> dict[str, JsonValue]:
    """For the event, once nothing is wrong: what was agreed and shown, and when. The event says by whom."""
    made_of = item.request_of
    if made_of is None:
        return {}
    agreed: dict[str, JsonValue] = {one.event: {"agreed": True, "at": at.isoformat()} for one in made_of.consents}
    shown: dict[str, JsonValue] = {one.event: {"text": one.digest, "at": at.isoformat()} for one in made_of.notices}
    return agreed | shown


def stated(item: ServiceItem) -> tuple[str, ...]:
    """The same in words, for the receipt."""
    made_of = item.request_of
    if made_of is None:
        return ()
    titles = {field.key: field.title for field in item.fields}
    agreed = [f"申请人已经确认：{titles[one.field or '']}（{one.basis}）。" for one in made_of.consents]
    shown = [f"已经单独告知申请人，并由其确认：{one.text}（{one.basis}）。" for one in made_of.notices]
    return (*agreed, *shown)
