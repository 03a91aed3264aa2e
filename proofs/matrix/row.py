"""One row of the matrix: a route in a state, and what everybody is told there."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from proofs.matrix.outcomes import DENIED, LEFT, LOGIN
from proofs.matrix.people import BY_NAME, NOBODY, PEOPLE

# Of the world and the ids of the row: the body of its request.
Body = Callable[[Any, Mapping[str, str]], Any]
NOTHING: Mapping[str, str] = {}


class Row(NamedTuple):
    """`told` has, by sign, the names of those who get this answer; everybody whom it does not name is without the
    permission, or without a token. Whoever has left a post that has the permission is told that.

    `state` are the words of the document; `at` names the moment of the world. `ids` fill the path in; `{submitted}`
    in them stands for the id of that thing. `plants` are the things that a list may show, by the sign of each.
    `bare`: agents ask in their own name. `public`: everybody is let in who is not named. `absent` is the name of the
    part of the path that is hidden from who gets 404, its first one unless told.
    """

    route: str
    told: Mapping[str, str]
    state: str = ""
    at: str = ""
    ids: Mapping[str, str] = NOTHING
    body: Any = None
    query: Mapping[str, Any] = NOTHING
    plants: Mapping[str, str] = NOTHING
    bare: bool = False
    public: str = ""
    absent: str = ""

    @property
    def name(self) -> str:
        return f"{self.route} [{self.state}]" if self.state else self.route

    def expected(self) -> Mapping[str, str]:
        """The sign for each person. LookupError for a person who is named twice or does not exist."""
        found: dict[str, str] = {}
        for sign, names in self.told.items():
            for name in names.split():
                if name in found or name not in BY_NAME:
                    raise LookupError(f"{self.name}: {name} is named twice, or is nobody")
                found[name] = sign
        usual = {person.name: self.public or (LOGIN if person is NOBODY else DENIED) for person in PEOPLE}
        known = usual | found
        left = {person.name: self._of_who_left(known[person.post]) for person in PEOPLE if person.left}
        return known | {name: sign for name, sign in left.items() if name not in found and not self.public}

    def _of_who_left(self, of_the_post: str) -> str:
        """Whoever has left has no right any more, and learns nothing of what the post would have been told (R59)."""
        return DENIED if of_the_post == DENIED else LEFT


def about(thing: str) -> Mapping[str, str]:
    """The ids of a route about this case, and of a route about its review."""
    return {"case_id": f"{{{thing}}}", "task_id": f"{{{thing}}}.review"}


def joined(*names: str) -> str:
    return " ".join(names)


def without(names: str, *left_out: str) -> str:
    gone = {name for one in left_out for name in one.split()}
    return " ".join(name for name in names.split() if name not in gone)


def in_states(rows: Sequence[Row], **changes: Any) -> tuple[Row, ...]:
    """The same rows once more, with these changes."""
    return tuple(row._replace(**changes) for row in rows)
