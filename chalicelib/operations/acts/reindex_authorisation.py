"""重建索引: an authorisation is found, and known to its sides, by the index key that writes now."""

from collections.abc import Iterator

from chalicelib.access.actor import applicant_key
from chalicelib.consents.model.authorisation import Authorisation, Side, agent_index
from chalicelib.consents.store import authorisations
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op, delete, equals, update
from chalicelib.operations.acts.reindex_rows import reindex_rows


def reindex_authorisation(platform: Platform, authorisation_id: str, *, dry_run: bool) -> bool:
    """Whether it was found by the key before, and is written anew unless it is a `dry_run`. It may be repeated."""

    def changes() -> list[Op]:
        found = authorisations.load(platform.table, authorisation_id)
        return list(_changes(platform, found)) if found else []

    return reindex_rows(platform, changes, dry_run=dry_run)


def _changes(platform: Platform, before: Authorisation) -> Iterator[Op]:
    key = platform.index_keys.writes
    now = {"principal_key": applicant_key(before.principal, key), "agent_key": agent_index(key, before.agent)}
    sides: dict[Side, str] = {"principal": "principal_key", "agent": "agent_key"}
    moved: list[Side] = [side for side, name in sides.items() if now[name] != getattr(before, name)]
    if not moved:
        return
    yield update(keys.authorisation(before.id), put=now, when=equals(version=before.version))
    for entry in authorisations.entry_keys(before, moved):
        yield delete(entry, label="former list")
    yield from authorisations.entries(before.model_copy(update=now), moved)
