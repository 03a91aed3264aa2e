"""When what a random story has reviewed here goes upward, comes back and is decided above (行政许可法35)."""

from chalicelib.durable.caller import Caller, Receipt
from proofs.kit.applications import APPLICATIONS
from proofs.kit.cast import Cast
from proofs.soak.files_of_case import counting, papers
from proofs.soak.originals import uncompared
from proofs.soak.seen import Seen


def lawful_upward(name: str, seen: Seen) -> bool:
    """A report needs every paper scanned; a grant above every line that is asked for, its original seen. What has no
    task yet, waits.
    """
    match name:
        case "report_upward":
            return seen.case.open_task("report") is not None and papers(seen) <= scanned(seen)
        case "grant_above":
            return seen.case.open_task("superior") is not None and not (lacking_above(seen) or uncompared(seen))
        case _:
            return seen.case.open_task("superior") is not None


def scanned(seen: Seen) -> set[str]:
    """The lines with a file that was received."""
    return {file.line for file in counting(seen) if file.state == "ready" and file.event}


def lacking_above(seen: Seen) -> set[str]:
    return {*APPLICATIONS[seen.case.item].lines} - scanned(seen)


def refused_above(cast: Cast, case_id: str, caller: Caller) -> Receipt:
    return cast.decide_reported(case_id, caller, "refuse")
