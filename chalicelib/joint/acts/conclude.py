"""联办办结: nothing of the request is undecided any more; the applicant is told how each member has ended."""

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Status
from chalicelib.cases.model.joint_acts import CONCLUDE_JOINT
from chalicelib.cases.store.records import load_file
from chalicelib.documents.model.joint import MemberEnd, joint_conclusion
from chalicelib.documents.store.drafts import letterhead
from chalicelib.foundation.platform import Platform
from chalicelib.joint.model.conclusion import WORDS, Outcome
from chalicelib.joint.model.member import UNDECIDED
from chalicelib.joint.store.members import members_of, request_of
from chalicelib.joint.store.organs import Organs


def conclude(platform: Platform, case_id: str, outcome: Outcome) -> None:
    """Raises Refused when the request has moved meanwhile: then it is looked at again."""
    found = load_file(platform.table, case_id)
    if found is None or found.case.status not in CONCLUDE_JOINT.lawful_from:
        return
    begun, members = begin_platform(platform, CONCLUDE_JOINT, found), members_of(found)
    request, at = request_of(platform, found, item_of(platform, found.case)), begun.caller.at
    organs = Organs(platform, begun.case.division)
    concerned = [one for one in members.values() if one.state != "not_applicable"]
    running = [request.scheme.node(one.node).title for one in concerned if one.state in UNDECIDED]
    ends = [
        MemberEnd(
            item=request.scheme.node(one.node).title,
            organ=organs.full_name(one.department),
            how=one.label,
            on=one.ended_on,
        )
        for one in concerned
    ]
    head = letterhead(platform, begun.case, begun.item, at, begun.directory)
    begun.commit(
        begun.case.moved_to(Status.CONCLUDED, decided_at=at, joint_outcome=outcome),
        data={"outcome": outcome, "members": {name: one.state for name, one in members.items()}},
        document=head.draft(joint_conclusion(head.facts, head.formalities, ends, how=WORDS[outcome], running=running)),
    )
