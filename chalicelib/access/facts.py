"""What policies rest on: who asks, what the register of staff says of that person, letters, and facts of the case.

Plain values, so that the policies know no room: whoever asks (the gate of acts on cases) fills them in.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Literal, NamedTuple

from chalicelib.access.actor import Actor

# What the register of letters is asked: `chalicelib/directory/model/authority.py` answers it.
AskedLetter = Literal["accept", "issue_documents", "first_review", "decide", "charge"]


class Reach(StrEnum):
    """Why a case is the actor's business at all. Who has none of these gets 404."""

    OWN = "own"
    AGENT = "agent"
    DIVISION = "division"
    DEPARTMENT = "department"
    SUPERIOR = "superior"


class Training(StrEnum):
    """Whether the staff member was trained for the item (R51)."""

    CURRENT = "current"
    LAPSED = "lapsed"
    NONE = "none"


class Registered(NamedTuple):
    """A staff member as the register has it on the day of the act.

    `id` is the person: two posts, with two accounts, are one person. `may_decide` is the staff type: a civil servant,
    or somebody authorised by law (R44). `posts` are all posts of the person: a case may name the person by any of them,
    as it was known then. `trained_until` is the last day of the training for the item that is asked for.
    """

    id: str
    roles: frozenset[str]
    department: str | None = None
    staff_type: str = ""
    may_decide: bool = False
    training: Training = Training.CURRENT
    trained_until: date | None = None
    posts: frozenset[str] = frozenset()


class Letter(NamedTuple):
    """The answer of the register of letters for one act: `allowed`, by the letter `number`.

    Where not, `code` and `says` tell why (expired, revoked, the item is not listed ...); `number` may still name the
    letter that does not suffice.
    """

    allowed: bool
    number: str | None = None
    from_: date | None = None
    to: date | None = None
    code: str = "letter_missing"
    says: str = "没有有效的授权文书"


NO_LETTER = Letter(allowed=False)


class CaseFacts(NamedTuple):
    """`department` decides the case, unless it is `decided_above`. `complex` is the class of its item (R65).
    `accepted_by` and `decided_by` are persons, by their ids in the register. `with_superior`: that organ has the file.
    `by_government`: its term is that of several departments together, which the government extends (行政许可法42(2)).
    """

    department: str
    on_the_spot: bool = False
    complex: bool = False
    transferred: bool = False
    accepted_by: str | None = None
    decided_by: str | None = None
    decided_above: bool = False
    by_government: bool = False
    with_superior: bool = False


class Facts(NamedTuple):
    """Everything a policy may ask. `staff` is None for whoever is not in the register, and for machines.

    `letters` has the answers of the register of letters, by the act that was asked (`accept`, `decide` ...).
    `offered_here`: the point of a town or village at which somebody works has the item; true of every other hall.
    `sees_case`: who acts may read the case whole; only a clerk of another window may not.
    `training_required`: the department lets nobody accept its items without current training; else a lack only warns.
    """

    actor: Actor
    reach: Reach | None = None
    staff: Registered | None = None
    letters: Mapping[AskedLetter, Letter] = MappingProxyType({})
    case: CaseFacts | None = None
    training_required: bool = False
    offered_here: bool = True
    sees_case: bool = True

    @property
    def person(self) -> str:
        """Who acts, as one person whatever the account."""
        return self.staff.id if self.staff else self.actor.sub

    def is_person(self, known_as: str | None) -> bool:
        """Whether this is who acts, under the id by which a case has kept the person."""
        return known_as == self.person or (self.staff is not None and known_as in self.staff.posts)
