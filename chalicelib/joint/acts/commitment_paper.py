"""The commitments by which a member goes ahead of earlier results, as one document of the member's own case (W12)."""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.catalogue.model.citations import is_document
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.documents.model.ahead import Promised, ahead_commitment
from chalicelib.documents.model.notice import Giver, chinese_time
from chalicelib.documents.model.pledges import UNIT_WORDS
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.foundation.platform import SHANGHAI


def commitment_paper(begun: Begun, case: Case, scheme: SchemeDocument) -> Draft | None:
    """None for a member that rests on no commitment. `scheme` is the one of its request."""
    proofs = {edge.id: edge.commitment.proof for edge in scheme.edges if edge.commitment}
    promised = [
        Promised(
            result=one.result,
            proof=proofs[one.edge],
            length=f"{one.length}{UNIT_WORDS.get(one.unit, '日')}",
            basis=one.basis.partition("(")[0] if is_document(one.basis) else "",
        )
        for one in (case.joint.committed if case.joint else ())
    ]
    if not promised:
        return None
    head = letterhead(begun.platform, case, begun.item, begun.caller.at, begun.directory)
    return head.draft(ahead_commitment(head.facts, head.formalities, scheme.name, promised, _given(begun, case)))


def _given(begun: Begun, case: Case) -> Giver:
    """In the form of the request: signed at the window, or confirmed by the login of an account."""
    when = chinese_time((case.received_at or begun.caller.at).astimezone(SHANGHAI))
    how = "在窗口签名" if case.channel == "counter" else "以实名账号登录"
    return Giver(name=case.applicant_name, how=f"在{when}提交的申请表中{how}确认")
