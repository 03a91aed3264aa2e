"""解除申请限制: the decision that had found a false application was annulled, and bars nobody any more.

Where it was a revocation, the licence is as if it had never been revoked (行政许可法69(2), 79).
"""

from datetime import date
from typing import Annotated, NamedTuple, Self

from pydantic import Field

from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.adverse_acts import LIFT_BAR
from chalicelib.cases.model.falsehood import Falsehood, Lifted, Sentences
from chalicelib.cases.model.heard import Reference
from chalicelib.documents.model.adverse import Lifting, bar_lifted_notice, licence_restored_notice
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import letterhead
from chalicelib.documents.store.vault import CERTIFICATE, Document
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import Op
from chalicelib.http.bodies import Part
from chalicelib.issuance.store import register


class Annulled(Part):
    """撤销原认定的文书。"""

    reference: Annotated[Reference, Field(description="复议决定、判决或者撤销决定的文号，不写个人信息")]
    reason: Sentences


class Restored(NamedTuple):
    """The licence that the annulled decision had revoked, before anything else of the case changes."""

    case: Case
    certificate: Document

    @classmethod
    def of(cls, platform: Platform, case: Case, found: Falsehood) -> Self | None:
        """None of a finding that was no revocation. Only a cancellation can have followed that, and goes with it."""
        if not any(end.document == found.document for end in case.result_ends):
            return None
        certificate = vault.load(platform, case.id, CERTIFICATE)
        return cls(case, certificate) if certificate else None

    @property
    def after(self) -> Case:
        """What was told of the revocation is answered by this, and told anew before another one."""
        return self.case.model_copy(update={"result_ends": (), "forewarned": None, "facts_told": None})

    def in_register(self, today: date) -> Op:
        """A certificate that was not handed over with the rest, as it had ended, counts as delivered from today on."""
        case, revoked = self.case, self.case.result_ends[0]
        withheld = case.delivered_at is not None and revoked.at < case.delivered_at
        return register.restored(self.certificate.identifier or "", today if withheld else None)


@act
def lift_bar(platform: Platform, caller: Caller, case_id: str, said: Annulled) -> Receipt:
    """409 where nothing was found, or it was lifted."""
    begun = begin(platform, caller, LIFT_BAR, case_id)
    case, found = begun.case, begun.case.falsehood
    if found is None or found.lifted is not None:
        raise problems.Conflict(code="nothing_to_lift", title="本件没有仍然有效的隐瞒、虚假或者欺骗的认定")
    restored = Restored.of(platform, case, found)
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
