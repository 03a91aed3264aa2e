"""What people do in a random story, and a small model of the case, told apart from the acts: who may do what, from
which places, with which materials.
"""

from collections.abc import Callable, Mapping
from functools import partial

from chalicelib.cases.model import Status
from chalicelib.clock import deemed_acceptance_due
from proofs.joint.session_stories import PLAYED as IN_SESSION
from proofs.joint.stories import PLAYED
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.cast import ANSWERS, CLERK, ISSUER, Cast
from proofs.kit.catalogue import item_document
from proofs.kit.further_acts import WINDOW
from proofs.soak.adverse import ON_RESULTS, barred_from_item, forbidden
from proofs.soak.adverse_acts import ADVERSE_ACTS
from proofs.soak.agents import AGENT
from proofs.soak.authority import version_at
from proofs.soak.by_itself import BEGINNINGS, BY_ITSELF
from proofs.soak.certain_acts import FOUND_LATE, found, to_the_first_officer, wrongly_compared
from proofs.soak.claims import free_for
from proofs.soak.clock_acts import hearings_open, lawful_on_clocks
from proofs.soak.fees_of_case import ORDERED_IN, REFUNDED_IN, is_ordered, owed_back, to_be_ordered
from proofs.soak.files_of_case import (
    FILES_PER_LINE,
    SUPPLEMENTED_FROM,
    arriving,
    asked,
    counting,
    files,
    gathering,
    noticed,
    open_lines,
    papers,
    to_be_confirmed,
)
from proofs.soak.originals import uncompared
from proofs.soak.pledges import OF_PLEDGES, barred, chosen, pledged, unanswered
from proofs.soak.prechecks import precheck_may_be_asked, precheck_open
from proofs.soak.printed import numbered, printed, unprintable
from proofs.soak.promised_papers import awaited as papers_awaited
from proofs.soak.promised_papers import may_promise, promised
from proofs.soak.questions import askable, asked_of_department
from proofs.soak.seen import Seen
from proofs.soak.sharing import unshared
from proofs.soak.story_act import StoryAct, done
from proofs.soak.upward import lawful_upward, refused_above
from proofs.soak.wrong_results import to_be_corrected

SUPERIOR, SUPERIOR_LEADER = "superior-gd_culture_tourism", "superior_leader-gd_culture_tourism"
WITHDRAWN_FROM = "draft submitted correcting lapsed in_review deciding reporting reported"
GRANTED_IN = "decided comparing delivering delivered closed"
SCANNED_IN = "submitted correcting lapsed in_review deciding reporting"
ORIGINALS_IN = "submitted in_review deciding reporting reported"
SHARED_IN = "submitted correcting lapsed in_review deciding"
STORY_ACTS: Mapping[str, StoryAct] = {
    "save_form": done("save_form", COMPANY, "draft", None, Cast.save_form),
    "confirm_sheet": done("confirm_sheet", COMPANY, "draft correcting lapsed", None, Cast.confirm_sheet, guarded=False),
    "announce": done("add_material", COMPANY, "draft correcting lapsed", None, Cast.add_material, guarded=False),
    "remove": done("remove_material", COMPANY, "draft correcting lapsed", None, Cast.remove_material, guarded=False),
    "announce_scan": done("add_scan", WINDOW, SCANNED_IN, None, Cast.add_material, guarded=False),
    "check_identity": done("check_identity", CLERK, "draft", "identity_checked", Cast.check_identity, guarded=False),
    "ask_precheck": done("ask_precheck", COMPANY, "draft", "precheck_asked", Cast.ask_precheck),
    "withdraw_precheck": done(
        "withdraw_precheck", COMPANY, "draft", "precheck_withdrawn", Cast.withdraw_precheck, guarded=False
    ),
    "answer_precheck": done("answer_precheck", CLERK, "draft", "precheck_answered", Cast.answer_precheck),
    "submit": done("submit", COMPANY, "draft", "submitted", Cast.submit),
    "supplement": done("supplement", COMPANY, "correcting lapsed", "supplemented", Cast.supplement),
    "take_supplement": done("supplement", CLERK, "correcting lapsed", "supplemented", Cast.supplement),
    "take_papers": done("supplement", CLERK, "correcting lapsed", "supplemented", Cast.bring_papers),
    "withdraw": done("withdraw", COMPANY, WITHDRAWN_FROM, "withdrawn", Cast.withdraw),
    "withdraw_at_window": done(
        "withdraw", CLERK, WITHDRAWN_FROM.removeprefix("draft "), "withdrawn", Cast.withdraw_at_window
    ),
    "query_sharing": done("query_sharing", COMPANY, SHARED_IN, "sharing_queried", Cast.query_sharing, guarded=False),
    "query_sharing_at_window": done(
        "query_sharing", WINDOW, SHARED_IN, "sharing_queried", Cast.query_sharing, guarded=False
    ),
    "check_originals": done("check_originals", WINDOW, ORIGINALS_IN, "originals_checked", Cast.check_originals),
    "transfer": done("transfer", CLERK, "submitted", "transferred", Cast.transfer),
    "ask_department": done("ask_department", CLERK, "submitted", "department_asked", Cast.ask_department),
    "confirm_materials": done(
        "confirm_materials", "officer", "submitted", "materials_confirmed", Cast.confirm_materials, guarded=False
    ),
    "confirm_by_system": done(
        "confirm_materials", "system", "submitted", "materials_confirmed", Cast.confirm_materials, guarded=False
    ),
    "promise_papers": done("promise_papers", CLERK, "submitted", "papers_promised", Cast.promise_papers),
    "fill_papers": done("fill_papers", CLERK, "in_review deciding", "papers_filled", Cast.take_promised_papers),
    "pledge": done("pledge", CLERK, "submitted correcting lapsed in_review deciding", "pledged", Cast.pledge),
    "verify_kept": done("verify", "officer", GRANTED_IN, "pledge_kept", Cast.verify),
    "verify_unmet": done("verify", "chief", GRANTED_IN, "pledge_unmet", found("unmet")),
    "verify_broken": done("verify", "chief", GRANTED_IN, "pledge_broken", found("broken")),
    "repair_credit": done("repair_credit", "chief", GRANTED_IN, "credit_repaired", Cast.repair_credit),
    "accept_transferred": done("accept", "officer", "submitted", "accepted", Cast.accept),
    "correct_transferred": done("correct", "officer", "submitted", "correction_noticed", Cast.correct),
    "reject_transferred": done("reject", "officer", "submitted", "rejected", Cast.reject),
    "submit_by_agent": done("submit", AGENT, "draft", "submitted", Cast.submit),
    "supplement_by_agent": done("supplement", AGENT, "correcting lapsed", "supplemented", Cast.supplement),
    "withdraw_by_agent": done("withdraw", AGENT, WITHDRAWN_FROM, "withdrawn", Cast.withdraw),
    "accept": done("accept", CLERK, "submitted", "accepted", Cast.accept),
    "correct": done("correct", CLERK, "submitted", "correction_noticed", Cast.correct),
    "correct_form": done("correct_form", WINDOW, "submitted", "form_corrected", Cast.correct_form),
    "reject": done("reject", CLERK, "submitted", "rejected", Cast.reject),
    "claim": done("claim_task", "officer", "in_review", None, Cast.claim_task, guarded=False),
    "claim_by_system": done("claim_task", "system", "in_review", None, Cast.claim_task, guarded=False),
    "release": done("release_task", "officer", "in_review", "task_released", Cast.release_task, guarded=False),
    "take_over": done("take_over_task", "officer2", "in_review", "task_taken_over", Cast.take_over_task, guarded=False),
    "reassign": done("reassign_task", "chief", "in_review", "task_reassigned", to_the_first_officer, guarded=False),
    "answer_by_system": done("answer_task", "system", "in_review", "reviewed", Cast.answer_task, guarded=False),
    "answer_by_second": done("answer_task", "officer2", "in_review", "reviewed", Cast.answer_task, guarded=False),
    "answer": done("answer_task", "officer", "in_review", "reviewed", Cast.answer_task, guarded=False),
    "advise_refusal": done(
        "answer_task",
        "officer",
        "in_review",
        "reviewed",
        lambda cast, case_id, caller: cast.answer_task(case_id, caller, ANSWERS["refuse"]),
        guarded=False,
    ),
    "suspend": done("suspend", "chief", "in_review deciding reporting", "suspended", Cast.suspend),
    "resume": done("resume", "chief", "in_review deciding reporting", "resumed", Cast.resume),
    "extend": done("extend", "leader", "in_review deciding reporting", "extended", Cast.extend),
    "report_upward": done("report_upward", "chief", "reporting", "reported_upward", Cast.report_upward),
    "return_report": done("return_report", SUPERIOR, "reported", "report_returned", Cast.return_report),
    "suspend_above": done("suspend", SUPERIOR, "reported", "suspended", Cast.suspend),
    "resume_above": done("resume", SUPERIOR, "reported", "resumed", Cast.resume),
    "extend_above": done("extend", SUPERIOR_LEADER, "reported", "extended", Cast.extend),
    "grant_above": done("decide_reported", SUPERIOR, "reported", "decided", Cast.decide_reported),
    "refuse_above": done("decide_reported", SUPERIOR, "reported", "decided", refused_above),
    "grant": done("decide", "chief", "deciding", "decided", Cast.decide),
    "refuse": done(
        "decide",
        "chief",
        "deciding",
        "decided",
        lambda cast, case_id, caller: cast.decide(case_id, caller, "refuse"),
    ),
    "grant_on_paper": done("decide", "chief", "deciding", "decided", Cast.grant_on_paper),
    "compare": done("compare", ISSUER, "comparing", "compared", Cast.compare),
    "find_mismatch": done("compare", ISSUER, "comparing", "mismatch_found", wrongly_compared),
    "correct_result": done("correct_result", "chief", "comparing", "result_corrected", Cast.correct_result),
    "correct_result_above": done("correct_result", SUPERIOR, "comparing", "result_corrected", Cast.correct_result),
    "correct_writing": done(
        "correct_writing",
        "chief",
        "in_review deciding reporting comparing delivering delivered closed",
        "writing_corrected",
        Cast.correct_writing,
    ),
    "correct_writing_at_window": done(
        "correct_writing_at_window",
        CLERK,
        "submitted correcting lapsed rejected withdrawn",
        "writing_corrected",
        Cast.correct_writing_at_window,
    ),
    "order_fee": done("order_fee", "chief", ORDERED_IN, "fee_ordered", Cast.order_fee),
    "annul_fee": done("annul_fee", "chief", REFUNDED_IN, "fee_annulled", Cast.annul_fee),
    "refund_fee": done("refund_fee", "chief", REFUNDED_IN, "refund_ordered", Cast.refund_fee),
    **ADVERSE_ACTS,
    "deliver": done("deliver", ISSUER, "delivering", "delivered", Cast.deliver),
}
OF_UPWARD = ("report_upward", "return_report", "grant_above", "refuse_above")
# What an agent does as the applicant would -> the applicant's own act.
OF_AGENTS = {f"{name}_by_agent": name for name in ("submit", "supplement", "withdraw")}
ONWARD = (
    *("correct_writing_at_window", "correct_writing", "submit", "supplement", "accept"),
    *("pledge", "check_originals", "transfer", "accept_transferred"),
    *("resume", "resume_above", "answer", "answer_by_second", "report_upward", "grant_above", "refuse_above"),
    *("grant", "compare", "deliver", "verify_kept", "repair_credit"),
)
# Whom a claim of somebody keeps from the act: another officer. The department's system keeps nobody out, and nobody it.
NEEDS_REVIEW = ("claim_task", "release_task", "take_over_task", "reassign_task", "answer_task")
NEEDS_MATERIALS = ("submit", "supplement", "take_supplement", "take_papers")
ON_FILES = ("announce", "announce_scan", "remove")
LICENCE = "01"


def acts_in_stories() -> frozenset[str]:
    """The product's names of all acts that a random story can perform. `make check` compares them with the product's
    own list. What happens between the members of joint requests has stories of its own.
    """
    return acts_of_cases() | PLAYED | IN_SESSION


def acts_of_cases() -> frozenset[str]:
    """Those of them that stories of single cases perform."""
    return frozenset({*(story_act.act for story_act in STORY_ACTS.values()), *BEGINNINGS, *BY_ITSELF})


def events_of(story_act: StoryAct, seen: Seen) -> list[str]:
    """One or none. What an organ above decides is only reviewed first."""
    event = "first_reviewed" if seen.case.upward and story_act.event == "reviewed" else story_act.event
    return [event] if event else []


def lawful(name: str, seen: Seen) -> bool:
    """What the law and the hall's order say, as the model has it; whether the agent may is the authorisation's."""
    name = OF_AGENTS.get(name, name)
    if seen.case.status.value not in STORY_ACTS[name].places or not at_its_place(STORY_ACTS[name], seen):
        return False
    if late(seen) and STORY_ACTS[name].act in FOUND_LATE:
        return STORY_ACTS[name].act == "accept"
    if name in OF_UPWARD:
        return lawful_upward(name, seen)
    if STORY_ACTS[name].act in NEEDS_REVIEW:
        return seen.case.open_task("review") is not None and free_for(STORY_ACTS[name].act, STORY_ACTS[name].post, seen)
    if STORY_ACTS[name].act in ("submit", "accept") and kept_from(name, seen):
        return False
    if name in NEEDS_MATERIALS or STORY_ACTS[name].act in ("accept", "correct") or STORY_ACTS[name].act == "decide":
        return lawful_by_materials(name, seen)
    if name in ON_FILES:
        return lawful_on_files(name, seen)
    return NEEDS_MORE[name](seen) if name in NEEDS_MORE else True


def onward_of(seen: Seen) -> str | None:
    """The lawful act that brings the case nearer to its end; what nobody may grant is refused."""
    return next((name for name in (*ONWARD, *["refuse"] * forbidden(seen)) if lawful(name, seen)), None)


def kept_from(name: str, seen: Seen) -> bool:
    """By an older version of the item, a default, or a false application. Online that is asked at the submission."""
    if STORY_ACTS[name].act == "accept":
        return seen.case.channel == "counter" and barred_from_item(seen)
    return name == "submit" and (outdated(seen) or (chosen(seen) and barred(seen)) or barred_from_item(seen))


def at_its_place(story_act: StoryAct, seen: Seen) -> bool:
    """A window accepts, corrects and rejects by a letter what it has not transferred; the department what it was."""
    transferred = any(event.type == "transferred" for event in seen.events)
    by_letter = seen.world.may_accept(seen.case.department)
    if story_act.act == "transfer":
        return not transferred and not by_letter
    if story_act.act not in ("accept", "correct", "reject"):
        return True
    return (not transferred and by_letter) if story_act.post == CLERK else transferred


def outdated(seen: Seen) -> bool:
    """Whether it is a draft for a version of its item that holds no more: its applicant has not seen the new one."""
    return seen.case.status is Status.DRAFT and seen.case.item_version != version_at(seen, seen.world.clock.at)


def lawful_by_materials(name: str, seen: Seen) -> bool:
    """Nothing is taken while a file is on its way; a grant needs every required line, or its paper. Papers are accepted
    before they are scanned, and a supplement that has answered its notice always.
    """
    if (
        STORY_ACTS[name].act == "correct"
    ):  # a later notice names a file that the supplement has brought; papers are scanned first
        since = max(noticed(seen).values(), default=None)
        brought = [file for file in files(seen) if file.line == "01" and file.state == "ready"]
        return since is None or any(file.requested_at > since for file in brought)
    if name in ("take_papers", "take_supplement") and unanswered(seen):
        return False
    if name == "take_papers":
        return all(file.scan for file in arriving(seen))
    if STORY_ACTS[name].act == "decide":
        have = {"grant": not lacking(seen), "grant_on_paper": set(lacking(seen)) <= papers(seen)}
        proven = name not in have or (have[name] and not uncompared(seen) and (pledged(seen) or not chosen(seen)))
        proven = proven and not (name in have and forbidden(seen))
        return seen.case.open_task("decide") is not None and proven and not hearings_open(seen)
    if STORY_ACTS[name].act == "accept":
        if chosen(seen) and not pledged(seen):
            return False
        came = papers(seen) | promised(seen)
        return bool(noticed(seen)) or (set(lacking(seen)) <= came and not uncompared(seen))
    return not arriving(seen) and not lacking(seen)


def lawful_on_files(name: str, seen: Seen) -> bool:
    """A line takes so many files; what was received, and what the window added, is not removed."""
    if name == "remove":
        return any(not (file.event or file.scan or file.state == "removed") for file in files(seen))
    of_line = sum(file.line == "01" and file.state not in ("refused", "removed") for file in files(seen))
    return of_line < FILES_PER_LINE and "01" in open_lines(seen, window=name == "announce_scan")


def late(seen: Seen) -> bool:
    """Whether silence has accepted this licence already, though nobody has found it out yet (行政许可法32(4))."""
    received = seen.case.received_at
    if seen.case.status is not Status.SUBMITTED or received is None:
        return False
    if item_document(seen.case.item).category_code != LICENCE:
        return False
    now = seen.world.clock.at
    return now.date() > deemed_acceptance_due(received.date(), seen.world.calendar_at(now)).due


NEEDS_MORE: Mapping[str, Callable[[Seen], bool]] = {
    **OF_PLEDGES,
    **{name: partial(lawful_on_clocks, name) for name in ("suspend", "resume", "extend")},
    **{f"{name}_above": partial(lawful_on_clocks, name) for name in ("suspend", "resume", "extend")},
    "ask_precheck": precheck_may_be_asked,
    **dict.fromkeys(("withdraw_precheck", "answer_precheck"), precheck_open),
    "confirm_sheet": to_be_confirmed,
    "ask_department": askable,
    "check_originals": lambda seen: bool(uncompared(seen)),
    "confirm_materials": asked_of_department,
    "confirm_by_system": asked_of_department,
    "promise_papers": lambda seen: may_promise(seen, {*lacking(seen)} - papers(seen)),
    "fill_papers": papers_awaited,
    "query_sharing": unshared,
    "query_sharing_at_window": unshared,
    "correct_result": lambda seen: to_be_corrected(seen) and not seen.case.upward,
    "correct_result_above": lambda seen: to_be_corrected(seen) and bool(seen.case.upward),
    "correct_writing": unprintable,
    "correct_writing_at_window": unprintable,
    "compare": printed,
    "order_fee": to_be_ordered,
    "annul_fee": is_ordered,
    "refund_fee": owed_back,
    "find_mismatch": printed,
    "deliver": numbered,
    **ON_RESULTS,
}


def lacking(seen: Seen) -> list[str]:
    """The lines that are asked for without a file that counts: while a supplement is awaited those of the notice, else
    the required ones.
    """
    ready = {file.line for file in counting(seen) if file.state == "ready" and (file.event or gathering(seen))}
    awaiting = seen.case.status in SUPPLEMENTED_FROM
    return sorted({*(asked(seen) if awaiting else APPLICATIONS[seen.case.item].lines)} - ready)
