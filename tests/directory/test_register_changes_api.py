"""Changes of the registers over HTTP: moves, trainings, letters and seals; what is refused, where, and at once."""

from typing import Any

import pytest

from chalicelib.access.actor import Role
from chalicelib.directory.store.directories import forget_directories, keep_part, load_directory, next_version
from chalicelib.directory.store.version import version_of
from proofs.kit.world import World
from tests.directory.directories import COUNTY
from tests.directory.register_api import LETTERS, STAFF, Ask, ask, begun, pointers, world
from tests.directory.registers import CITY

__all__ = ["ask", "begun", "world"]
SEALS = "/directory/seals"
TODAY = "2026-11-24"
NEW_SEAL = {"id": "SEAL-X1", "department": "food", "inscription": "示范印章", "starts_on": TODAY, "custodian": "S013"}
ACCEPT = {
    "kind": "accept",
    "id": "LA-X1",
    "number": "示市监委〔2026〕9号",
    "starts_on": TODAY,
    "ends_on": "2027-11-23",
    "sealed_with": "SEAL-food-2",
    "scope": ["收取材料", "受理"],
    "items": [{"item": "YM-P01"}],
}
LINE = {"item": "YM-P01", "complexity": "general", "power": 2, "decides": "chief_representative"}
POWER = {
    **{name: ACCEPT[name] for name in ("starts_on", "ends_on", "sealed_with")},
    "kind": "power",
    "id": "LP-X1",
    "number": "示市监授〔2026〕9号",
    "grantee": "S013",
    "deputy": "S043",
    "powers": [2, 6],
    "items": [{**LINE, "limit": "面积在三百平方米以下"}],
    "limits": ["不得转授权"],
    "exclusions": [{"text": "须集体讨论决定的", "who": "department_head"}],
}
LEADER = "department_leader-food"
WINDOW = {"windows": ["W-08"], "reason": "换窗口"}


def test_only_two_roles_move_staff(ask: Ask):
    for number, role in enumerate(Role):
        if role in (Role.APPLICANT, Role.ADMINISTRATOR, Role.CENTRE_MANAGER):
            continue
        of_department = role in (Role.OFFICER, Role.CHIEF_REPRESENTATIVE, Role.DEPARTMENT_LEADER)
        bound = of_department or role in (Role.DEPARTMENT_SYSTEM, Role.ITEM_EDITOR)
        status, problem = ask(f"{role}-food" if bound else role, f"{STAFF}/S075/move", WINDOW, key=f"key-{number:05}")
        assert (status, problem["code"]) == (403, "permission_missing"), role


@pytest.mark.requirement("R59")
def test_a_clerk_goes_to_another_window_and_the_log_says_so(ask: Ask, world: World):
    before = version_of(world.platform.table, CITY)
    status, receipt = ask("centre_manager", f"{STAFF}/S075/move", WINDOW)
    assert (status, receipt["id"], receipt["version"]) == (200, "S075", 2)
    assert ask("centre_manager", f"{STAFF}/S075/move", WINDOW) == (200, receipt)
    assert version_of(world.platform.table, CITY) == before + 1
    member = ask("administrator", f"{STAFF}/S075")[1]
    last = member["changes"][-1]
    assert (member["windows"], last["act"], last["reason"], last["role"]) == (
        ["W-08"],
        "move",
        "换窗口",
        "centre_manager",
    )
    assert last["facts"] == {"windows": ["W-08"]}
    assert [one["id"] for one in ask("administrator", STAFF, window="W-08")[1]["items"]] == ["S075", "S076", "S082"]
    assert ask("administrator", STAFF, window="W-07")[1]["items"] == []


@pytest.mark.requirement("R59")
def test_an_officer_goes_to_another_department_and_has_no_right_in_the_first(ask: Ask):
    moving = {"unit_kind": "department", "unit": "hrss", "on": "2026-11-20", "reason": "调任"}
    assert ask("administrator", f"{STAFF}/S048/move", moving)[0] == 200
    question = {"item": "YM-P01", "act": "accept"}
    _, there = ask("administrator", "/directory/authority", department="food", **question)
    assert "S048" not in [one["id"] for one in there["own_right"]]
    assert "S048" in [one["id"] for one in ask("administrator", STAFF, department="hrss", limit=100)[1]["items"]]
    assert "S048" not in [one["id"] for one in ask("administrator", STAFF, department="food", limit=100)[1]["items"]]


@pytest.mark.parametrize(
    ("of", "changes", "status", "where"),
    [
        ("administrator S048", {}, 422, [("", "nothing_changed")]),
        ("administrator S048", {"unit": "hrss"}, 422, [("/unit_kind", "missing")]),
        ("administrator S048", {"unit_kind": "department", "unit": "no"}, 422, [("/unit", "id_unknown")]),
        ("administrator S075", {"unit_kind": "centre", "unit": "no"}, 422, [("/unit", "id_unknown")]),
        ("administrator S075", {"windows": ["W-99"]}, 422, [("/windows/0", "id_unknown")]),
        ("administrator S075", {"roles": ["chief_representative"]}, 422, None),
        ("administrator S048", {"post": "科员", "on": "2026-11-25"}, 422, [("/on", "day_in_the_future")]),
        ("administrator S048", {"post": "科员", "on": "2020-01-01"}, 422, [("/on", "day_before_post")]),
        ("administrator S048", {"rank": "处长"}, 422, [("/rank", "literal_error")]),
        ("administrator S048", {"chief": True}, 422, None),
        ("administrator S013", {"unit_kind": "department", "unit": "hrss"}, 409, "chief_must_leave"),
        ("administrator S999", {"post": "科员"}, 404, "record_not_found"),
        ("administrator S082", {"post": "窗口人员"}, 409, "already_left"),
        ("centre_manager S048", {"post": "科员"}, 403, "staff_of_department"),
        ("centre_manager S075", {"rank": "副科级"}, 403, "staff_of_department"),
        ("centre_manager S075", {"roles": ["officer"]}, 403, "staff_of_department"),
    ],
)
def test_moves_that_are_refused(ask: Ask, world: World, of: str, changes: dict[str, Any], status: int, where: Any):
    """`of` is who asks, and of whom."""
    who, staff_id = of.split()
    before = version_of(world.platform.table, CITY)
    answered, problem = ask(who, f"{STAFF}/{staff_id}/move", {**changes, "reason": "调岗"})
    assert answered == status, problem
    if isinstance(where, list):
        assert pointers(problem) == where
    elif where:
        assert problem["code"] == where
    assert version_of(world.platform.table, CITY) == before


@pytest.mark.requirement("R51")
def test_a_training_counts_and_replaces_the_one_before(ask: Ask):
    path = f"{STAFF}/S075/competences"
    held = {one["item"] for one in ask("administrator", f"{STAFF}/S075")[1]["competences"]}
    one = {"item": "YM-P01", "trained_on": "2026-11-20", "until": "2027-11-19"}
    assert ask("centre_manager", path, {"trained": [one], "reason": "培训"})[0] == 200
    member = ask("administrator", f"{STAFF}/S075")[1]
    assert [now for now in member["competences"] if now["item"] == "YM-P01"] == [{**one, "trainer": None}]
    assert {now["item"] for now in member["competences"]} == held | {"YM-P01"}
    assert (member["changes"][-1]["act"], member["changes"][-1]["reason"]) == ("train", "培训")
    assert ask("administrator", path, {"withdrawn": ["YM-P01"], "reason": "不再办理"}, key="key-00002")[0] == 200
    assert "YM-P01" not in {now["item"] for now in ask("administrator", f"{STAFF}/S075")[1]["competences"]}


@pytest.mark.requirement("R51")
@pytest.mark.parametrize(
    ("body", "where"),
    [
        ({}, [("", "nothing_changed")]),
        ({"withdrawn": ["YM-P99"]}, [("/withdrawn/0", "competence_missing")]),
        ({"trained": [{"item": "YM-P99", "trained_on": TODAY, "until": TODAY}]}, [("/trained/0/item", "item_unknown")]),
        (
            {"trained": [{"item": "YM-P01", "trained_on": "2026-11-25", "until": "2026-11-24"}]},
            [("/trained/0/until", "term_reversed"), ("/trained/0/trained_on", "day_in_the_future")],
        ),
        (
            {"trained": [{"item": "YM-P01", "trained_on": TODAY, "until": TODAY}] * 2},
            [("/trained/1/item", "item_repeated")],
        ),
    ],
)
def test_trainings_that_are_refused(ask: Ask, body: dict[str, Any], where: list[tuple[str, str]]):
    status, problem = ask("administrator", f"{STAFF}/S075/competences", {**body, "reason": "培训"})
    assert (status, pointers(problem)) == (422, where)


@pytest.mark.requirement("R57")
def test_a_department_signs_a_letter_by_which_the_window_accepts(ask: Ask, world: World):
    before = version_of(world.platform.table, CITY)
    question = {"department": "food", "item": "YM-P01", "act": "accept", "at": "2026-12-01T10:00:00+08:00"}
    status, receipt = ask(LEADER, LETTERS, ACCEPT)
    assert (status, receipt["id"], receipt["version"]) == (200, "LA-X1", 1)
    assert ask(LEADER, LETTERS, ACCEPT) == (200, receipt)
    assert version_of(world.platform.table, CITY) == before + 1
    _, answer = ask("counter_clerk", "/directory/authority", **question)
    assert (answer["allowed"], answer["letter"]["id"]) == (True, "LA-X1")
    _, letter = ask("supervisor", f"{LETTERS}/LA-X1")
    assert (letter["signed_by"], letter["signed_on"], letter["grantee"]) == ("H-food", TODAY, "centre")
    assert letter["lines"] == [{"item": "YM-P01", "scope": ["收取材料", "受理"]} | NOT_TOLD]
    assert [one["act"] for one in letter["changes"]] == ["sign"]
    assert "LA-X1" in [one["id"] for one in ask("supervisor", "/directory/filings", limit=100)[1]["items"]]


NOT_TOLD = {"complexity": None, "power": None, "decides": None, "limit": None}


@pytest.mark.requirement("R72")
def test_a_letter_of_power_says_its_limits_and_what_it_excludes(ask: Ask):
    assert ask(LEADER, LETTERS, POWER)[0] == 200
    _, letter = ask(LEADER, f"{LETTERS}/LP-X1")
    assert (letter["powers"], letter["limits"]) == ([2, 6], ["不得转授权"])
    assert letter["lines"] == [{**LINE, "limit": "面积在三百平方米以下", "scope": None}]
    assert letter["exclusions"] == [{"item": None, "text": "须集体讨论决定的", "who": "department_head"}]
    excluded = {**POWER, "id": "LP-X2", "number": "示市监授〔2026〕10号"}
    excluded["exclusions"] = [{"item": "YM-P01", "text": "重大的", "who": "department_head"}]
    assert ask(LEADER, LETTERS, excluded, key="key-00002")[0] == 200
    assert ask(LEADER, f"{LETTERS}/LP-X2")[1]["lines"][0]["decides"] == "department_head"


@pytest.mark.requirement("R57", "R72")
@pytest.mark.parametrize(
    ("letter", "changes", "where"),
    [
        (ACCEPT, {"items": [{"item": "YM-P99"}]}, [("/items/0/item", "item_unknown")]),
        (ACCEPT, {"items": [{"item": "YM-S01"}]}, [("/items/0/item", "item_of_other_department")]),
        (ACCEPT, {"items": [{"item": "YM-P01"}] * 2}, [("/items/1/item", "item_repeated")]),
        (ACCEPT, {"items": [{"item": "YM-P01", "decides": "upper_level"}]}, [("/items/0/decides", "extra_forbidden")]),
        (ACCEPT, {"ends_on": "2026-11-23"}, [("/ends_on", "term_reversed"), ("/ends_on", "term_over")]),
        (
            ACCEPT,
            {"starts_on": "2025-01-01", "ends_on": "2025-12-31"},
            [("/starts_on", "starts_before_signed"), ("/ends_on", "term_over")],
        ),
        (ACCEPT, {"starts_on": "2026-11-23"}, [("/starts_on", "starts_before_signed")]),
        (ACCEPT, {"published_on": "2026-11-23"}, [("/published_on", "published_before_signed")]),
        (ACCEPT, {"accepted_by": "S075"}, [("/accepted_by", "accepted_by_unknown")]),
        (
            ACCEPT,
            {"scope": ["受理"], "items": [{"item": "YM-P01", "scope": ["受理", "出具文书"]}]},
            [("/items/0/scope", "scope_wider_than_letter")],
        ),
        (ACCEPT, {"id": "LA-food-1"}, [("/id", "id_taken")]),
        (ACCEPT, {"grantee": "S013"}, [("/grantee", "grantee_not_centre")]),
        (ACCEPT, {"scope": None}, [("/scope", "missing")]),
        (ACCEPT, {"powers": [1]}, [("/powers", "extra_forbidden")]),
        (ACCEPT, {"sealed_with": "SEAL-food-1"}, [("/sealed_with", "seal_not_in_use")]),
        (ACCEPT, {"sealed_with": "SEAL-hrss-2"}, [("/sealed_with", "seal_unknown")]),
        (POWER, {"grantee": None}, [("/grantee", "missing")]),
        (POWER, {"grantee": "S043", "deputy": None}, [("/grantee", "grantee_not_chief")]),
        (POWER, {"items": [{"item": "YM-P01"}]}, [(f"/items/0/{name}", "missing") for name in list(LINE)[1:]]),
        (POWER, {"powers": []}, [("/powers", "powers_missing"), ("/items/0/power", "power_not_listed")]),
        (POWER, {"powers": [1, 2, 2]}, [("/powers/2", "power_repeated")]),
        (POWER, {"powers": [5], "items": [{**LINE, "power": 5}]}, [("/items/0/power", "power_decides_nothing")]),
        (
            POWER,
            {"exclusions": [{"text": "重大的", "who": "chief_representative"}]},
            [("/exclusions/0/who", "exclusion_of_nothing")],
        ),
        (POWER, {"items": [{**LINE, "complexity": "complex"}]}, [("/items/0/decides", "complex_item_decides")]),
        (
            POWER,
            {"exclusions": [{"item": "YM-P02", "text": "重大的", "who": "department_head"}]},
            [("/exclusions/0/item", "item_of_other_department"), ("/exclusions/0/item", "exclusion_not_listed")],
        ),
    ],
)
def test_letters_that_cannot_be_signed(
    ask: Ask, world: World, letter: dict[str, Any], changes: dict[str, Any], where: list[tuple[str, str]]
):
    before = version_of(world.platform.table, CITY)
    status, problem = ask(LEADER, LETTERS, {**letter, **changes})
    assert (status, pointers(problem)) == (422, where)
    assert version_of(world.platform.table, CITY) == before


@pytest.mark.requirement("R57")
def test_nobody_signs_who_is_not_in_the_register_or_below_the_rank(ask: Ask):
    status, problem = ask("department_leader-nobody", LETTERS, ACCEPT)
    assert (status, problem["code"]) == (403, "not_in_register")


@pytest.mark.requirement("R71")
def test_a_seal_is_handed_over_withdrawn_and_followed_by_another(ask: Ask):
    status, problem = ask("administrator", SEALS, NEW_SEAL)
    assert (status, pointers(problem)) == (422, [("/department", "second_active_seal")])
    custody = {"custodian": "S043", "custody_place": "前台保险柜", "reason": "移交"}
    assert ask("administrator", f"{SEALS}/SEAL-food-2/custody", custody, key="key-00002")[1]["version"] == 2
    kept = ask(LEADER, f"{SEALS}/SEAL-food-2")[1]
    assert (kept["custodian"], kept["custody_place"], kept["changes"][-1]["act"]) == ("S043", "前台保险柜", "hand_over")
    end = {"reason": "磨损"}
    assert ask("administrator", f"{SEALS}/SEAL-food-2/withdraw", end, key="key-00003")[0] == 200
    assert ask("administrator", SEALS, NEW_SEAL, key="key-00004")[0] == 200
    states = {one["id"]: (one["state"], one["ends_on"]) for one in ask(LEADER, SEALS)[1]["items"]}
    assert states["SEAL-X1"] == ("active", None)
    assert states["SEAL-food-2"] == ("withdrawn", TODAY)
    status, problem = ask("administrator", f"{SEALS}/SEAL-food-2/custody", custody, key="key-00005")
    assert (status, problem["code"]) == (409, "seal_withdrawn")


@pytest.mark.requirement("R71")
def test_a_seal_with_a_last_day_is_used_and_kept_until_then_and_may_be_stopped_before(ask: Ask):
    planned = {"on": "2027-01-01", "reason": "换章"}
    assert ask("administrator", f"{SEALS}/SEAL-food-2/withdraw", planned)[0] == 200
    kept = ask(LEADER, f"{SEALS}/SEAL-food-2")[1]
    assert (kept["state"], kept["ends_on"], kept["custodian"] is None) == ("active", "2027-01-01", False)
    custody = {"custodian": "S043", "reason": "移交"}
    assert ask("administrator", f"{SEALS}/SEAL-food-2/custody", custody, key="key-00002")[0] == 200
    status, problem = ask("administrator", SEALS, NEW_SEAL, key="key-00003")
    assert (status, pointers(problem)) == (422, [("/department", "second_active_seal")])
    later = {**NEW_SEAL, "id": "SEAL-X2", "starts_on": "2027-01-02"}
    assert ask("administrator", SEALS, later, key="key-00004")[0] == 200
    lost = {"reason": "遗失"}
    assert ask("administrator", f"{SEALS}/SEAL-food-2/withdraw", lost, key="key-00005")[0] == 200
    kept = ask(LEADER, f"{SEALS}/SEAL-food-2")[1]
    assert (kept["state"], kept["ends_on"], kept["custodian"]) == ("withdrawn", TODAY, None)
    assert kept["stopped_at"].startswith(TODAY)


@pytest.mark.requirement("R71")
@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        (SEALS, {**NEW_SEAL, "department": "nobody"}, ("/department", "id_unknown")),
        (SEALS, {**NEW_SEAL, "id": "SEAL-food-2"}, ("/id", "id_taken")),
        (SEALS, {**NEW_SEAL, "custodian": "S001"}, ("/custodian", "custodian_of_other_department")),
        (f"{SEALS}/SEAL-food-2/custody", {"custodian": "S001"}, ("/custodian", "custodian_of_other_department")),
        (f"{SEALS}/SEAL-food-2/custody", {"custodian": "S999"}, ("/custodian", "custodian_of_other_department")),
        (f"{SEALS}/SEAL-food-2/custody", {"custodian": "S013"}, ("", "nothing_changed")),
        (f"{SEALS}/SEAL-food-2/withdraw", {"on": "2026-11-23"}, ("/on", "day_in_the_past")),
    ],
)
def test_changes_of_seals_that_are_refused(ask: Ask, path: str, body: dict[str, Any], where: tuple[str, str]):
    reason = {} if path == SEALS else {"reason": "移交"}
    status, problem = ask("administrator", path, {**body, **reason})
    assert status == 422
    assert where in pointers(problem)


@pytest.mark.requirement("R71")
def test_a_custodian_is_in_post(ask: Ask):
    ask("administrator", f"{STAFF}/S043/leave", {"reason": "退休"})
    custody = {"custodian": "S043", "reason": "移交"}
    status, problem = ask("administrator", f"{SEALS}/SEAL-food-2/custody", custody, key="key-00002")
    assert (status, pointers(problem)) == (422, [("/custodian", "custodian_not_in_post")])


@pytest.mark.requirement("R71")
def test_a_seal_that_nobody_keeps_has_no_last_day_to_come_and_the_problem_names_the_field_of_the_body(ask: Ask):
    ask("administrator", f"{STAFF}/S013/leave", {"reason": "退休"})
    later = {"on": "2026-12-31", "reason": "更换"}
    status, problem = ask("administrator", f"{SEALS}/SEAL-food-2/withdraw", later, key="key-00002")
    assert (status, pointers(problem)) == (422, [("/on", "custodian_not_in_post")])
    assert "移交" in problem["errors"][0]["message"]
    now = {"reason": "更换"}
    assert ask("administrator", f"{SEALS}/SEAL-food-2/withdraw", now, key="key-00003")[0] == 200


def test_a_leader_reads_the_own_department_as_if_there_were_no_other(ask: Ask):
    assert {one["department"] for one in ask(LEADER, LETTERS, limit=100)[1]["items"]} == {"food"}
    assert {one["unit"] for one in ask(LEADER, STAFF, limit=100)[1]["items"]} == {"food"}
    assert {one["department"] for one in ask(LEADER, SEALS)[1]["items"]} == {"food"}
    for path, query in ((LETTERS, {"department": "hrss"}), (STAFF, {"unit": "hrss"}), (STAFF, {"department": "hrss"})):
        assert ask(LEADER, path, **query)[1] == {"items": [], "next_cursor": None}
    assert ask(LEADER, STAFF, window="W-01")[1]["items"] == []
    for path, theirs in ((LETTERS, "LA-hrss-1"), (STAFF, "S001"), (STAFF, "S075"), (SEALS, "SEAL-hrss-2")):
        hidden, missing = ask(LEADER, f"{path}/{theirs}"), ask(LEADER, f"{path}/X404")
        assert hidden[0] == missing[0] == 404
        assert {**hidden[1], "instance": ""} == {**missing[1], "instance": ""}
    assert ask("department_leader-food", STAFF, region=COUNTY, limit=100)[1]["items"] != []


@pytest.mark.parametrize(
    ("query", "some", "none"),
    [
        ({"role": "chief_representative"}, {"S013", "S043"}, {"S048", "S075"}),
        ({"staff_type": "合同"}, {"S078"}, {"S013"}),
        ({"post": "首席代表替补"}, {"S043", "S042"}, {"S013"}),
        ({"window": "W-05"}, {"S071"}, {"S075"}),
        ({"department": "food", "role": "officer"}, {"S048", "S049"}, {"S013"}),
        ({"unit": "centre", "role": "counter_clerk", "at": TODAY}, {"S075", "S076"}, {"S082", "S083", "S071"}),
        ({"unit": "centre", "role": "counter_clerk"}, {"S075", "S082", "S083"}, {"S071"}),
        ({"unit": "centre", "department": "food"}, set(), {"S013", "S075"}),
    ],
)
def test_staff_is_found_by_window_role_post_type_and_day(
    ask: Ask, query: dict[str, str], some: set[str], none: set[str]
):
    whole = {one["id"] for one in ask("administrator", STAFF, limit=100, **query)[1]["items"]}
    assert some <= whole
    assert not none & whole
    by_two, cursor = list[str](), dict[str, str]()
    while True:
        _, page = ask("administrator", STAFF, limit=2, **query, **cursor)
        by_two += [one["id"] for one in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert by_two == sorted(whole)


@pytest.mark.requirement("R64")
def test_chief_representatives_deputies_and_those_sent_to_the_windows_are_in_the_answer(ask: Ask):
    question = {"department": "food", "item": "YM-P01", "at": f"{TODAY}T12:00:00+08:00"}
    _, answer = ask("auditor", "/directory/authority", act="decide", **question)
    assert answer["representatives"] == [
        {"id": "S013", "post": "行政审批科科长、首席代表", "deputy_of": None, "in_post": True, "in_letter": True},
        {
            "id": "S043",
            "post": "行政审批科副科长、首席代表替补",
            "deputy_of": "S013",
            "in_post": True,
            "in_letter": True,
        },
    ]
    _, accept = ask("auditor", "/directory/authority", act="accept", **question)
    assert {"S071", "S075"} <= {one["id"] for one in accept["persons"]}


FIGURES = "/directory/figures"
YEAR = {"from": "2026-01-01", "to": TODAY}


@pytest.mark.requirement("R57", "R59", "R72")
def test_figures_of_a_region_and_of_a_department_agree(ask: Ask):
    _, whole = ask("supervisor", FIGURES, **YEAR)
    parts = [one for one in whole["units"] if one["authorised"]]
    for name in ("authorised", "delegated"):
        for number in ("numerator", "denominator"):
            assert sum(one[name][number] for one in parts) == whole[name][number]
        assert 0 < whole[name]["numerator"] < whole[name]["denominator"]
    # Expired, and not listed; the departments of YM-P13 (revoked) and YM-I19 (received only) are non-resident.
    assert whole["delegated"]["without"] == ["YM-I21", "YM-P10"]
    for number in ("before", "after", "entered", "left"):
        assert sum(one["turnover"][number] for one in whole["units"]) == whole["turnover"][number]
    _, food = ask("supervisor", FIGURES, department="food", **YEAR)
    of_food = next(one for one in whole["units"] if one["unit"] == "food")
    assert {name: food[name] for name in ("authorised", "delegated", "turnover")} == {
        name: of_food[name] for name in ("authorised", "delegated", "turnover")
    }
    assert ask(LEADER, FIGURES, **YEAR)[1] == food
    assert ask(LEADER, FIGURES, department="hrss")[1]["code"] == "department_not_found"
    assert ask("supervisor", FIGURES, department="nobody")[0] == 404
    assert ask("auditor", FIGURES)[0] == 403
    assert pointers(ask("supervisor", FIGURES, **{"from": "2026-12-01", "to": TODAY})[1]) == [
        ("/query/to", "period_wrong")
    ]


@pytest.mark.requirement("R41", "R57", "R72")
def test_figures_that_nobody_can_know_are_empty_with_the_reason_of_the_statistics(ask: Ask, world: World):
    before = load_directory(world.platform.table, CITY)
    for name, record in before.departments.items():
        unknown = record.model_copy(update={"residency": None})
        world.platform.table.write(keep_part(CITY, "departments", name, record.name, unknown))
    world.platform.table.write(next_version(CITY, seen=before.version))
    forget_directories()
    _, whole = ask("supervisor", FIGURES, **YEAR)
    nothing = {"numerator": None, "denominator": None, "rate": None, "rate_unknown": "residency_unknown", "without": []}
    assert (whole["authorised"], whole["delegated"]) == (nothing, nothing)
    units = [one for one in whole["units"] if one["authorised"] is not None]
    assert len(units) > 20
    assert all(one["authorised"] == one["delegated"] == nothing for one in units)
    _, early = ask("supervisor", FIGURES, **{"from": "2020-01-01", "to": "2020-12-31"})
    assert early["delegated"] == {**nothing, "rate_unknown": "directory_not_in_force"}


@pytest.mark.requirement("R59")
def test_moves_to_and_fro_and_leaving_are_counted_in_each_unit(ask: Ask, world: World):
    def of(unit: str, first: str, last: str) -> tuple[int, ...]:
        _, whole = ask("supervisor", FIGURES, **{"from": first, "to": last})
        found = next(one["turnover"] for one in whole["units"] if one["unit"] == unit)
        return tuple(found[name] for name in ("before", "after", "entered", "left", "moved_in", "moved_out"))

    food, hrss = of("food", "2026-11-01", "2026-12-31"), of("hrss", "2026-11-01", "2026-12-31")
    for number, (unit, day) in enumerate((("hrss", "2026-11-10"), ("food", "2026-11-20"), ("hrss", "2026-11-24"))):
        moving = {"unit_kind": "department", "unit": unit, "on": day, "reason": "调任"}
        assert ask("administrator", f"{STAFF}/S048/move", moving, key=f"key-1000{number}")[0] == 200
    early = {"unit_kind": "department", "unit": "food", "on": "2026-11-23", "reason": "调任"}
    status, problem = ask("administrator", f"{STAFF}/S048/move", early, key="key-10009")
    assert (status, pointers(problem)) == (422, [("/on", "day_before_post")])
    ask("administrator", f"{STAFF}/S048/leave", {"on": "2026-12-30", "reason": "退休"}, key="key-10010")
    assert of("food", "2026-11-01", "2026-12-31") == (food[0], food[1] - 1, food[2], food[3], 1, 2)
    assert of("hrss", "2026-11-01", "2026-12-31") == (hrss[0], hrss[1], hrss[2], hrss[3] + 1, 2, 1)
    assert of("hrss", "2026-11-01", "2026-11-19")[1] == hrss[0] + 1
    assert of("hrss", "2026-11-01", "2026-11-23")[1] == hrss[0]


ADMINISTRATOR = {
    **{"unit_kind": "bureau", "unit": "bureau", "post": "科员", "rank": "科员级", "staff_type": "公务员"},
    **{"id": "S991", "name": "新演示", "roles": ["administrator"], "starts_on": TODAY, "subject": "persona:second"},
}


@pytest.mark.requirement("R59")
def test_the_last_administrator_stays_until_there_is_another(ask: Ask):
    leaving = {"reason": "调离"}
    for number, (path, body) in enumerate(
        [("leave", leaving), ("leave", {**leaving, "on": "2027-01-31"}), ("move", {**leaving, "roles": ["supervisor"]})]
    ):
        status, problem = ask("administrator", f"{STAFF}/S091/{path}", body, key=f"key-last-{number}")
        assert (status, problem["code"]) == (409, "last_administrator"), path
    assert ask("administrator", STAFF, ADMINISTRATOR, key="key-second")[0] == 200
    assert ask("administrator", f"{STAFF}/S091/leave", {**leaving, "on": "2027-01-31"}, key="key-leaves")[0] == 200
    status, problem = ask("administrator", f"{STAFF}/S991/leave", leaving, key="key-other")
    assert (status, problem["code"]) == (409, "last_administrator")


# ------------------------------------------------------------------------------- letters beside the catalogue (R65-R67)
HEALTH = "department_leader-health"
OF_HEALTH = {**POWER, "grantee": "S010", "sealed_with": "SEAL-health-2", "deputy": None, "powers": [1, 2, 6]}


@pytest.mark.requirement("R65", "R66", "R72")
@pytest.mark.parametrize(
    ("item", "changes", "where"),
    [
        ("YM-P03", {}, [("/items/0/decides", "complex_item_decides")]),
        ("YM-P03", {"complexity": "complex"}, [("/items/0/decides", "complex_item_decides")]),
        ("YM-P03", {"decides": "department_head"}, None),
        ("YM-P04", {"power": 1}, [("/items/0/decides", "power_of_other_kind")]),
        ("YM-P04", {}, None),
    ],
)
def test_a_letter_leaves_to_the_chief_representative_what_the_catalogue_does(
    ask: Ask, item: str, changes: dict[str, Any], where: list[tuple[str, str]] | None
):
    line = {**LINE, "item": item, **changes}
    status, answer = ask(HEALTH, LETTERS, {**OF_HEALTH, "items": [line]})
    assert (status, pointers(answer) if status == 422 else None) == (422 if where else 200, where)
    if where is None:
        asked = {"department": "health", "item": item, "act": "decide"}
        told = ask("supervisor", "/directory/authority", **asked)[1]
        assert told["code"] == ("by_letter" if item == "YM-P04" else "department_head_decides")


@pytest.mark.requirement("R72")
def test_a_letter_for_coordination_alone_takes_no_decision_and_no_figure_away(ask: Ask):
    before = ask("supervisor", FIGURES, department="food", **YEAR)[1]["authorised"]
    asked = {"department": "food", "item": "YM-P01", "act": "decide"}
    first = ask("supervisor", "/directory/authority", **asked)[1]
    line = {**LINE, "power": 4, "decides": "department_head"}
    assert ask(LEADER, LETTERS, {**POWER, "deputy": None, "powers": [4, 5], "items": [line]})[0] == 200
    assert ask("supervisor", "/directory/authority", **asked)[1] == first
    assert {one["letter"] for one in first["persons"]} == {first["letter"]["number"]}
    charge = ask("supervisor", "/directory/authority", **{**asked, "act": "charge"})[1]
    assert [(one["id"], one["letter"]) for one in charge["persons"]] == [("S013", POWER["number"])]
    assert ask("supervisor", FIGURES, department="food", **YEAR)[1]["authorised"] == before
