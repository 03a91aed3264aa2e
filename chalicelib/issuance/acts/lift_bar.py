"""解除申请限制: the decision that had found a false application was annulled, and bars nobody any more.

Where it was a revocation, the licence is as if it had never been revoked (行政许可法69(2), 79).
"""

from collections.abc import Sequence

from chalicelib.cases.acts.annulling import AnnulmentTold
from chalicelib.cases.acts.barred import member_items
from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model import Case
from chalicelib.cases.model.adverse_acts import LIFT_BAR
from chalicelib.cases.model.annulled import ANNULLED_BY, AnnulledDecision
from chalicelib.cases.model.falsehood import Falsehood, Lifted, Sentences
from chalicelib.cases.model.restoring import rests_on
from chalicelib.documents.model.adverse import Lifting, bar_lifted_notice
from chalicelib.documents.model.restored import restoration_notice
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import letterhead
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts.given_back import GivenBack


class Annulled(AnnulmentTold):
    """撤销原认定的文书。"""

    reason: Sentences


@act
def lift_bar(platform: Platform, caller: Caller, case_id: str, said: Annulled) -> Receipt:
    """409 where nothing was found, or it was lifted."""
    begun = begin(platform, caller, LIFT_BAR, case_id, whole=True)
    case, found = begun.case, begun.case.falsehood
    if found is None or found.lifted is not None:
        raise problems.Conflict(code="nothing_to_lift", title="本件没有仍然有效的隐瞒、虚假或者欺骗的认定")
    by = said.of(found.document, caller.at)
    restored = _given_back(platform, case, found, by)
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    if restored:
        told = restored.told(platform, said.reason, barred=_barred(begun, found))
        notice = restoration_notice(head.facts, head.formalities, told)
    else:
        notice = bar_lifted_notice(head.facts, head.formalities, _why(begun, found, said))
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
    """By title and number, and the items that it had barred."""
    how = ANNULLED_BY[said.by]
    decision = vault.load(begun.platform, begun.case.id, found.document) if found.document else None
    return Lifting(
        found.found_at.date(),
        decision.named if decision else None,
        found.reference,
        said.organ,
        how.name,
        said.reference,
        said.reason,
        how.article,
        _barred(begun, found),
    )


def _barred(begun: Begun, found: Falsehood) -> Sequence[str]:
    """The names of the items: of a joint request those of the members alone."""
    if not found.until:
        return ()
    case, item = begun.case, begun.item
    names = member_items(begun.platform, case, item, begun.found.form) if found.barred_items else {}
    return tuple(names[code].name if code in names else code for code in found.barred_items) or (item.name,)


def _given_back(platform: Platform, case: Case, found: Falsehood, by: AnnulledDecision) -> GivenBack | None:
    """None of a finding that was no revocation. Only a cancellation can have followed that, and goes with it."""
    if not rests_on(case.result_ends, found):
        return None
    certificate = vault.load(platform, case.id, CERTIFICATE)
    return GivenBack(case, certificate, by) if certificate else None
