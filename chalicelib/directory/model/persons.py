"""Which posts are of one person: all that are linked by `same_person_as`, directly or over others. Pure.

The register keeps each person under one post, the root: every other post of the person names it. A link is not taken
back, so what somebody has done in one post counts in all of them for good.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import NamedTuple

from chalicelib.directory.model.separation import contradicting
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.model.terms import overlap
from chalicelib.foundation.problems import FieldError

# A person has at most so many posts, former ones counted: all of them are written in one transaction.
MOST_POSTS = 10


class Persons(NamedTuple):
    """The root of every post. `circular` and `parted` are posts whose told link is refused: it leads back to itself, or
    would take the post away from the person whom the register knows.
    """

    roots: Mapping[str, str]
    circular: frozenset[str]
    parted: frozenset[str]

    def link(self, staff_id: str) -> str | None:
        """What the record of this post has to name."""
        root = self.roots[staff_id]
        return None if root == staff_id else root


def persons_of(kept: Mapping[str, str | None], told: Mapping[str, str | None]) -> Persons:
    """`kept` are the links of the register, `told` those of a file, by the id of the post. A post that the file tells
    without a link keeps the link of the register. Links to posts that are nowhere are left out.
    """
    known = {*kept, *told}
    wanted = {**kept, **{one: target or kept.get(one) for one, target in told.items()}}
    links = {one: target for one, target in wanted.items() if target in known}
    roots, on_circle = dict[str, str](), set[str]()
    for one in sorted(known):
        path = list[str]()
        here = one
        while here in links and here not in path and here not in roots:
            path.append(here)
            here = str(links[here])
        if here in path:
            circle = path[path.index(here) :]
            on_circle |= {*circle}
            here = min(circle)
        root = roots.get(here, here)
        roots.update(dict.fromkeys((*path, one), root))
    circular = {one for one, target in told.items() if target and one in on_circle}
    parted = {one for one in told.keys() - circular if _is_parted(kept.get(one), one, roots)}
    return Persons(roots, frozenset(circular), frozenset(parted))


def _is_parted(before: str | None, staff_id: str, roots: Mapping[str, str]) -> bool:
    return before is not None and before in roots and roots[before] != roots[staff_id]


def both_held(one: StaffMember, other: StaffMember) -> bool:
    """Whether there are days on which both posts are held. Who has left at once holds a post no more."""
    return overlap(one, other) and one.left_at is None and other.left_at is None


def clashes(posts: Iterable[StaffMember]) -> Iterable[tuple[StaffMember, StaffMember, FieldError]]:
    """Every two posts of one person that together have duties which nobody may have together."""
    for one, other in combinations(posts, 2):
        for finding in clash(one, other):
            yield one, other, finding


def clash(one: StaffMember, other: StaffMember) -> Iterable[FieldError]:
    """At most one finding: the duties of both posts contradict each other, while those of `one` alone do not."""
    if both_held(one, other) and not [*contradicting(one.roles, "/roles")]:
        yield from contradicting({*one.roles, *other.roles}, "/same_person_as")
