"""解除申请限制: the decision that had found a false application was annulled, and bars nobody any more.

Where it was a revocation, the licence is as if it had never been revoked (行政许可法69(2), 79).
"""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.adverse_acts import LIFT_BAR
from chalicelib.cases.model.falsehood import Falsehood, Lifted, Sentences
from chalicelib.cases.model.heard import Reference
from chalicelib.cases.model.restoring import rests_on
from chalicelib.documents.model.adverse import Lifting, bar_lifted_notice, licence_restored_notice
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import letterhead
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.http.bodies import Part
from chalicelib.issuance.acts.given_back import GivenBack


class Annulled(Part):
    """撤销原认定的文书。"""

    reference: Annotated[Reference, Field(description="复议决定、判决或者撤销决定的文号，不写个人信息")]
    reason: Sentences


@act
def lift_bar(platform: Platform, caller: Caller, case_id: str, said: Annulled) -> Receipt:
    """409 where nothing was found, or it was lifted."""
    begun = begin(platform, caller, LIFT_BAR, case_id)
    case, found = begun.case, begun.case.falsehood
    if found is None or found.lifted is not None:
        raise problems.Conflict(code="nothing_to_lift", title="本件没有仍然有效的隐瞒、虚假或者欺骗的认定")
    restored = _given_back(platform, case, found)
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    why = Lifting(found.found_at.date(), said.reference, said.reason, found.article, barred=found.until is not None)
    notice = (
        licence_restored_notice(
            head.facts, head.formalities, why, restored.certificate.title, restored.certificate.number or ""
        )
        if restored
        else bar_lifted_notice(head.facts, head.formalities, why)
    )
    lifted = found.model_copy(update={"lifted": Lifted(at=caller.at, reference=said.reference)})
    return begun.commit(
        (restored.after if restored else case).model_copy(update={"falsehood": lifted}),
        both={"reference": said.reference, "restored": restored is not None},
        answer={"number": case.number},
        document=head.draft(notice),
        ops=[restored.in_register(caller.at.date())] if restored else [],
    )


def _given_back(platform: Platform, case: Case, found: Falsehood) -> GivenBack | None:
    """None of a finding that was no revocation. Only a cancellation can have followed that, and goes with it."""
    if not rests_on(case.result_ends, found):
        return None
    certificate = vault.load(platform, case.id, CERTIFICATE)
    return GivenBack(case, certificate) if certificate else None
