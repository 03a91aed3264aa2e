"""The item: the version that the case was received under, and nothing else."""

from collections.abc import Iterator

from chalicelib.evidence.model.contents import Contents
from chalicelib.evidence.model.findings import Finding, Note
from chalicelib.evidence.model.records import canonical, sha256

PINNED_BY = ("submitted", "received")


def check(contents: Contents) -> Iterator[Finding | Note]:
    item, case = contents.item, contents.case
    computed = sha256(canonical(item.document) + (item.request_of or "").encode())
    if computed != item.content_hash or contents.published_item is None:
        yield Finding("item_differs", "item/content_hash", item.content_hash, computed)
    if (item.code, item.version) != (case.item, case.item_version):
        yield Finding("item_version", "item/version", f"{case.item} {case.item_version}", f"{item.code} {item.version}")
    for event in contents.events:
        told = event.data.get("item_version") if event.type in PINNED_BY else None
        if told is not None and (event.data.get("item"), told) != (item.code, item.version):
            named = f"{event.data.get('item')} {told}"
            yield Finding("item_version", f"event/{event.seq}/data/item_version", f"{item.code} {item.version}", named)
        hashed = event.data.get("item_hash") if event.type in PINNED_BY else None
        if hashed is None and event.type in PINNED_BY:
            yield Note("no_item_hash", f"event/{event.seq}/data/item_hash")
        elif hashed is not None and hashed != item.content_hash:
            yield Finding("item_differs", "item/content_hash", f"{hashed} (event {event.seq})", item.content_hash)
