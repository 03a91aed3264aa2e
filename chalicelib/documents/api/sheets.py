"""办事指南, 受理清单及样本, 申请表样表, 业务手册 of an item: each as JSON and as a PDF to print (R13, R47)."""

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.cases.store.files import LINK_SECONDS, link
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.artefacts import Sheet, SheetKind
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.store import load_item, unknown_item
from chalicelib.catalogue.store.closed import closed_for
from chalicelib.catalogue.store.life import item_of_time
from chalicelib.documents.store import sheets
from chalicelib.documents.store.sheets import Printed
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, FieldError, Invalid, NotFound
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.routes import Answer, Call

api = Api(__name__, tag="items")

CACHEABLE = {"Cache-Control": "public, max-age=60"}
PRIVATE = {"Cache-Control": "private, no-store"}
DEMONSTRATION = "演示数据，不是官方发布的文件"


class SheetQuery(Part):
    """Which version: the one in force, unless one is named or the moment at which it was in force."""

    version: Annotated[int | None, Field(ge=1, description="事项的版本；不填的为现行版本")] = None
    at: Annotated[AwareDatetime | None, Field(description="当时有效的版本，如 2026-07-01T00:00:00+08:00")] = None
    format: Annotated[
        Literal["json", "pdf"],
        Field(description="pdf：另在 printed 中给出可打印文件的链接；尚未印制的先印制，返回 409，稍后再来"),
    ] = "json"


class PrintedSheet(BaseModel, defer_build=True):
    """The PDF of a sheet; the link reads it for five minutes."""

    url: str
    expires_at: AwareDatetime
    size: int
    sha256: str


class SheetAnswer(Sheet):
    """A sheet of one version of an item, all of them made from its one record."""

    closed: Annotated[ClosedAnswer | None, Field(description="不能申请或者已经公布届时不能申请的；可以申请的为空")] = (
        None
    )
    demonstration: str | None
    printed: PrintedSheet | None


PROBLEMS = (NotFound, Conflict)


@api.get("/items/{code}/guide", PUBLIC, "办事指南，可打印", query=SheetQuery, answer=SheetAnswer, problems=PROBLEMS)
def read_guide(call: Call[None, SheetQuery], code: str) -> Answer:
    return _sheet(call, code, "guide")


@api.get(
    "/items/{code}/checklist",
    PUBLIC,
    "受理清单及样本，可打印",
    query=SheetQuery,
    answer=SheetAnswer,
    problems=PROBLEMS,
)
def read_checklist(call: Call[None, SheetQuery], code: str) -> Answer:
    return _sheet(call, code, "checklist")


@api.get(
    "/items/{code}/form", PUBLIC, "申请表和填写样例，可打印", query=SheetQuery, answer=SheetAnswer, problems=PROBLEMS
)
def read_form(call: Call[None, SheetQuery], code: str) -> Answer:
    return _sheet(call, code, "form")


@api.get(
    "/items/{code}/manual",
    Permission.READ_MANUALS,
    "业务手册，可打印",
    query=SheetQuery,
    answer=SheetAnswer,
    problems=PROBLEMS,
)
def read_manual(call: Call[None, SheetQuery], code: str) -> Answer:
    """The handbook is for the hall: it tells how is examined, which 行政许可法30 does not have published."""
    return _sheet(call, code, "manual")


def _sheet(call: Call[None, SheetQuery], code: str, kind: SheetKind) -> Answer:
    platform, query = call.platform, call.query
    region, now, printed = platform.settings.division, platform.now(), None
    item, at = _item(call, code), query.at.astimezone(now.tzinfo) if query.at else now
    closed = closed_for(platform.table, region, item, at, platform.wall())
    made = sheets.sheet(platform, item, kind, closed.text if closed else "")
    if query.format == "pdf":
        printed = _printed(platform, made, region)
    label = DEMONSTRATION if platform.settings.sample_documents else None
    answer = SheetAnswer(**dict(made), closed=closed_answer(closed), demonstration=label, printed=printed)
    return Answer(answer, headers=PRIVATE if printed or made.staff else CACHEABLE)


def _item(call: Call[None, SheetQuery], code: str) -> ServiceItem:
    platform, query = call.platform, call.query
    table, division = platform.table, platform.settings.division
    if query.version is not None and query.at is not None:
        sentence = "version 和 at 只能填写一项"
        raise Invalid(errors=[FieldError("/query/at", "version_or_time", sentence)])
    now, wall = platform.now(), platform.wall()
    if query.version is not None:
        return _version(call, code, query.version)
    return item_of_time(table, division, code, query.at or now, now=now, wall=wall)


def _version(call: Call[None, SheetQuery], code: str, version: int) -> ServiceItem:
    """That version; of the newest with what stands beside it, such as its end."""
    platform = call.platform
    table, division = platform.table, platform.settings.division
    newest = load_item(table, division, code, wall=platform.wall())
    item = newest if newest.version == version else load_item(table, division, code, version)
    if item.withdrawn_at:
        raise unknown_item()
    return item


def _printed(platform: Platform, made: Sheet, region: str) -> PrintedSheet:
    """409 with Retry-After while it is being printed, which the first who asks has begun."""
    found = sheets.find(platform, made, region)
    if found is None or found.state != "ready" or found.key is None:
        sheets.order(platform, made, region, found)
        raise Conflict(code="document_preparing", title="文件正在印制，请稍后再来", headers={"Retry-After": "2"})
    return _link(platform, made, found, found.key)


def _link(platform: Platform, made: Sheet, found: Printed, key: str) -> PrintedSheet:
    bucket, name = platform.settings.documents_bucket, f"{made.item}-{made.kind}-v{made.version}.pdf"
    url = link(platform, bucket, key, version=found.s3_version, file_name=name)
    expires = platform.wall() + timedelta(seconds=LINK_SECONDS)
    return PrintedSheet(url=url, expires_at=expires, size=found.size or 0, sha256=found.sha256 or "")
