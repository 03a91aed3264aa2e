"""A draft that was made from an older version, carried over to the newest one. Pure.

Three documents are compared: the version that the draft was made from (`base`), the draft, and the newest version. What
only the draft has changed is carried over. Where the newest version has changed the same place in another way, the
newest version stays and the place is told as a conflict: the editor decides there.

Entries of a list that have a name are compared one by one, so that two people may change two materials of one item. A
list whose entries have none is one place.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, cast

from chalicelib.foundation.validation import pointer_of

# By what an entry of a list is known: the first of these that every entry has, each another one.
KNOWN_BY: Sequence[tuple[str, ...]] = (
    ("id",),
    ("key",),
    ("variable",),
    ("name",),
    ("title",),
    ("material",),
    ("item",),
    ("type",),
    ("law", "article"),
)
LONGEST = 500
Document = Mapping[str, Any]


class Clash(NamedTuple):
    """A place that the draft and the newest version have changed in two ways, with what the draft says there. A value
    that is long is cut; None where the draft has taken the place out.
    """

    pointer: str
    drafted: str | None


class Rebased(NamedTuple):
    """`document` is the newest version with what was carried over; `carried` are the places of that."""

    document: Document
    carried: tuple[str, ...]
    clashes: tuple[Clash, ...]


class _Absent:
    """The place does not exist in a document."""


ABSENT = _Absent()


@dataclass
class _Entry:
    """An entry of a list as a part of a path; `number` is its place in the merged list, None where it is not in it."""

    number: int | None = None


Path = tuple["str | _Entry", ...]


@dataclass
class _Found:
    carried: list[Path] = field(default_factory=list[Path])
    clashes: list[tuple[Path, str | None]] = field(default_factory=list[tuple[Path, str | None]])


def rebased(
    base: Document, draft: Document, newest: Document, errors_of: Callable[[Document], Sequence[str]]
) -> Rebased:
    """`errors_of` gives the pointers of what makes a document no item. Two changes that fit alone may not fit together:
    then the part of the document that does not fit is left as the newest version has it, and is a conflict.
    """
    left: set[str] = set()
    while True:
        found = _Found()
        ours = {**draft, **{name: newest.get(name, ABSENT) for name in left}}
        document = _objects((base, ours, newest), (), found)
        wrong = errors_of(document)
        changed = {str(path[0]) for path in found.carried}
        spoiled = {pointer.split("/")[1] for pointer in wrong if pointer} & changed or changed
        if not wrong or not spoiled:
            break
        left |= spoiled
    clashes = [*found.clashes, *(((name,), _said(draft.get(name, ABSENT))) for name in sorted(left))]
    return Rebased(
        document,
        tuple(dict.fromkeys(_pointer(path) for path in found.carried)),
        tuple(Clash(_pointer(path), said) for path, said in clashes),
    )


def _merge(three: tuple[Any, Any, Any], path: Path, found: _Found) -> Any:
    base, draft, newest = three
    if draft in (base, newest):
        return newest
    if newest == base:
        found.carried.append(path)
        return draft
    if _both(three, dict):
        return _objects((_object(base), _object(draft), _object(newest)), path, found)
    lists = (_list(base), _list(draft), _list(newest))
    if _both(three, list) and (name := _names(lists)):
        return _entries(lists, name, path, found)
    found.clashes.append((path, _said(draft)))
    return newest


def _both(three: tuple[Any, Any, Any], kind: type) -> bool:
    return isinstance(three[1], kind) and isinstance(three[2], kind)


def _object(value: object) -> Document:
    return cast("Document", value) if isinstance(value, dict) else {}


def _objects(three: tuple[Document, Document, Document], path: Path, found: _Found) -> dict[str, Any]:
    merged = dict[str, Any]()
    for name in dict.fromkeys(key for part in (three[2], three[1], three[0]) for key in part):
        base, draft, newest = (part.get(name, ABSENT) for part in three)
        value = _merge((base, draft, newest), (*path, name), found)
        if value is not ABSENT:
            merged[name] = value
    return merged


# ---------------------------------------------------------------------------------------------------------- lists
Name = Callable[[Any], str]


def _list(value: object) -> list[Any]:
    return cast("list[Any]", value) if isinstance(value, list) else []


def _names(lists: Sequence[Sequence[Any]]) -> Name | None:
    """How the entries of these lists are known; None where they have no names."""
    if all(isinstance(entry, str) for entries in lists for entry in entries):
        return str if _all_differ(lists, str) else None
    for attributes in KNOWN_BY:
        if _all_have(lists, attributes) and _all_differ(lists, name := _named(attributes)):
            return name
    return None


def _named(attributes: tuple[str, ...]) -> Name:
    return lambda entry: "|".join(str(entry[attribute]) for attribute in attributes)


def _all_have(lists: Sequence[Sequence[Any]], attributes: tuple[str, ...]) -> bool:
    return all(isinstance(entry, dict) and {*attributes} <= {*entry} for entries in lists for entry in entries)


def _all_differ(lists: Sequence[Sequence[Any]], name: Name) -> bool:
    return all(len({name(entry) for entry in entries}) == len(entries) for entries in lists)


def _entries(lists: tuple[list[Any], list[Any], list[Any]], name: Name, path: Path, found: _Found) -> list[Any]:
    """The entries of three lists, each compared with its namesakes."""
    base, draft, newest = ({name(entry): entry for entry in entries} for entries in lists)
    merged = list[Any]()
    for known in _order(base, draft, newest):
        entry = _Entry()
        three = (base.get(known, ABSENT), draft.get(known, ABSENT), newest.get(known, ABSENT))
        value = _merge(three, (*path, entry), found)
        if value is not ABSENT:
            entry.number = len(merged)
            merged.append(value)
    return merged


def _order(base: Mapping[str, Any], draft: Mapping[str, Any], newest: Mapping[str, Any]) -> list[str]:
    """The order of the newest list, unless only the draft has put the entries in another one. What the other list has
    besides follows the entry that it follows there.
    """
    common = [known for known in base if known in draft and known in newest]
    unmoved = [known for known in newest if known in common] == common
    first, second = (draft, newest) if unmoved else (newest, draft)
    order, before = [*first], None
    for known in second:
        if known not in first:
            order.insert(order.index(before) + 1 if before is not None else 0, known)
        before = known
    return [*order, *(known for known in base if known not in order)]


# ------------------------------------------------------------------------------------------------------- pointers
def _pointer(path: Path) -> str:
    """An entry that is not in the merged list is told by its list."""
    parts = list[int | str]()
    for part in path:
        if isinstance(part, str):
            parts.append(part)
        elif part.number is None:
            break
        else:
            parts.append(part.number)
    return pointer_of(parts)


def _said(value: object) -> str | None:
    if value is ABSENT:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
