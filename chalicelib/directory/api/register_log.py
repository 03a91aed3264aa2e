"""One record of a register with a page of its change log, as the views of the registers show it."""

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

from chalicelib.directory.acts.register_changes import division_of
from chalicelib.directory.api.register_answers import RegisterChange
from chalicelib.directory.store.kept import changes_of
from chalicelib.http.cursors import Paging, link, seal, unseal
from chalicelib.http.routes import Answer, Call

# The name of a record in the log, and the register that it is in, as paths have it.
REGISTERS = {"staff": "staff", "letter": "letters", "seal": "seals"}


def with_changes(
    call: Call[None, Paging], kind: str, record: str, model: type[BaseModel], facts: Mapping[str, Any], etag: str
) -> Answer:
    """The answer `model` of these facts, with `changes` and `next_cursor`; `kind` is one of `REGISTERS`."""
    platform, division, limit = call.platform, division_of(call.caller), call.query.limit
    scope = f"changes {division} {kind} {record}"
    after = unseal(platform, scope, call.query.cursor)
    page = changes_of(platform.table, division, kind, record, limit=limit, after=after)
    cursor = seal(platform, scope, page.after)
    rows = [RegisterChange.in_row(row) for row in page.items]
    headers = link(platform.settings, f"/v1/directory/{REGISTERS[kind]}/{record}", {"limit": limit}, cursor)
    body = model.model_validate({**facts, "changes": rows, "next_cursor": cursor})
    return Answer(body, headers=headers, etag=etag)
