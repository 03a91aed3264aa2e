"""Cases on the way of the commitment (告知承诺): YM-I16 publishes its words, and by when they are verified."""

from typing import Any

from proofs.kit.applications import COMPANY, FILLED_ON
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall

ITEM, DEPARTMENT = "YM-I16", item_document("YM-I16").department
OFFICER, CHIEF = f"officer-{DEPARTMENT}", f"chief-{DEPARTMENT}"


def form(hall: Hall, *, chosen: bool = True) -> dict[str, Any]:
    filled = hall.people.form(ITEM)
    answers = example_answers(item_document(ITEM), filled["applicant"], FILLED_ON, commitment_route=chosen)
    return {**filled, "answers": answers}


def submitted(hall: Hall, *, chosen: bool = True) -> str:
    """Online, with the commitment."""
    return hall.submitted(ITEM, COMPANY, form(hall, chosen=chosen))


def unsigned(hall: Hall) -> str:
    """Received at the window; nobody has signed the text."""
    return hall.people.receive_walk_in(hall.caller(CLERK), ITEM, scans=[]).facts["id"]


def pledged(hall: Hall) -> str:
    """Accepted on the commitment."""
    case_id = submitted(hall)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id


def granted(hall: Hall) -> str:
    case_id = pledged(hall)
    hall.answer(case_id, by=hall.people.at_post("officer", case_id))
    hall.carry_out_everything()
    hall.decide(case_id, by=hall.people.at_post("leader", case_id))
    return case_id


def broken(hall: Hall) -> str:
    """Verified, and not kept."""
    case_id = granted(hall)
    chief = hall.people.at_post("chief", case_id)
    hall.people.verify(case_id, hall.caller(chief, case_id), "broken")
    return case_id
