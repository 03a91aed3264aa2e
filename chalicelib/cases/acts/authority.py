"""By what right somebody does an act on a case: the policies are asked, with what is known of person, letters and case.

The register of staff and letters is read by its version, which comes with the case: while that stays, nothing is read.
"""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple

from pydantic import JsonValue

from chalicelib.access.actor import Actor
from chalicelib.access.conditions import Condition, Failure
from chalicelib.access.deciding import Allowed, asks, decide, letters_asked
from chalicelib.access.facts import AskedLetter, CaseFacts, Facts, Letter, Reach, Registered, Training
from chalicelib.access.policies import policies_for
from chalicelib.access.policies.policy_row import Policy
from chalicelib.access.policy import point_of
from chalicelib.access.refusals import NotAuthorised, condition_told, refused_by_register
from chalicelib.cases.acts.disclose import has_business
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.access import Authority
from chalicelib.cases.model.acts import ACCEPT, TRANSFER
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.model.extension import of_government
from chalicelib.catalogue.model.handbook import is_complex
from chalicelib.catalogue.model.promises import ON_THE_SPOT
from chalicelib.directory.acts.in_post import division_of
from chalicelib.directory.model.authority import OWN_RIGHT, may, who_may
from chalicelib.directory.model.item_kinds import ItemKind, kind_of
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.authority import Lookup, register_of
from chalicelib.directory.store.directories import directory_as_of, knows_directory
from chalicelib.directory.store.staff import Holder
from chalicelib.durable.caller import Caller
from chalicelib.foundation import problems, register_keys
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.keys import Key
from chalicelib.foundation.platform import Platform

# The acts of the window for which letters are asked: acceptance, and the documents that go out with it.
TO_ACCEPT: tuple[AskedLetter, ...] = ("accept", "issue_documents")
WITHOUT_LETTER = (Condition.LETTER_TO_ACCEPT, Condition.LETTER_TO_ISSUE_DOCUMENTS)


class Transferred(problems.Conflict):
    code = "case_transferred"
    title = "办件已经移送部门，由部门受理"


class WithSuperior(problems.Conflict):
    """The organ above has the case: the department here cannot move the days of that organ."""

    code = "case_with_superior"
    title = "案卷已经报送上级机关"


class NotWithSuperior(problems.Conflict):
    """The organ above has nothing to do with the case now: it has been returned, or decided."""

    code = "case_not_with_superior"
    title = "案卷不在上级机关"


class ToldAbove(problems.Conflict):
    """The organ above decides what was accepted, and tells beforehand what it will decide."""

    code = "told_above"
    title = "该办件由上级机关作出决定，由该上级机关事前告知"


# Who may do it at another time: where the case stands now is the reason.
ELSEWHERE: Mapping[Condition, type[problems.Problem]] = {
    Condition.NOT_TRANSFERRED: Transferred,
    Condition.WITH_DEPARTMENT: WithSuperior,
    Condition.TOLD_HERE: ToldAbove,
    Condition.WITH_SUPERIOR: NotWithSuperior,
}


def version_key(actor: Actor, act: CaseAct) -> Key | None:
    """The row with the version of the actor's directory, for whom a policy of this act asks it; the gate reads it with
    the case. None for applicants and departments' systems, who are in no register.
    """
    asked = asks(policies_for(actor.role, act.name), Condition.IN_REGISTER)
    return register_keys.directory_version(division_of(actor)) if asked else None


class Question(NamedTuple):
    """Who asks to do which act on which case; `reach` is why the case is the caller's business."""

    caller: Caller
    act: CaseAct
    case: Case
    reach: Reach | None

    @property
    def actor(self) -> Actor:
        return self.caller.actor

    @property
    def policies(self) -> tuple[Policy, ...]:
        return policies_for(self.actor.role, self.act.name)


def authority_for(platform: Platform, asked: Question, version: int | None = None) -> Authority:
    """The right to do the act. Forbidden (403) names the condition that is not met, and what is offered instead.

    `version` is that of the directory as it was read with the case; None has it read here.
    """
    lookup = _lookup(platform, asked, version)
    facts = _facts(platform, asked, lookup)
    decided = decide(asked.act.name, facts)
    if decided is None:
        raise problems.Forbidden
    if isinstance(decided, Failure):
        raise refusal(decided)
    own = lookup is not None and division_of(asked.actor) == asked.case.division
    return Authority(
        decided.policy.id,
        decided.letter,
        facts.person,
        _grounds(decided, facts),
        decided.warnings,
        lookup.version if lookup and own else None,
    )


def refusal(failed: Failure) -> problems.Problem:
    if failed.condition is Condition.IN_REGISTER:
        return refused_by_register(failed)
    offer = {"offer": TRANSFER.name} if failed.condition in WITHOUT_LETTER else {}
    kind = ELSEWHERE.get(failed.condition, NotAuthorised)
    return kind(title=failed.says, more={**condition_told(failed), **offer})


def _lookup(platform: Platform, asked: Question, version: int | None) -> Lookup | None:
    actor = asked.actor
    if version_key(actor, asked.act) is None:
        return None
    table, division = platform.table, division_of(actor)
    department = asked.case.department if letters_asked(asked.policies) else None
    look = partial(register_of, table, division, version, subject=actor.sub, department=department)
    if asked.act is not ACCEPT or version is None or knows_directory(table, division, version):
        return look()
    # The promise rests on the directory: it is read beside the register, so that the acceptance waits for one call.
    with meanwhile(lambda: directory_as_of(table, division, version)) as directory:
        found = look()
    directory.result()
    return found


def _facts(platform: Platform, asked: Question, lookup: Lookup | None) -> Facts:
    """Only what the policies ask is looked up."""
    case, at = asked.case, asked.caller.at
    holder = lookup.holder if lookup else None
    if lookup is None or holder is None or not holder.member.in_post_at(at):
        return Facts(asked.actor, asked.reach, case=_case_facts(case))
    member = holder.member
    complex_ = asks(asked.policies, Condition.NOT_COMPLEX) and _is_complex(platform, case)
    kind = kind_of(case.handling, None)._replace(complex=complex_, upward=case.upward is not None)
    letters: dict[AskedLetter, Letter] = {
        name: _letter(lookup, member, asked, name, kind) for name in letters_asked(asked.policies)
    }
    return Facts(
        asked.actor,
        asked.reach,
        _registered(holder, case.in_letters, at),
        letters,
        _case_facts(case)._replace(complex=complex_),
        training_required=_training_required(lookup, letters),
        offered_here=_offered_here(platform, asked, lookup.version),
        sees_case=not asks(asked.policies, Condition.SEES_CASE) or has_business(platform, asked.actor, case),
    )


def _offered_here(platform: Platform, asked: Question, version: int) -> bool:
    """Whether the point of a town or village at which the actor works takes the item for the case's division."""
    point = point_of(asked.actor)
    if point is None or not asks(asked.policies, Condition.AT_POINT):
        return True
    from chalicelib.directory.model.regions import full

    known = directory_as_of(platform.table, division_of(asked.actor), version)
    return any(
        full(hall.region) == point and hall.accepts_for == asked.case.division and asked.case.item in hall.items
        for hall in known.halls.values()
    )


def _is_complex(platform: Platform, case: Case) -> bool:
    return is_complex(item_of(platform, case))


def _registered(holder: Holder, item: str, at: datetime) -> Registered:
    member = holder.member
    training = member.training_for(item, at.date())
    return Registered(
        id=member.person,
        roles=frozenset(role.value for role in member.roles),
        department=member.unit.department,
        staff_type=member.staff_type,
        may_decide=member.may_decide,
        training=Training.CURRENT if training else Training.NONE,
        trained_until=training.until if training else None,
        posts=holder.posts,
    )


def _letter(lookup: Lookup, member: StaffMember, asked: Question, name: AskedLetter, kind: ItemKind) -> Letter:
    """Whether this person may; of a transfer, whether any letter reaches so far, whoever acts by it."""
    register, department, item, at = lookup.register, asked.case.department, asked.case.in_letters, asked.caller.at
    if asked.act is TRANSFER:
        answer = who_may(register, department, item, name, at, kind=kind)
    else:
        answer = may(register, member, department, item, name, at, kind=kind)
    letter = answer.letter
    dates = (letter.since, letter.until) if letter else (None, None)
    return Letter(answer.allowed, answer.number, *dates, answer.code, answer.reason)


def _training_required(lookup: Lookup, letters: Mapping[AskedLetter, Letter]) -> bool:
    number = letters["accept"].number if "accept" in letters else None
    return any(one.number == number and one.training_required for one in lookup.standing.accept_letters)


def _grounds(decided: Allowed, facts: Facts) -> dict[str, JsonValue]:
    """What the register said then, for the event: the person, and what the conditions of the policy rested on."""
    staff, policy = facts.staff, decided.policy
    if staff is None:
        return {}
    letter = facts.letters.get(policy.letter) if policy.letter else None
    known = {
        "person": staff.id,
        "staff_type": staff.staff_type if Condition.STAFF_TYPE_DECIDES in policy.conditions else None,
        "trained_until": staff.trained_until if Condition.TRAINED in policy.conditions else None,
        "letter_from": letter.from_ if letter else None,
        "letter_to": letter.to if letter else None,
        "right": OWN_RIGHT if letter and letter.code == OWN_RIGHT else None,
        **_lacking(decided.policy, facts),
    }
    return {name: str(value) for name, value in known.items() if value}


def _lacking(policy: Policy, facts: Facts) -> dict[str, str | None]:
    """Of an act that rests on a letter's absence: for which act of the window none suffices, why, and which letter
    comes nearest.
    """
    if Condition.NO_LETTER_TO_ACCEPT not in policy.conditions:
        return {}
    for act in TO_ACCEPT:
        letter = facts.letters.get(act, Letter(allowed=False))
        if not letter.allowed:
            return {"lacking": act, "lacking_why": letter.code, "lacking_letter": letter.number}
    return {}


def _case_facts(case: Case) -> CaseFacts:
    return CaseFacts(
        department=case.department,
        on_the_spot=case.handling == ON_THE_SPOT,
        transferred=case.transferred_at is not None,
        accepted_by=case.accepted_by,
        decided_by=case.decided_by,
        decided_above=case.upward is not None,
        with_superior=case.status is Status.REPORTED,
        by_government=of_government(case),
    )
