"""What other answers make of the members of an accepted request."""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import CaseFile
from chalicelib.foundation import keys, problems
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of
from chalicelib.foundation.writes import Op, check, equals
from chalicelib.joint.acts.member_forms import lacking_lines
from chalicelib.joint.model.joining import Changed, Since, changed, deciding_questions, told_states
from chalicelib.joint.model.observed import observed, with_decided
from chalicelib.joint.store.members import member_cases, member_writes, members_of, request_of


class ChangedMembers(NamedTuple):
    """For the event, the receipt and the rows. `lacking` are the lines of the request that members who join lack."""

    told: dict[str, JsonValue]
    answer: dict[str, JsonValue]
    ops: list[Op]


def deciding(begun: Begun) -> frozenset[str]:
    """The questions whose answers may still be changed."""
    request = request_of(begun.platform, begun.found, begun.item)
    return deciding_questions(request.situation.scheme)


def changed_members(begun: Begun, found: CaseFile, sent: Collection[str], names: Collection[str]) -> ChangedMembers:
    """`found` is the request as it is with the new form, `sent` are the answers that were sent, `names` those that
    differ.
    """
    platform, stored, after = begun.platform, members_of(begun.found), found.case
    request = request_of(platform, found, begun.item)
    cases = member_cases(platform, after.id, stored.values())
    now = with_decided(observed(stored, cases), cases)
    made = changed(request, stored, now, names, Since(begun.caller.at, after.form_version))
    if made.returning:
        named = "、".join(request.scheme.node(name).title for name in made.returning)
        title = f"“{named}”已经终止办理，不能在本次联办中恢复，请另行申请该事项"
        errors = [FieldError(pointer_of(["answers", name]), "member_cannot_return", title) for name in sent]
        raise problems.Invalid(code="member_cannot_return", title=title, errors=errors)
    if held := [name for name in made.joined if made.members[name].state == "held"]:
        named = "、".join(request.scheme.node(name).title for name in held)
        title = f"是否已经持有“{named}”的结果，在受理时核对；受理之后增加的事项，请按没有持有办理"
        errors = [FieldError(pointer_of(["answers", name]), "held_not_checked", title) for name in sent]
        raise problems.Invalid(code="held_not_checked", title=title, errors=errors)
    joining = [part for name in made.joined if (part := request.made_of.member(name))]
    lacking = {line for part in joining for line in lacking_lines(platform, found, request, part)}
    states = told_states(stored, made.members)
    return ChangedMembers(
        told={"members": {**states}, **_named(made)},
        answer={**_named(made), "lacking": [*sorted(lacking)]},
        ops=[*member_writes(after.id, stored, made.members), *_undecided_still(cases, made.left)],
    )


def _undecided_still(cases: Mapping[str, Case], left: Iterable[str]) -> list[Op]:
    """Who leaves has not been decided meanwhile."""
    leaving = (cases[name] for name in left if name in cases)
    return [check(keys.meta(case.id), equals(seq=case.seq), label="member") for case in leaving]


def _named(made: Changed) -> dict[str, JsonValue]:
    return {"joined": [*made.joined], "left": [*made.left]}
