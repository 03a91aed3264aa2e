"""The registers over HTTP: who may read and change them, what is refused and where, and what counts at once."""

import json
from typing import Any

import pytest

from chalicelib.access.actor import Role
from proofs.kit.world import World
from tests.directory.directories import COUNTY
from tests.directory.register_api import (
    END,
    FILING,
    FILINGS,
    LEAVING,
    LETTERS,
    NEW,
    STAFF,
    Ask,
    ask,
    begun,
    pointers,
    world,
)
from tests.directory.registers import CITY, NOON, demonstration

__all__ = ["ask", "begun", "world"]


def who_may(ask: Ask, department: str, item: str, act: str, **more: Any) -> dict[str, Any]:
    more = {"at": NOON.isoformat(), **more}
    status, answer = ask("counter_clerk", "/directory/authority", department=department, item=item, act=act, **more)
    assert status == 200, answer
    return answer


def persons(answer: dict[str, Any]) -> list[str]:
    return [one["id"] for one in answer["persons"]]


OF_DEPARTMENTS = (
    Role.OFFICER,
    Role.CHIEF_REPRESENTATIVE,
    Role.DEPARTMENT_LEADER,
    Role.DEPARTMENT_SYSTEM,
    Role.ITEM_EDITOR,
)
READERS = {"supervisor", "administrator", "centre_manager", "department_leader"}
TRAINING = {"trained": [{"item": "YM-P01", "trained_on": "2026-11-20", "until": "2027-11-19"}], "reason": "培训"}
CUSTODY = {"custodian": "S043", "reason": "移交"}
ACCEPT = {
    "kind": "accept",
    "id": "LA-X1",
    "number": "示市监委〔2026〕9号",
    "starts_on": "2026-11-24",
    "ends_on": "2027-11-23",
    "sealed_with": "SEAL-food-2",
    "scope": ["收取材料", "受理"],
    "items": [{"item": "YM-P01"}],
}
ROUTES: tuple[tuple[str, Any, set[str]], ...] = (
    (STAFF, None, READERS),
    (LETTERS, None, READERS),
    ("/directory/seals", None, READERS),
    (f"{STAFF}/S013", None, READERS),
    (f"{LETTERS}/LA-food-1", None, READERS),
    (FILINGS, None, {"supervisor"}),
    ("/directory/seals/SEAL-food-2", None, READERS),
    (STAFF, NEW, {"administrator"}),
    (f"{STAFF}/S075/competences", TRAINING, {"administrator", "centre_manager"}),
    ("/directory/seals/SEAL-food-2/custody", CUSTODY, {"administrator"}),
    ("/directory/seals/SEAL-food-2/withdraw", END, {"administrator"}),
    (LETTERS, ACCEPT, {"department_leader"}),
    (f"{STAFF}/S013/leave", LEAVING, {"administrator"}),
    (f"{LETTERS}/LA-food-1/revoke", END, {"department_leader"}),
    (f"{LETTERS}/LP-ocean-1/filing", FILING, {"supervisor"}),
)


@pytest.mark.parametrize(("path", "body", "allowed"), ROUTES)
def test_only_the_roles_with_the_permission_are_let_in(ask: Ask, path: str, body: Any, allowed: set[str]):
    staff = [role.value for role in Role if role not in (Role.APPLICANT, *map(Role, allowed))]
    for number, role in enumerate(staff):
        who = f"{role}-food" if Role(role) in OF_DEPARTMENTS else role
        status, problem = ask(who, path, body, key=f"key-{number:05}")
        assert (status, problem.get("code")) == (403, "permission_missing"), role
    for number, role in enumerate(sorted(allowed)):
        who = f"{role}-food" if Role(role) in OF_DEPARTMENTS else role
        assert ask(who, path, body, key=f"key-1{number:05}")[0] in (200, 201), role


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("auditor", 200),
        ("guide", 403),
        ("item_editor-food", 403),
        ("supervisor", 200),
        ("centre_manager", 200),
        ("administrator", 200),
        ("department_leader-food", 200),
    ],
)
def test_whoever_works_on_cases_or_watches_over_them_may_ask_who_may(ask: Ask, who: str, status: int):
    question = {"department": "food", "item": "YM-P01", "act": "accept"}
    assert ask(who, "/directory/authority", **question)[0] == status


@pytest.mark.parametrize(
    ("path", "every", "limit"),
    [(STAFF, "staff", 90), (LETTERS, "letters", 21), ("/directory/seals", "seals", 20)],
)
def test_pages_give_every_record_of_the_region_once(ask: Ask, path: str, every: str, limit: int):
    data = demonstration()
    sections = ["letters_accept", "letters_power"] if every == "letters" else [every]
    known = sorted(one["id"] for section in sections for one in data[section] if one["region"] == CITY)
    seen, cursor = list[str](), dict[str, str]()
    while True:
        status, page = ask("administrator", path, limit=limit, **cursor)
        assert status == 200
        seen += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        assert len(page["items"]) == limit
        cursor = {"cursor": page["next_cursor"]}
    assert seen == known


def test_a_cursor_is_of_its_own_list_only(ask: Ask):
    _, first = ask("administrator", STAFF, unit="food", limit=2)
    more = {"limit": 2, "cursor": first["next_cursor"]}
    assert ask("administrator", STAFF, unit="food", **more)[0] == 200
    for path, query in ((STAFF, {"unit": "ocean"}), (STAFF, {}), (LETTERS, {}), ("/directory/seals", {})):
        status, problem = ask("administrator", path, **query, **more)
        assert (status, problem["code"]) == (422, "cursor_invalid")
    assert ask("administrator", STAFF, None, COUNTY, unit="food", **more)[1]["code"] == "cursor_invalid"


def test_lists_of_one_unit_and_of_one_department(ask: Ask):
    _, staff = ask("administrator", STAFF, unit="food")
    assert {one["unit"] for one in staff["items"]} == {"food"}
    assert "S013" in [one["id"] for one in staff["items"]]
    assert all("phone" not in one and "subject" not in one for one in staff["items"])
    _, page = ask("administrator", LETTERS, department="food")
    assert [(one["id"], one["state"]) for one in page["items"]] == [
        ("LA-food-1", "valid"),
        ("LA-food-2", "valid"),
        ("LP-food-1", "valid"),
    ]
    assert ask("administrator", LETTERS, department="nobody")[1] == {"items": [], "next_cursor": None}


def test_a_county_has_registers_of_its_own(ask: Ask):
    _, page = ask("administrator", LETTERS, region=COUNTY, limit=100)
    assert {one["id"][:9] for one in page["items"]} == {"LA-441781", "LP-441781"}
    assert ask("administrator", f"{STAFF}/S013/leave", LEAVING, COUNTY)[0] == 404
    assert ask("supervisor", f"{LETTERS}/LP-ocean-1/filing", FILING, COUNTY)[0] == 404


@pytest.mark.requirement("R57")
@pytest.mark.parametrize(
    ("department", "item", "code", "letter", "state"),
    [
        ("forest", "YM-P10", "letter_expired", "LA-forest-1", "expired"),
        ("religion", "YM-P13", "letter_revoked", "LA-religion-1", "revoked"),
        ("urban", "YM-I21", "item_not_listed", "LA-urban-1", "valid"),
        ("nsec", "YM-I19", "scope_receive_only", "LA-nsec-1", "valid"),
    ],
)
def test_what_no_letter_lets_the_window_accept(
    ask: Ask, department: str, item: str, code: str, letter: str, state: str
):
    people = {one["id"]: one for one in ask("administrator", STAFF, department=department, limit=100)[1]["items"]}
    answer = who_may(ask, department, item, "accept")
    assert (answer["allowed"], answer["code"], answer["persons"]) == (False, code, [])
    assert (answer["letter"]["id"], answer["letter"]["state"]) == (letter, state)
    roles = [people[one["id"]]["roles"] for one in answer["own_right"]]
    assert roles
    assert all({"officer", "counter_clerk"} & set(one) for one in roles)
    assert answer["reason"]


@pytest.mark.requirement("R72")
def test_who_may_by_a_letter_that_is_valid(ask: Ask):
    accept = who_may(ask, "food", "YM-P01", "accept")
    assert (accept["allowed"], accept["code"], accept["letter"]["id"]) == (True, "by_letter", "LA-food-1")
    here = {one["id"]: one for one in demonstration()["staff"] if one["region"] == CITY}
    # One of them has left, one has not begun.
    clerks = {
        one for one in here if "counter_clerk" in here[one].get("roles", []) and here[one]["unit"]["id"] == "centre"
    }
    assert clerks - set(persons(accept)) == {"S082", "S083"}
    assert {one["post"] for one in accept["persons"]} <= {one["post"] for one in here.values()}
    decide = who_may(ask, "food", "YM-P01", "decide")
    assert (decide["letter"]["id"], persons(decide)) == ("LP-food-1", ["S013", "S043"])


def test_what_the_window_may_collect_though_it_may_not_accept(ask: Ask):
    assert who_may(ask, "nsec", "YM-I19", "collect")["code"] == "by_letter"
    assert who_may(ask, "nsec", "YM-I19", "issue_documents")["code"] == "scope_receive_only"
    assert who_may(ask, "religion", "YM-P13", "decide")["code"] == "upper_level_decides"


def test_the_moment_is_part_of_the_question(ask: Ask):
    for day, code in (("2026-06-30", "by_letter"), ("2026-07-01", "letter_expired"), ("2025-06-30", "letter_not_yet")):
        assert who_may(ask, "forest", "YM-P10", "accept", at=f"{day}T15:00:00+08:00")["code"] == code
    assert who_may(ask, "forest", "YM-P10", "accept", at="2026-06-30T15:59:59Z")["code"] == "by_letter"
    assert who_may(ask, "forest", "YM-P10", "accept", at="2026-06-30T16:00:00Z")["code"] == "letter_expired"


def test_nobody_is_listed_who_would_be_refused(ask: Ask):
    """With a letter in force nothing is handed over to officers; a 承诺件 is never accepted by who leads or decides."""
    for item, department in (("YM-P01", "food"), ("YM-P10", "forest")):
        people = {one["id"]: one for one in ask("administrator", STAFF, department=department, limit=100)[1]["items"]}
        answer = who_may(ask, department, item, "accept")
        listed = [people[one["id"]]["roles"] for one in answer["own_right"]]
        may = {"counter_clerk"} if answer["allowed"] else {"counter_clerk", "officer"}
        assert all(may & set(roles) for roles in listed)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"department": "nope"}, "department", "department_unknown"),
        ({"item": "YM-P99"}, "item", "item_unknown"),
        ({"item": "YM-P10"}, "item", "item_of_other_department"),
    ],
)
def test_what_there_is_not_is_no_question(ask: Ask, changes: dict[str, str], field: str, code: str):
    question = {"department": "food", "item": "YM-P01", "act": "accept"} | changes
    status, problem = ask("counter_clerk", "/directory/authority", **question)
    assert (status, pointers(problem)) == (422, [(f"/query/{field}", code)])


WRONG = (("department", "Food"), ("item", "x y"), ("act", "sleep"), ("at", "2026-11-26T12:00:00"), ("at", "yesterday"))


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_wrong_questions_about_authority(ask: Ask, name: str, value: str):
    right = {"department": "food", "item": "YM-P01", "act": "accept"}
    status, problem = ask("counter_clerk", "/directory/authority", **{**right, name: value})
    assert (status, [one["pointer"].strip("/").split("/")[-1] for one in problem["errors"]]) == (422, [name])


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"id": "S013"}, "/id", "id_taken"),
        ({"subject": "persona:chief-food"}, "/subject", "subject_taken"),
        ({"same_person_as": "S989"}, "/same_person_as", "id_unknown"),
        ({"rank": "处长"}, "/rank", None),
        ({"staff_type": "临时"}, "/staff_type", None),
        ({"roles": ["king"]}, "/roles/0", None),
        ({"phone": "call me"}, "/phone", None),
        ({"unit": "no unit"}, "/unit", None),
        ({"unit_kind": "shop"}, "/unit_kind", None),
        ({"starts_on": "soon"}, "/starts_on", None),
        ({"ends_on": "2026-01-01"}, "/ends_on", "term_reversed"),
        ({"colour": "red"}, "/colour", None),
        ({"unit": "nobody"}, "/unit", "id_unknown"),
        ({"windows": ["W-01"]}, "/windows", "decider_at_window"),
        ({"chief": True}, "/chief", None),
    ],
)
def test_staff_that_cannot_be_registered(
    ask: Ask, world: World, changes: dict[str, Any], pointer: str, code: str | None
):
    before = len(list(world.rows("STAFF#441700")))
    status, problem = ask("administrator", STAFF, {**NEW, **changes})
    assert status == 422, problem
    found = dict(pointers(problem))
    assert pointer in found, found
    assert code is None or found[pointer] == code
    assert len(list(world.rows("STAFF#441700"))) == before


@pytest.mark.requirement("R59")
def test_whoever_is_registered_or_leaves_counts_with_the_next_request(ask: Ask):
    now = {"at": "2028-11-27T12:00:00+08:00"}
    own = [one["id"] for one in who_may(ask, "food", "YM-P01", "accept", **now)["own_right"]]
    assert "S990" not in own
    status, receipt = ask("administrator", STAFF, NEW)
    assert (status, receipt["id"], receipt["version"]) == (200, "S990", 1)
    assert ask("administrator", STAFF, NEW) == (200, receipt)
    assert ask("administrator", STAFF, {**NEW, "post": "科员"})[1]["code"] == "idempotency_key_reused"
    assert "S990" in [one["id"] for one in who_may(ask, "food", "YM-P01", "accept", **now)["own_right"]]
    status, left = ask("administrator", f"{STAFF}/S990/leave", LEAVING, key="key-00002")
    assert (left["id"], left["version"]) == ("S990", 2), status
    assert [one["id"] for one in who_may(ask, "food", "YM-P01", "accept", **now)["own_right"]] == own
    status, problem = ask("administrator", f"{STAFF}/S990/leave", LEAVING, key="key-00003")
    assert (status, problem["code"]) == (409, "already_left")
    assert ask("administrator", f"{STAFF}/S404/leave", LEAVING, key="key-00004")[1]["code"] == "record_not_found"


@pytest.mark.requirement("R59")
def test_a_planned_last_day_counts_from_the_next_day(ask: Ask):
    status, problem = ask("administrator", f"{STAFF}/S013/leave", {**LEAVING, "on": "2026-01-01"})
    assert (status, pointers(problem)) == (422, [("/on", "day_in_the_past")])
    ask("administrator", f"{STAFF}/S013/leave", {**LEAVING, "on": "2026-12-31"}, key="key-00002")
    decide = who_may(ask, "food", "YM-P01", "decide", at="2026-12-31T17:00:00+08:00")
    assert "S013" in persons(decide)
    assert "S013" not in persons(who_may(ask, "food", "YM-P01", "decide", at="2027-01-01T09:00:00+08:00"))


@pytest.mark.requirement("R57")
def test_a_department_revokes_its_own_letters_only(ask: Ask):
    path = f"{LETTERS}/LA-food-1/revoke"
    status, problem = ask("department_leader-ocean", path, END)
    assert (status, problem["code"]) == (404, "record_not_found")
    assert ask("department_leader-food", path, {}, key="key-00002")[1]["errors"][0]["pointer"] == "/reason"
    status, receipt = ask("department_leader-food", path, END, key="key-00003")
    assert (status, receipt["id"], receipt["version"]) == (200, "LA-food-1", 2)
    later = who_may(ask, "food", "YM-P01", "accept", at="2026-12-01T10:00:00+08:00")
    assert (later["code"], later["letter"]["version"]) == ("letter_revoked", 2)
    status, problem = ask("department_leader-food", path, END, key="key-00004")
    assert (status, problem["code"]) == (409, "already_revoked")
    assert ask("department_leader-food", f"{LETTERS}/LA-404/revoke", END, key="key-00005")[0] == 404


@pytest.mark.requirement("R90")
def test_a_letter_is_filed_once_and_waits_no_longer(ask: Ask):
    _, waiting = ask("supervisor", FILINGS)
    ocean = next(one for one in waiting["items"] if one["id"] == "LP-ocean-1")
    assert (ocean["filing_overdue"], ocean["unfiled_workdays"] > 10) == (True, True)
    path = f"{LETTERS}/LP-ocean-1/filing"
    assert ask("supervisor", path, {"number": ""})[1]["errors"][0]["pointer"] == "/number"
    status, receipt = ask("supervisor", path, FILING, key="key-00002")
    assert (status, receipt["version"]) == (200, 2)
    assert "LP-ocean-1" not in [one["id"] for one in ask("supervisor", FILINGS)[1]["items"]]
    decide = who_may(ask, "ocean", "YM-P17", "decide")
    assert (decide["letter"]["filing_number"], decide["letter"]["version"]) == (FILING["number"], 2)
    listed = ask("supervisor", LETTERS, department="ocean")[1]["items"]
    assert {one["id"]: one["filing_number"] for one in listed}["LP-ocean-1"] == FILING["number"]
    status, problem = ask("supervisor", path, FILING, key="key-00003")
    assert (status, problem["code"]) == (409, "already_filed")
    assert ask("supervisor", f"{LETTERS}/LP-404/filing", FILING, key="key-00004")[0] == 404


@pytest.mark.requirement("R59")
def test_one_member_of_staff_with_the_log_of_changes(ask: Ask):
    ask("administrator", STAFF, {**NEW, "phone": "13800138099"})
    ask("administrator", f"{STAFF}/S990/leave", LEAVING, key="key-00002")
    status, member = ask("supervisor", f"{STAFF}/S990")
    assert (status, member["version"], member["post"]) == (200, 2, "审查员")
    first, second = member["changes"]
    assert (first["act"], first["by"], first["role"]) == ("register", "staff:administrator", "administrator")
    assert (first["facts"]["post"], first["facts"]["name"], first["facts"]["phone"]) == ("审查员", None, None)
    assert (second["act"], second["reason"]) == ("leave", "调离")
    assert "13800138099" not in json.dumps(member)
    _, page = ask("supervisor", f"{STAFF}/S990", limit=1)
    assert [one["act"] for one in page["changes"]] == ["register"]
    more = {"limit": 1, "cursor": page["next_cursor"]}
    assert [one["act"] for one in ask("supervisor", f"{STAFF}/S990", **more)[1]["changes"]] == ["leave"]
    assert ask("supervisor", f"{STAFF}/S013", **more)[1]["code"] == "cursor_invalid"
    for path in (f"{STAFF}/S404", f"{LETTERS}/LA-404"):
        assert ask("supervisor", path)[1]["code"] == "record_not_found"
    assert ask("supervisor", f"{STAFF}/S990", region=COUNTY)[0] == 404


@pytest.mark.requirement("R90")
def test_one_letter_with_the_log_of_changes(ask: Ask):
    ask("supervisor", f"{LETTERS}/LP-ocean-1/filing", FILING)
    ask("department_leader-ocean", f"{LETTERS}/LP-ocean-1/revoke", END, key="key-00002")
    status, letter = ask("centre_manager", f"{LETTERS}/LP-ocean-1")
    assert (status, letter["kind"], letter["signed_by"], letter["state"]) == (200, "power", "H-ocean", "revoked")
    assert (letter["filing_number"], letter["revocation_reason"]) == (FILING["number"], END["reason"])
    assert [one["act"] for one in letter["changes"]] == ["import", "file", "revoke"]
    assert letter["changes"][1]["facts"]["filing"]["number"] == FILING["number"]
    assert ask("supervisor", f"{LETTERS}/LP-ocean-1", region=COUNTY)[0] == 404


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "9999-12-31T23:59:59+08:00", "0001-01-01T00:00:00+08:00"])
def test_who_may_is_not_asked_of_a_moment_outside_the_calendar(ask: Ask, at: str):
    asked = {"department": "food", "item": "YM-P01", "act": "accept", "at": at}
    status, problem = ask("counter_clerk", "/directory/authority", **asked)
    assert status == 422
    assert [one["pointer"] for one in problem["errors"]] == ["/query/at"]
