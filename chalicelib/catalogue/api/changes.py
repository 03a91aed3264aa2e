"""What has changed in the catalogue, for everybody: as JSON, and as a feed that readers of news can follow (R13)."""

import re
from typing import Annotated
from xml.etree.ElementTree import Element, SubElement, tostring  # nosec B405 - it writes XML and reads none

from pydantic import AwareDatetime, BaseModel, Field

from chalicelib.access.policy import PUBLIC, Permission
from chalicelib.catalogue.acts.publish_lists import publish_lists
from chalicelib.catalogue.api.item_answers import EditedDocument
from chalicelib.catalogue.api.life_answers import Kind
from chalicelib.catalogue.model.called import NOT_NAMED, Named
from chalicelib.catalogue.model.closed import Closed, closed_by
from chalicelib.catalogue.model.closed_answers import ClosedAnswer, closed_answer
from chalicelib.catalogue.model.grounds import ServiceLists
from chalicelib.catalogue.model.life import KIND_WORDS
from chalicelib.catalogue.store.closed import named
from chalicelib.catalogue.store.life import changes
from chalicelib.catalogue.store.lists import load_lists, load_lists_at
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Invalid, NotFound
from chalicelib.foundation.settings import Settings
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

CACHEABLE = {"Cache-Control": "public, max-age=60"}
ATOM = "http://www.w3.org/2005/Atom"
ATOM_XML, XML = "application/atom+xml", "text/xml"
NEWEST = 50

api = Api(__name__, tag="items")


class ItemChangeAnswer(BaseModel, defer_build=True):
    """一项公布的变动：lines 为与前一版本的差异，more 为未列出的条数，successors 为承接的事项."""

    id: str
    kind: Kind
    kind_label: str
    name: str
    department: str
    version: int
    published_at: AwareDatetime
    effective_at: AwareDatetime
    document: Annotated[str, Field(description="编办同意的文号；导入和管理员取消的没有")]
    reason: str
    successors: list[str]
    lines: list[str]
    more: int
    closed: Annotated[
        ClosedAnswer | None, Field(description="取消、下放、拆分、合并和暂停的时间、理由和替代办法；其他变动为空")
    ] = None
    announcement: Annotated[str, Field(description="公告的标题")]


class ItemChanges(BaseModel, defer_build=True):
    changes: list[ItemChangeAnswer]
    next_cursor: str | None


@api.get("/items/changes", PUBLIC, "事项目录的变动公告，新的在前", query=Paging, answer=ItemChanges)
def list_item_changes(call: Call[None, Paging]) -> Answer:
    platform, division = call.platform, call.platform.settings.division
    scope = f"changes {division}"
    rows, more = changes(
        platform.table, division, limit=call.query.limit, after=unseal(platform, scope, call.query.cursor)
    )
    cursor = seal(platform, scope, more)
    names = _names(platform, rows)
    body = ItemChanges(changes=[change_answer(row, names) for row in rows], next_cursor=cursor)
    next_page = link(platform.settings, "/v1/items/changes", {"limit": call.query.limit}, cursor)
    return Answer(body, headers=CACHEABLE | next_page)


@api.get(
    "/items/changes.atom",
    PUBLIC,
    "事项目录的变动公告（Atom）",
    content_type=ATOM_XML,
    other_types=(XML,),
)
def feed_item_changes(call: Call[None, None]) -> Answer:
    platform = call.platform
    rows, _ = changes(platform.table, platform.settings.division, limit=NEWEST, after=None)
    names = _names(platform, rows)
    page = feed(platform.settings, [change_answer(row, names) for row in rows], platform.now().isoformat())
    wanted = XML if call.accepts_only(XML) else ATOM_XML
    return Answer(page, headers=CACHEABLE | {"Vary": "Accept"}, content_type=f"{wanted}; charset=utf-8")


def _names(platform: Platform, rows: list[Item]) -> Named:
    """What the codes in these rows are called: one read where one of them names items that follow."""
    return named(
        platform.table,
        platform.settings.division,
        [code for row in rows for code in row["successors"]],
        [code for row in rows for code in row.get("to_divisions", ())],
        platform.now(),
        platform.wall(),
    )


def change_answer(row: Item, names: Named = NOT_NAMED) -> ItemChangeAnswer:
    label = KIND_WORDS[row["kind"]]
    same = {name: row[name] for name in ItemChangeAnswer.model_fields if name in row}
    closed = closed_by(row, names)
    announcement = f"{row['name']}（{row['code']}）{label}{_whither(closed)}，第 {row['version']} 版"
    told = {"id": row["code"], "kind_label": label, "closed": closed_answer(closed), "announcement": announcement}
    return ItemChangeAnswer.model_validate(same | told)


def _whither(closed: Closed | None) -> str:
    """To whom it goes, or until when, as the title of the announcement says it."""
    if closed is None:
        return ""
    if closed.until:
        return f"至 {closed.until:%Y-%m-%d}"
    places = [closed.named.place(code) for code in closed.divisions]
    return "至" + "、".join(f"{one.name}（{one.code}）" if one.name else one.code for one in places) if places else ""


# XML 1.0, section 2.2.
NOT_IN_XML = re.compile("[^\t\n\r\\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(settings: Settings, told: list[ItemChangeAnswer], now: str) -> str:
    """RFC 4287. The library escapes the text, and what XML cannot hold is left out: no name of an item can break it."""
    root = Element("feed", {"xmlns": ATOM})
    address = f"{settings.public_url}/v1/items/changes.atom"
    _text(root, "id", address)
    _text(root, "title", "事项目录变动公告")
    _text(root, "updated", told[0].published_at.isoformat() if told else now)
    SubElement(root, "link", {"rel": "self", "href": address})
    SubElement(SubElement(root, "author"), "name").text = "一门 Yimen"
    for change in told:
        entry = SubElement(root, "entry")
        published = change.published_at.isoformat()
        _text(entry, "id", f"{address}#{change.id}-{change.version}-{change.kind}-{published}")
        _text(entry, "title", change.announcement)
        _text(entry, "updated", published)
        SubElement(entry, "link", {"href": f"{settings.public_url}/v1/items/{change.id}"})
        words = [change.closed.text, *change.lines] if change.closed else [change.reason, *change.lines]
        _text(entry, "summary", "\n".join(word for word in words if word) or change.kind_label)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode")


def _text(parent: Element, name: str, words: str) -> None:
    SubElement(parent, name).text = NOT_IN_XML.sub("", words)


class ListsAnswer(BaseModel, defer_build=True):
    """公布的证明事项清单和中介服务事项清单."""

    version: int
    at: AwareDatetime
    lists: EditedDocument


class ListsReceipt(BaseModel, defer_build=True):
    """公布清单的回执."""

    version: int
    at: AwareDatetime


class ListsQuery(Part):
    at: Annotated[AwareDatetime | None, Field(description="在这一时间适用的清单；不填的为现行清单")] = None


@api.get(
    "/item-lists",
    PUBLIC,
    "公布的证明事项清单和中介服务事项清单",
    query=ListsQuery,
    answer=ListsAnswer,
    problems=(NotFound,),
)
def read_item_lists(call: Call[None, ListsQuery]) -> Answer:
    table, division, at = call.platform.table, call.platform.settings.division, call.query.at
    kept = load_lists_at(table, division, at) if at else load_lists(table, division)
    if kept is None:
        raise NotFound(code="lists_not_published", title="本地区尚未公布证明事项清单和中介服务事项清单")
    return Answer(
        ListsAnswer(version=kept.version, at=kept.at, lists=kept.lists.model_dump(mode="json")), headers=CACHEABLE
    )


@api.put(
    "/admin/item-lists",
    Permission.ADMINISTER,
    "公布证明事项清单和中介服务事项清单",
    body=ServiceLists,
    answer=ListsReceipt,
    problems=(Invalid,),
)
def publish_item_lists(call: Call[ServiceLists, None]) -> Answer:
    receipt = publish_lists(call.platform, call.caller, call.body)
    return Answer(ListsReceipt.model_validate(receipt.facts))
