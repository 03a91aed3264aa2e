"""Where the items of joint requests are kept: as versions of an item that no list shows.

A version is made when somebody first applies after the scheme or one of its members has changed. It never changes
afterwards: what was asked, noticed and accepted stays what it was.
"""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.schemes.handled import why_not_handled
from chalicelib.catalogue.model.schemes.request_item import RequestItem, compiled
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.store import canonical, load_item
from chalicelib.catalogue.store.schemes import PublishedScheme, load_scheme, member_items
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Refused, Table
from chalicelib.foundation.writes import ABSENT, equals, put

# Items that this process has compiled, by what they were made of.
_made: dict[tuple[str, str, tuple[str, ...]], RequestItem] = {}
MOST = 64


def load_request_item(table: Table, region: str, code: str, stage: str, *, wall: datetime, at: datetime) -> ServiceItem:
    """The item under which a stage is applied for at this legal time. Raises NotFound (scheme_not_found,
    scheme_not_in_force, stage_not_found, member_not_in_force).
    """
    published = load_scheme(table, region, code, day=at.date(), wall=wall)
    members = _members_of(published.scheme, stage)
    items = member_items(table, region, members, wall=wall, at=at)
    if lacking := [one for one in members if one not in items]:
        raise NotFound(code="member_not_in_force", title=f"该联办方案的事项 {'、'.join(lacking)} 目前没有生效的版本")
    return _kept(table, region, _compiled(published, stage, items), at, wall)


def load_request(table: Table, region: str, code: str, *, wall: datetime, at: datetime) -> ServiceItem:
    """The item of a request by its code, that of a scheme or of one of its stages: YM-J01-build. Raises NotFound."""
    first, _, rest = code.partition("-")
    number, _, stage = rest.partition("-")
    scheme = load_scheme(table, region, f"{first}-{number}", day=at.date(), wall=wall).scheme
    first_stage, *others = scheme.stages
    if not stage and others:
        raise NotFound(code="stage_not_found", title="该联办方案分阶段申请，请写明阶段，如 YM-J01-plan_land")
    return load_request_item(table, region, scheme.code, stage or first_stage.key, wall=wall, at=at)


def why_not_taken(table: Table, item: ServiceItem, *, day: date, wall: datetime) -> list[str]:
    """Why no request of this item is taken, in sentences for applicants; empty where one is."""
    if item.request_of is None:
        raise ValueError("this item is no stage of a scheme")
    made_of, region = item.request_of, item.region
    scheme = load_scheme(table, region, made_of.scheme, made_of.version, day=day, wall=wall).scheme
    return why_not_handled(scheme, made_of.stage)


def forget() -> None:
    """Empty the cache of this process."""
    _made.clear()


def _members_of(scheme: SchemeDocument, stage: str) -> tuple[str, ...]:
    if stage not in {one.key for one in scheme.stages}:
        raise NotFound(code="stage_not_found", title="该联办方案没有这个阶段")
    return tuple(dict.fromkeys(one.item for one in scheme.nodes if one.stage == stage and one.item))


def _compiled(published: PublishedScheme, stage: str, items: Mapping[str, ServiceItem]) -> RequestItem:
    made_of = published.content_hash, stage, tuple(items[name].content_hash for name in sorted(items))
    if made_of not in _made:
        if len(_made) >= MOST:
            _made.clear()
        _made[made_of] = compiled(published.scheme, stage, items, version=published.version)
    return _made[made_of]


def _kept(table: Table, region: str, made: RequestItem, at: datetime, wall: datetime) -> ServiceItem:
    """The version that says the same, or a new one. Who makes it at the same moment as another gets the other's."""
    try:
        newest = load_item(table, region, made.item.id, wall=wall)
    except NotFound:
        newest = None
    if newest is not None and newest.content_hash == _hash(made):
        return newest
    row = _row(region, made, newest.version + 1 if newest else 1, at)
    unmoved = equals(version=newest.version) if newest else ABSENT
    code, version = made.item.id, row["version"]
    try:
        table.write(
            put({**register_keys.item_version(region, code, version)._asdict(), **row}, when=ABSENT),
            put({**register_keys.current_item(region, code)._asdict(), **row}, when=unmoved),
        )
    except Refused:
        return load_item(table, region, code)
    return load_item(table, region, code, version)


def _row(region: str, made: RequestItem, version: int, at: datetime) -> dict[str, Any]:
    return {
        "version": version,
        "content_hash": _hash(made),
        "published_at": at.isoformat(),
        "region": region,
        "document": canonical(made.item),
        "request_of": made.request_of.model_dump_json(),
    }


def _hash(made: RequestItem) -> str:
    return hashlib.sha256((canonical(made.item) + made.request_of.canonical()).encode()).hexdigest()
