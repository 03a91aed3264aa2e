"""A page of the change log of one record, as the views of the registers show it."""

from typing import NamedTuple

from chalicelib.directory.acts.register_changes import division_of
from chalicelib.directory.api.register_answers import RegisterChange
from chalicelib.directory.store.kept import changes_of
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Call


class ChangesShown(NamedTuple):
    changes: list[RegisterChange]
    next_cursor: str | None
    headers: dict[str, str]


def changes_shown(call: Call[None, Paging], kind: str, record: str, path: str) -> ChangesShown:
    """`kind` is `staff` or `letter`; `path` is that of the view, for the link to the next page."""
    platform, division, limit = call.platform, division_of(call.caller), call.query.limit
    scope = f"changes {division} {kind} {record}"
    after = unseal(platform, scope, call.query.cursor)
    page = changes_of(platform.table, division, kind, record, limit=limit, after=after)
    cursor = seal(platform, scope, page.after)
    rows = [RegisterChange.in_row(row) for row in page.items]
    return ChangesShown(rows, cursor, link(platform.settings, path, {"limit": limit}, cursor))
