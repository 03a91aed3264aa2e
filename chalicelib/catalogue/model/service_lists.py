"""The published lists of proofs (证明事项清单) and of intermediary services (中介服务事项清单) as a document. Pure.

It tells what is wrong in the document, and what differs from the version before.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from chalicelib.catalogue.model.grounds import IntermediaryEntry, ProofEntry, ServiceLists
from chalicelib.catalogue.model.publishing import cites_law
from chalicelib.foundation.parts import hidden_texts, read_part
from chalicelib.foundation.problems import FieldError, Invalid

TITLE = "清单有误，未公布任何内容，请按提示修改"
Part = Literal["proofs", "intermediaries"]
Entries = Sequence[ProofEntry | IntermediaryEntry]
EntryKind = Literal["created", "updated", "ended", "unchanged"]


class EntryChange(NamedTuple):
    """What becomes of one entry. An entry that the new lists do not have any more has ended."""

    kind: EntryKind
    part: Part
    id: str
    name: str


def read_lists(document: Any, today: date) -> ServiceLists:
    """The lists of a document. Raises Invalid (code lists_invalid) with every error."""
    errors = list[FieldError]()
    lists = read_part(ServiceLists, document, "", errors)
    if lists is None:
        raise Invalid(code="lists_invalid", title=TITLE, errors=errors)
    require_sound(lists, today)
    return lists


def require_sound(lists: ServiceLists, today: date) -> None:
    """422 for an entry without a law (G10, G11), for an entry that stands in it twice, and for lists of a day to come:
    they hold from the moment at which they are published here.
    """
    hidden = hidden_texts(lists.model_dump(mode="json"))
    if errors := [*hidden, *_not_yet(lists, today), *_unbased(lists), *_twice(lists)]:
        raise Invalid(code="lists_invalid", title=TITLE, errors=errors)


def entries_of(lists: ServiceLists) -> Mapping[Part, Entries]:
    return {"proofs": lists.proofs, "intermediaries": lists.intermediaries}


def entry_changes(before: ServiceLists | None, after: ServiceLists) -> list[EntryChange]:
    """Every entry of both versions, the ended ones last."""
    changes, ended = list[EntryChange](), list[EntryChange]()
    for part, entries in entries_of(after).items():
        known = {one.id: one for one in entries_of(before)[part]} if before else {}
        for entry in entries:
            old = known.get(entry.id)
            kind: EntryKind = "created" if old is None else "unchanged" if old == entry else "updated"
            changes.append(EntryChange(kind, part, entry.id, entry.name))
        kept = {entry.id for entry in entries}
        ended += [EntryChange("ended", part, one.id, one.name) for one in known.values() if one.id not in kept]
    return [*changes, *ended]


def _not_yet(lists: ServiceLists, today: date) -> Iterator[FieldError]:
    try:
        published = date.fromisoformat(lists.published_on)
    except ValueError:
        yield FieldError("/published_on", "date_parsing", "没有这一天")
        return
    if published > today:
        yield FieldError("/published_on", "published_in_the_future", "公布日期不能晚于今天，清单自公布时起适用")


def _unbased(lists: ServiceLists) -> Iterator[FieldError]:
    for part, entries in entries_of(lists).items():
        for number, entry in enumerate(entries):
            if not cites_law(entry.basis, ()):
                pointer = f"/{part}/{number}/basis"
                yield FieldError(pointer, "list_basis_missing", f"“{entry.name}”应注明所依据的法律条文")


def _twice(lists: ServiceLists) -> Iterator[FieldError]:
    for part, entries in entries_of(lists).items():
        ids = [entry.id for entry in entries]
        for number, id_ in enumerate(ids):
            if id_ in ids[:number]:
                yield FieldError(f"/{part}/{number}/id", "duplicate_id", "编号重复")
