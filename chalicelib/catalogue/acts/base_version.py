"""Whether the version that a proposal was made from is still the newest one, with its clerical corrections."""

from collections.abc import Sequence
from typing import Any

from chalicelib.catalogue.acts.life_gate import BegunLife
from chalicelib.catalogue.model.closing import correction_count, document_in
from chalicelib.catalogue.model.differences import differences
from chalicelib.catalogue.model.life import Proposal
from chalicelib.catalogue.store import load_item
from chalicelib.catalogue.store.life import LifeRows, version_row
from chalicelib.foundation.problems import Conflict, FieldError
from chalicelib.foundation.validation import MOST_ERRORS


def outdated(rows: LifeRows, proposal: Proposal) -> bool:
    """An import, the administrator or a clerical correction has changed the item since the proposal was made."""
    current = rows.current
    version = current["version"] if current else 0
    corrected = proposal.kind == "revise" and correction_count(current) != proposal.base_corrections
    return version != proposal.base or corrected


def require_base(begun: BegunLife) -> None:
    """409 `item_published_meanwhile` for an outdated proposal: it would follow another version than the one that people
    compared it with. `errors` say what differs in the newest version.
    """
    proposal, current = begun.proposal, begun.rows.current
    if not outdated(begun.rows, proposal):
        return
    version = current["version"] if current else 0
    if version == proposal.base:
        title = f"第 {version} 版的文字已经更正，与草稿所依据的不同，请按现行版本调整草稿"
    else:
        title = f"该事项已另行发布第 {version} 版，与草稿所依据的第 {proposal.base} 版不同，请按现行版本调整"
    raise Conflict(code="item_published_meanwhile", title=title, errors=_what_differs(begun)[:MOST_ERRORS])


def _what_differs(begun: BegunLife) -> Sequence[FieldError]:
    newest, proposal, division = begun.rows.newest, begun.proposal, begun.division
    if newest is None or not proposal.base:
        return []
    if newest.version == proposal.base:
        later = newest.corrections[proposal.base_corrections :]
        return [
            FieldError(f"/document{one.pointer}", "text_corrected", f"“{one.before}”已更正为“{one.after}”")
            for one in later
        ]
    before = load_item(begun.platform.table, division, begun.code, proposal.base)
    return [FieldError(f"/document{one.pointer}", one.code, one.text) for one in differences(before, newest)]


def base_document(begun: BegunLife) -> dict[str, Any]:
    """The version that the proposal was made from, as it was then; empty for what was drafted as a new item."""
    proposal = begun.proposal
    row = version_row(begun.platform.table, begun.division, begun.code, proposal.base) if proposal.base else None
    return document_in(row, proposal.base_corrections) if row else {}
