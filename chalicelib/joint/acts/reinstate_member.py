"""恢复成员事项: the refusal of a member was annulled: it begins anew, and with it whoever had ended because of it.

A request that had ended goes on. No new term of the whole begins; each member has its own (joint.md 5.10).
"""

from collections.abc import Mapping

from chalicelib.cases.acts.gate import begin_platform
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.annulled import ANNULLED_BY
from chalicelib.cases.model.joint_acts import REINSTATE_MEMBER
from chalicelib.cases.store.records import CaseFile
from chalicelib.documents.model.joint_reinstated import RefusalUndone, joint_reinstatement
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import letterhead
from chalicelib.foundation.platform import Platform
from chalicelib.joint.acts.accepted import member_term
from chalicelib.joint.model.joining import told_states
from chalicelib.joint.model.member import Members
from chalicelib.joint.model.reinstating import annulled_in, reinstated
from chalicelib.joint.model.request import Request
from chalicelib.joint.store.members import member_writes


def reinstate_member(
    platform: Platform, found: CaseFile, request: Request, members: Members, cases: Mapping[str, Case]
) -> bool:
    """Whether some refusal was annulled that the request has not heard of. Raises Refused when it has moved."""
    since = annulled_in(members, cases)
    if not since or found.case.status not in REINSTATE_MEMBER.lawful_from:
        return False
    begun = begin_platform(platform, REINSTATE_MEMBER, found)
    case, at = begun.case, begun.caller.at
    made = reinstated(request, members, since, (case.accepted_at or at).date(), at.date())
    after = case.moved_to(Status.IN_PROGRESS, joint_outcome=None)
    head = letterhead(platform, case, begun.item, at, begun.directory)
    anew, revived = (
        [member_term(begun, case, request, made.members[name]) for name in names] for names in (made.anew, made.revived)
    )
    undone = [_undone(platform, cases[name], one.item) for name, one in zip(made.anew, anew, strict=True)]
    begun.commit(
        after,
        data={
            "reinstated": {name: str(day) for name, day in since.items()},
            "revived": [*made.revived],
            "members": {**told_states(dict(members), made.members)},
        },
        document=head.draft(joint_reinstatement(head.facts, head.formalities, anew, revived, undone)),
        ops=member_writes(case.id, members, made.members),
    )
    return True


def _undone(platform: Platform, case: Case, item: str) -> RefusalUndone:
    """`case` is that of a member whose refusal was annulled, as `annulled_in` has found."""
    if case.annulled is None or case.decided_at is None:
        raise ValueError("nothing of this case was annulled")
    said, how = case.annulled, ANNULLED_BY[case.annulled.by]
    decision = vault.load(platform, case.id, said.document) if said.document else None
    named = decision.named if decision else "不予的决定"
    article = None if said.by == "superior" else how.article  # of licences alone, which a member need not be
    return RefusalUndone(item, named, case.decided_at.date(), said.organ, how.name, said.reference, article)
