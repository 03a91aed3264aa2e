"""Every policy: one module for each place of the hall, each a table of rows. Nobody may do what no policy allows."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from chalicelib.access.actor import Role
from chalicelib.access.policies import (
    acceptance,
    applicant,
    consultation,
    decision,
    directory,
    issue,
    items,
    platform,
    supervision,
)
from chalicelib.access.policies.policy_row import Policy

PLACES: Mapping[str, tuple[Policy, ...]] = {
    applicant.PLACE: applicant.POLICIES,
    acceptance.PLACE: acceptance.POLICIES,
    decision.PLACE: decision.POLICIES,
    issue.PLACE: issue.POLICIES,
    supervision.PLACE: supervision.POLICIES,
    directory.PLACE: directory.POLICIES,
    items.PLACE: items.POLICIES,
    consultation.PLACE: consultation.POLICIES,
}
POLICIES: tuple[Policy, ...] = tuple(policy for policies in PLACES.values() for policy in policies)
EXPLAINED: Mapping[str, Policy] = {policy.id: policy for policy in (*POLICIES, *platform.POLICIES)}
"""Every policy that an event may name, by its id."""


@cache
def _by_role_and_act() -> Mapping[tuple[Role, str], tuple[Policy, ...]]:
    found: defaultdict[tuple[Role, str], tuple[Policy, ...]] = defaultdict(tuple)
    for policy in POLICIES:
        for role in policy.roles:
            for act in policy.acts:
                found[role, act] += (policy,)
    return dict(found)


def policies_for(role: Role, act: str) -> tuple[Policy, ...]:
    """The policies by which somebody in this role may do the act on a case; any one of them suffices."""
    return _by_role_and_act().get((role, act), ())
