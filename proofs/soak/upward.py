"""When what a random story has reviewed here goes upward, comes back and is decided above (行政许可法35)."""

from chalicelib.cases.model.clocks import recounted
from chalicelib.durable.caller import Caller, Receipt
from proofs.kit.applications import APPLICATIONS
from proofs.kit.cast import Cast
from proofs.soak.clock_acts import held_back
from proofs.soak.files_of_case import counting, papers
from proofs.soak.originals import uncompared
from proofs.soak.seen import Seen


def lawful_upward(name: str, seen: Seen) -> bool:
    """A report needs every paper scanned; a grant above every line that is asked for, its original seen. What has no
    task yet, waits. Nothing goes up, and nothing is decided above, while a procedure is open (行政许可法48); once, and
    within its term, it comes back.
    """
    if held_back(seen):
        return False
    match name:
        case "report_upward":
            return seen.case.open_task("report") is not None and papers(seen) <= scanned(seen)
        case "return_report":
            returned = any(event.type == "report_returned" for event in seen.events)
            return seen.case.open_task("superior") is not None and not returned and in_term_above(seen)
        case "grant_above":
            return seen.case.open_task("superior") is not None and not (lacking_above(seen) or uncompared(seen))
        case _:
            return seen.case.open_task("superior") is not None


def in_term_above(seen: Seen) -> bool:
    """By the calendar in force now."""
    due = recounted(seen.case, seen.world.calendar_at(seen.world.clock.at)).due("superior")
    return due is None or seen.world.clock.at.date() <= due


def scanned(seen: Seen) -> set[str]:
    """The lines with a file that was received."""
    return {file.line for file in counting(seen) if file.state == "ready" and file.event}


def lacking_above(seen: Seen) -> set[str]:
    return {*APPLICATIONS[seen.case.item].lines} - scanned(seen)


def refused_above(cast: Cast, case_id: str, caller: Caller) -> Receipt:
    return cast.decide_reported(case_id, caller, "refuse")
