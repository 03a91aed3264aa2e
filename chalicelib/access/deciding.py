"""Whether somebody may do an act: by which policy, with which warnings, or what fails."""

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from chalicelib.access.actor import Role
from chalicelib.access.conditions import CONDITIONS, OF_THE_CASE, Condition, Failure, failure
from chalicelib.access.facts import AskedLetter, CaseFacts, Facts
from chalicelib.access.policies import policies_for
from chalicelib.access.policies.policy_row import Policy


class Allowed(NamedTuple):
    """The policy that lets the act through, the letter it rests on, and what people should be warned of."""

    policy: Policy
    letter: str | None = None
    warnings: Sequence[Failure] = ()


def decide(act: str, facts: Facts) -> Allowed | Failure | None:
    """None where no policy gives this role the act. Of several policies any one suffices; if all fail, the condition is
    told at which the one failed that came furthest.
    """
    furthest, told = -1, None
    for policy in policies_for(facts.actor.role, act):
        passed, found = _judged(policy, facts)
        if isinstance(found, Allowed):
            return found
        if passed > furthest:
            furthest, told = passed, found
    return told


def roles_for(act: str, case: CaseFacts) -> tuple[Role, ...]:
    """The roles that some policy lets do the act on such a case, in the order of `Role`. Whether a certain person may
    is not asked: that depends on the register and the letters of the moment.
    """
    return tuple(role for role in Role if any(_suits(policy, case) for policy in policies_for(role, act)))


def _suits(policy: Policy, case: CaseFacts) -> bool:
    return all(OF_THE_CASE[condition](case) for condition in policy.conditions if condition in OF_THE_CASE)


def asks(policies: Sequence[Policy], condition: Condition) -> bool:
    """Whether one of these policies asks for the condition."""
    return any(condition in policy.conditions for policy in policies)


@cache
def letters_asked(policies: tuple[Policy, ...]) -> frozenset[AskedLetter]:
    """The acts for which the register of letters has to be asked, to judge these policies."""
    rows = (CONDITIONS[condition] for policy in policies for condition in policy.conditions)
    asked: set[AskedLetter] = {row.letter for row in rows if row.letter}
    if asks(policies, Condition.NO_LETTER_TO_ACCEPT):
        asked |= {"accept", "issue_documents"}
    return frozenset(asked)


def _judged(policy: Policy, facts: Facts) -> tuple[int, Allowed | Failure]:
    """How many conditions hold before one fails, and what that is."""
    warnings = list[Failure]()
    for passed, condition in enumerate(policy.conditions):
        failed = failure(condition, facts)
        if failed is None:
            continue
        if not CONDITIONS[condition].warns or facts.training_required:
            return passed, failed
        warnings.append(failed)
    known = facts.letters.get(policy.letter) if policy.letter else None
    letter = known.number if known else None
    return len(policy.conditions), Allowed(policy, letter, tuple(warnings))
