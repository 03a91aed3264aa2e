"""Who refers to an item that is to end: items that ask for it before them or for its result, items that have ended and
send people to it, schemes with it as a member. Pure.

Nobody is kept from ending an item by them, because a law may take it away at once (G13). Whoever decides on it is told,
and so are the bureau and everybody with the announcement.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

ConsequenceKind = Literal["prerequisite", "material", "successor", "scheme"]
CONSEQUENCE_WORDS = {"prerequisite": "前置事项", "material": "材料", "successor": "承接", "scheme": "联办方案"}


class Consequence(NamedTuple):
    """What refers to the item, and what becomes of it."""

    kind: ConsequenceKind
    code: str
    name: str
    text: str


class Listed(NamedTuple):
    """Another item of the catalogue, as far as it can refer to one. `successors` are those of one that has ended."""

    code: str
    name: str
    ended: bool
    prerequisites: Sequence[str] = ()
    materials: Sequence[str] = ()
    successors: Sequence[str] = ()


class Member(NamedTuple):
    """A scheme that holds today or later, with the items of its members."""

    code: str
    name: str
    items: frozenset[str]


class Ending(NamedTuple):
    """The item that is to end: the name of its result, and the codes to apply for instead."""

    code: str
    result: str = ""
    successors: Sequence[str] = ()


def consequences(ending: Ending, items: Iterable[Listed], schemes: Iterable[Member]) -> list[Consequence]:
    """In the order of what they are; of one item each reference once."""
    others = [item for item in items if item.code != ending.code]
    still_open = {item.code for item in others if not item.ended}
    found = [one for item in others for one in _of_item(ending, item, still_open)]
    found += [
        Consequence("scheme", one.code, one.name, f"联办方案“{one.name}”（{one.code}）有本事项，届时不能全部办结")
        for one in schemes
        if ending.code in one.items
    ]
    order = list(CONSEQUENCE_WORDS)
    return sorted(found, key=lambda one: order.index(one.kind))


def _of_item(ending: Ending, item: Listed, still_open: set[str]) -> Iterator[Consequence]:
    said = f"“{item.name}”（{item.code}）"
    if item.ended:
        if ending.code in item.successors:
            instead = f"届时改为 {'、'.join(ending.successors)}" if ending.successors else "届时没有承接的事项"
            yield Consequence("successor", item.code, item.name, f"{said}由本事项承接，{instead}")
        return
    for reference in item.prerequisites:
        named = reference.partition("?")[0].split("|")
        if ending.code in named:
            left = [code for code in named if code in still_open]
            instead = f"届时还可以办理 {'、'.join(left)}" if left else "届时没有其他事项可以代替，应当修改"
            yield Consequence("prerequisite", item.code, item.name, f"{said}以本事项为前置事项，{instead}")
            break
    if ending.result and ending.result in item.materials:
        words = f"{said}的材料“{ending.result}”是本事项的办理结果，届时在本地不能新办"
        yield Consequence("material", item.code, item.name, words)
