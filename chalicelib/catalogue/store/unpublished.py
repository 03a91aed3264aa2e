"""The rows by which a draft is found as if it were published: for a sandbox, where nothing else is published."""

from datetime import datetime
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.store import canonical, content_hash
from chalicelib.foundation import register_keys
from chalicelib.foundation.writes import Op, put


def lay_out(division: str, draft: ItemDocument, version: int, at: datetime) -> list[Op]:
    """The draft as the version that it would be, and as the newest one. It is in no list."""
    body: dict[str, Any] = {
        "version": version,
        "content_hash": content_hash(draft),
        "published_at": at.isoformat(),
        "region": division,
        "document": canonical(draft),
    }
    places = (
        register_keys.item_version(division, draft.id, version),
        register_keys.current_item(division, draft.id),
    )
    return [put({**place._asdict(), **body}) for place in places]
