"""Who takes back one member of a joint request is told first what ends with it (joint.md 5)."""

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.schemes.readiness import MemberState
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.observed import observed
from chalicelib.joint.model.progress import follows_from_withdrawal
from chalicelib.joint.store.members import member_cases, members_of, request_of


def ends_with(platform: Platform, case: Case) -> dict[str, str]:
    """The titles of the members that would end because they wait for this one, by node."""
    found = load_file(platform.table, case.joint.case) if case.joint else None
    if case.joint is None or found is None:
        return {}
    members = members_of(found)
    now = observed(members, member_cases(platform, found.case.id, members.values()))
    request = request_of(platform, found, item_of(platform, found.case))
    situation = request.situation
    states: dict[str, MemberState] = {name: one.state for name, one in now.items()}
    ends = follows_from_withdrawal(situation, states, case.joint.node, request.signed)
    return {name: situation.scheme.node(name).title for name in ends}
