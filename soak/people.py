"""The people of the hall and what each can do: every act by its persona, with a key of its own and the newest ETag."""

import base64
import hashlib
from collections.abc import Mapping
from itertools import count
from typing import Any

from chalicelib.cases import intake, store
from chalicelib.cases.acts.accept import accept
from chalicelib.cases.acts.answer_task import ReviewAnswer, answer_task
from chalicelib.cases.acts.claim_task import claim_task
from chalicelib.cases.acts.correct import Defect, correct
from chalicelib.cases.acts.create_application import create_application
from chalicelib.cases.acts.decide import Outcome, decide
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.acts.reject import reject
from chalicelib.cases.acts.save_form import save_form
from chalicelib.cases.acts.submit import submit
from chalicelib.cases.acts.supplement import supplement
from chalicelib.cases.acts.withdraw import withdraw
from chalicelib.cases.model import Case, task_id
from chalicelib.cases.model.material import MaterialFile
from chalicelib.foundation import keys
from chalicelib.foundation.acts import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import put
from chalicelib.issuance.acts.compare import certificate_shown, compare, face_of
from chalicelib.issuance.acts.deliver import Recipient, deliver
from local.personas import PERSONAS
from local.story import REPRESENTATIVE, form

COMPANY, CLERK, ISSUER, STRANGER = "company", "clerk-production", "clerk-issuing", "citizen-lin"
OPINIONS: Mapping[str, str] = {"grant": "符合许可条件", "refuse": "经营场所不符合要求"}
BYTES = b"%PDF-1.7 a material"
# What each item asks beside who applies.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "YM-P01": ("vending", "agent"),
    "YM-S03": ("third_party_conclusion", "agent"),
    "YM-S05": ("agent",),
}
DEFECT = Defect(line="01", defect="缺少签名", remedy="补签后重新提交")
_keys = count(1)


class People:
    """Acts on `platform`. A caller may be made once and used again: that is the same request."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform

    def caller(self, who: str, case_id: str | None = None, *, if_match: str | None = None) -> Caller:
        seen = if_match or (self.case(case_id).etag if case_id else None)
        actor = PERSONAS[who].actor
        return Caller(actor=actor, at=self.platform.now(), key=f"key-{next(_keys):08d}", digest="same", if_match=seen)

    def case(self, case_id: str) -> Case:
        case = store.load_case(self.platform.table, case_id)
        if case is None:
            raise LookupError(case_id)
        return case

    def who(self, post: str, case_id: str) -> str:
        """Of a department's posts the persona of the case's own."""
        return f"{post}-{self.case(case_id).department}" if post in ("officer", "chief") else post

    # ---------------------------------------------------------------------------------------------- the applicant
    def draft(self, item: str = "YM-P01", caller: Caller | None = None) -> str:
        return create_application(self.platform, caller or self.caller(COMPANY), item, filled(item)).facts["id"]

    def hand_in(self, case_id: str, *lines: str) -> None:
        """Files as if they had been announced, uploaded and checked."""
        for line in lines:
            file = MaterialFile(
                id=f"file{next(_keys):06d}",
                line=line,
                file_name=f"{line}.pdf",
                size=len(BYTES),
                sha256=base64.b64encode(hashlib.sha256(BYTES).digest()).decode(),
                content_type="application/pdf",
                state="ready",
                requested_at=self.platform.now(),
            )
            row = {**keys.material(case_id, file.id)._asdict(), **file.model_dump(mode="json", exclude_none=True)}
            self.platform.table.write(put(row))

    def required_lines(self, case_id: str) -> list[str]:
        found = store.load(self.platform.table, case_id)
        if found is None:
            raise LookupError(case_id)
        return [line.no for line in intake.lines_of(item_of(self.platform, found.case), found.form) if line.required]

    def save_form(self, case_id: str, caller: Caller) -> Receipt:
        return save_form(self.platform, caller, case_id, filled(self.case(case_id).item))

    def submit(self, case_id: str, caller: Caller) -> Receipt:
        return submit(self.platform, caller, case_id)

    def supplement(self, case_id: str, caller: Caller) -> Receipt:
        return supplement(self.platform, caller, case_id)

    def withdraw(self, case_id: str, caller: Caller) -> Receipt:
        return withdraw(self.platform, caller, case_id, "改变经营计划")

    # ------------------------------------------------------------------------------------ window, department, issue
    def accept(self, case_id: str, caller: Caller) -> Receipt:
        return accept(self.platform, caller, case_id)

    def correct(self, case_id: str, caller: Caller) -> Receipt:
        return correct(self.platform, caller, case_id, [DEFECT])

    def reject(self, case_id: str, caller: Caller) -> Receipt:
        return reject(self.platform, caller, case_id, "not_this_organ", "不属于本机关职权", "阳江市公安局")

    def claim(self, case_id: str, caller: Caller) -> Receipt:
        return claim_task(self.platform, caller, task_id(case_id, "review"))

    def answer(self, case_id: str, caller: Caller, outcome: Outcome = "grant") -> Receipt:
        said = ReviewAnswer(recommendation=outcome, opinion=OPINIONS[outcome])
        return answer_task(self.platform, caller, task_id(case_id, "review"), said)

    def decide(self, case_id: str, caller: Caller, outcome: Outcome = "grant") -> Receipt:
        reasons = [OPINIONS[outcome]] if outcome == "refuse" else []
        return decide(self.platform, caller, case_id, outcome, reasons)

    def compare(self, case_id: str, caller: Caller, *, wrong: bool = False) -> Receipt:
        paper = face_of(certificate_shown(self.platform, case_id))
        return compare(self.platform, caller, case_id, paper | ({"holder": "别的公司"} if wrong else {}))

    def deliver(self, case_id: str, caller: Caller) -> Receipt:
        shown: dict[str, Any] = {"relation": "legal_representative", **REPRESENTATIVE, "seen": True, "signed": True}
        return deliver(self.platform, caller, case_id, Recipient.model_validate(shown))


def filled(item: str) -> dict[str, Any]:
    """The item's whole form."""
    return {**form(), "answers": dict.fromkeys(ANSWERS[item], False)}
