"""Every act of a case as a row: who does it, where it starts, how it is done, what comes of it."""

from collections.abc import Callable
from typing import Any, NamedTuple

from chalicelib.access.actor import Actor
from chalicelib.cases.model import Status
from chalicelib.durable.caller import Caller, Receipt
from proofs.kit.applications import COMPANY
from proofs.kit.cases_so_far import (
    asked,
    asked_outside,
    claimed,
    comparing,
    complete_draft,
    first_reviewed,
    found_false,
    mismatched,
    mismatched_above,
    party_told,
    precheck_asked,
    reported,
    result_withdrawn,
    supplemented,
    suspected,
    suspended,
    to_be_revoked,
    to_be_withdrawn,
    transferred,
    uncompared,
    unprintable,
    unprintable_in_review,
    without_letter,
)
from proofs.kit.cast import CHIEF, CLERK, ISSUER, LEADER, OFFICER, SECOND, Cast, new_file, staff
from proofs.kit.deferrals import brought, deferred, lacking
from proofs.kit.fees import chargeable, ordered, overpaid
from proofs.kit.hall import Hall
from proofs.kit.joint import jointly_accepted, refused_member
from proofs.kit.pledges import CHIEF as REPAIRER
from proofs.kit.pledges import OFFICER as VERIFIER
from proofs.kit.pledges import broken, granted, unsigned
from proofs.kit.sessions import agreed, appointed, disagreeing, examined
from proofs.kit.sharing import unshared

NEW_FILE = new_file("01")
SUPERIOR, PROVIDER = "superior-gd_culture_tourism", "system-fund"


class TriedAct(NamedTuple):
    """`ready` brings a case to where `do` is lawful; `status` and `event` are what `do` leads to. `row` is the
    act's name in the table of acts, where it has another one here.
    """

    who: str
    ready: Callable[[Hall], str]
    do: Callable[[Cast, str, Caller], Receipt]
    status: Status
    event: str | None
    guarded: bool = True
    row: str | None = None

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
        if self.who == SUPERIOR:
            return [staff("superior_organ", "gd_religion", "440000"), staff("superior_organ", "gd_culture_tourism")]
        if self.who == PROVIDER:
            return [staff("department_system", "tax"), staff("department_system", "fund", "441702")]
        posts = {OFFICER: "officer", SECOND: "officer", LEADER: "department_leader"}
        role = posts.get(self.who, "chief_representative")
        return [staff(role, "hrss"), staff(role, "food", "441702")]


def unprintable_at_the_decision(hall: Hall) -> str:
    case_id = unprintable_in_review(hall)
    hall.answer(case_id)
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


TRIED_ACTS = {
    "save_form": TriedAct(COMPANY, Hall.draft, Cast.save_form, Status.DRAFT, None),
    "confirm_sheet": TriedAct(COMPANY, Hall.draft, Cast.confirm_sheet, Status.DRAFT, None, guarded=False),
    "add_material": TriedAct(COMPANY, Hall.draft, Cast.add_material, Status.DRAFT, None, guarded=False),
    "remove_material": TriedAct(COMPANY, complete_draft, Cast.remove_material, Status.DRAFT, None, guarded=False),
    "check_identity": TriedAct(CLERK, Hall.draft, Cast.check_identity, Status.DRAFT, "identity_checked", guarded=False),
    "ask_precheck": TriedAct(COMPANY, complete_draft, Cast.ask_precheck, Status.DRAFT, "precheck_asked"),
    "withdraw_precheck": TriedAct(
        COMPANY, precheck_asked, Cast.withdraw_precheck, Status.DRAFT, "precheck_withdrawn", guarded=False
    ),
    "answer_precheck": TriedAct(CLERK, precheck_asked, Cast.answer_precheck, Status.DRAFT, "precheck_answered"),
    "submit": TriedAct(COMPANY, complete_draft, Cast.submit, Status.SUBMITTED, "submitted"),
    "accept": TriedAct(CLERK, Hall.submitted, Cast.accept, Status.IN_REVIEW, "accepted"),
    "transfer": TriedAct(CLERK, without_letter, Cast.transfer, Status.SUBMITTED, "transferred"),
    "ask_department": TriedAct(CLERK, Hall.submitted, Cast.ask_department, Status.SUBMITTED, "department_asked"),
    "confirm_materials": TriedAct(
        OFFICER, asked, Cast.confirm_materials, Status.SUBMITTED, "materials_confirmed", guarded=False
    ),
    "report_outside": TriedAct(
        PROVIDER, asked_outside, Cast.report_outside, Status.IN_PROGRESS, "external_reported", guarded=False
    ),
    "promise_papers": TriedAct(CLERK, lacking, Cast.promise_papers, Status.SUBMITTED, "papers_promised"),
    "fill_papers": TriedAct(COMPANY, brought, Cast.fill_papers, Status.IN_REVIEW, "papers_filled"),
    "take_promised_papers": TriedAct(
        CLERK, deferred, Cast.take_promised_papers, Status.IN_REVIEW, "papers_filled", row="fill_papers"
    ),
    "pledge": TriedAct(CLERK, unsigned, Cast.pledge, Status.SUBMITTED, "pledged"),
    "verify": TriedAct(VERIFIER, granted, Cast.verify, Status.DECIDED, "pledge_kept"),
    "repair_credit": TriedAct(REPAIRER, broken, Cast.repair_credit, Status.DECIDED, "credit_repaired"),
    "accept_transferred": TriedAct(OFFICER, transferred, Cast.accept, Status.IN_REVIEW, "accepted", row="accept"),
    "correct_transferred": TriedAct(
        OFFICER, transferred, Cast.correct, Status.CORRECTING, "correction_noticed", row="correct"
    ),
    "reject_transferred": TriedAct(OFFICER, transferred, Cast.reject, Status.REJECTED, "rejected", row="reject"),
    "correct": TriedAct(CLERK, Hall.submitted, Cast.correct, Status.CORRECTING, "correction_noticed"),
    "reject": TriedAct(CLERK, Hall.submitted, Cast.reject, Status.REJECTED, "rejected"),
    "forewarn": TriedAct(CHIEF, Hall.submitted, Cast.forewarn, Status.SUBMITTED, "forewarned"),
    "tell_party": TriedAct(CHIEF, Hall.accepted, Cast.tell_party, Status.IN_REVIEW, "party_told"),
    "serve_party": TriedAct(CHIEF, party_told, Cast.serve_party, Status.IN_REVIEW, "party_served"),
    "hear_party": TriedAct(CHIEF, party_told, Cast.hear_party, Status.IN_REVIEW, "party_heard"),
    "reject_false": TriedAct(CHIEF, suspected, Cast.reject_false, Status.REJECTED, "rejected"),
    "lift_bar": TriedAct(CHIEF, found_false, Cast.lift_bar, Status.REJECTED, "bar_lifted"),
    "revoke_result": TriedAct(CHIEF, to_be_revoked, Cast.revoke_result, Status.CLOSED, "result_revoked"),
    "withdraw_result": TriedAct(CHIEF, to_be_withdrawn, Cast.withdraw_result, Status.CLOSED, "result_withdrawn"),
    "restore_result": TriedAct(CHIEF, result_withdrawn, Cast.restore_result, Status.CLOSED, "result_restored"),
    "cancel_result": TriedAct(CHIEF, Hall.closed, Cast.cancel_result, Status.CLOSED, "result_cancelled"),
    "record_result_end": TriedAct(CHIEF, Hall.closed, Cast.record_result_end, Status.CLOSED, "result_end_recorded"),
    "query_sharing": TriedAct(
        COMPANY, unshared, Cast.query_sharing, Status.SUBMITTED, "sharing_queried", guarded=False
    ),
    "query_sharing_at_window": TriedAct(
        CLERK, unshared, Cast.query_sharing, Status.SUBMITTED, "sharing_queried", guarded=False, row="query_sharing"
    ),
    "check_originals": TriedAct(CLERK, uncompared, Cast.check_originals, Status.SUBMITTED, "originals_checked"),
    "supplement": TriedAct(COMPANY, supplemented, Cast.supplement, Status.SUBMITTED, "supplemented"),
    "withdraw": TriedAct(COMPANY, Hall.submitted, Cast.withdraw, Status.WITHDRAWN, "withdrawn"),
    "withdraw_at_window": TriedAct(
        CLERK, Hall.submitted, Cast.withdraw_at_window, Status.WITHDRAWN, "withdrawn", row="withdraw"
    ),
    "change_answers": TriedAct(COMPANY, jointly_accepted, Cast.change_answers, Status.IN_PROGRESS, "answers_changed"),
    "confirm_held": TriedAct(CLERK, jointly_accepted, Cast.confirm_held, Status.IN_PROGRESS, "member_held"),
    "annul_refusal": TriedAct(CHIEF, refused_member, Cast.annul_refusal, Status.DELIVERING, "refusal_annulled"),
    "correct_form": TriedAct(CLERK, Hall.submitted, Cast.correct_form, Status.SUBMITTED, "form_corrected"),
    "correct_result": TriedAct(CHIEF, mismatched, Cast.correct_result, Status.DECIDED, "result_corrected"),
    "correct_result_above": TriedAct(
        SUPERIOR, mismatched_above, Cast.correct_result, Status.DECIDED, "result_corrected", row="correct_result"
    ),
    "claim_task": TriedAct(OFFICER, Hall.accepted, Cast.claim_task, Status.IN_REVIEW, None, guarded=False),
    "release_task": TriedAct(OFFICER, claimed, Cast.release_task, Status.IN_REVIEW, "task_released", guarded=False),
    "take_over_task": TriedAct(
        SECOND, claimed, Cast.take_over_task, Status.IN_REVIEW, "task_taken_over", guarded=False
    ),
    "reassign_task": TriedAct(
        CHIEF, Hall.accepted, Cast.reassign_task, Status.IN_REVIEW, "task_reassigned", guarded=False
    ),
    "answer_task": TriedAct(OFFICER, Hall.accepted, Cast.answer_task, Status.DECIDING, "reviewed", guarded=False),
    "suspend": TriedAct(CHIEF, Hall.accepted, Cast.suspend, Status.IN_REVIEW, "suspended"),
    "resume": TriedAct(CHIEF, suspended, Cast.resume, Status.IN_REVIEW, "resumed"),
    "extend": TriedAct(LEADER, Hall.accepted, Cast.extend, Status.IN_REVIEW, "extended"),
    "report_upward": TriedAct("chief-tour", first_reviewed, Cast.report_upward, Status.REPORTED, "reported_upward"),
    "return_report": TriedAct(SUPERIOR, reported, Cast.return_report, Status.REPORTING, "report_returned"),
    "decide_reported": TriedAct(SUPERIOR, reported, Cast.decide_reported, Status.DECIDED, "decided"),
    "decide": TriedAct(CHIEF, Hall.reviewed, Cast.decide, Status.DECIDED, "decided"),
    "convene_session": TriedAct(CHIEF, examined, Cast.convene_session, Status.IN_REVIEW, "session_convened"),
    "give_opinion": TriedAct(OFFICER, examined, Cast.give_opinion, Status.IN_REVIEW, "opinion_given", guarded=False),
    "extend_opinions": TriedAct(CHIEF, examined, Cast.extend_opinions, Status.IN_REVIEW, "inner_deadline_set"),
    "record_session": TriedAct(CHIEF, appointed, Cast.record_session, Status.IN_REVIEW, "session_held"),
    "coordinate_session": TriedAct(
        CHIEF, disagreeing, Cast.coordinate_session, Status.IN_REVIEW, "session_coordinated"
    ),
    "conclude_session": TriedAct(CHIEF, agreed, Cast.conclude_session, Status.IN_REVIEW, "session_concluded"),
    "order_fee": TriedAct(CHIEF, chargeable, Cast.order_fee, Status.IN_REVIEW, "fee_ordered"),
    "annul_fee": TriedAct(CHIEF, ordered, Cast.annul_fee, Status.IN_REVIEW, "fee_annulled"),
    "refund_fee": TriedAct(CHIEF, overpaid, Cast.refund_fee, Status.IN_REVIEW, "refund_ordered"),
    "compare": TriedAct(ISSUER, comparing, Cast.compare, Status.DELIVERING, "compared"),
    "correct_writing": TriedAct(
        CHIEF, unprintable_at_the_decision, Cast.correct_writing, Status.DECIDING, "writing_corrected"
    ),
    "correct_writing_at_window": TriedAct(
        CLERK, unprintable, Cast.correct_writing_at_window, Status.SUBMITTED, "writing_corrected"
    ),
    "deliver": TriedAct(ISSUER, Hall.ready_to_collect, Cast.deliver, Status.DELIVERED, "delivered"),
}
MOVING = [name for name, act in TRIED_ACTS.items() if act.event]
GUARDED = [name for name, act in TRIED_ACTS.items() if act.guarded]
