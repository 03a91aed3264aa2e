"""Whether the items that letters, trainings and regions' own terms name are in the catalogue, and those of a letter are
of the department that gives it.

The catalogue stands above this room, so what it knows is an argument.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from chalicelib.directory.model.letters import AcceptLetter, PowerLetter
from chalicelib.directory.model.regions import Region
from chalicelib.directory.model.routing import Routing
from chalicelib.directory.model.staff import StaffMember
from chalicelib.foundation.problems import FieldError

# The department of each item of the catalogue that a file or a request names, and of each scheme those that lead a
# stage of it. None: no catalogue was imported yet, so nothing can be held against it.
Departments = Mapping[str, str | tuple[str, ...]]


def items_of_letter(letter: Any) -> Iterator[tuple[str, str]]:
    """Where in a letter an item stands, and its code."""
    if isinstance(letter, AcceptLetter | PowerLetter):
        yield from ((f"/items/{place}/item", line.item) for place, line in enumerate(letter.items))
    if isinstance(letter, PowerLetter):
        for place, one in enumerate(letter.exclusions):
            if one.item:
                yield f"/exclusions/{place}/item", one.item


def items_of_staff(member: StaffMember) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(member.competences):
        yield f"/competences/{place}/item", one.item


def items_of_region(region: Region) -> Iterator[tuple[str, str]]:
    """The items for which a region has a term of its own, alone or within a scheme."""
    own = region.overrides
    for place, one in enumerate(own.promised):
        yield f"/overrides/promised/{place}/item", one.item
    for place, scheme in enumerate(own.schemes):
        for number, node in enumerate(scheme.nodes):
            yield f"/overrides/schemes/{place}/nodes/{number}/id", node.id


def items_of_routing(routing: Routing) -> Iterator[tuple[str, str]]:
    """The items that go to another kind of window than their department's."""
    for place, one in enumerate(routing.exceptions):
        yield f"/exceptions/{place}/item", one.item


def not_offered(named: Iterable[tuple[str, str]], region: Region | None, *, at: str = "") -> Iterator[FieldError]:
    """Every item that the region does not have by its own list; a region without a list has all."""
    if region is None or not region.items:
        return
    for pointer, item in named:
        if item not in region.items:
            words = f"{region.name}的事项（items）中没有 {item}，请核对编码"
            yield FieldError(f"{at}{pointer}", "item_of_other_region", words)


def unknown_items(
    named: Iterable[tuple[str, str]], known: Departments | None, department: str | None = None, *, at: str = ""
) -> Iterator[FieldError]:
    """Every item that is not in the catalogue; with `department` also those of another department. `at` is the pointer
    of the record.
    """
    if known is None:
        return
    for pointer, item in named:
        if item not in known:
            yield FieldError(f"{at}{pointer}", "item_unknown", f"事项目录中没有 {item}，请核对编码")
        elif department and department not in _owners(known[item]):
            yield FieldError(f"{at}{pointer}", "item_of_other_department", f"{item} 不是本部门的事项")


def _owners(known: str | tuple[str, ...]) -> tuple[str, ...]:
    return (known,) if isinstance(known, str) else known


def unlisted_exclusions(letter: PowerLetter) -> Iterator[FieldError]:
    """Exclusions of items that the letter does not list: it gives no power over these anyway."""
    listed = {line.item for line in letter.items}
    for place, one in enumerate(letter.exclusions):
        if one.item and one.item not in listed:
            yield FieldError(f"/exclusions/{place}/item", "exclusion_not_listed", "除外的事项没有列入授权书的事项中")
