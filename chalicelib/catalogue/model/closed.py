"""Why nobody can apply for an item at some time, and what to apply for instead. Pure.

The guide's checklist and the application ask here, so both say the same.
"""

from datetime import datetime
from typing import NamedTuple

from chalicelib.catalogue.model.closing import ENDED_WORDS, Closing
from chalicelib.catalogue.model.item import ServiceItem
from chalicelib.foundation.problems import FieldError


class Closed(NamedTuple):
    """`errors` name the reason, and for an item that has ended the codes that follow it."""

    code: str
    title: str
    errors: list[FieldError]


def closed_at(item: ServiceItem, at: datetime) -> Closed | None:
    """None where one can apply at this legal time."""
    if item.ended_at and item.ended_at <= at:
        closing = item.closing or Closing()
        done = ENDED_WORDS[closing.kind]
        error = FieldError("/item", "item_ended", f"“{item.name}”{done}，不再受理申请{_behind(closing.reason)}")
        return Closed("item_ended", f"该事项{done}，不再受理申请", [error, *_instead(closing)])
    if item.suspension and item.suspension.holds(at):
        until = item.suspension.until
        resumes = f"，预计 {until:%Y-%m-%d} 恢复" if until else ""
        why = _behind(item.suspension.reason)
        error = FieldError("/item", "item_suspended", f"“{item.name}”暂停受理{resumes}{why}")
        return Closed("item_suspended", "该事项暂停受理，请待恢复后再申请", [error])
    return None


def _instead(closing: Closing) -> list[FieldError]:
    codes = [FieldError("/item", "item_successor", f"请改为申请 {code}") for code in closing.successors]
    return codes + [
        FieldError("/item", "item_devolved_to", f"请向区划 {division} 的政务服务大厅申请")
        for division in closing.to_divisions
    ]


def _behind(reason: str) -> str:
    """The reason as the next sentence."""
    return f"。{reason}" if reason else ""
