"""A joint request in the hall: filled in, handed in, accepted, and its members handled by their departments."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Literal

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status, task_id
from chalicelib.cases.model.joint_ref import has_moved
from chalicelib.cases.store.records import load_file
from chalicelib.cases.store.tasks import load_task
from chalicelib.catalogue.model.schemes.readiness import MemberState
from chalicelib.catalogue.model.validity import Stated
from chalicelib.catalogue.store.applicable import load_applicable
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, names
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Invalid
from chalicelib.foundation.writes import update
from chalicelib.intake.acts.change_answers import change_answers as change
from chalicelib.intake.acts.create_application import create_application
from chalicelib.joint.acts.report_outside import report_outside
from chalicelib.joint.model.member import Member, Reported
from chalicelib.joint.model.outside import OutsideReport
from chalicelib.joint.store.members import case_of, members_of
from chalicelib.review.acts.decide import decide as decide_case
from local.demo.application import PHONE
from local.demo.application import form as company_form
from proofs.kit import joint_acts
from proofs.kit.applications import CITIZEN, COMPANY, LIN
from proofs.kit.cast import BYTES, CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.filled import example_answers
from proofs.kit.hall import Hall
from proofs.kit.interested import told

RESTAURANT, LAND = "YM-J02", "YM-J01-plan_land"
# A company opens a restaurant with a sign, a drain and tobacco, in a place where many people gather.
OF_A_COMPANY: dict[str, Any] = {
    "subject_type": "company",
    "area_m2": 80,
    "has_outdoor_sign": True,
    "large": False,
    "public_gathering": True,
    "commitment_route": False,
    "drainage": True,
    "key_discharger": False,
    "tobacco_sale": True,
    "priority": False,
    "vending": False,
    "pre_approval_scope": False,
    "agent": False,
    "held_r01": False,
    "held_r05": False,
    "held_s05": False,
}


BUILD = "YM-J01-build"
# A building that no rule sees as special.
OF_A_BUILDING: dict[str, Any] = {
    "special_fire_project": False,
    "special_fire_design": False,
    "flammable_explosive": False,
    "water_or_road": "none",
    "building_use": "industrial",
}


def bring(hall: Hall, request: str, *lines: str, by: str = COMPANY) -> None:
    """Files of these lines are announced, uploaded and checked, with everything that follows."""
    for line in lines:
        made = hall.people.add_material(request, hall.caller(by), line)
        hall.world.upload(request, str(made.facts["file_id"]), BYTES)
    while hall.world.work(names.MATERIALS_QUEUE):
        """The next file is checked."""
    hall.carry_out_everything()


def asked_with(hall: Hall, request: str, **answers: Any) -> dict[str, Any]:
    """These answers, and examples of what the form first asks because of them."""
    form, item = hall.form_of(request), item_of(hall.platform, hall.case(request))
    old: Mapping[str, Any] = form["answers"]
    given = {key: value for key, value in old.items() if key in {field.key for field in item.fields}}
    whole = example_answers(item, form["applicant"], hall.platform.now().date(), **{**given, **answers})
    return {key: value for key, value in whole.items() if key not in old or key in answers}


def change_answers(hall: Hall, request: str, by: str = COMPANY, **answers: Any) -> Receipt:
    """With everything that follows from it."""
    made = change(hall.platform, hall.caller(by, request), request, asked_with(hall, request, **answers))
    hall.carry_out_everything()
    return made


def signing_of(hall: Hall, request: str) -> dict[str, Any]:
    """The company's representative, whose card the window has seen and who has signed."""
    return joint_acts.signing_of(hall.platform, request)


# A company is set up; its account at a bank is not needed for that.
SET_UP = "YM-J04"
OF_A_FOUNDER: dict[str, Any] = {"pre_approval_scope": False, "agent": False, "held_r01": False}
RETIRED = "YM-J05"
# A child is born in the city; its mother applies and agrees.
NEWBORN = "YM-J03"
OF_A_CHILD: dict[str, Any] = {
    "guardian_consent": True,
    "born_in_city": True,
    "child_birth_date": "2026-06-15",
    "mother": {**LIN},
}
ANSWERS = {RESTAURANT: OF_A_COMPANY, SET_UP: OF_A_FOUNDER, BUILD: OF_A_BUILDING, NEWBORN: OF_A_CHILD}
OF_PERSONS = frozenset({NEWBORN, RETIRED})


def asks_for(code: str) -> str:
    """Who asks for a request of this scheme."""
    return CITIZEN if code in OF_PERSONS else COMPANY


def request_form(hall: Hall, code: str = RESTAURANT, answers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    platform = hall.platform
    item = load_applicable(platform.table, platform.settings.division, code, wall=platform.wall(), at=platform.now())
    person = {"kind": "自然人", **LIN, "phone": PHONE}
    applicant = person if code in OF_PERSONS else company_form()["applicant"]
    answers = ANSWERS.get(code, {}) if answers is None else answers
    return {"applicant": applicant, "answers": example_answers(item, applicant, platform.now().date(), **answers)}


def drafted(hall: Hall, code: str = RESTAURANT, answers: Mapping[str, Any] | None = None, by: str | None = None) -> str:
    form = request_form(hall, code, answers)
    made = create_application(hall.platform, hall.caller(by or asks_for(code)), code, form)
    return str(made.facts["id"])


def requested(
    hall: Hall,
    code: str = RESTAURANT,
    answers: Mapping[str, Any] | None = None,
    by: str | None = None,
    *,
    beside: Sequence[str] = (),
) -> str:
    """Handed in with every paper, and those of the lines `beside`, each compared with the original by a clerk."""
    by = by or asks_for(code)
    case_id = drafted(hall, code, answers, by)
    seen: dict[str, Any] = {"level": "B", "raised_by": "clerk", "raised_at": hall.platform.now()}
    hall.people.hand_in(case_id, *hall.required_lines(case_id), *beside, stored=False, seen=False, **seen)
    hall.people.submit(case_id, hall.caller(by, case_id), noticed(hall, case_id))
    return case_id


def noticed(hall: Hall, request: str) -> list[str]:
    """The digests of all texts that are told separately before the submission."""
    made_of = item_of(hall.platform, hall.case(request)).request_of
    return [one.digest for one in made_of.notices if one.digest] if made_of else []


def accepted(hall: Hall, code: str = RESTAURANT, answers: Mapping[str, Any] | None = None) -> str:
    """Accepted, and every member open that waits for nothing."""
    case_id = requested(hall, code, answers)
    hall.people.accept(case_id, hall.caller(CLERK, case_id))
    hall.carry_out_everything()
    return case_id


def jointly_accepted(hall: Hall) -> str:
    """An accepted request of a world that has no schemes yet."""
    publish_schemes(hall.platform, RESTAURANT)
    return accepted(hall)


def refused_member(hall: Hall) -> str:
    """The case of a permit that was refused in its request, in a world that has no schemes yet."""
    request = jointly_accepted(hall)
    decide(hall, request, "YM-R01")
    decide(hall, request, "YM-P01", "refuse")
    return of_member(hall, request, "YM-P01").id


def members(hall: Hall, request: str) -> dict[str, Member]:
    found = load_file(hall.platform.table, request)
    if found is None:
        raise LookupError(f"no case {request}")
    return members_of(found)


def states(hall: Hall, request: str) -> dict[str, MemberState]:
    """Of those that the request has."""
    return {name: one.state for name, one in members(hall, request).items() if one.state != "not_applicable"}


def of_member(hall: Hall, request: str, node: str) -> Case:
    return hall.case(case_of(request, members(hall, request)[node]))


def answer(hall: Hall, case: Case) -> Receipt:
    """The review of a member. One that several departments examine is asked anew after their conclusion."""
    asked = case.open_task("review")
    return hall.answer(case.id, by=f"officer-{case.department}", no=asked.no if asked else "review")


def review(hall: Hall, request: str, node: str) -> None:
    """Its department has examined it."""
    case = of_member(hall, request, node)
    if case.status is Status.IN_REVIEW:
        answer(hall, case)
        hall.carry_out_everything()


def decide(hall: Hall, request: str, node: str, outcome: Literal["grant", "refuse"] = "grant") -> Receipt:
    """Examined and decided, with everything that follows from it."""
    review(hall, request, node)
    made = decided(hall, request, node, outcome)
    hall.carry_out_everything()
    return made


def decided(hall: Hall, request: str, node: str, outcome: Literal["grant", "refuse"] = "grant") -> Receipt:
    """The decision alone."""
    case = of_member(hall, request, node)
    caller = hall.caller(hall.people.decider(case.id), case.id)
    return _granted(hall, case, caller) if outcome == "grant" else hall.people.decide(case.id, caller, outcome)


def _granted(hall: Hall, case: Case, caller: Caller) -> Receipt:
    """Valid for two years, where the officer has to say for how long."""
    face, proofs = hall.people.stated_face(case.id), told(hall.platform, case.id)
    try:
        return decide_case(hall.platform, caller, case.id, "grant", [], face=face, proofs=proofs)
    except Invalid as missing:
        if missing.code != "validity_missing":
            raise
    return decide_case(hall.platform, caller, case.id, "grant", [], Stated(years=2), face=face, proofs=proofs)


def reported(hall: Hall, request: str, node: str, state: Reported = "done", seq: int = 1, **told: Any) -> Receipt:
    """What the provider's system says, alone."""
    task = task_id(request, members(hall, request)[node].task or "")
    asked = load_task(hall.platform.table, *task.split(".", 1))
    if asked is None:
        raise LookupError(task)
    if state == "failed":
        told.setdefault("reason", "材料与登记的信息不一致")
    report = OutsideReport(seq=seq, state=state, at=told.pop("at", hall.platform.now()), **told)
    return report_outside(hall.platform, hall.caller(f"system-{asked.department}"), task, report)


def report(hall: Hall, request: str, node: str, state: Reported = "done", seq: int = 1, **told: Any) -> Receipt:
    """The same, with everything that follows from it."""
    made = reported(hall, request, node, state, seq, **told)
    hall.carry_out_everything()
    return made


def tell(hall: Hall, request: str) -> None:
    """A message that the request gets once more."""
    told = has_moved(request)
    queue = hall.world.queue(told.queue)
    hall.world.queues.send_message(QueueUrl=queue, MessageBody=json.dumps(told.body))


def waiting_for(hall: Hall, case_id: str, *nodes: str) -> None:
    """As if the scheme let the decision of this member wait for these."""
    found = hall.case(case_id).joint
    if found is None:
        raise LookupError(f"{case_id} is no member")
    ref = found.model_copy(update={"waits_for": nodes}).model_dump(mode="json")
    hall.platform.table.write(update(keys.meta(case_id), put={"joint": ref}))


def on(hall: Hall, day: date, hour: int = 9) -> None:
    """The hall on this day; what the passing days bring comes about."""
    hall.clock.move_to(datetime.combine(day, time(hour), SHANGHAI))
