"""The register at the gate: who is in it, in which post, by which letter, on which day; and why an act was done."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from chalicelib.access.actor import Actor, Role
from chalicelib.access.refusals import NotAuthorised, NotInRegister
from chalicelib.cases.acts.authority import Transferred
from chalicelib.cases.api import why
from chalicelib.cases.api.case_answers import PurposeQuery
from chalicelib.cases.model import Status
from chalicelib.cases.store.waiting import waiting_cases
from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.model.authority import REASONS
from chalicelib.directory.model.letters import AcceptLetter
from chalicelib.directory.model.staff import Unit
from chalicelib.directory.store.kept import Change
from chalicelib.directory.store.staff import find_holder, load_member, load_members, write_member
from chalicelib.directory.store.version import moved
from chalicelib.durable.caller import Caller
from chalicelib.foundation.problems import Forbidden, NotFound, Problem
from chalicelib.http.routes import Call
from chalicelib.intake.acts.accept import accept
from chalicelib.intake.acts.receive_walk_in import WalkIn, receive_walk_in
from local.simple_register import accept_letter, power_letter
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.cast import CHIEF, CLERK, ISSUER, OFFICER, SECOND, staff
from proofs.kit.catalogue import keep_departments
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall
from proofs.kit.register import change_letters, join, renew_accept_letter, revoke_accept_letter

FOOD = "food"
DIVISION = "441700"
LEADER = "leader-food"


def refused(do: Callable[[], Any], kind: type[Problem] = NotAuthorised) -> dict[str, Any]:
    with pytest.raises(kind) as told:
        do()
    return told.value.body("r-1")


def change_member(hall: Hall, who: str, **facts: Any) -> None:
    """The register says something else of this persona from now on."""
    table = hall.platform.table
    holder = find_holder(table, DIVISION, hall.caller(who).actor.sub)
    assert holder is not None
    known = load_member(table, DIVISION, holder.member.id)
    assert known is not None
    table.write(*write_member(known, known.record.model_copy(update=facts)), moved(DIVISION))


def accepting(hall: Hall, case_id: str, who: str | Actor = CLERK) -> Callable[[], Any]:
    return lambda: hall.people.accept(case_id, hall.caller(who, case_id))


def deciding(hall: Hall, case_id: str, who: str | Actor = CHIEF) -> Callable[[], Any]:
    return lambda: hall.people.decide(case_id, hall.caller(who, case_id))


# ------------------------------------------------------------------------------------------------ the register of staff
def test_who_is_not_in_the_register_does_nothing(hall: Hall):
    case_id = hall.submitted()
    stranger = staff("counter_clerk")
    body = refused(accepting(hall, case_id, stranger), NotInRegister)
    assert (body["status"], body["code"], body["condition"]["name"]) == (403, "not_in_register", "in_register")
    assert "offer" not in body
    with pytest.raises(NotInRegister):
        hall.people.receive_walk_in(hall.caller(stranger))
    assert hall.case(case_id).status is Status.SUBMITTED


@pytest.mark.requirement("R59")
def test_who_leaves_has_lost_the_right_with_the_next_request(hall: Hall):
    case_id = hall.accepted()
    hall.people.claim_task(case_id, hall.caller(OFFICER))
    change_member(hall, OFFICER, left_at=hall.platform.now())
    for act in (hall.people.answer_task, hall.people.release_task, hall.people.claim_task):
        refused(lambda act=act: act(case_id, hall.caller(OFFICER)), NotInRegister)
    hall.people.take_over_task(case_id, hall.caller(SECOND))
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.parametrize(
    ("first", "last", "may"), [(0, 0, True), (0, 5, True), (-5, 0, True), (1, 5, False), (-5, -1, False)]
)
def test_the_first_and_the_last_day_belong_to_the_post(hall: Hall, first: int, last: int, may: bool):
    case_id, today = hall.submitted(), hall.platform.now().date()
    change_member(hall, CLERK, since=today + timedelta(days=first), until=today + timedelta(days=last))
    if may:
        accepting(hall, case_id)()
    else:
        refused(accepting(hall, case_id), NotInRegister)
    assert (hall.case(case_id).status is not Status.SUBMITTED) is may


def test_the_post_of_the_token_has_to_be_that_of_the_register(hall: Hall):
    case_id = hall.reviewed()
    clerk = hall.caller(CLERK).actor
    pretending = clerk.model_copy(update={"role": Role.CHIEF_REPRESENTATIVE, "department": FOOD, "windows": ()})
    body = refused(deciding(hall, case_id, pretending))
    assert body["condition"]["code"] == "post_not_registered"
    change_member(hall, CHIEF, unit=Unit(kind="department", id="hrss"))
    assert refused(deciding(hall, case_id))["condition"]["code"] == "post_not_registered"


# ------------------------------------------------------------------------------------------------- letters to accept
@pytest.mark.requirement("R33")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"until": "2026-11-23"}, "letter_expired"),
        ({"since": "2026-11-25"}, "letter_not_yet"),
        ({"revoked": {"at": "2026-11-24T00:00:00+08:00", "by": "H-food", "reason": "收回"}}, "letter_revoked"),
        ({"items": [{"item": "YM-P99"}]}, "item_not_listed"),
        ({"scope": ["收取材料"]}, "scope_receive_only"),
        ({"scope": ["收取材料", "受理"]}, "out_of_scope"),
    ],
)
@pytest.mark.law("1.9")
def test_without_a_letter_the_window_may_only_receive_and_transfer(hall: Hall, facts: dict[str, Any], code: str):
    """The case begins on 24 November 2026. Nobody accepts, corrects or rejects; the way that is left is named."""
    case_id = hall.submitted()
    letter = AcceptLetter.model_validate(accept_letter(DIVISION, FOOD, ["YM-P01"]).model_dump() | renamed(facts))
    change_letters(hall.platform, FOOD, accept_letters=(letter,))
    for act in (hall.people.accept, hall.people.correct, hall.people.reject):
        body = refused(lambda act=act: act(case_id, hall.caller(CLERK, case_id)))
        assert (body["code"], body["condition"]["code"], body["offer"]) == ("not_authorised", code, "transfer")
        assert letter.number not in str(body)
    hall.people.receive_walk_in(hall.caller(CLERK))
    hall.people.transfer(case_id, hall.caller(CLERK, case_id))
    event = hall.events(case_id)[-1]
    assert (event.type, event.policy, event.letter) == ("transferred", "window_transfers_own", None)
    grounds = event.data["grounds"]
    assert (grounds["lacking_why"], grounds["lacking_letter"]) == (code, letter.number)
    assert grounds["lacking"] == ("issue_documents" if code == "out_of_scope" else "accept")
    told: Any = why.read_why(asked(hall, CLERK), case_id, str(event.seq)).body
    lacking = told.lacking
    assert (lacking.act, lacking.code, lacking.number) == (grounds["lacking"], code, letter.number)
    assert lacking.says == REASONS[lacking.code]
    accepted: Any = why.read_why(asked(hall, CLERK), case_id, "1").body
    assert accepted.lacking is None


def renamed(facts: dict[str, Any]) -> dict[str, Any]:
    """By the names of the file, which a record is written under."""
    return {{"since": "from", "until": "to"}.get(name, name): value for name, value in facts.items()}


@pytest.mark.requirement("R33")
@pytest.mark.parametrize("facts", [{"until": "2026-11-24"}, {"since": "2026-11-24"}, {}])
@pytest.mark.law("1.9")
def test_first_and_last_day_belong_to_the_letter(hall: Hall, facts: dict[str, Any]):
    case_id = hall.submitted()
    change_letters(hall.platform, FOOD, accept_letters=(accept_letter(DIVISION, FOOD, ["YM-P01"], **facts),))
    refused(lambda: hall.people.transfer(case_id, hall.caller(CLERK, case_id)))
    accepting(hall, case_id)()
    event = hall.events(case_id)[-1]
    assert (event.policy, event.letter) == ("window_accepts_own_by_letter", "演示委〔2018〕food号")


@pytest.mark.requirement("R33")
def test_a_department_that_has_never_given_a_letter_accepts_itself(hall: Hall):
    case_id = hall.submitted()
    change_letters(hall.platform, FOOD, accept_letters=())
    assert refused(accepting(hall, case_id))["condition"]["code"] == "no_letter"
    hall.people.transfer(case_id, hall.caller(CLERK, case_id))
    refused(accepting(hall, case_id), Transferred)
    due = hall.case(case_id).due("acceptance")
    accepting(hall, case_id, OFFICER)()
    case = hall.case(case_id)
    assert (case.status, case.accepted_by) == (Status.IN_REVIEW, "K-officer-food")
    assert due == date(2026, 12, 1)  # five workdays from the receipt, whoever accepts


def test_a_department_accepts_nothing_that_no_window_has_transferred(hall: Hall):
    case_id = hall.submitted()
    assert refused(accepting(hall, case_id, OFFICER))["condition"]["code"] == "case_not_transferred"


@pytest.mark.requirement("R1")
def test_the_chief_representative_accepts_no_promised_case_and_may_accept_one_decided_on_the_spot(hall: Hall):
    promised = transferred(hall, "YM-P01", FOOD)
    assert refused(accepting(hall, promised, CHIEF))["condition"]["code"] == "accepted_by_officer"
    on_the_spot = transferred(hall, "YM-S05", "si")
    accepting(hall, on_the_spot, "chief-si")()
    assert hall.case(on_the_spot).status is Status.DECIDING


def transferred(hall: Hall, item: str, department: str) -> str:
    case_id = hall.submitted(item)
    revoke_accept_letter(hall.platform, department)
    hall.people.transfer(case_id, hall.caller(CLERK, case_id))
    return case_id


def test_a_transferred_case_waits_in_its_departments_list_and_comes_back_there(hall: Hall):
    case_id = transferred(hall, "YM-P01", FOOD)
    assert waiting(hall, OFFICER) == [case_id]
    assert waiting(hall, "officer-hrss") == []
    assert waiting(hall, CLERK) == []
    assert waiting(hall, "centre-manager", everywhere=True) == [case_id]
    hall.people.correct(case_id, hall.caller(OFFICER, case_id), ["01"])
    hall.hand_in(case_id, "01")
    hall.people.supplement(case_id, hall.caller(COMPANY, case_id))
    assert waiting(hall, OFFICER) == [case_id]
    accepting(hall, case_id, OFFICER)()
    assert waiting(hall, OFFICER) == []


def waiting(hall: Hall, who: str, **how: Any) -> list[str]:
    actor = hall.caller(who).actor
    cases, more = waiting_cases(hall.platform, actor, None, limit=10, after=None, **how)
    assert more is None
    return [case.id for case in cases]


def test_a_letter_that_is_given_again_counts_at_once(hall: Hall):
    case_id = hall.submitted()
    revoke_accept_letter(hall.platform, FOOD)
    refused(accepting(hall, case_id))
    renew_accept_letter(hall.platform, FOOD)
    accepting(hall, case_id)()
    assert hall.case(case_id).status is Status.IN_REVIEW


@pytest.mark.requirement("R51")
def test_without_training_for_the_item_the_answer_warns_or_the_department_refuses(hall: Hall):
    one, two = hall.submitted(), hall.submitted()
    change_member(hall, CLERK, competences=())
    receipt = accepting(hall, one)()
    assert [warned["code"] for warned in receipt.facts["warnings"]] == ["training_missing"]
    letter = accept_letter(DIVISION, FOOD, ["YM-P01"], training_required=True)
    change_letters(hall.platform, FOOD, accept_letters=(letter,))
    body = refused(accepting(hall, two))
    assert (body["condition"]["code"], "offer" in body) == ("training_missing", False)
    # What another letter of the department asks for does not bind items that it does not list.
    lenient = accept_letter(DIVISION, FOOD, ["YM-P01"])
    strict = accept_letter(
        DIVISION, FOOD, ["YM-P05"], id="LA-strict", number="演示委〔2018〕严号", training_required=True
    )
    change_letters(hall.platform, FOOD, accept_letters=(lenient, strict))
    assert [warned["code"] for warned in accepting(hall, two)().facts["warnings"]] == ["training_missing"]


# --------------------------------------------------------------------------------------------------- who may decide
@pytest.mark.requirement("R72")
@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"until": "2026-11-23"}, "letter_expired"),
        ({"revoked": {"at": "2026-11-24T00:00:00+08:00", "by": "H-food", "reason": "收回"}}, "letter_revoked"),
        ({"powers": [1, 3]}, "power_not_granted"),
        ({"grantee": "K-chief-hrss"}, "not_named_in_letter"),
        (
            {"exclusions": [{"item": "YM-P01", "text": "须集体讨论", "who": "department_head"}]},
            "department_head_decides",
        ),
    ],
)
def test_the_chief_representative_decides_within_the_letter_only(hall: Hall, facts: dict[str, Any], code: str):
    case_id = hall.reviewed()
    change_letters(hall.platform, FOOD, power_letters=(power_letter(DIVISION, FOOD, ["YM-P01"], **facts),))
    assert refused(deciding(hall, case_id))["condition"]["code"] == code
    deciding(hall, case_id, LEADER)()
    event = hall.events(case_id)[-1]
    assert (event.policy, event.letter, event.role) == ("leader_decides", None, "department_leader")


@pytest.mark.requirement("R72")
def test_a_deputy_decides_inside_the_letter_and_only_when_it_names_the_deputy(hall: Hall):
    case_id = hall.reviewed()
    deputy = staff("chief_representative", FOOD)
    join(hall.platform, deputy, chief=False)
    assert refused(deciding(hall, case_id, deputy))["condition"]["code"] == "not_named_in_letter"
    named = power_letter(DIVISION, FOOD, ["YM-P01"], deputy="K-chief_representative-food-441700")
    change_letters(hall.platform, FOOD, power_letters=(named,))
    deciding(hall, case_id, deputy)()


@pytest.mark.requirement("R44")
def test_only_civil_servants_and_those_whom_the_law_authorises_decide(hall: Hall):
    case_id = hall.reviewed()
    for staff_type, note, code in (
        ("合同", None, "staff_type_cannot_decide"),
        ("事业", None, "staff_type_cannot_decide"),
    ):
        change_member(hall, CHIEF, staff_type=staff_type, note=note)
        assert refused(deciding(hall, case_id))["condition"]["code"] == code
    change_member(hall, CHIEF, staff_type="事业", note="参照公务员法管理")
    deciding(hall, case_id)()


@pytest.mark.requirement("R65")
def test_a_complex_item_is_decided_by_the_leader(hall: Hall, monkeypatch: pytest.MonkeyPatch):
    case_id = hall.reviewed()
    monkeypatch.setattr("chalicelib.cases.acts.authority._is_complex", lambda *_: True)
    assert refused(deciding(hall, case_id))["condition"]["code"] == "complex_needs_leader"
    deciding(hall, case_id, LEADER)()


@pytest.mark.requirement("R1")
def test_a_person_with_two_accounts_does_not_decide_what_the_other_account_has_accepted(hall: Hall):
    case_id = transferred(hall, "YM-P01", FOOD)
    both = staff("department_leader", FOOD)
    join(hall.platform, both, same_person_as="K-officer-food")
    accepting(hall, case_id, OFFICER)()
    hall.carry_out_everything()
    hall.people.answer_task(case_id, hall.caller(SECOND))
    hall.carry_out_everything()
    assert refused(deciding(hall, case_id, both))["condition"]["code"] == "same_person_accepted"
    deciding(hall, case_id)()
    assert hall.events(case_id)[-1].data["grounds"]["staff_type"] == "公务员"


@pytest.mark.requirement("R1")
@pytest.mark.parametrize("root", ["K-officer-food", "K-chief-food"])
def test_a_person_whose_posts_are_linked_after_the_acceptance_does_not_decide(hall: Hall, root: str):
    """The case keeps the person as it was known then. Who that is now, the register says at the moment of the act."""
    case_id = transferred(hall, "YM-P01", FOOD)
    accepting(hall, case_id, OFFICER)()
    hall.carry_out_everything()
    hall.people.answer_task(case_id, hall.caller(SECOND))
    hall.carry_out_everything()
    linked({"K-officer-food", "K-chief-food"} - {root}, root, hall)
    assert refused(deciding(hall, case_id))["condition"]["code"] == "same_person_accepted"
    assert hall.case(case_id).accepted_by == "K-officer-food"


def linked(posts: set[str], root: str, hall: Hall) -> None:
    """An import tells that these posts are of one person."""
    keep_departments(hall.platform)
    table = hall.platform.table
    told = [kept.record for kept in load_members(table, DIVISION, [*posts]).values()]
    records = [one.model_dump(mode="json", by_alias=True, exclude_defaults=True) for one in told]
    by = Change("import", hall.platform.now(), "u-admin", "administrator", {})
    file = {"staff": [{**one, "same_person_as": root} for one in records]}
    for _ in carry_out(table, plan_directory(table, DIVISION, file, logged=by)):
        pass


@pytest.mark.requirement("R1")
def test_nobody_compares_what_the_same_person_has_decided(hall: Hall):
    case_id = hall.decided()
    hall.carry_out_everything()
    both = staff("issuing_clerk")
    join(hall.platform, both, same_person_as="K-chief-food")
    face = hall.people.face(case_id)
    body = refused(lambda: hall.people.compare(case_id, hall.caller(both, case_id), face))
    assert body["condition"]["code"] == "same_person_decided"
    hall.people.compare(case_id, hall.caller(ISSUER, case_id), face)


# ------------------------------------------------------------------------------------------------------- what it costs
def test_while_the_directory_stays_the_gate_reads_nothing_more_and_one_call_when_it_moves(hall: Hall):
    """The version comes with the case: a `GetItem` beside the `Query`, or one more key of the `BatchGetItem`. An
    acceptance reads the directory for its promise, beside the register: a second `Query`, and no longer wait.
    """
    cases = [hall.submitted() for _ in range(4)]
    first, second, third, fourth = (hall.caller(CLERK, case_id) for case_id in cases)
    known, moved_on = ["GetItem", "Query", "TransactWriteItems"], ["BatchGetItem", "GetItem", "Query", "Query"]
    assert calls_of(hall, lambda: accept(hall.platform, first, cases[0])) == [*moved_on, "TransactWriteItems"]
    assert calls_of(hall, lambda: accept(hall.platform, second, cases[1])) == known
    change_member(hall, "clerk-social", note="另有说明")
    assert calls_of(hall, lambda: accept(hall.platform, third, cases[2])) == [*moved_on, "TransactWriteItems"]
    assert calls_of(hall, lambda: accept(hall.platform, fourth, cases[3])) == known


def test_one_read_more_is_all_that_the_registers_cost_on_the_way_of_an_application(hall: Hall):
    """The version of the directory: a `GetItem` beside the case, or one more row of the walk-in's own reading. Item,
    holder, letters and seal are known while it stays. A walk-in is told of other cases of the holder: a `Query`, and
    the `BatchGetItem` once the holder has one. Another `Query` finds what bars the person.
    """
    decided = [hall.reviewed() for _ in range(2)]
    rejected = [hall.submitted() for _ in range(2)]
    walk_in = WalkIn.model_validate(APPLICATIONS["YM-P01"].walk_in | {"form": hall.form()})
    for number in range(2):  # the first time a process learns what it keeps
        clerk, chief = hall.caller(CLERK, rejected[number]), hall.caller(CHIEF, decided[number])
        of_rejection = calls_of(hall, lambda one=rejected[number], who=clerk: hall.people.reject(one, who))
        of_decision = calls_of(hall, lambda one=decided[number], who=chief: hall.people.decide(one, who))
        at_window = calls_of(hall, lambda: receive_walk_in(hall.platform, hall.caller(CLERK), walk_in))
    assert of_rejection == ["GetItem", "Query", "TransactWriteItems"]
    assert at_window == ["BatchGetItem", "Query", "Query", "TransactGetItems", "TransactWriteItems", "UpdateItem"]
    # The kit looks twice at what it has to state: two of the queries are its own.
    assert of_decision == ["GetItem", "Query", "Query", "Query", "TransactWriteItems"]


def calls_of(hall: Hall, do: Callable[[], Any]) -> list[str]:
    """In the order of their names, but for those for a data key, which a process makes once in ten minutes."""
    calls: list[str] = []
    hall.world.listen(calls.append, nothing)
    do()
    hall.world.listen(nothing, nothing)
    return sorted(call for call in calls if call not in ("GenerateDataKey", "Decrypt"))


def test_a_repeated_request_has_its_receipt_also_after_the_letter_has_ended(hall: Hall):
    case_id = hall.submitted()
    caller: Caller = hall.caller(CLERK, case_id)
    first = accept(hall.platform, caller, case_id)
    revoke_accept_letter(hall.platform, FOOD)
    assert accept(hall.platform, caller, case_id) == first


# ----------------------------------------------------------------------------------------------------------------- why
def asked(hall: Hall, who: str | Actor) -> Any:
    query = PurposeQuery()
    return Call(hall.platform, None, query, "/v1", "192.0.2.1", "r-1", known=hall.caller(who))


@pytest.mark.requirement("R72")
def test_why_tells_policy_letter_and_what_the_register_said_then(hall: Hall):
    case_id = hall.accepted()
    revoke_accept_letter(hall.platform, FOOD)
    change_member(hall, CLERK, competences=(), left_at=datetime.fromisoformat("2026-11-24T12:00:00+08:00"))
    told: Any = why.read_why(asked(hall, OFFICER), case_id, "2").body
    assert (told.type, told.label, told.role) == ("accepted", "受理", "counter_clerk")
    assert (told.policy.id, "委托书" in told.policy.says, "R33" in told.policy.basis) == (
        "window_accepts_own_by_letter",
        True,
        True,
    )
    assert (told.letter.number, str(told.letter.first)) == ("演示委〔2018〕food号", "2018-01-01")
    assert (told.grounds.person, str(told.grounds.trained_until)) == ("K-clerk-production", "2099-12-31")
    assert "letter_to_accept" in [condition.name for condition in told.conditions]


def test_the_applicant_is_told_the_rule_and_the_letter_and_nobodys_name(hall: Hall):
    case_id = hall.accepted()
    body: Any = why.read_own_why(asked(hall, COMPANY), case_id, "2").body
    assert (body.policy.id, body.letter.number) == ("window_accepts_own_by_letter", "演示委〔2018〕food号")
    said = body.model_dump_json()
    actor = hall.caller(CLERK).actor
    assert not [word for word in ("K-clerk", actor.sub, actor.name, "person", "trained") if word in said]


def test_why_of_machines_and_of_applicants_names_their_rules(hall: Hall):
    case_id = hall.accepted()
    first: Any = why.read_why(asked(hall, CLERK), case_id, "1").body
    opened: Any = why.read_why(asked(hall, CLERK), case_id, "3").body
    assert (first.policy.id, first.grounds, first.letter) == ("applicant_acts_on_own_case", None, None)
    assert (opened.policy.id, opened.role) == ("platform", "machine")


@pytest.mark.parametrize("who", ["officer-hrss", staff("counter_clerk", region="441702"), "citizen-lin"])
def test_why_tells_strangers_nothing(hall: Hall, who: str | Actor):
    case_id = hall.accepted()
    read = why.read_own_why if who == "citizen-lin" else why.read_why
    with pytest.raises(NotFound) as told:
        read(asked(hall, who), case_id, "2")
    assert told.value.code == "case_not_found"


@pytest.mark.parametrize("seq", ["0", "99", "-1", "x", "²", "0000002", "9" * 40])
def test_there_is_no_reason_for_an_event_that_is_not_there(hall: Hall, seq: str):
    case_id = hall.accepted()
    with pytest.raises(NotFound) as told:
        why.read_why(asked(hall, CLERK), case_id, seq)
    assert told.value.code == "event_not_found"


def test_a_refusal_is_no_hint_that_a_case_of_others_exists(hall: Hall):
    """404 comes before every condition but the register: whoever is not in it is told so of every case, also of one
    that there is not.
    """
    case_id, elsewhere = hall.submitted(), staff("counter_clerk", region="441702")
    for asked in (case_id, case_id[:-1] + "a"):
        with pytest.raises(NotInRegister):
            accept(hall.platform, hall.caller(elsewhere, if_match='"v1"'), asked)
    join(hall.platform, elsewhere)
    with pytest.raises(NotFound):
        accepting(hall, case_id, elsewhere)()
    with pytest.raises(Forbidden):
        accepting(hall, case_id, staff("supervisor"))()


def test_the_department_s_own_clerk_acts_by_its_right_and_the_reason_says_so(hall: Hall):
    """No letter is told that was not there."""
    case_id, own = hall.submitted(), staff("counter_clerk", FOOD).model_copy(update={"windows": ("生产经营",)})
    join(hall.platform, own)
    revoke_accept_letter(hall.platform, FOOD)
    accepting(hall, case_id, own)()
    (event,) = [one for one in hall.events(case_id) if one.type == "accepted"]
    assert (event.letter, event.data["grounds"]["right"]) == (None, "own_right")
    told: Any = why.read_why(asked(hall, CLERK), case_id, str(event.seq)).body
    letters = [one.asks for one in told.conditions if one.name.startswith("letter_to_")]
    assert [told.policy.says, *letters] == ["由本部门人员以部门自己的职权办理，不需要授权文书"] * 3
    assert told.letter is None
