"""An item that several departments examine and one decides, applied for alone: 联合审图, 联合验收."""

from typing import Any, Literal

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.case import Outcome
from chalicelib.catalogue.model.forms import with_derived
from proofs.kit import joint
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import item_document
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall

DRAWINGS = "YM-I07"
PLAIN: dict[str, Any] = {"special_fire_project": False, "flammable_explosive": False}


def form_of(hall: Hall, code: str, **answers: Any) -> dict[str, Any]:
    item, on = item_document(code), hall.platform.now().date()
    applicant = hall.people.form()["applicant"]
    whole = {"applicant": applicant, "answers": example_answers(item, applicant, on, **answers)}
    return with_derived(item, whole, on)


def received(hall: Hall, code: str = DRAWINGS, **answers: Any) -> str:
    form = form_of(hall, code, **{**PLAIN, **answers})
    made = hall.people.create_application(hall.caller(COMPANY), code, form)
    case_id = str(made.facts["id"])
    hall.people.hand_in(case_id, *hall.required_lines(case_id), stored=False)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    hall.carry_out_everything()
    return case_id


def accepted(hall: Hall, code: str = DRAWINGS, **answers: Any) -> str:
    case_id = received(hall, code, **answers)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id


def asked(case: Case) -> set[str]:
    return {task.department for task in case.open_tasks if task.kind == "opinion"}


def opinion(hall: Hall, case_id: str, department: str, opinion: str = "pass", **said: Any) -> None:
    hall.people.give_opinion(case_id, hall.caller(f"officer-{department}"), opinion=opinion, **said)


def decide(hall: Hall, case_id: str, outcome: Outcome = "grant") -> None:
    if hall.case(case_id).status is Status.IN_REVIEW:
        joint.answer(hall, hall.case(case_id))
        hall.carry_out_everything()
    hall.decide(case_id, outcome, by=hall.people.decider(case_id))
    hall.carry_out_everything()


def drawn(hall: Hall, case_id: str, conclusion: Literal["pass", "refuse"] = "pass") -> None:
    """Everybody says so, and the lead concludes it."""
    findings = ["结构计算不足。"] if conclusion == "refuse" else []
    for one in hall.people.session(case_id).invited:
        opinion(hall, case_id, one.department, conclusion, findings=findings)
    hall.people.conclude_session(case_id, hall.caller("chief-housing", case_id), conclusion)
