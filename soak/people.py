"""The people of the hall and what each can do: every act by its persona, with a key of its own and the newest ETag."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from chalicelib.cases.model import Case, task_id
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.model.presented import Presented
from chalicelib.cases.store.files import object_key
from chalicelib.cases.store.records import load_case
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.exchange.acts.register_endpoint import register_endpoint
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import put
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.add_material import NewFile, add_material, new_file_item
from chalicelib.intake.acts.correct import Defect, correct
from chalicelib.intake.acts.create_application import create_application
from chalicelib.intake.acts.receive_walk_in import Paper, WalkIn, receive_walk_in
from chalicelib.intake.acts.reject import reject
from chalicelib.intake.acts.save_form import save_form
from chalicelib.intake.acts.submit import submit
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.issuance.acts.compare import certificate_shown, compare, face_of
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.review.acts.answer_task import ReviewAnswer, answer_task
from chalicelib.review.acts.claim_task import claim_task
from chalicelib.review.acts.decide import Outcome, decide
from local.demo.application import REPRESENTATIVE, form
from local.identity_provider.personas import PERSONAS
from soak.peer import registration

COMPANY, CLERK, ISSUER, STRANGER = "company", "clerk-production", "clerk-issuing", "citizen-lin"
OPINIONS: Mapping[str, str] = {"grant": "符合许可条件", "refuse": "经营场所不符合要求"}
BYTES = b"%PDF-1.7 a material"
# What each item asks beside who applies.
ANSWERS: Mapping[str, tuple[str, ...]] = {
    "YM-P01": ("vending", "agent"),
    "YM-S03": ("third_party_conclusion", "agent"),
    "YM-S05": ("agent",),
}
# The lines that each item then requires.
REQUIRED: Mapping[str, tuple[str, ...]] = {
    "YM-P01": ("01", "02", "03", "04", "05", "06"),
    "YM-S03": ("01", "02", "03", "04"),
    "YM-S05": ("01", "02"),
}
DEFECT = Defect(line="01", defect="缺少签名", remedy="补签后重新提交")


class Numbering:
    """1, 2, 3 ... in each hall, so that a story has the same ids whenever it is told."""

    def __init__(self, last: int = 0) -> None:
        self.last = last

    def next(self) -> int:
        self.last += 1
        return self.last


class People:
    """Acts on `platform`. A caller may be made once and used again: that is the same request."""

    def __init__(self, platform: Platform, numbering: Numbering) -> None:
        self.platform = platform
        self._numbering = numbering

    def caller(self, who: str, case_id: str | None = None, *, if_match: str | None = None) -> Caller:
        seen = if_match or (self.case(case_id).etag if case_id else None)
        actor = PERSONAS[who].actor
        return Caller(
            actor=actor, at=self.platform.now(), key=f"key-{self._numbering.next():08d}", digest="same", if_match=seen
        )

    def case(self, case_id: str) -> Case:
        case = load_case(self.platform.table, case_id)
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
        bucket = self.platform.settings.materials_bucket
        for line in lines:
            file_id, now = f"file{self._numbering.next():06d}", self.platform.now()
            version = self.platform.s3.put_object(Bucket=bucket, Key=object_key(case_id, file_id), Body=BYTES)
            ready = {"id": file_id, "state": "ready", "requested_at": now, "s3_version": version["VersionId"]}
            file = MaterialFile.model_validate(announced(line).model_dump() | ready)
            self.platform.table.write(put(new_file_item(case_id, file)))

    def announce(self, case_id: str, caller: Caller, line: str = "01") -> Receipt:
        return add_material(self.platform, caller, case_id, announced(line))

    def save_form(self, case_id: str, caller: Caller) -> Receipt:
        return save_form(self.platform, caller, case_id, filled(self.case(case_id).item))

    def submit(self, case_id: str, caller: Caller) -> Receipt:
        return submit(self.platform, caller, case_id)

    def supplement(self, case_id: str, caller: Caller) -> Receipt:
        return supplement(self.platform, caller, case_id)

    def withdraw(self, case_id: str, caller: Caller) -> Receipt:
        return withdraw(self.platform, caller, case_id, "改变经营计划")

    # ------------------------------------------------------------------------------------ window, department, issue
    def receive(self, item: str, caller: Caller) -> Receipt:
        """The company's representative at the window, with every paper, whose scans are announced."""
        walk_in = WalkIn(
            item=item,
            form=filled(item),
            presented_by=Presented.model_validate({"relation": "legal_representative", **REPRESENTATIVE, "seen": True}),
            papers=tuple(Paper(line=line, form="复印件", pages=1, matches_original=True) for line in REQUIRED[item]),
            scans=tuple(announced(line) for line in REQUIRED[item]),
        )
        return receive_walk_in(self.platform, caller, walk_in)

    def register(self, department: str, caller: Caller | None = None) -> Receipt:
        asked = caller or self.caller(f"system-{department}")
        return register_endpoint(self.platform, asked, registration(department))

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


def announced(line: str) -> NewFile:
    return NewFile(
        line=line, file_name=f"{line}.pdf", content_type="application/pdf", size=len(BYTES), sha256=digest(BYTES)
    )


def digest(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def filled(item: str) -> dict[str, Any]:
    """The item's whole form."""
    return {**form(), "answers": dict.fromkeys(ANSWERS[item], False)}
