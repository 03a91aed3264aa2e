"""What takes an item out of use: its end with the codes that follow it, its suspension, corrections of its words. Pure.

None of them changes a version: they stand beside it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, cast

from pydantic import AwareDatetime, Field

from chalicelib.catalogue.model.values import ItemId, Note, Part, Text

ENDED_WORDS: Mapping[str, str] = {"cancel": "已取消", "devolve": "已下放", "split": "已拆分", "merge": "已合并"}


class Closing(Part):
    """Why the item has ended; from when is its `ended_at`. `successors` are the codes to apply for instead."""

    kind: Literal["cancel", "devolve", "split", "merge"] = "cancel"
    reason: Note = ""
    document: Note = ""
    successors: tuple[ItemId, ...] = ()
    to_divisions: tuple[Text, ...] = ()


class Suspension(Part):
    """Nobody can apply from `from_` on, until `until` where that is known."""

    from_: AwareDatetime = Field(alias="from")
    until: AwareDatetime | None = None
    reason: Note = ""
    document: Note = ""

    def holds(self, at: datetime) -> bool:
        return self.from_ <= at and (self.until is None or at < self.until)


class Correction(Part):
    """A clerical error of a published version, put right by two people."""

    pointer: Text
    before: Note
    after: Note
    why: Note
    at: AwareDatetime


# The wordings of an item, by their pointers. Whatever decides a case (limit, fee, material, condition, basis, result),
# names something elsewhere (codes, departments) or is a number needs a new version.
CORRECTABLE: Mapping[str, str] = {
    "/name": "事项名称",
    "/notes": "说明",
    "/acceptance_window": "受理窗口、时段的说明",
    "/sub_items/*": "子项名称",
}
ENTRY = re.compile(r"/(?:0|[1-9][0-9]{0,3})(?=/|$)")


def correctable(pointer: str) -> bool:
    """`*` of the table stands for the number of an entry."""
    return "*" not in pointer and ENTRY.sub("/*", pointer) in CORRECTABLE


def text_at(document: Mapping[str, Any], pointer: str) -> str | None:
    """The text at this pointer of an item's document; None where there is none."""
    found: object = document
    for step in pointer.split("/")[1:]:
        if isinstance(found, dict):
            found = cast("dict[str, object]", found).get(step)
        elif isinstance(found, list) and step.isdigit():
            entries = cast("list[object]", found)
            found = entries[int(step)] if int(step) < len(entries) else None
        else:
            return None
    return found if isinstance(found, str) else None


def corrected(document: dict[str, Any], corrections: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The document with its corrections, one after the other. Each names a text that the document has."""
    for one in corrections:
        *path, last = str(one["pointer"]).split("/")[1:]
        place: Any = document
        for step in path:
            place = place[_step(place, step)]
        place[_step(place, last)] = one["after"]
    return document


def document_in(row: Mapping[str, Any], corrections: int | None = None) -> dict[str, Any]:
    """The document of the row of a version, with its corrections, or with the first so many of them."""
    return corrected(json.loads(row["document"]), row.get("corrections", ())[:corrections])


def correction_count(row: Mapping[str, Any] | None) -> int:
    return len(row.get("corrections", ())) if row else 0


def _step(place: object, step: str) -> int | str:
    return int(step) if isinstance(place, list) else step
