"""What must be true of a case at any moment. Each answer is a sentence of fault."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from operator import gt
from typing import Any

from chalicelib.cases.model import ENDED, Case, Status, Task
from chalicelib.cases.model.case_alarms import ACCEPTANCE, CONFIRMATION, DEFERRAL, LATE, SPECIAL, SUPPLEMENT, UPWARD
from chalicelib.cases.model.clocks import inner_due, moved_dues, recounted
from chalicelib.cases.model.status import BEFORE_DECISION, UNDECIDED
from chalicelib.cases.model.stops import first_overrun
from chalicelib.cases.model.task import TO_REFUND
from chalicelib.cases.store.due_days import end_of
from chalicelib.durable import workflow
from chalicelib.durable.alarms import load
from chalicelib.durable.audit import Event, broken_at
from chalicelib.durable.flows import Flow
from chalicelib.foundation import keys
from proofs.kit.catalogue import item_document
from proofs.kit.machines import Execution
from proofs.soak.events_told import FOUND_BY_PEOPLE, MACHINES_DO
from proofs.soak.expected_state import OF_JOINT
from proofs.soak.fees_of_case import task_of_refund
from proofs.soak.seen import Seen
from proofs.soak.shown_events import not_shown
from proofs.soak.state_from_events import state_from

RECEIPTS = ("submitted", "received", "supplemented")
IN_NO_LIST = {Status.DRAFT, Status.CLOSED, Status.REJECTED, Status.WITHDRAWN}
# What may happen to a case again; a task is opened once of each kind.
HANDED_ON = ("task_released", "task_taken_over", "task_reassigned")
OF_ONE_FILE = ("scan_received", "material_received", "shared_obtained")
OFTEN = (
    *(
        "scan_received",
        "material_received",
        "shared_obtained",
        "sharing_failed",
        "sharing_queried",
        "supplemented",
        "correction_noticed",
        "supplement_overdue",
        "acceptance_overdue",
        "dues_recounted",
    ),
    *("suspended", "resumed", "special_procedure_overrun"),
    *("promised_overdue", "statutory_overdue", "superior_overdue", "issue_overdue", "inspection_start_overdue"),
    *("hearing_overdue", "verification_overdue", "rectification_overdue", "pledged", "verification_reminded"),
    *("mismatch_found", *HANDED_ON),
    *("reported_upward", "report_returned", "report", "superior"),
    *("department_asked", "materials_confirmed", "confirmation_overdue", "papers_promised"),
    *("precheck_asked", "precheck_withdrawn", "precheck_answered"),
    *("form_corrected", "result_corrected", "result_made", "identity_checked", "originals_checked"),
    *("document_held", "writing_corrected", "forewarned", "party_told", "party_served", "party_heard"),
    *("bar_lifted", "result_restored"),
    *("result_revoked", "result_withdrawn", "result_cancelled", "result_end_recorded"),
)


def accepted_by_silence(seen: Seen) -> bool:
    return seen.case.deemed and seen.events[-1].type == "deemed_accepted"


def faults_now(seen: Seen) -> Iterator[str]:
    """True after every act and every call, whatever is still under way."""
    yield from _chain(seen)
    yield from _snapshot(seen)
    yield from _tasks(seen)
    yield from _lists(seen)
    yield from _acceptance(seen)
    yield from _supplement(seen)
    yield from _procedures(seen)
    yield from _lateness(seen)
    yield from _question(seen)
    yield from _report(seen)
    yield from _promised_papers(seen)
    yield from _one_machine_each(seen)
    yield from _materials(seen)
    yield from not_shown(seen.events[-5:])


def _materials(seen: Seen) -> Iterator[str]:
    """Each file that counts after receipt stands in its event, with its digest and who answers for it."""
    told = {
        (event.seq, each["file"], each["sha256"], each["added_by"])
        for event in seen.events
        for each in (event.data if event.type in OF_ONE_FILE else {}, *event.data.get("files", ()))
        if each
    }
    taking_places = [row for row in seen.of("MATERIAL#") if row["state"] not in ("refused", "removed")]
    if seen.case.files != len(taking_places):
        yield f"the case counts {seen.case.files} files, there are {len(taking_places)}"
    for row in seen.of("MATERIAL#"):
        if "event" in row and (row["event"], row["id"], row["sha256"], row.get("added_by", "")) not in told:
            yield f"the file {row['id']} is not in event {row['event']}"


def _chain(seen: Seen) -> Iterator[str]:
    events, case = seen.events, seen.case
    if (at := broken_at(events)) is not None:
        yield f"the chain is broken at {at}"
    if events and (len(events), events[-1].hash) != (case.seq, case.last_hash):
        yield f"the case counts {case.seq} events, there are {len(events)}"
    for event in events:
        by_machine = event.role == "machine"
        if by_machine is not (event.type in MACHINES_DO) and (by_machine or event.type not in FOUND_BY_PEOPLE):
            yield f"{event.type} done by {event.role}"
    happened = Counter(event.data["kind"] if event.type == "task_opened" else event.type for event in events)
    yield from (f"{what} {times} times" for what, times in happened.items() if times > 1 and what not in OFTEN)


def _snapshot(seen: Seen) -> Iterator[str]:
    """The status, the open task and the clocks are what the events come to."""
    case, item = seen.case, item_document(seen.case.item)
    expected = state_from(seen.events, item, seen.world.calendar_at)
    if case.status is Status.WITHDRAWN and not case.number:
        expected.status = "withdrawn"
    if case.status.value != expected.status:
        yield f"status {case.status.value}, by its events {expected.status}"
    asked = [kind for kind in open_kinds(case) if kind != TO_REFUND]
    if asked != ([expected.open_task] if expected.open_task else []):
        yield f"open tasks {asked}, by its events {expected.open_task}"
    yield from task_of_refund(seen)
    for name, fact in clock_facts(case).items():
        if fact != expected.clock[name]:
            yield f"{name} {fact}, by its events {expected.clock[name]}"
    calendar = seen.world.calendar_at(seen.world.clock.at)  # known here: a call for it may be one that is to fail
    for kind, days in moved_dues(case.clocks, recounted(case, calendar).clocks).items():
        yield f"the {kind} clock is due on other days when it is counted again: {days}"


def open_kinds(case: Case) -> list[str]:
    return [task.kind for task in case.open_tasks]


def clock_facts(case: Case) -> dict[str, Any]:
    """The case's clocks by the names that the fold gives to what it tells of them."""
    promised, statutory = case.clocks.get("promised"), case.clocks.get("statutory")
    return {
        "started": promised.started if promised else None,
        "promised": promised.length if promised else None,
        "promised_unit": promised.unit if promised else "workday",
        "statutory": statutory.length if statutory else None,
        "statutory_unit": statutory.unit if statutory else "workday",
        "statutory_started": statutory.started if statutory else None,
        "accept_due": case.due("acceptance"),
        "confirmation_due": case.due("confirmation"),
        "supplement_due": case.due("supplement"),
        "promised_due": case.due("promised"),
        "deferral_due": case.due("deferral"),
        **{"inspection_start_due": case.due("inspection_start"), "hearing_due": case.due("hearing")},
        "statutory_due": case.due("statutory"),
        "lower_review_due": case.due("lower_review"),
        "superior_due": case.due("superior"),
        "issue_due": case.due("issue"),
        "verification_due": case.due("verification"),
        "rectification_due": case.due("rectification"),
        **{f"{kind}_due": case.due(kind) for kind in OF_JOINT},
        "provisional": case.provisional,
    }


def dues_of(case: Case, kind: str) -> tuple[date | None, date | None]:
    """What a task of this kind is due by: its department's term, and the law's."""
    if kind == "confirm":
        return case.due("confirmation"), case.due("acceptance")
    of_one_clock = {"superior": case.due("superior"), "amend": case.due("issue"), TO_REFUND: None}
    if kind in of_one_clock:
        return of_one_clock[kind], of_one_clock[kind]
    if kind == "verify":
        return case.due("rectification") or case.due("verification"), case.due("verification")
    return inner_due(case), case.due("lower_review") if case.upward else case.due("statutory")


def _tasks(seen: Seen) -> Iterator[str]:
    waiting = [task.kind for task in seen.tasks if task.waiting]
    if waiting != open_kinds(seen.case):
        yield f"tasks waiting {waiting}, the case's open tasks {open_kinds(seen.case)}"
    for task in seen.tasks:
        if task.waiting and (task.due, task.statutory_due) != dues_of(seen.case, task.kind):
            yield f"the {task.kind} task is due on {task.due}, its case is not"
    yield from _claims(seen)
    if not {*waiting} <= {"verify", TO_REFUND} and seen.case.status in ENDED:
        yield f"a task waits on a case that is {seen.case.status.value}"
    inbox = [row["kind"] for row in seen.world.index("tasks") if row["case_id"] == seen.case.id]
    if inbox != waiting:
        yield f"in the inbox {inbox}, waiting {waiting}"


def _claims(seen: Seen) -> Iterator[str]:
    """Somebody has claimed a task exactly when its state says so; after an event that names the holder it is theirs, or
    of whoever has claimed it since.
    """
    for task in seen.tasks:
        named = (task.claimed_by is not None, task.claimed_role is not None, task.claimed_at is not None)
        if task.waiting and named != (task.state == "claimed",) * 3:
            yield f"the {task.kind} task is {task.state}, claimed by {task.claimed_by}"
        if task.state == "open" and seen.of("EVENT#") and (last := _last_handover(seen, task)) and last.data.get("to"):
            yield f"the {task.kind} task is open after {last.type}"


def _last_handover(seen: Seen, task: Task) -> Event | None:
    return next((one for one in reversed(seen.events) if one.type in HANDED_ON and one.data["task"] == task.id), None)


def _lists(seen: Seen) -> Iterator[str]:
    """The applicant's list and the windows' lists say what the case says."""
    case = seen.case
    owned = seen.world.rows(keys.applicant(case.applicant_key))
    (own,) = [row for row in owned if row["id"] == case.id]
    counter = seen.world.rows(keys.open_drafts(case.applicant_key).pk)
    drafts, counted = sum(row["status"] == "draft" for row in owned), sum(row["value"] for row in counter)
    if drafts != counted:
        yield f"the applicant has {drafts} drafts, {counted} are counted"
    if own["status"] != case.status.value:
        yield f"in the applicant's list {own['status']}, the case is {case.status.value}"
    places = [row["counter_pk"] for row in seen.world.index("counter") if row["id"] == case.id]
    drafted = [keys.prechecks(case.division) if case.precheck_until else keys.drafts_of_item(case.division, case.item)]
    at_window = bool(places) and places != drafted
    if at_window is (case.status in IN_NO_LIST):
        yield f"{case.status.value} and {'' if at_window else 'not '}in a list of the hall"
    if (places == drafted) is not (case.status is Status.DRAFT):
        yield f"{case.status.value}, and its place among the drafts of its item is {places}"
    if case.number:
        found = seen.world.rows(keys.case_number(case.number).pk)
        if [row["case_id"] for row in found] != [case.id]:
            yield f"its number leads to {found}"


def _acceptance(seen: Seen) -> Iterator[str]:
    """While an application waits for the window its alarm is set, once: silence has spoken, or will."""
    due, silent = seen.case.due("acceptance"), any(event.type == "acceptance_overdue" for event in _since_receipt(seen))
    waits = seen.case.status is Status.SUBMITTED and not silent
    expected = [end_of(due)] if due and waits else []
    alarms = [load(row).due for row in seen.of("ALARM#") if row["name"] == ACCEPTANCE]
    if alarms != expected:
        yield f"alarms of acceptance at {alarms}, expected {expected} of a case that is {seen.case.status.value}"


def _supplement(seen: Seen) -> Iterator[str]:
    """While a supplement is awaited the alarm at the end of its term is set, and never otherwise."""
    due, waits = seen.case.due("supplement"), seen.case.status is Status.CORRECTING
    expected = [end_of(due)] if due and waits else []
    alarms = [load(row).due for row in seen.of("ALARM#") if row["name"] == SUPPLEMENT]
    if alarms != expected:
        yield f"alarms of the supplement at {alarms}, expected {expected} of a case that is {seen.case.status.value}"


def _question(seen: Seen) -> Iterator[str]:
    """While a question is open its alarm is set, until the silence was reported."""
    due = seen.case.due("confirmation")
    expected = [end_of(due)] if due and not seen.case.silence_told else []
    alarms = [load(row).due for row in seen.of("ALARM#") if row["name"] == CONFIRMATION]
    if alarms != expected:
        yield f"alarms of the question at {alarms}, expected {expected} of a case that is {seen.case.status.value}"


def _report(seen: Seen) -> Iterator[str]:
    """Until the review here has gone upward its alarm is set, until the supervisors know that it is late."""
    due = seen.case.due("lower_review")
    told = any(
        event.type == "report_overdue" or (event.type == "reported_upward" and "missed" in event.data)
        for event in seen.events
    )
    waits = seen.case.status in (Status.IN_REVIEW, Status.REPORTING) and not told
    expected = [end_of(due)] if due and waits else []
    alarms = [load(row).due for row in seen.of("ALARM#") if row["name"] == UPWARD]
    if alarms != expected:
        yield f"alarms of the report at {alarms}, expected {expected} of a case that is {seen.case.status.value}"


def _promised_papers(seen: Seen) -> Iterator[str]:
    """While promised papers are awaited the alarm at the end of their term is set, until the default was recorded."""
    due, happened = seen.case.due("deferral"), {event.type for event in seen.events}
    waits = seen.case.status in UNDECIDED and "papers_overdue" not in happened
    expected = [end_of(due)] if due and waits else []
    alarms = [load(row).due for row in seen.of("ALARM#") if row["name"] == DEFERRAL]
    if alarms != expected:
        yield f"alarms of promised papers at {alarms}, expected {expected} of a case that is {seen.case.status.value}"


def _since_receipt(seen: Seen) -> list[Event]:
    events = seen.events
    receipts = [place for place, event in enumerate(events) if event.type in RECEIPTS]
    return events[receipts[-1] :] if receipts else []


def _one_machine_each(seen: Seen) -> Iterator[str]:
    """Only the newest execution of a machine runs, or one that sleeps, or one that was passed over while it slept."""
    for execution, newest, flow in not_the_newest(seen):
        if execution.ends and execution.ends <= seen.world.wall.at and execution.token:
            continue  # its wait is over by its time: it ends when the machines run again
        if not _slept(seen, execution) or execution.token in flow.tokens:
            yield f"{execution.name} runs, the newest is {newest}"


def not_the_newest(seen: Seen) -> Iterator[tuple[Execution, str, Flow]]:
    """Running executions of a generation that the flow does not have any more, with the name of the newest."""
    for row in seen.of("FLOW#"):
        machine, flow = row["sk"].removeprefix("FLOW#"), workflow.load(row)
        if flow is None:
            continue
        newest = workflow.execution_name(seen.case.owner, machine, flow.generation)
        for execution in seen.world.machines.executions.values():
            of_this = (execution.machine, execution.input["owner"]) == (machine, seen.case.owner)
            if of_this and execution.status == "RUNNING" and execution.name != newest:
                yield execution, newest, flow


def _slept(seen: Seen, execution: Execution) -> bool:
    """Whether a wait of this execution was over by its time when the next one took its place. The flow may know that
    wait alone, and the execution be on its way to the next step. It opens nothing there and ends (ADR 0032).
    """
    generation = execution.input["generation"] + 1
    name = workflow.execution_name(seen.case.owner, execution.machine, generation)
    next_one = seen.world.machines.executions.get(name)
    taken_over = next_one.began if next_one and next_one.began else seen.world.wall.at
    return any(limit <= taken_over for limit in execution.limits)


def _procedures(seen: Seen) -> Iterator[str]:
    """While a special procedure is open whose told days are not over, or whose overrun nobody was told of, the alarm at
    their end is set, and never otherwise.
    """
    until, waits = first_overrun(seen.case.stops), seen.case.status in BEFORE_DECISION
    expected = [end_of(until)] if until and waits else []
    alarms = [load(row).due for row in seen.of("ALARM#") if row["name"] == SPECIAL]
    if alarms != expected:
        yield f"alarms of procedures at {alarms}, expected {expected} of a case that is {seen.case.status.value}"


def _lateness(seen: Seen) -> Iterator[str]:
    """While a term of the decision or the delivery runs of which no event says that it is over, one alarm is set, at
    the end of the first one or earlier, and never otherwise.
    """
    case = seen.case
    kinds = ("promised", "inspection_start", "hearing", "statutory") if case.status in UNDECIDED else ()
    kinds = ("superior", "hearing") if case.status is Status.REPORTED else kinds
    kinds = ("issue",) if case.status in (Status.DECIDED, Status.COMPARING, Status.DELIVERING) else kinds
    kinds = (*kinds, "verification", "rectification")
    told = {(kind, one["due"]) for event in seen.events for kind, one in event.data.get("overdue", {}).items()}
    latest = {kind: max(day for name, day in told if name == kind) for kind, _ in told}
    dues = [due for kind in kinds if (due := case.due(kind)) and str(due) > latest.get(kind, "")]
    expected = [end_of(min(dues))] if dues else []
    alarms = [load(row).due for row in seen.of("ALARM#") if row["name"] == LATE]
    if len(alarms) != len(expected) or any(map(gt, alarms, expected)):
        yield f"alarms of late terms at {alarms}, expected {expected} of a case that is {case.status.value}"
