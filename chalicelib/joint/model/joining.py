"""变更办理情形: which members join an accepted request, and which leave it, once its answers are others. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from chalicelib.cases.model.material import MaterialFile
from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.schemes.readiness import LOST, MemberState
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import questions_behind
from chalicelib.joint.model.member import UNDECIDED, Held, Member, Members
from chalicelib.joint.model.request import Request


class Since(NamedTuple):
    """When the answers were changed, and the version of the form that has them."""

    at: datetime
    form: int


@dataclass(frozen=True)
class Changed:
    """`members` are all as the new answers leave them. `returning` have had a case, which has ended: none of them can
    be opened a second time in this request.
    """

    members: Members
    joined: tuple[str, ...]
    left: tuple[str, ...]
    returning: tuple[str, ...]


def deciding_questions(scheme: SchemeDocument) -> frozenset[str]:
    """The questions of the scheme on whose answers it rests which members there are."""
    named = {
        one.variable
        for node in scheme.nodes
        if node.condition
        for one in conditions.comparisons(conditions.parse(node.condition))
    }
    asked = {one.variable for one in scheme.form.questions}
    return frozenset(questions_behind(scheme, frozenset(named)) & asked)


def changed(request: Request, members: Members, now: Members, names: Collection[str], since: Since) -> Changed:
    """`request` has the new answers, `names` are those that differ. `members` are the rows as they are stored, `now`
    says how each of them stands. What was decided stays; whoever is undecided and not asked for any more leaves.
    """
    active = request.situation.active
    after, joined, left, returning = dict(members), list[str](), list[str](), list[str]()
    for name, one in now.items():
        if name in active and one.state in ("not_applicable", "left"):
            after[name] = request.fresh(name).model_copy(update={"asked_at": since.at})
            (returning if one.opened_on else joined).append(name)
        elif name not in active and one.state in UNDECIDED:
            after[name] = members[name].model_copy(update={"state": "left", "ended_on": since.at.date()})
            left.append(name)
        elif one.opened_on and one.state not in LOST and _rests_on(request, name, names):
            after[name] = members[name].model_copy(update={"form_changed": since.form})
    return Changed(after, tuple(joined), tuple(left), tuple(returning))


def holding(
    request: Request, members: Members, now: Members, found: tuple[str, Held], names: Collection[str], since: Since
) -> Members:
    """The members once the result of one was `found` to be there. `names` are the answers that differ by it."""
    after, (name, held) = dict(members), found
    ended = {"state": "held", "held": held, "ended_on": since.at.date()}
    after[name] = members[name].model_copy(update=ended)
    for other, one in now.items():
        if other != name and one.opened_on and one.state not in LOST and _rests_on(request, other, names):
            after[other] = members[other].model_copy(update={"form_changed": since.form})
    return after


def _rests_on(request: Request, name: str, names: Collection[str]) -> bool:
    """Whether its own form has one of these answers, or it was granted and is asked for no more."""
    part = request.made_of.member(name)
    fields = frozenset(part.fields.values()) if part else frozenset[str]()
    return not fields.isdisjoint(names) or name not in request.situation.active


def complete_since(asked_at: datetime, files: Iterable[MaterialFile]) -> datetime:
    """The moment at which each line had its first file, not before the member was asked for. `files` are those of the
    lines that it needs.
    """
    first: dict[str, datetime] = {}
    for file in files:
        came = file.checked_at or file.requested_at
        first[file.line] = min(came, first.get(file.line, came))
    return max([asked_at, *first.values()])


def told_states(before: Mapping[str, Member], after: Members) -> dict[str, MemberState]:
    """The members that stand elsewhere now."""
    return {name: one.state for name, one in after.items() if one.state != before[name].state}
