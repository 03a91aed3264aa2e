"""解除申请限制: the decision that had found a false application was annulled, and bars nobody any more.

Where it was a revocation, the licence is as if it had never been revoked (行政许可法69(2), 79).
"""

from typing import Annotated

from pydantic import Field

from chalicelib.cases.acts.barred import member_items
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.adverse_acts import LIFT_BAR
from chalicelib.cases.model.annulled import ANNULLED_BY, AnnulledBy, AnnulledDecision, Annuller
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

    by: AnnulledBy
    organ: Annuller
    reference: Annotated[Reference, Field(description="复议决定、判决或者撤销决定的文号，不写个人信息")]
    reason: Sentences


@act
def lift_bar(platform: Platform, caller: Caller, case_id: str, said: Annulled) -> Receipt:
    """409 where nothing was found, or it was lifted."""
    begun = begin(platform, caller, LIFT_BAR, case_id, whole=True)
    case, found = begun.case, begun.case.falsehood
    if found is None or found.lifted is not None:
        raise problems.Conflict(code="nothing_to_lift", title="本件没有仍然有效的隐瞒、虚假或者欺骗的认定")
    by = AnnulledDecision(document=found.document, at=caller.at, by=said.by, organ=said.organ, reference=said.reference)
    restored = _given_back(platform, case, found, by)
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    why = _why(begun, found, said)
    notice = (
        licence_restored_notice(
            head.facts, head.formalities, why, restored.certificate.title, restored.certificate.number or ""
        )
        if restored
        else bar_lifted_notice(head.facts, head.formalities, why)
    )
    lifted = found.model_copy(update={"lifted": Lifted(at=caller.at, reference=said.reference)})
    return begun.commit(
        (restored.after if restored else _annulled(case, by)).model_copy(update={"falsehood": lifted}),
        data={"by": said.by},
        both={"reference": said.reference, "restored": restored is not None},
        answer={"number": case.number},
        document=head.draft(notice),
        ops=[restored.in_register(caller.at.date())] if restored else [],
    )


def _annulled(case: Case, by: AnnulledDecision) -> Case:
    """With the decision that had found it, which has ended no result."""
    return case.model_copy(update={"annulled_ends": (*case.annulled_ends, by)})


def _why(begun: Begun, found: Falsehood, said: Annulled) -> Lifting:
    """By title and number, and the items that it had barred: of a joint request those of the members alone."""
    case, how = begun.case, ANNULLED_BY[said.by]
    decision = vault.load(begun.platform, case.id, found.document) if found.document else None
    names = member_items(begun.platform, case, begun.item, begun.found.form) if found.barred_items else {}
    members = tuple(names[code].name if code in names else code for code in found.barred_items)
    return Lifting(
        found.found_at.date(),
        decision.named if decision else None,
        found.reference,
        said.organ,
        how.name,
        said.reference,
        said.reason,
        how.article,
        (members or (begun.item.name,)) if found.until else (),
    )


def _given_back(platform: Platform, case: Case, found: Falsehood, by: AnnulledDecision) -> GivenBack | None:
    """None of a finding that was no revocation. Only a cancellation can have followed that, and goes with it."""
    if not rests_on(case.result_ends, found):
        return None
    certificate = vault.load(platform, case.id, CERTIFICATE)
    return GivenBack(case, certificate, by) if certificate else None
