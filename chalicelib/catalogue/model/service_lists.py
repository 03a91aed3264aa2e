"""The published lists of proofs (证明事项清单) and of intermediary services (中介服务事项清单) as a document. Pure.

It tells what is wrong in the document, and what differs from the version before.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from chalicelib.catalogue.model.cited_laws import cites_law
from chalicelib.catalogue.model.grounds import IntermediaryEntry, ProofEntry, ServiceLists
from chalicelib.foundation.parts import blank_texts, hidden_texts, read_part
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


def read_lists(document: Any, today: date, departments: Collection[str] = ()) -> ServiceLists:
    """The lists of a document; as `require_sound`. Raises Invalid (code lists_invalid) with every error."""
    errors = list[FieldError]()
    lists = read_part(ServiceLists, document, "", errors)
    if lists is None:
        raise Invalid(code="lists_invalid", title=TITLE, errors=errors)
    require_sound(lists, today, departments)
    return lists


def require_sound(lists: ServiceLists, today: date, departments: Collection[str] = ()) -> None:
    """422 for an entry without a law (G10, G11), for one that stands in it twice, for a blank text, for a proof that no
    department asks for, and for lists of a day to come: they hold from the moment at which they are published here.
    `departments` are the ids and names of the division's; none where none were imported yet.
    """
    told = lists.model_dump(mode="json")
    errors = [*hidden_texts(told), *blank_texts(told), *_not_yet(lists, today), *_unbased(lists), *_twice(lists)]
    if errors := [*errors, *_askers(lists, departments)]:
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


def _askers(lists: ServiceLists, departments: Collection[str]) -> Iterator[FieldError]:
    """G11: the list says which department asks for a proof."""
    for number, entry in enumerate(lists.proofs if departments else ()):
        if entry.asker not in departments:
            yield FieldError(f"/proofs/{number}/asker", "department_unknown", f"没有“{entry.asker}”这个部门")
