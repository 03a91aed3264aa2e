"""Cases with papers that follow (容缺受理): YM-P01 publishes that line 04 may."""

from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall

ITEM, LINE = "YM-P01", "04"
OTHERS = ("01", "03", "06")


def lacking(hall: Hall) -> str:
    """Received at the window without the paper of the line that may follow."""
    return hall.people.receive_walk_in(hall.caller(CLERK), papers=OTHERS, scans=[]).facts["id"]


def promised(hall: Hall) -> str:
    case_id = lacking(hall)
    hall.people.promise_papers(case_id, hall.caller(CLERK, case_id))
    return case_id


def deferred(hall: Hall) -> str:
    """Accepted without the paper."""
    case_id = promised(hall)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id


def brought(hall: Hall) -> str:
    """The file is there, and is not handed in yet."""
    case_id = deferred(hall)
    hall.hand_in(case_id, LINE, stored=True)
    return case_id
