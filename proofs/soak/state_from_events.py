"""What the events of a case come to: its status and its clocks, computed from the chain alone.

Written apart from the acts, with the law's numbers and `chalicelib.clock`, so that the two can be compared.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.clock.acceptance import deemed_acceptance_due
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.pauses import Pause
from chalicelib.clock.term import Term, count_term
from chalicelib.clock.unit import Unit
from chalicelib.durable.audit import Event
from proofs.soak.events_told import ACCEPTED, ENDS_QUESTION, ENDS_TASK, LEADS_TO
from proofs.soak.expected_state import ExpectedState, Procedure
from proofs.soak.procedure_terms import awaited_since, count_procedure_terms

ON_THE_SPOT = "即办件"
ISSUE_WORKDAYS = 10
SUPPLEMENT_WORKDAYS = 30
QUESTION_WORKDAYS = 2
PROMISED_WORKDAYS = 5
CalendarAt = Callable[[datetime], WorkCalendar]


def state_from(events: Iterable[Event], item: ItemDocument, calendar_at: CalendarAt) -> ExpectedState:
    """`calendar_at` tells which calendar was in force. Raises LookupError on an event it does not know."""
    expected = ExpectedState()
    for event in events:
        calendar = calendar_at(event.at)
        if "recounted" in event.data:
            recount(expected, item, calendar)
        expected.status = status_after(event, expected.status, item)
        count(expected, event, item, calendar)
        expected.clock["provisional"] = any(expected.rests.values())
        match event.type:
            case "task_opened":
                expected.open_task = event.data["kind"]
            case "department_asked":
                expected.open_task = "confirm"
            case "decided" if "pledge" in event.data:
                expected.open_task = "verify"
            case "mismatch_found":
                expected.open_task = event.data.get("kind", expected.open_task)
            case "result_corrected" | "compared" if expected.open_task == "amend":
                expected.open_task = None
            case _ if event.type in ENDS_TASK:
                expected.open_task = None
            case _:
                """Nobody has to answer anything else now."""
    return expected


def status_after(event: Event, status: str, item: ItemDocument) -> str:
    if event.type in ACCEPTED:
        return "deciding" if item.handling_type == ON_THE_SPOT else "in_review"
    if event.type == "result_made":
        return "comparing" if "digest" in event.data else "delivering"
    if event.type not in LEADS_TO:
        raise LookupError(f"an event that no rule knows: {event.type}")
    return LEADS_TO[event.type] or status


def count(expected: ExpectedState, event: Event, item: ItemDocument, calendar: WorkCalendar) -> None:
    count_awaited(expected, event, calendar)
    match event.type:
        case "submitted" | "received" | "supplemented":
            expected.received, expected.rests = event.at.date(), {}
            expected.clock["supplement_due"] = None
            count_receipt(expected, calendar)
        case "correction_noticed":
            expected.clock["accept_due"] = None
            expected.noticed, expected.rests = event.at.date(), {}
            count_supplement(expected, calendar)
        case "accepted" | "deemed_accepted":
            since = datetime.fromisoformat(event.data.get("since", event.at.isoformat())).date()
            expected.deferred = bool(event.data.get("deferred"))
            count_decision(expected, expected.received or since, since, item, calendar)
        case "suspended":
            told = date.fromisoformat(event.data["until"])
            above = event.data.get("above", False)
            expected.procedures.append(Procedure(event.data["kind"], event.at.date(), told, above=above))
            count_moved(expected, event, item, calendar)
        case "resumed":
            for one in expected.procedures:
                if one.kind == event.data["kind"] and one.ended is None:
                    one.ended = date.fromisoformat(event.data["ended"])
            count_moved(expected, event, item, calendar)
        case "extended":
            expected.extension = event.data["length"]
            count_moved(expected, event, item, calendar)
        case "reported_upward" | "report_returned":
            count_upward(expected, event, item, calendar)
        case "decided":
            expected.decided = event.at.date()
            count_issue(expected, calendar)
            count_pledge(expected, event, calendar)
        case "pledge_unmet" | "pledge_kept" | "pledge_broken":
            count_pledge(expected, event, calendar)
        case _:
            """Moves no clock."""


def count_pledge(expected: ExpectedState, event: Event, calendar: WorkCalendar) -> None:
    """Twenty workdays to verify what was granted on a commitment; a demand has the days that it tells."""
    if event.type == "decided":
        expected.verifying = ("verification", event.at.date(), 20, "workday") if "pledge" in event.data else None
    elif event.type == "pledge_unmet":
        told = event.data["clock"]
        expected.verifying = ("rectification", event.at.date(), told["length"], told["unit"])
    else:
        expected.verifying = None
    count_verifying(expected, calendar)


def count_verifying(expected: ExpectedState, calendar: WorkCalendar) -> None:
    for kind in ("verification", "rectification"):
        expected.clock[f"{kind}_due"] = None
        expected.rests.pop(kind, None)
    if expected.verifying:
        kind, begun, length, unit_ = expected.verifying
        term = count_term(begun, length, unit_, (), 0, calendar)
        expected.clock[f"{kind}_due"], expected.rests[kind] = term.due, term.provisional


def count_awaited(expected: ExpectedState, event: Event, calendar: WorkCalendar) -> None:
    """The terms of a question to the department, of papers that were promised, and of procedures."""
    since, expected.procedures_due = expected.procedures_due, awaited_since(event, expected.procedures_due)
    if since != expected.procedures_due:
        count_procedure_terms(expected.clock, expected.rests, expected.procedures_due, calendar)
    if event.type == "department_asked":
        expected.asked = event.at.date()
        count_question(expected, calendar)
    elif event.type in ENDS_QUESTION:
        expected.asked, expected.clock["confirmation_due"] = None, None
        expected.rests.pop("confirmation", None)
    elif event.type in ("papers_filled", "papers_found") and not event.data["awaited"]:
        expected.deferred, expected.clock["deferral_due"] = False, None
        expected.rests.pop("deferral", None)


def recount(expected: ExpectedState, item: ItemDocument, calendar: WorkCalendar) -> None:
    """A holiday notice has changed: the clocks that run are counted again, the others stay (counting rule CR9)."""
    count_verifying(expected, calendar)
    if expected.status == "submitted":
        count_receipt(expected, calendar)
        count_question(expected, calendar)
    elif expected.status == "correcting":
        count_supplement(expected, calendar)
    elif expected.status in ("in_review", "deciding", "reporting"):
        count_again(expected, item, calendar)
        count_procedure_terms(expected.clock, expected.rests, expected.procedures_due, calendar)
    elif expected.status == "reported":
        count_above(expected, item, calendar)
    elif expected.decided and expected.status in ("decided", "comparing", "delivering"):
        count_issue(expected, calendar)


def count_receipt(expected: ExpectedState, calendar: WorkCalendar) -> None:
    if expected.received:
        term = deemed_acceptance_due(expected.received, calendar)
        expected.clock["accept_due"], expected.rests["acceptance"] = term.due, term.provisional


def count_question(expected: ExpectedState, calendar: WorkCalendar) -> None:
    """Two workdays, and never longer than the five of the acceptance."""
    if expected.asked and expected.received:
        inner = count_term(expected.asked, QUESTION_WORKDAYS, "workday", (), 0, calendar)
        outer = deemed_acceptance_due(expected.received, calendar)
        term = min(inner, outer, key=lambda one: one.due)
        expected.clock["confirmation_due"], expected.rests["confirmation"] = term.due, term.provisional


def level_of(item: ItemDocument, *, above: bool) -> tuple[int, Unit] | None:
    """The term of this hall's level, or of the one above, of an item that is decided above: twenty workdays
    (行政许可法42, 43) unless its own law says otherwise.
    """
    higher = [step for step in item.upward_chain if step.level < item.exercise_level]
    if not higher:
        return None
    here = [step for step in item.upward_chain if step.level == item.exercise_level]
    own = next((step.limit for step in (higher if above else here) if step.limit), None)
    return (own.value, unit(own)) if own else (20, "workday")


def count_upward(expected: ExpectedState, event: Event, item: ItemDocument, calendar: WorkCalendar) -> None:
    """Each day after the first report belongs to one of the two organs, and no term begins anew."""
    if event.type == "reported_upward":
        expected.reports.append(event.at.date())
        count_above(expected, item, calendar)
    else:
        expected.returns.append(event.at.date())
        expected.clock["superior_due"] = None
        expected.rests.pop("superior", None)
        count_again(expected, item, calendar)


def count_moved(expected: ExpectedState, event: Event, item: ItemDocument, calendar: WorkCalendar) -> None:
    """Whoever has the case stops and extends its own term."""
    (count_above if event.data.get("above") else count_again)(expected, item, calendar)


def count_above(expected: ExpectedState, item: ItemDocument, calendar: WorkCalendar) -> None:
    if expected.reports and (term := level_of(item, above=True)):
        below = [Pause(*days) for days in zip(expected.returns, expected.reports[1:], strict=False)]
        below += [one.pause for one in expected.procedures if one.above]
        ends = count_term(expected.reports[0], *term, below, expected.extension, calendar)
        expected.clock["superior_due"], expected.rests["superior"] = ends.due, ends.provisional


def count_supplement(expected: ExpectedState, calendar: WorkCalendar) -> None:
    if expected.noticed:
        term = count_term(expected.noticed, SUPPLEMENT_WORKDAYS, "workday", (), 0, calendar)
        expected.clock["supplement_due"], expected.rests["supplement"] = term.due, term.provisional


def count_issue(expected: ExpectedState, calendar: WorkCalendar) -> None:
    if expected.decided:
        term = count_term(expected.decided, ISSUE_WORKDAYS, "workday", (), 0, calendar)
        expected.clock["issue_due"], expected.rests["issue"] = term.due, term.provisional


def count_again(expected: ExpectedState, item: ItemDocument, calendar: WorkCalendar) -> None:
    started, received = expected.clock["started"], expected.received
    count_decision(expected, received or started, started, item, calendar)


def count_decision(
    expected: ExpectedState, received: date, accepted: date, item: ItemDocument, calendar: WorkCalendar
) -> None:
    """Some laws count from the receipt. What is promised is due on the law's last day at the latest."""
    lower = level_of(item, above=False)
    if lower:
        count_lower(expected, accepted, item, lower, calendar)
        return
    begin = received if item.statutory_limit.start_event == "receipt" else accepted
    pauses = [one.pause for one in expected.procedures if not one.above]
    promised, shortest, law = (
        counted(accepted, promised_of(item), pauses, 0, calendar),
        counted(begin, item.statutory_limit, pauses, 0, calendar),
        counted(begin, item.statutory_limit, pauses, expected.extension, calendar),
    )
    earlier = shortest if shortest and promised and shortest.due < promised.due else promised
    expected.clock |= {
        "started": accepted,
        "statutory_started": begin if law else None,
        "promised": promised_of(item).value,
        "promised_unit": unit(item.promised_limit),
        "promised_due": earlier.due if earlier else None,
        "statutory": item.statutory_limit.value,
        "statutory_unit": unit(item.statutory_limit),
        "statutory_due": law.due if law else None,
    }
    terms = {"promised": earlier, "statutory": law}
    expected.rests |= {kind: term.provisional for kind, term in terms.items() if term}
    if expected.deferred and earlier:
        own = count_term(accepted, PROMISED_WORKDAYS, "workday", (), 0, calendar)
        term = min(own, earlier, key=lambda one: one.due)
        expected.clock["deferral_due"], expected.rests["deferral"] = term.due, term.provisional


def promised_of(item: ItemDocument) -> Any:
    """In the stories whoever applies for an item with a commitment goes that way: the promise is that of its route."""
    routes = item.promised_limit.routes
    return routes[0] if item.commitment and routes else item.promised_limit


def count_lower(
    expected: ExpectedState, accepted: date, item: ItemDocument, lower: tuple[int, Unit], calendar: WorkCalendar
) -> None:
    """What is promised and what the law sets for the review here. Nothing extends it; the days above do not count, the
    day of the report among them.
    """
    above = zip(expected.reports, expected.returns, strict=False)
    pauses = [one.pause for one in expected.procedures if not one.above]
    pauses += [Pause(sent - timedelta(days=1), back) for sent, back in above]
    promised, law = (
        counted(accepted, item.promised_limit, pauses, 0, calendar),
        count_term(accepted, *lower, pauses, 0, calendar),
    )
    earlier = law if promised and law.due < promised.due else promised
    expected.clock |= {
        "started": accepted,
        "promised": item.promised_limit.value,
        "promised_unit": unit(item.promised_limit),
        "promised_due": earlier.due if earlier else None,
        "lower_review_due": law.due,
    }
    terms = {"promised": earlier, "lower_review": law}
    expected.rests |= {kind: term.provisional for kind, term in terms.items() if term}


def counted(begin: date, limit: Any, pauses: list[Pause], extension: int, calendar: WorkCalendar) -> Term | None:
    if limit.value is None:
        return None
    return count_term(begin, limit.value, unit(limit), pauses, extension, calendar)


def unit(limit: Any) -> Unit:
    return "day" if limit.unit == "calendar_day" else "workday"
