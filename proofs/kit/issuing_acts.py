"""What the cast does with a result: compare it, have it made anew, hand it over."""

from typing import Any

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.acts import CORRECT_WRITING, CORRECT_WRITING_AT_WINDOW
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.cases.store.records import load_file
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts.compare import certificate_shown, compare, face_of
from chalicelib.issuance.acts.correct_result import correct_result
from chalicelib.issuance.acts.correct_writing import correct_writing
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.issuance.model.after_default import AfterDefault
from chalicelib.issuance.model.writing import Writing
from proofs.kit.applications import another_writing, application_of
from proofs.kit.faces import correction


class IssuingActs:
    """Acts of the cast; `platform` and `case` are the cast's own."""

    platform: Platform
    _typed: dict[str | None, dict[str, str]]
    _corrections: dict[str | None, dict[str, Any]]

    def case(self, case_id: str) -> Case:
        raise NotImplementedError("the cast reads its cases")

    def face(self, case_id: str) -> dict[str, str]:
        """What the printed certificate shows."""
        return face_of(certificate_shown(self.platform, self.case(case_id)))

    def compare(self, case_id: str, caller: Caller, face: dict[str, str] | None = None, **misread: str) -> Receipt:
        """Asked again, it sends what was typed at first: the certificate may be another one by then."""
        typed = face or self._typed.get(caller.key) or self.face(case_id) | misread
        self._typed[caller.key] = typed
        return compare(self.platform, caller, case_id, typed)

    def correct_result(
        self,
        case_id: str,
        caller: Caller,
        fields: dict[str, Any] | None = None,
        reason: str = "照面信息有误",
        **stated: Any,
    ) -> Receipt:
        """Of what the result says, something else, unless it is told what. Asked again, it says the same once more."""
        if fields is None and not stated:
            found = load_file(self.platform.table, case_id)
            known = correction(found.case, item_of(self.platform, found.case), found.form) if found else {}
            stated = self._corrections.setdefault(caller.key, known)
        told: dict[str, Any] = {"fields": fields or {}, **stated}
        return correct_result(self.platform, caller, case_id, reason, **told)

    def correct_writing(self, case_id: str, caller: Caller) -> Receipt:
        return self._rewrite(case_id, caller, CORRECT_WRITING)

    def correct_writing_at_window(self, case_id: str, caller: Caller) -> Receipt:
        return self._rewrite(case_id, caller, CORRECT_WRITING_AT_WINDOW)

    def _rewrite(self, case_id: str, caller: Caller, row: CaseAct) -> Receipt:
        writing = Writing.model_validate(another_writing(str(caller.at.date())))
        return correct_writing(self.platform, caller, case_id, row, writing)

    def deliver(self, case_id: str, caller: Caller, **recipient: Any) -> Receipt:
        """To the person who applied, under the name that the form has by now, or to who is told in `recipient`. That a
        commitment was not kept is confirmed.
        """
        case = self.case(case_id)
        taker = application_of(case.item).recipient
        not_kept = case.pledge is not None and case.pledge.outcome == "broken"
        default = AfterDefault(ground="not_revoked") if not_kept else None
        found = load_file(self.platform.table, case_id)
        applicant: dict[str, Any] = found.form["applicant"] if found else {}
        representative: dict[str, Any] = applicant.get("legal_representative") or {}
        for person in (applicant, representative):
            if person.get("id_number") == taker["id_number"]:
                taker |= {"name": person["name"]}
        taker |= recipient
        return deliver(self.platform, caller, case_id, Recipient.model_validate(taker), default)
