"""One request asked twenty times at once, or again after a death: one act, and everybody hears the same answer."""

import random
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import NamedTuple

import pytest

from app import ROUTES
from chalicelib.catalogue.acts.end_item import end_item
from chalicelib.catalogue.model.life_acts import LIFE_ACTS
from chalicelib.clock import WorkCalendar
from chalicelib.clock.amendment import CalendarAmendment
from chalicelib.consents.acts.accept_authorisation import accept_authorisation
from chalicelib.consents.acts.decline_authorisation import decline_authorisation
from chalicelib.consents.acts.give_authorisation import give_authorisation
from chalicelib.consents.acts.revoke_authorisation import revoke_authorisation
from chalicelib.directory.acts.file_letter import file_letter
from chalicelib.directory.acts.import_directory import import_directory
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.acts.record_attendance import record_attendance
from chalicelib.directory.acts.register_staff import register_staff
from chalicelib.directory.acts.report_window import report_window
from chalicelib.directory.acts.revoke_letter import revoke_letter
from chalicelib.directory.model.staff import StaffMember
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.intake.acts.change_answers import change_answers
from chalicelib.intake.model.signing import Signing
from chalicelib.issuance.acts.settle_payment import settle_payment
from chalicelib.operations.acts.load_calendar import load_calendar
from local.directories import demonstration, import_demonstration
from proofs.kit.applications import AGENCY, COMPANY, PERMIT, SERVICE, VENUE
from proofs.kit.calendar import notices_with_days_off
from proofs.kit.cases_so_far import asked_outside as step_asked_for
from proofs.kit.cast import CHIEF, CLERK
from proofs.kit.catalogue import CITY_DIVISION, publish_under_article_42
from proofs.kit.deferrals import LINE
from proofs.kit.departments import NEXT_SECRET
from proofs.kit.dynamo import nothing
from proofs.kit.fees import charging, park, pay_twice
from proofs.kit.hall import Hall
from proofs.kit.joint import jointly_accepted, refused_member, signing_of
from proofs.kit.register import letters_on_record, revoke_accept_letter
from proofs.kit.sharing import with_sharing
from proofs.kit.world import World
from proofs.soak.agents import AGENT
from proofs.soak.checked_hall import CheckedHall
from proofs.soak.scheduler import Scheduler
from proofs.soak.seen import look
from proofs.soak.story_acts import OF_AGENTS, OF_UPWARD, STORY_ACTS
from tests.faults import register_acts, session_acts
from tests.faults.test_death_at_every_call import NOT_OF_A_CASE

pytestmark = pytest.mark.usefixtures("nobody_reads_the_pages")

TWENTY = 20
RECEIVED = ("submit",)
ACCEPTED = (*RECEIVED, "accept")
TRANSFERRED = (*RECEIVED, "transfer")
CLAIMED = (*ACCEPTED, "claim")
REVIEWED = (*ACCEPTED, "answer")
FIRST_REVIEWED = (*RECEIVED, "check_originals", "accept", "answer")
REPORTED = (*FIRST_REVIEWED, "report_upward")
DECIDED = (*REVIEWED, "grant")
DELIVERED = (*DECIDED, "compare", "deliver")
GRANTED_ON_PLEDGE = ("pledge", "accept", "answer", "grant_on_paper")
OF_PLEDGES = ("pledge", "verify_kept", "verify_unmet", "verify_broken", "repair_credit")
Request = Callable[[], Receipt]


class Asked(NamedTuple):
    """An act of a case by its route, and what has been done before it."""

    route: str
    before: tuple[str, ...] = ()


OF_A_CASE: dict[str, Asked] = {
    "save_form": Asked("PUT /applications/{case_id}/form"),
    "confirm_sheet": Asked("POST /applications/{case_id}/sheets"),
    "announce": Asked("POST /applications/{case_id}/materials"),
    "remove": Asked("DELETE /applications/{case_id}/materials/{file_id}"),
    "announce_scan": Asked("POST /cases/{case_id}/materials", RECEIVED),
    "check_identity": Asked("POST /cases/{case_id}/identity"),
    "ask_precheck": Asked("POST /applications/{case_id}/precheck"),
    "withdraw_precheck": Asked("POST /applications/{case_id}/precheck/withdraw", ("ask_precheck",)),
    "answer_precheck": Asked("POST /cases/{case_id}/precheck", ("ask_precheck",)),
    "submit": Asked("POST /applications/{case_id}/submit"),
    "query_sharing": Asked("POST /applications/{case_id}/sharing", RECEIVED),
    "query_sharing_at_window": Asked("POST /cases/{case_id}/sharing", RECEIVED),
    "check_originals": Asked("POST /cases/{case_id}/originals", RECEIVED),
    "withdraw": Asked("POST /applications/{case_id}/withdraw", RECEIVED),
    "withdraw_at_window": Asked("POST /cases/{case_id}/withdraw", RECEIVED),
    "accept": Asked("POST /cases/{case_id}/accept", RECEIVED),
    "transfer": Asked("POST /cases/{case_id}/transfer", RECEIVED),
    "ask_department": Asked("POST /cases/{case_id}/ask-department", RECEIVED),
    "confirm_materials": Asked("POST /tasks/{task_id}/confirm", (*RECEIVED, "ask_department")),
    "confirm_by_system": Asked("POST /tasks/{task_id}/confirm", (*RECEIVED, "ask_department")),
    "promise_papers": Asked("POST /cases/{case_id}/papers/promise"),
    "fill_papers": Asked("POST /cases/{case_id}/papers", ("promise_papers", "accept")),
    "pledge": Asked("POST /cases/{case_id}/commitment"),
    "verify_kept": Asked("POST /cases/{case_id}/verify", GRANTED_ON_PLEDGE),
    "verify_unmet": Asked("POST /cases/{case_id}/verify", GRANTED_ON_PLEDGE),
    "verify_broken": Asked("POST /cases/{case_id}/verify", GRANTED_ON_PLEDGE),
    "repair_credit": Asked("POST /cases/{case_id}/credit/repair", (*GRANTED_ON_PLEDGE, "verify_broken")),
    "accept_transferred": Asked("POST /cases/{case_id}/transferred/accept", TRANSFERRED),
    "correct_transferred": Asked("POST /cases/{case_id}/transferred/correct", TRANSFERRED),
    "reject_transferred": Asked("POST /cases/{case_id}/transferred/reject", TRANSFERRED),
    "submit_by_agent": Asked("POST /applications/{case_id}/submit"),
    "supplement_by_agent": Asked("POST /applications/{case_id}/supplement", (*RECEIVED, "correct")),
    "withdraw_by_agent": Asked("POST /applications/{case_id}/withdraw", RECEIVED),
    "correct": Asked("POST /cases/{case_id}/correct", RECEIVED),
    "correct_form": Asked("POST /cases/{case_id}/form/correct", RECEIVED),
    "reject": Asked("POST /cases/{case_id}/reject", RECEIVED),
    "supplement": Asked("POST /applications/{case_id}/supplement", (*RECEIVED, "correct")),
    "take_supplement": Asked("POST /cases/{case_id}/supplement", (*RECEIVED, "correct")),
    "take_papers": Asked("POST /cases/{case_id}/supplement", (*RECEIVED, "correct")),
    "claim": Asked("POST /tasks/{task_id}/claim", ACCEPTED),
    "claim_by_system": Asked("POST /tasks/{task_id}/claim", ACCEPTED),
    "release": Asked("POST /tasks/{task_id}/release", CLAIMED),
    "take_over": Asked("POST /tasks/{task_id}/takeover", CLAIMED),
    "reassign": Asked("POST /tasks/{task_id}/assign", ACCEPTED),
    "answer": Asked("POST /tasks/{task_id}/answer", ACCEPTED),
    "answer_by_system": Asked("POST /tasks/{task_id}/answer", ACCEPTED),
    "answer_by_second": Asked("POST /tasks/{task_id}/answer", ACCEPTED),
    "advise_refusal": Asked("POST /tasks/{task_id}/answer", ACCEPTED),
    "suspend": Asked("POST /cases/{case_id}/suspend", ACCEPTED),
    "resume": Asked("POST /cases/{case_id}/resume", (*ACCEPTED, "suspend")),
    "extend": Asked("POST /cases/{case_id}/extend", ACCEPTED),
    "report_upward": Asked("POST /cases/{case_id}/report", FIRST_REVIEWED),
    "return_report": Asked("POST /cases/{case_id}/return-report", REPORTED),
    "suspend_above": Asked("POST /cases/{case_id}/suspend-reported", REPORTED),
    "resume_above": Asked("POST /cases/{case_id}/resume-reported", (*REPORTED, "suspend_above")),
    "extend_above": Asked("POST /cases/{case_id}/extend-reported", REPORTED),
    "grant_above": Asked("POST /cases/{case_id}/decide-reported", REPORTED),
    "refuse_above": Asked("POST /cases/{case_id}/decide-reported", REPORTED),
    "grant": Asked("POST /cases/{case_id}/decide", REVIEWED),
    "grant_on_paper": Asked("POST /cases/{case_id}/decide", REVIEWED),
    "refuse": Asked("POST /cases/{case_id}/decide", REVIEWED),
    "order_fee": Asked("POST /cases/{case_id}/fee", ACCEPTED),
    "annul_fee": Asked("POST /cases/{case_id}/fee/annul", (*ACCEPTED, "order_fee")),
    "refund_fee": Asked("POST /cases/{case_id}/fee/refund", (*ACCEPTED, "order_fee")),
    "compare": Asked("POST /cases/{case_id}/compare", DECIDED),
    "find_mismatch": Asked("POST /cases/{case_id}/compare", DECIDED),
    "correct_result": Asked("POST /cases/{case_id}/result/correct", (*DECIDED, "find_mismatch")),
    "correct_result_above": Asked(
        "POST /cases/{case_id}/result/correct-reported", (*REPORTED, "grant_above", "find_mismatch")
    ),
    "correct_writing": Asked("POST /cases/{case_id}/writing/correct", ("accept",)),
    "correct_writing_at_window": Asked("POST /cases/{case_id}/form/writing"),
    "forewarn": Asked("POST /cases/{case_id}/forewarn", RECEIVED),
    "forewarn_withdrawal": Asked("POST /cases/{case_id}/forewarn", DELIVERED),
    "tell_party": Asked("POST /cases/{case_id}/parties", ACCEPTED),
    "serve_party": Asked("POST /cases/{case_id}/parties/{party_no}/service", (*ACCEPTED, "tell_party")),
    "hear_party": Asked("POST /cases/{case_id}/parties/{party_no}/answer", (*ACCEPTED, "tell_party")),
    "reject_false": Asked("POST /cases/{case_id}/reject-false", (*RECEIVED, "forewarn")),
    "lift_bar": Asked("POST /cases/{case_id}/falsehood/lift", (*RECEIVED, "forewarn", "reject_false")),
    "revoke_result": Asked("POST /cases/{case_id}/result/revoke", (*DELIVERED, "forewarn")),
    "withdraw_result": Asked("POST /cases/{case_id}/result/withdraw", (*DELIVERED, "forewarn_withdrawal")),
    "restore_result": Asked("POST /cases/{case_id}/result/restore", (*DELIVERED, "cancel_result")),
    "cancel_result": Asked("POST /cases/{case_id}/result/cancel", DELIVERED),
    "record_result_end": Asked("POST /cases/{case_id}/result/ended", DELIVERED),
    "deliver": Asked("POST /cases/{case_id}/deliver", (*DECIDED, "compare")),
}
ABOVE = (*REPORTED, "grant_above", "compare", "deliver")
OF_A_CASE |= {
    "forewarn_above": Asked("POST /cases/{case_id}/forewarn", REPORTED),
    "forewarn_withdrawal_above": Asked("POST /cases/{case_id}/forewarn", ABOVE),
    "revoke_result_above": Asked("POST /cases/{case_id}/result/revoke", (*ABOVE, "forewarn_above")),
    "lift_bar_above": Asked("POST /cases/{case_id}/falsehood/lift", (*ABOVE, "forewarn_above", "revoke_result_above")),
    "withdraw_result_above": Asked("POST /cases/{case_id}/result/withdraw", (*ABOVE, "forewarn_withdrawal_above")),
    "cancel_result_above": Asked("POST /cases/{case_id}/result/cancel", ABOVE),
    "restore_result_above": Asked("POST /cases/{case_id}/result/restore", (*ABOVE, "cancel_result_above")),
    "record_result_end_above": Asked("POST /cases/{case_id}/result/ended", ABOVE),
}
OUTSIDE: dict[str, str] = {
    "settle": "POST /admin/payments/{parked_id}/settle",
    "apply": "POST /applications",
    "receive": "POST /cases",
    "report_outside": "POST /tasks/{task_id}/report",
    "fill_papers_online": "POST /applications/{case_id}/papers",
    "change_answers": "POST /applications/{case_id}/answers",
    "change_answers_at_window": "POST /cases/{case_id}/answers",
    "confirm_held": "POST /cases/{case_id}/members/{node}/held",
    "annul_refusal": "POST /cases/{case_id}/refusal/annul",
    "register": "PUT /callbacks",
    "end": "POST /admin/items/{code}/end",
    "give": "POST /authorisations",
    "accept": "POST /authorisations/{authorisation_id}/accept",
    "decline": "POST /authorisations/{authorisation_id}/decline",
    "revoke": "POST /authorisations/{authorisation_id}/revoke",
    "withdraw_consent": "POST /me/consents/{consent_id}/withdraw",
    "register_staff": "POST /directory/staff",
    "leave": "POST /directory/staff/{staff_id}/leave",
    "revoke_letter": "POST /directory/letters/{letter_id}/revoke",
    "file_letter": "POST /directory/letters/{letter_id}/filing",
    "attendance": "POST /directory/attendance",
    "window_counts": "POST /directory/windows/{id}/counts",
    "load_amendment": "POST /admin/calendar/amendments",
    "load_notice": "POST /admin/calendar/notices",
    "import": "POST /admin/directory/imports",
    **register_acts.ROUTES,
    **session_acts.ROUTES,
}


POST = StaffMember.model_validate(
    {
        "id": "S990",
        "name": "新演示",
        "unit": {"kind": "department", "id": "food"},
        "post": "审查员",
        "rank": "科员级",
        "staff_type": "公务员",
        "roles": ["officer"],
        "from": "2026-11-24",
        "region": CITY_DIVISION,
    }
)


class Died(BaseException):
    """The process is gone."""


def ready(name: str) -> tuple[CheckedHall, str]:
    """A case where this act is lawful, everything at rest."""
    hall = CheckedHall(random.Random(1))
    if "fee" in name:
        charging(hall.world.platform, hall.world.clock)
    if name == "extend_above":  # where no law of the item's own sets the term of the organ above
        publish_under_article_42(hall.world.platform, AGENCY.item)
    case_id = begun(hall, name)
    if "sharing" in name:  # an address that is never asked: nothing is obtained
        hall.world.platform.settings = with_sharing(hall.world.platform.settings, "https://10.0.0.1/q")
    if "transfer" in name:
        revoke_accept_letter(hall.world.platform, PERMIT.department)
    if name in OF_AGENTS:
        hall.change_agent()
    for earlier in OF_A_CASE[name].before:
        hall.act(earlier, case_id)
        hall.run_until_idle()
    if name == "refund_fee":
        pay_twice(hall.world.platform, case_id)
    if "supplement" in name:
        hall.people.hand_in(case_id, "01")
    hall.world.listen(nothing, nothing)
    return hall, case_id


def begun(hall: CheckedHall, name: str) -> str:
    if "papers" in name and name != "take_papers":
        return hall.receive(without=LINE)
    if name in OF_PLEDGES:
        return hall.receive(VENUE.item)
    item = (
        AGENCY.item
        if name in OF_UPWARD or name.endswith("_above")
        else SERVICE.item
        if "originals" in name
        else PERMIT.item
    )
    return with_a_rare_name(hall) if "writing" in name else hall.apply(item)


def with_a_rare_name(hall: CheckedHall) -> str:
    """Received at the window, and every paper scanned; the voucher cannot be printed."""
    case_id = hall.receive(rare_name=True)
    hall.gather(look(hall.world, case_id))
    hall.run_until_idle()
    return case_id


def asked(hall: CheckedHall, name: str, case_id: str) -> Request:
    """The request, which may be made any number of times."""
    story_act, people = STORY_ACTS[name], hall.people
    agent = {"on_behalf_of": hall.agent.authorisation} if name in OF_AGENTS else {}
    who = people.at_post(story_act.post, case_id)
    caller = people.caller(who, case_id if story_act.guarded else None, **agent)
    return lambda: story_act.do(people, case_id, caller)


# Who asks it; an administrator asks the others.
ASKS = {
    "apply": COMPANY,
    "receive": CLERK,
    "fill_papers_online": COMPANY,
    "change_answers": COMPANY,
    "change_answers_at_window": CLERK,
    "confirm_held": CLERK,
    "annul_refusal": CHIEF,
    "register": "system-food",
    "report_outside": "system-fund",
    "give": COMPANY,
    "accept": AGENT,
    "decline": AGENT,
    "revoke": COMPANY,
    "withdraw_consent": AGENT,
    "revoke_letter": "leader-food",
    "file_letter": "supervisor",
    "attendance": "centre-manager",
    "window_counts": "centre-manager",
    **register_acts.ASKS,
    **session_acts.ASKS,
}


def ready_outside(name: str) -> CheckedHall:
    """A hall where this act is lawful."""
    hall = CheckedHall(random.Random(1))
    platform = hall.world.platform
    if name in ("accept", "decline", "revoke"):
        hall.agent.offer()
    if name == "withdraw_consent":
        hall.change_agent()
    if name in ("register_staff", "leave", "revoke_letter", "file_letter"):
        letters_on_record(platform)
    if name in ("attendance", "window_counts", "import"):
        import_demonstration(platform.table, platform.settings.division)
    if name in register_acts.ACTS:
        register_acts.ready(hall, name)
    if name == "report_outside":
        hall.cases.append(step_asked_for(Hall(hall.world)))
    if name in session_acts.ACTS:
        session_acts.ready(hall, name)
    if name == "settle":
        park(platform)
    if name == "fill_papers_online":
        promised_paper_uploaded(hall)
    if name == "annul_refusal":
        hall.cases.append(refused_member(Hall(hall.world)))
    if "change_answers" in name or name == "confirm_held":
        hall.cases.append(jointly_accepted(Hall(hall.world)))
    if name == "leave":
        register_staff(platform, hall.people.caller("administrator"), POST)
    return hall


def promised_paper_uploaded(hall: CheckedHall) -> None:
    """Accepted without a paper; its file is checked, and not handed in yet."""
    case_id = hall.receive(without=LINE)
    for earlier in ("promise_papers", "accept"):
        hall.act(earlier, case_id)
        hall.run_until_idle()
    hall.people.hand_in(case_id, LINE)
    hall.run_until_idle()


Outside = Callable[[CheckedHall, Caller], Receipt]
TYPHOON = CalendarAmendment.model_validate(
    {"days": [{"date": "2027-08-02", "workday": False, "name": "台风停工"}], "paper": "演示"}
)
(NOTICE,) = notices_with_days_off(WorkCalendar(), date(2027, 2, 5))
WINDOW = {**demonstration()["windows"][1], "accessible": True}
ACTS_OUTSIDE: dict[str, Outside] = {
    "settle": lambda hall, caller: settle_payment(hall.world.platform, caller, "SIM9", "returned", None),
    "apply": lambda hall, caller: hall.people.create_application(caller),
    "receive": lambda hall, caller: hall.people.receive_walk_in(caller),
    "fill_papers_online": lambda hall, caller: hall.people.fill_papers(hall.cases[0], caller),
    "change_answers": lambda hall, caller: hall.people.change_answers(hall.cases[0], caller),
    "change_answers_at_window": lambda hall, caller: change_answers(
        hall.world.platform,
        caller,
        hall.cases[0],
        {"has_outdoor_sign": False},
        Signing.model_validate(signing_of(Hall(hall.world), hall.cases[0])),
    ),
    "confirm_held": lambda hall, caller: hall.people.confirm_held(hall.cases[0], caller),
    "annul_refusal": lambda hall, caller: hall.people.annul_refusal(hall.cases[0], caller),
    "report_outside": lambda hall, caller: hall.people.report_outside(hall.cases[0], caller),
    "register": lambda hall, caller: hall.people.register_endpoint("food", caller, NEXT_SECRET),
    "end": lambda hall, caller: end_item(hall.world.platform, caller, PERMIT.item),
    "give": lambda hall, caller: give_authorisation(hall.world.platform, caller, hall.agent.wanted()),
    "accept": lambda hall, caller: accept_authorisation(hall.world.platform, caller, hall.agent.authorisation, 1),
    "decline": lambda hall, caller: decline_authorisation(hall.world.platform, caller, hall.agent.authorisation),
    "revoke": lambda hall, caller: revoke_authorisation(hall.world.platform, caller, hall.agent.authorisation),
    "register_staff": lambda hall, caller: register_staff(hall.world.platform, caller, POST),
    "leave": lambda hall, caller: leave_staff(hall.world.platform, caller, POST.id, "调离"),
    "revoke_letter": lambda hall, caller: revoke_letter(hall.world.platform, caller, "LA-food-2", "收回委托"),
    "file_letter": lambda hall, caller: file_letter(hall.world.platform, caller, "LP-food-2", "示政数备〔2026〕1号"),
    "attendance": lambda hall, caller: record_attendance(hall.world.platform, caller, "road", caller.at.date(), 2),
    "window_counts": lambda hall, caller: report_window(
        hall.world.platform, caller, "W-14", caller.at.date(), received=41, finished=38, state="open"
    ),
    "load_amendment": lambda hall, caller: load_calendar(hall.world.platform, caller, TYPHOON, "台风"),
    "load_notice": lambda hall, caller: load_calendar(hall.world.platform, caller, NOTICE, "新的一年"),
    "import": lambda hall, caller: import_directory(hall.world.platform, caller, {"windows": [WINDOW]}, {}),
    **register_acts.ACTS,
    **session_acts.ACTS,
}
ACTS_OUTSIDE["withdraw_consent"] = ACTS_OUTSIDE["revoke"]


def asked_outside(hall: CheckedHall, name: str) -> Request:
    caller = hall.people.caller(ASKS.get(name, "administrator"), hall.cases[0] if hall.cases else None)
    return lambda: ACTS_OUTSIDE[name](hall, caller)


def happened(hall: CheckedHall, case_id: str) -> list[str]:
    return [event.type for event in look(hall.world, case_id).events]


def held(world: World) -> Counter[str]:
    """How many rows of each kind there are, and versions of secrets. Serials may have gaps."""
    rows = [row for pk in world.partitions() if not pk.startswith("SERIAL#") for row in world.rows(pk)]
    kinds = Counter(f"{row['pk'].partition('#')[0]} {row['sk'].partition('#')[0]}" for row in rows)
    kinds["versions of endpoints"] = sum(row["version"] for row in rows if row["pk"].startswith("ENDPOINT#"))
    kinds["secrets"] = sum(len(versions) for versions in world.secrets.versions.values())
    return kinds


def all_at_once(hall: CheckedHall, name: str, request: Request) -> list[Receipt]:
    """In an order of its own for each act."""
    twenty, answers = Scheduler(random.Random(name)), list[Receipt]()
    for number in range(TWENTY):
        twenty.actor(str(number), lambda: answers.append(request()))
    hall.world.listen(twenty.pause, nothing)
    twenty.run()
    hall.world.listen(nothing, nothing)
    return answers


def dying_once(hall: CheckedHall, request: Request, operation: str = "TransactWriteItems") -> None:
    """The process dies when the call has taken effect and nobody has heard of it."""

    def die(called: str) -> None:
        if called == operation:
            raise Died

    hall.world.listen(nothing, die)
    with pytest.raises(Died):
        request()
    hall.world.listen(nothing, nothing)


def test_every_act_is_asked():
    acting = {f"{route.method} {route.path}" for route in ROUTES if route.acts and route.act not in LIFE_ACTS}
    known = {route.replace(" /v1", " ") for route in NOT_OF_A_CASE} - {*OUTSIDE.values()}
    assert {*(act.route for act in OF_A_CASE.values()), *OUTSIDE.values()} == acting - known
    assert OF_A_CASE.keys() == STORY_ACTS.keys()


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("name", OF_A_CASE)
def test_twenty_equal_requests_are_one_act(name: str):
    hall, case_id = ready(name)
    before, rows = happened(hall, case_id), held(hall.world)
    answers = all_at_once(hall, name, asked(hall, name, case_id))
    assert len(answers) == TWENTY
    assert all(answer == answers[0] for answer in answers)
    event = STORY_ACTS[name].event
    assert happened(hall, case_id) == [*before, *([event] if event else [])]
    alone, same_case = ready(name)
    rows_of_one = held(alone.world)
    asked(alone, name, same_case)()
    assert held(hall.world) - rows == held(alone.world) - rows_of_one != Counter()
    hall.run_until_idle()


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("name", OUTSIDE)
def test_twenty_equal_requests_outside_a_case_are_one(name: str):
    """They write what one writes."""
    hall, alone = ready_outside(name), ready_outside(name)
    before = held(hall.world)
    asked_outside(alone, name)()
    answers = all_at_once(hall, name, asked_outside(hall, name))
    assert len(answers) == TWENTY
    assert all(answer == answers[0] for answer in answers)
    assert held(hall.world) - before == held(alone.world) - before != Counter()


@pytest.mark.parametrize("name", ["submit", "accept", "answer", "grant", "deliver"])
def test_also_when_nobody_orders_the_threads(name: str):
    hall, case_id = ready(name)
    before, request = happened(hall, case_id), asked(hall, name, case_id)
    with ThreadPoolExecutor(TWENTY) as pool:
        answers = [future.result() for future in [pool.submit(request) for _ in range(TWENTY)]]
    assert all(answer == answers[0] for answer in answers)
    assert happened(hall, case_id) == [*before, STORY_ACTS[name].event]


@pytest.mark.parametrize("name", OF_A_CASE)
def test_a_death_between_commit_and_answer_is_answered_by_asking_again(name: str):
    hall, case_id = ready(name)
    before, request = happened(hall, case_id), asked(hall, name, case_id)
    dying_once(hall, request)
    committed = look(hall.world, case_id)
    answer = request()
    assert answer == request()
    assert answer.facts.get("status", committed.case.status.value) in (committed.case.status.value, "claimed")
    assert look(hall.world, case_id).rows == committed.rows
    event = STORY_ACTS[name].event
    assert happened(hall, case_id) == [*before, *([event] if event else [])]
    hall.run_until_idle()


@pytest.mark.parametrize("name", OUTSIDE)
def test_so_is_a_death_outside_a_case(name: str):
    hall = ready_outside(name)
    request = asked_outside(hall, name)
    dying_once(hall, request)
    committed = held(hall.world)
    assert request() == request()
    assert held(hall.world) == committed


def test_a_death_between_secret_and_endpoint_stores_the_secret_once():
    hall = CheckedHall(random.Random(1))
    before, request = held(hall.world), asked_outside(hall, "register")
    dying_once(hall, request, "PutSecretValue")
    request()
    added = held(hall.world) - before
    assert (added["secrets"], added["versions of endpoints"]) == (1, 1)
