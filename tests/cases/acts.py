"""Every act of a case as a row: who does it, where it starts, how it is done, what comes of it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from chalicelib.access.actor import Actor
from chalicelib.cases.model import Status, task_id
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import Platform
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.add_material import NewFile, add_material
from chalicelib.intake.acts.correct import Defect, correct
from chalicelib.intake.acts.reject import reject
from chalicelib.intake.acts.save_form import save_form
from chalicelib.intake.acts.submit import submit
from chalicelib.intake.acts.supplement import supplement
from chalicelib.intake.acts.withdraw import withdraw
from chalicelib.issuance.acts.compare import compare
from chalicelib.issuance.acts.deliver import Recipient, deliver
from chalicelib.review.acts.answer_task import answer_task
from chalicelib.review.acts.claim_task import claim_task
from chalicelib.review.acts.decide import decide
from local.demo.application import REPRESENTATIVE, form
from tests.harness.hall import CHIEF, CLERK, COMPANY, GRANTED, ISSUER, OFFICER, Hall, staff

NEW_FILE = NewFile(line="01", file_name="01.pdf", content_type="application/pdf", size=9, sha256="A" * 43 + "=")
DEFECT = Defect(line="01", defect="缺少签名", remedy="补签后重新提交")
RECIPIENT = Recipient.model_validate(
    {"relation": "legal_representative", **REPRESENTATIVE, "seen": True, "signed": True}
)


class Deed(NamedTuple):
    """`ready` brings a case to where `do` is lawful; `status` and `event` are what `do` leads to."""

    who: str
    ready: Callable[[Hall], str]
    do: Callable[[Platform, Caller, str], Receipt]
    status: Status
    event: str | None
    guarded: bool = True

    def prepare(self, hall: Hall, **details: Any) -> tuple[str, Caller]:
        case_id = self.ready(hall)
        return case_id, self.caller(hall, case_id, **details)

    def caller(self, hall: Hall, case_id: str, who: str | Actor | None = None, **details: Any) -> Caller:
        return hall.caller(who or self.who, case_id if self.guarded else None, **details)

    def strangers(self) -> list[str | Actor]:
        """People of the same post to whom the case does not exist."""
        if self.who == COMPANY:
            return ["citizen-lin"]
        if self.who in (CLERK, ISSUER):
            return [staff("counter_clerk" if self.who == CLERK else "issuing_clerk", region="441702")]
        role = "officer" if self.who == OFFICER else "chief_representative"
        return [staff(role, "hrss"), staff(role, "food", "441702")]


def complete_draft(hall: Hall) -> str:
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id))
    return case_id


def supplemented(hall: Hall) -> str:
    case_id = hall.correcting("01")
    hall.hand_in(case_id, "01")
    return case_id


def comparing(hall: Hall) -> str:
    case_id = hall.decided()
    hall.crank.turn()
    return case_id


def face(platform: Platform, case_id: str) -> dict[str, str]:
    return Hall(platform).face(case_id)


DEEDS = {
    "save_form": Deed(COMPANY, Hall.draft, lambda p, c, i: save_form(p, c, i, form()), Status.DRAFT, None),
    "add_material": Deed(
        COMPANY, Hall.draft, lambda p, c, i: add_material(p, c, i, NEW_FILE), Status.DRAFT, None, guarded=False
    ),
    "submit": Deed(COMPANY, complete_draft, submit, Status.SUBMITTED, "submitted"),
    "accept": Deed(CLERK, Hall.submitted, accept, Status.IN_REVIEW, "accepted"),
    "correct": Deed(
        CLERK, Hall.submitted, lambda p, c, i: correct(p, c, i, [DEFECT]), Status.CORRECTING, "correction_noticed"
    ),
    "reject": Deed(
        CLERK,
        Hall.submitted,
        lambda p, c, i: reject(p, c, i, "not_this_organ", "不属于本机关职权", "阳江市公安局"),
        Status.REJECTED,
        "rejected",
    ),
    "supplement": Deed(COMPANY, supplemented, supplement, Status.SUBMITTED, "supplemented"),
    "withdraw": Deed(
        COMPANY, Hall.submitted, lambda p, c, i: withdraw(p, c, i, "改变经营计划"), Status.WITHDRAWN, "withdrawn"
    ),
    "claim_task": Deed(
        OFFICER,
        Hall.accepted,
        lambda p, c, i: claim_task(p, c, task_id(i, "review")),
        Status.IN_REVIEW,
        None,
        guarded=False,
    ),
    "answer_task": Deed(
        OFFICER,
        Hall.accepted,
        lambda p, c, i: answer_task(p, c, task_id(i, "review"), GRANTED),
        Status.DECIDING,
        "reviewed",
        guarded=False,
    ),
    "decide": Deed(CHIEF, Hall.reviewed, lambda p, c, i: decide(p, c, i, "grant", []), Status.DECIDED, "decided"),
    "compare": Deed(ISSUER, comparing, lambda p, c, i: compare(p, c, i, face(p, i)), Status.DELIVERING, "compared"),
    "deliver": Deed(
        ISSUER, Hall.ready_to_collect, lambda p, c, i: deliver(p, c, i, RECIPIENT), Status.DELIVERED, "delivered"
    ),
}
MOVING = [name for name, deed in DEEDS.items() if deed.event]
GUARDED = [name for name, deed in DEEDS.items() if deed.guarded]
