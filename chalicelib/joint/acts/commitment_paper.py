"""The commitment by which a member goes ahead of an earlier result, as a document of the member's own case (W12)."""

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.model import Case
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.documents.model.ahead import Promised, ahead_commitment
from chalicelib.documents.model.notice import Giver, chinese_time
from chalicelib.documents.model.pledges import UNIT_WORDS
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.foundation.platform import SHANGHAI


def commitment_paper(begun: Begun, case: Case, scheme: SchemeDocument) -> Draft | None:
    """None for a member that rests on no commitment. `scheme` is the one of its request."""
    made = case.joint.committed if case.joint else None
    edge = next((one for one in scheme.edges if made and one.id == made.edge), None)
    if made is None or edge is None or edge.commitment is None:
        return None
    head = letterhead(begun.platform, case, begun.item, begun.caller.at, begun.directory)
    promised = Promised(
        request=scheme.name,
        result=made.result,
        proof=edge.commitment.proof,
        length=f"{made.length}{UNIT_WORDS.get(made.unit, '日')}",
        basis=made.basis.partition("(")[0],
    )
    return head.draft(ahead_commitment(head.facts, head.formalities, promised, _given(begun, case)))


def _given(begun: Begun, case: Case) -> Giver:
    """In the form of the request: signed at the window, or confirmed by the login of an account."""
    when = chinese_time((case.received_at or begun.caller.at).astimezone(SHANGHAI))
    how = "在窗口签名" if case.channel == "counter" else "以实名账号登录"
    return Giver(name=case.applicant_name, how=f"在{when}提交的申请表中{how}确认")
