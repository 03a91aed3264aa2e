"""A restaurant's request without a paper of the food permit, which the applicant promises (容缺受理)."""

from typing import Any

from chalicelib.cases.acts.lookup import item_of
from chalicelib.intake.acts.submit import submit
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.hall import Hall

FOOD, LINE = "YM-P01", "04"


def line_of(hall: Hall, request: str, node: str, own: str) -> str:
    """The line of the request that serves this line of a member's own list."""
    made_of = item_of(hall.platform, hall.case(request)).request_of
    part = made_of.member(node) if made_of else None
    if part is None:
        raise LookupError(f"the request has no member {node}")
    return part.lines[own]


def lacking(hall: Hall, node: str = FOOD, own: str = LINE) -> str:
    """A draft with every required paper but the one of this line."""
    case_id = joint.drafted(hall)
    left_out = line_of(hall, case_id, node, own)
    seen: dict[str, Any] = {"level": "B", "raised_by": "clerk", "raised_at": hall.platform.now()}
    lines = [one for one in hall.required_lines(case_id) if one != left_out]
    hall.people.hand_in(case_id, *lines, stored=False, seen=False, **seen)
    return case_id


def promised(hall: Hall) -> str:
    """Accepted on the promise, and every member open that waits for nothing."""
    case_id = lacking(hall)
    submit(hall.platform, hall.caller(COMPANY, case_id), case_id, [line_of(hall, case_id, FOOD, LINE)])
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id
