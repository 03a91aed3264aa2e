"""Cases brought to where `Hall` has no short form for it. The matrix and the tried acts begin with the same ones."""

from datetime import datetime, time

from chalicelib.cases.model.renewal import renew_by
from chalicelib.cases.model.term import term_of
from chalicelib.cases.store.due_days import end_of
from chalicelib.foundation.platform import SHANGHAI
from proofs.kit import joint
from proofs.kit.adverse_acts import TO_WITHDRAW
from proofs.kit.applications import AGENCY, COMPANY, Application
from proofs.kit.cast import CHIEF, CLERK, OFFICER
from proofs.kit.catalogue import item_document, publish_schemes
from proofs.kit.directory import name_superiors
from proofs.kit.hall import Hall
from proofs.kit.register import renew_accept_letter, revoke_accept_letter

DEPARTMENT = "food"
SUPERIOR = "superior-gd_culture_tourism"


def complete_draft(hall: Hall) -> str:
    """Every required line has its file."""
    case_id = hall.draft()
    hall.hand_in(case_id, *hall.required_lines(case_id), stored=True)
    return case_id


def precheck_asked(hall: Hall) -> str:
    """The applicant asks a window to look at the draft."""
    case_id = complete_draft(hall)
    hall.people.ask_precheck(case_id, hall.caller(COMPANY, case_id))
    return case_id


def supplemented(hall: Hall) -> str:
    """The file that the notice asks for is there, and is not handed in yet."""
    case_id = hall.correcting("01")
    hall.hand_in(case_id, "01", stored=True)
    return case_id


def without_letter(hall: Hall) -> str:
    """The department has taken back its letter, so the window may not accept."""
    case_id = hall.submitted()
    revoke_accept_letter(hall.platform, DEPARTMENT)
    return case_id


def transferred(hall: Hall) -> str:
    """Handed over while the window had no letter; it has one again."""
    case_id = without_letter(hall)
    hall.people.transfer(case_id, hall.caller(CLERK, case_id))
    renew_accept_letter(hall.platform, DEPARTMENT)
    return case_id


def suspected(hall: Hall) -> str:
    """Received, and its applicant told that it seems false."""
    case_id = hall.submitted()
    hall.people.forewarn(case_id, hall.caller(CHIEF, case_id))
    return case_id


def found_false(hall: Hall) -> str:
    """Not accepted, as it was false."""
    case_id = suspected(hall)
    hall.people.reject_false(case_id, hall.caller(CHIEF, case_id))
    return case_id


def to_be_revoked(hall: Hall) -> str:
    """Closed; the holder is told that it is to be revoked."""
    case_id = hall.closed()
    hall.people.forewarn(case_id, hall.caller(CHIEF, case_id))
    return case_id


def to_be_withdrawn(hall: Hall) -> str:
    """The same, that it is to be withdrawn."""
    case_id = hall.closed()
    hall.people.forewarn(case_id, hall.caller(CHIEF, case_id), **TO_WITHDRAW)
    return case_id


def result_withdrawn(hall: Hall) -> str:
    """The same, and it was withdrawn."""
    case_id = to_be_withdrawn(hall)
    hall.people.withdraw_result(case_id, hall.caller(CHIEF, case_id))
    return case_id


def renewing(hall: Hall) -> str:
    """Accepted on the last day on which the renewal of a licence that was handed over is asked for in time."""
    old = hall.closed()
    until = term_of(hall.case(old)).until
    days = renew_by(item_document("YM-P01"), until, None, hall.platform.calendar)
    if days is None:
        raise LookupError("it does not run out")
    hall.clock.move_to(datetime.combine(days.latest, time(10), SHANGHAI))
    case_id = hall.people.create_application(hall.caller(COMPANY), renews=old).facts["id"]
    hall.hand_in(case_id, *hall.required_lines(case_id))
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id


def renewed(hall: Hall) -> str:
    """Nobody has decided on it, and the last day of the licence has passed."""
    case_id = renewing(hall)
    due = hall.case(case_id).due("expiry")
    if due is None:
        raise LookupError("silence renews nothing")
    hall.clock.move_to(end_of(due))
    hall.world.sweep()
    hall.carry_out_everything()
    return case_id


def party_told(hall: Hall) -> str:
    """Somebody whom it concerns is told; the notice has its number."""
    case_id = hall.accepted()
    hall.people.tell_party(case_id, hall.caller(CHIEF, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


def asked(hall: Hall) -> str:
    """The window has asked the department, which has not answered yet."""
    case_id = hall.submitted()
    hall.people.ask_department(case_id, hall.caller(CLERK, case_id))
    return case_id


def asked_outside(hall: Hall) -> str:
    """A company is set up, and the housing fund is asked for its step in its own system."""
    publish_schemes(hall.platform, joint.SET_UP)
    return step_asked(hall)


def step_asked(hall: Hall) -> str:
    """The same, where the scheme is published already."""
    request = joint.accepted(hall, joint.SET_UP)
    joint.decide(hall, request, "YM-R01")
    return request


def confirmed(hall: Hall) -> str:
    """The department has answered."""
    case_id = asked(hall)
    hall.people.confirm_materials(case_id, hall.caller(OFFICER))
    return case_id


def uncompared(hall: Hall) -> str:
    """Received with the copy of a licence that nobody had to hand in, and whose original nobody has seen."""
    case_id = complete_draft(hall)
    hall.hand_in(case_id, "02", stored=True, seen=False)
    hall.people.submit(case_id, hall.caller(COMPANY, case_id))
    return case_id


def claimed(hall: Hall, who: str = OFFICER) -> str:
    case_id = hall.accepted()
    hall.people.claim_task(case_id, hall.caller(who))
    return case_id


def suspended(hall: Hall) -> str:
    """An expert review is on, and its time does not count."""
    case_id = hall.accepted()
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id))
    return case_id


def to_hear(hall: Hall) -> str:
    """Somebody whose interests it is about has asked for a hearing today (行政许可法47)."""
    case_id, today = hall.accepted(), hall.clock.at.date()
    article = {"basis": "《行政许可法》第四十七条", "requested_on": today}
    hall.people.suspend(case_id, hall.caller(CHIEF, case_id), "hearing", 7, **article)
    return case_id


def to_inspect(hall: Hall) -> str:
    """Accepted, and the organ has to send officers who test (行政许可法55)."""
    case_id = hall.people.receive_walk_in(hall.caller(CLERK), "YM-P02", scans=[]).facts["id"]
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id


def comparing(hall: Hall) -> str:
    """Decided, and the result is made."""
    case_id = hall.decided()
    hall.carry_out_everything()
    return case_id


def mismatched(hall: Hall) -> str:
    """The comparison has found another name on the paper."""
    case_id = comparing(hall)
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "别的公司"})
    return case_id


def unprintable(hall: Hall) -> str:
    """Received at the window, under a name that no font can print."""
    case_id: str = hall.people.receive_walk_in(hall.caller(CLERK), rare_name=True).facts["id"]
    for row in hall.rows(case_id, "MATERIAL#"):
        hall.arrives(case_id, row["id"])
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


def unprintable_in_review(hall: Hall) -> str:
    """The same, accepted."""
    case_id = unprintable(hall)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    hall.issue_documents()
    return case_id


def first_reviewed(hall: Hall, wanted: Application = AGENCY) -> str:
    """A 上报件 whose review here is done; the chief representative has to report it."""
    name_superiors(hall.platform)
    case_id = hall.accepted(wanted.item)
    hall.answer(case_id, by=f"officer-{wanted.department}")
    hall.carry_out_everything()
    return case_id


def reported(hall: Hall, wanted: Application = AGENCY) -> str:
    """Sent upward; the organ of the province has its task."""
    case_id = first_reviewed(hall, wanted)
    hall.people.report_upward(case_id, hall.caller(f"chief-{wanted.department}", case_id))
    hall.carry_out_everything()
    return case_id


def granted_above(hall: Hall, wanted: Application = AGENCY) -> str:
    """Granted above; the result lies ready at the counter here."""
    case_id = reported(hall, wanted)
    hall.people.decide_reported(case_id, hall.caller(SUPERIOR, case_id))
    hall.carry_out_everything()
    hall.compare(case_id)
    hall.carry_out_everything()
    return case_id


def mismatched_above(hall: Hall, wanted: Application = AGENCY) -> str:
    """Granted above; the comparison at the counter has found another name on the paper."""
    case_id = reported(hall, wanted)
    hall.people.decide_reported(case_id, hall.caller(SUPERIOR, case_id))
    hall.carry_out_everything()
    hall.compare(case_id, face=hall.face(case_id) | {"holder": "别的公司"})
    return case_id
