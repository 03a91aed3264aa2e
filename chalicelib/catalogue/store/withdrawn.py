"""Taking back a published version before it holds."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from chalicelib.catalogue.store import ENDING, VERSIONED, found_in, stand, summary_of
from chalicelib.foundation import register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.writes import PRESENT, Op, equals, put, update


def withdraw(current: Item, at: datetime) -> list[Op]:
    """The three writes by which the newest version, of which `current` is the row, never holds. Its own row stays and
    says so, and its number is not used again. The version before it is the newest one again; where there was none, the
    item is in no list. Refused when a newer version was published.
    """
    newest = found_in(current)
    region, code, version = newest.newest.region, newest.newest.id, newest.newest.version
    facts = {"withdrawn_at": at.isoformat()}
    marked = update(register_keys.item_version(region, code, version), put=facts, when=PRESENT)
    if newest.before is None:
        return [marked, *stand(region, code, version, facts, remove=("effective_at",))]
    before: dict[str, Any] = current["before"]
    standing = {name: current[name] for name in (*ENDING, "suspension") if name in current}
    standing |= {name: before[name] for name in ENDING if name in before} | {"last_number": version}
    body = {name: before[name] for name in VERSIONED if name in before}
    dated = {name: body[name] for name in ("content_hash", "published_at", "effective_at") if name in body}
    summary = asdict(summary_of(newest.before, newest.before.version)) | dated
    return [
        marked,
        put(
            {**register_keys.current_item(region, code)._asdict(), **body, "region": region, **standing},
            when=equals(version=version),
        ),
        put({**register_keys.item_summary(region, code)._asdict(), **summary, **standing}),
    ]
