"""Who takes back one member of a joint request is told first what ends with it; and who takes back the whole, in its
notice, what ends and what stays (joint.md 5).
"""

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.store.records import CaseFile, load_file
from chalicelib.catalogue.model.schemes.readiness import MemberState
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.member import UNDECIDED
from chalicelib.joint.model.observed import observed, with_decided
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


def told_of_whole(platform: Platform, found: CaseFile) -> list[str]:
    """Which members end with their request, which results stay, and that of what ends no fee is owed any more."""
    members = members_of(found)
    cases = member_cases(platform, found.case.id, members.values())
    now = with_decided(observed(members, cases), cases)
    ends = [one for one in now.values() if one.state in UNDECIDED]
    stay = [one for one in now.values() if one.state in ("granted", "refused", "external_done")]
    decided = "、".join(f"“{one.title}”（{one.label}）" for one in stay)
    told = [f"已经办毕的{decided}不受影响，已经作出的决定和证照继续有效。"] if stay else []
    told += [f"尚未作出决定的“{'”“'.join(one.title for one in ends)}”随之终止办理。"] if ends else []
    if any(case.fee for name, case in cases.items() if now[name].state in UNDECIDED):
        told.append("随之终止办理的事项不再缴费；已经缴纳的，是否退还依照该项收费的规定，由办理部门另行告知。")
    return told
