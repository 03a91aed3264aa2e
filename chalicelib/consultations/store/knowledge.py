"""Where the knowledge base is kept: the newest version of each entry in one partition, all versions in another."""

from collections.abc import Callable, Mapping, Sequence

from chalicelib.catalogue.store import in_force
from chalicelib.consultations.model.entry import Entry
from chalicelib.durable import acts
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import consultation_keys as own
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, Op, equals, put

# How many entries one search looks at before it says where to go on.
LOOKED_AT = 500
Page = tuple[list[Entry], Mapping[str, str] | None]


def load(table: Table, division: str, entry_id: str, version: int | None = None) -> Entry | None:
    """The newest version, or the one asked for."""
    key = own.knowledge_version(division, entry_id, version) if version else own.knowledge(division, entry_id)
    row = table.get(key)
    return Entry.model_validate(row) if row else None


def unknown_entry() -> NotFound:
    return NotFound(code="entry_not_found", title="知识库中没有这一条，请核对编号")


def search(
    table: Table, division: str, fits: Callable[[Entry], bool], *, limit: int, after: Mapping[str, str] | None
) -> Page:
    """The newest versions that fit, and where the list goes on: it looks at a bounded number of entries."""
    found: list[Entry] = []
    looked_at, place = 0, after
    while looked_at < LOOKED_AT:
        page = table.query(own.knowledge_of(division), limit=100, after=place)
        for row in page.items:
            entry = Entry.model_validate(row)
            looked_at += 1
            if fits(entry):
                found.append(entry)
            if len(found) == limit:
                last = {"pk": row["pk"], "sk": row["sk"]}
                return found, None if row is page.items[-1] and page.after is None else last
        place = page.after
        if place is None:
            return found, None
    return found, place


def versions_now(platform: Platform, entries: Sequence[Entry]) -> dict[str, int]:
    """The version in force of each item that these entries are about. An item that has ended has none."""
    codes = [code for entry in entries for code in entry.items]
    division, at = platform.settings.division, platform.now()
    return {code: item.version for code, item in in_force(platform.table, division, codes[:100], at).items()}


def commit(platform: Platform, caller: Caller, before: Entry | None, after: Entry) -> Receipt:
    """The entry and its version, in one transaction with the receipt."""
    receipt = Receipt({"id": after.id, "version": after.version}, after.etag)
    told = after.model_dump(mode="json", exclude_none=True)
    when = equals(version=before.version, withdrawn_at=None) if before else ABSENT
    label = "entry" if before else acts.CREATED
    platform.table.write(
        put({**own.knowledge(after.division, after.id)._asdict(), **told}, when=when, label=label),
        _version(after, told),
        *acts.record(platform, caller, receipt),
    )
    return receipt


def _version(entry: Entry, told: Mapping[str, object]) -> Op:
    return put({**own.knowledge_version(entry.division, entry.id, entry.version)._asdict(), **told})
