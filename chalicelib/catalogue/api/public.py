"""The public catalogue: find an item, read its guide. Caches may keep the answers for a minute."""

from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.access.policy import PUBLIC
from chalicelib.catalogue.api.duty_guidance import duty_of
from chalicelib.catalogue.api.item_answers import (
    ItemAnswer,
    ItemsAnswer,
    item_answer,
    summary_answer,
)
from chalicelib.catalogue.model import Theme
from chalicelib.catalogue.model.closed import told_of
from chalicelib.catalogue.model.prerequisites import codes_before
from chalicelib.catalogue.store.closed import closed_for, named, names_of
from chalicelib.catalogue.store.life import item_of_time
from chalicelib.catalogue.store.public_list import list_items
from chalicelib.clock import FIRST_DAY, LAST_DAY
from chalicelib.directory.model.promised import hall_terms, own_promise
from chalicelib.directory.store.directories import directory_lately
from chalicelib.foundation.alongside import meanwhile
from chalicelib.http.api import Api
from chalicelib.http.bodies import Part
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

CACHEABLE = {"Cache-Control": "public, max-age=60"}

api = Api(__name__, tag="items")


class ItemsQuery(Paging):
    theme: Annotated[Theme | None, Field(description="事项主题")] = None
    department: Annotated[str | None, Field(max_length=30, description="部门标识，如 food")] = None
    q: Annotated[
        str | None, Field(max_length=50, description="名称、编号、部门现名或旧名中的文字，多个词以空格分隔")
    ] = None


@api.get("/items", PUBLIC, "查询事项目录", query=ItemsQuery, answer=ItemsAnswer)
def find_items(call: Call[None, ItemsQuery]) -> Answer:
    platform, settings, query = call.platform, call.platform.settings, call.query
    filters = query.model_dump(include={"theme", "department", "q"})
    scope = f"items {settings.division} {sorted(filters.items())}"
    with meanwhile(lambda: directory_lately(platform.table, settings.division, platform.wall())) as reading:
        rows, after = list_items(
            platform.table,
            settings.division,
            theme=query.theme,
            department=query.department,
            q=query.q,
            at=platform.now(),
            limit=query.limit,
            after=unseal(platform, scope, query.cursor),
        )
    directory, now = reading.result(), platform.now()
    day, names = now.date(), names_of(platform.table, settings.division, rows, now, platform.wall())
    cursor = seal(call.platform, scope, after)
    body = ItemsAnswer(
        items=[summary_answer(row, own_promise(directory, row.id, day), told_of(row, now, names)) for row in rows],
        next_cursor=cursor,
    )
    next_page = link(settings, "/v1/items", filters | {"limit": query.limit}, cursor)
    return Answer(body, headers=CACHEABLE | next_page)


class ItemQuery(Part):
    at: Annotated[
        AwareDatetime | None, Field(description="当时有效的版本，如 2026-07-01T00:00:00+08:00；不填的为现行版本")
    ] = None


@api.get("/items/{code}", PUBLIC, "查看办事指南，现行的或者过去某时的", query=ItemQuery, answer=ItemAnswer)
def read_item(call: Call[None, ItemQuery], code: str) -> Answer:
    platform, division = call.platform, call.platform.settings.division
    now, asked, wall = platform.now(), call.query.at, platform.wall()
    at = asked.astimezone(now.tzinfo) if asked else now
    with meanwhile(lambda: directory_lately(platform.table, division, wall)) as reading:
        item = item_of_time(platform.table, division, code, at, now=now, wall=wall)
    here = hall_terms(reading.result(), code, item.department, at.date())
    duty = duty_of(here, item, at.date(), platform.calendar) if FIRST_DAY <= at.date() <= LAST_DAY else None
    closed, sample = closed_for(platform.table, division, item, at, wall), platform.settings.sample_documents
    names = named(platform.table, division, codes_before(item), (), at, wall)
    body = item_answer(item, demonstration=sample, own=here.own, duty=duty, closed=closed, names=names)
    return Answer(body, headers=CACHEABLE)
