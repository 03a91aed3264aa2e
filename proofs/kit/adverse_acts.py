"""What the cast does against an applicant or a holder, and the ends of results. The person waives the hearing."""

from typing import Any

from chalicelib.cases.model import Case
from chalicelib.cases.model.adverse_acts import RESULT_MADE
from chalicelib.cases.model.falsehood import FalseFinding
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.reject_false import reject_false
from chalicelib.issuance.acts.cancel_result import Cancellation, cancel_result
from chalicelib.issuance.acts.lift_bar import Annulled, lift_bar
from chalicelib.issuance.acts.record_result_end import RecordedEnd, record_result_end
from chalicelib.issuance.acts.restore_result import Restoration, restore_result
from chalicelib.issuance.acts.revoke_result import Revocation, revoke_result
from chalicelib.issuance.acts.withdraw_result import LicenceWithdrawal, withdraw_result
from chalicelib.review.acts.decide import Proofs, Said, decide
from chalicelib.review.acts.decide_reported import decide_reported
from chalicelib.review.acts.forewarn import Intended, forewarn
from chalicelib.review.acts.hear_party import PartyHeard, hear_party
from chalicelib.review.acts.serve_party import PartyServed, serve_party
from chalicelib.review.acts.tell_party import PartyConcerned, tell_party
from proofs.kit.interested import CONCERNED, SERVED, WAIVES

WAIVED = {"response": "waived", "reference": "听取意见笔录第1号"}
FOUND = {"facts": "房屋租赁合同系伪造。", "evidence": ["出租人的询问笔录"]}
FALSE = {"ground": "false_materials", "heard": WAIVED}
INTENDED = {"against": "falsehood", "ground": "false_materials", **FOUND}
TO_REVOKE = {"against": "revocation", "ground": "deception", **FOUND}
TO_WITHDRAW = {"against": "withdrawal", "ground": "circumstances", **FOUND}
REVOKED = {"ground": "deception", "heard": WAIVED, "public_harm": False}
WITHDRAWN = {"ground": "circumstances", "heard": WAIVED, "compensation": "补偿方案另行送达。"}
CANCELLED = {"ground": "requested", "facts": "被许可人不再经营。", "reference": "注销申请书"}
PENALTY = {"state": "revoked_as_penalty", "reference": "阳市监罚〔2026〕3号"}
LIFTED = {
    "by": "reconsideration",
    "organ": "阳江市人民政府",
    "reference": "阳府复决〔2026〕12号",
    "reason": "证据不足，原决定被撤销。",
}
# The day is that of the demand.
ANNULLED = LIFTED


class AdverseActs:
    """`platform` and `case` are the cast's own."""

    platform: Platform

    def case(self, case_id: str) -> Case:
        raise NotImplementedError("the cast reads its cases")

    def forewarn(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        """Of a false application; of a result that is made, that it is to be revoked."""
        intended = TO_REVOKE if self.case(case_id).status in RESULT_MADE else INTENDED
        return forewarn(self.platform, caller, case_id, Intended.model_validate(said or intended))

    def tell_party(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        return tell_party(self.platform, caller, case_id, PartyConcerned.model_validate(CONCERNED | said))

    def serve_party(self, case_id: str, caller: Caller, no: int = 0, **said: Any) -> Receipt:
        """The notice that was written last, today, unless something else is told."""
        today = {"served_on": caller.at.date().isoformat()}
        served = PartyServed.model_validate(SERVED | today | said)
        return serve_party(self.platform, caller, case_id, no or len(self.case(case_id).parties), served)

    def hear_party(self, case_id: str, caller: Caller, no: int = 0, **said: Any) -> Receipt:
        """Who was told last waives everything, unless something else is told."""
        heard = PartyHeard.model_validate(WAIVES | said)
        return hear_party(self.platform, caller, case_id, no or len(self.case(case_id).parties), heard)

    def reject_false(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        return reject_false(self.platform, caller, case_id, FalseFinding.model_validate(FALSE | said))

    def refuse_false(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        finding = FalseFinding.model_validate(FALSE | said)
        reasons = ["提供虚假材料，不符合法定条件"]
        return decide(self.platform, caller, case_id, "refuse", reasons, proofs=Proofs(falsehood=finding))

    def refuse_false_above(self, case_id: str, caller: Caller) -> Receipt:
        finding = FalseFinding.model_validate(FALSE)
        said = Said("refuse", ["提供虚假材料，不符合法定条件"], None, {}, Proofs(falsehood=finding))
        return decide_reported(self.platform, caller, case_id, said)

    def lift_bar(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        return lift_bar(self.platform, caller, case_id, Annulled.model_validate(LIFTED | said))

    def revoke_result(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        return revoke_result(self.platform, caller, case_id, Revocation.model_validate(REVOKED | said))

    def withdraw_result(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        return withdraw_result(self.platform, caller, case_id, LicenceWithdrawal.model_validate(WITHDRAWN | said))

    def cancel_result(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        """On the holder's request; of what was revoked, on that ground."""
        ended = {"ground": "ended"} if self.case(case_id).result_ends else {}
        return cancel_result(self.platform, caller, case_id, Cancellation.model_validate(CANCELLED | ended | said))

    def record_result_end(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        """A penalty of today, unless something else is told."""
        told = said or PENALTY | {"decided_on": str(self.platform.now().date())}
        return record_result_end(self.platform, caller, case_id, RecordedEnd.model_validate(told))

    def restore_result(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        """What had ended it was annulled today."""
        ends, today = self.case(case_id).result_ends, str(self.platform.now().date())
        told = ANNULLED | {"annulled": ends[0].state if ends else "cancelled", "decided_on": today} | said
        return restore_result(self.platform, caller, case_id, Restoration.model_validate(told))
