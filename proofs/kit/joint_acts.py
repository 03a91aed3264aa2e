"""What people do with members of a joint request: answers change, a result is there, a refusal was annulled."""

from typing import Any

from chalicelib.cases.store.records import load_file
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.change_answers import change_answers
from chalicelib.intake.acts.confirm_held import HeldAtWindow, confirm_held
from chalicelib.review.acts.annul_refusal import RefusalAnnulled, annul_refusal

REFUSAL_ANNULLED = {"by": "reconsideration", "organ": "阳江市人民政府", "reference": "阳府复决〔2026〕15号"}
HELD = {"source": "paper", "number": "441702001234", "organ": "阳江市市场监督管理局", "issued_on": "2026-03-02"}
# Its result fills in nothing of the others' forms.
SEALS = "YM-R05"


def signing_of(platform: Platform, request: str) -> dict[str, Any]:
    """The company's representative, whose card the window has seen and who has signed."""
    found = load_file(platform.table, request)
    person: dict[str, Any] = found.form["applicant"]["legal_representative"] if found else {}
    shown: dict[str, Any] = {
        "relation": "legal_representative",
        "name": person["name"],
        "id_number": person["id_number"],
    }
    return {**shown, "seen": True, "signed": True}


class JointActs:
    """`platform` is the cast's own."""

    platform: Platform

    def change_answers(self, case_id: str, caller: Caller) -> Receipt:
        """A joint request without the sign that it had."""
        return change_answers(self.platform, caller, case_id, {"has_outdoor_sign": False})

    def confirm_held(self, case_id: str, caller: Caller, node: str = SEALS, **said: Any) -> Receipt:
        """Seen at the window, with what is first asked then."""
        told = {"result": HELD, "presented_by": signing_of(self.platform, case_id)} | said
        return confirm_held(self.platform, caller, case_id, node, HeldAtWindow.model_validate(told))

    def annul_refusal(self, case_id: str, caller: Caller, **said: Any) -> Receipt:
        """The department has got the paper today, unless something else is told."""
        told = {**REFUSAL_ANNULLED, "served_on": str(caller.at.date())} | said
        return annul_refusal(self.platform, caller, case_id, RefusalAnnulled.model_validate(told))
