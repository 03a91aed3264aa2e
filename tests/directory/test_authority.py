"""Who may do what by which letter: over all items of the demonstration, at the edges of terms, and as properties."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.directory.model.authority import REASONS, SCOPES, AskedAct, Register, may, who_may
from chalicelib.directory.model.item_kinds import ItemKind
from tests.directory.registers import (
    NOON,
    accept_letter,
    at,
    departments_of_items,
    member,
    power_letter,
    register,
)

GAPS = {
    "YM-P10": "letter_expired",
    "YM-P13": "letter_revoked",
    "YM-I21": "item_not_listed",
    "YM-I19": "scope_receive_only",
}
HEADS = {"YM-P03", "YM-P06", "YM-P08", "YM-P11", "YM-I02", "YM-I12", "YM-I19"} | {f"YM-I0{no}" for no in (4, 5, 7, 8)}
UPPER = {"YM-P12", "YM-P13", "YM-P17"}
EXPIRED = {"YM-P07", "YM-P16"}  # the chief representative's letter of culture ended on 2026-09-30
CHIEF = member(id="S901", roles=["chief_representative"], chief=True, rank="正科级", post="审批科科长")
DEPUTY = member(id="S902", roles=["chief_representative"], deputy_of="S901", rank="副科级")
LEADER = member(id="H-900", roles=["department_leader"], rank="正处级", post="局长")
CLERK = member(id="S903", unit={"kind": "centre", "id": "centre"}, roles=["counter_clerk"], staff_type="合同")
SENT = member(id="S904", unit={"kind": "department", "id": "si"}, roles=["counter_clerk"], windows=["W-01"])


def staff(*members: Any) -> dict[str, Any]:
    return {one.id: one for one in members}


EVERYBODY = Register(staff(CHIEF, DEPUTY, LEADER, CLERK, SENT, member()), [accept_letter()], [power_letter()])


# ----------------------------------------------------------------------------------------- several letters for an item
WIDE = {"scope": ["收取材料", "受理", "出具文书"]}
NARROW = {"scope": ["收取材料", "受理"]}
ONLY_RECEIVE = {"scope": ["收取材料"]}


@pytest.mark.requirement("R33")
@pytest.mark.requirement("R57")
@pytest.mark.parametrize("other", [NARROW, ONLY_RECEIVE])
@pytest.mark.parametrize(("wide_from", "other_from"), [("2026-01-01", "2026-03-01"), ("2026-03-01", "2026-01-01")])
@pytest.mark.parametrize("wide_first", [True, False])
def test_of_several_letters_one_that_reaches_the_act_is_enough(
    other: dict[str, Any], wide_from: str, other_from: str, *, wide_first: bool
) -> None:
    wide = accept_letter(id="LA-WIDE", **{"from": wide_from}, **WIDE)
    narrow = accept_letter(id="LA-OTHER", **{"from": other_from}, **other)
    known = EVERYBODY._replace(accept_letters=[wide, narrow] if wide_first else [narrow, wide])
    for act in ("accept", "issue_documents"):
        answer = who_may(known, "food", "YM-P01", act, NOON)
        assert answer.code == "by_letter", act
        assert answer.letter is not None
        assert SCOPES[act] in answer.letter.model_dump()["scope"]
    documents = who_may(known, "food", "YM-P01", "issue_documents", NOON)
    assert documents.letter == wide
    assert documents.persons == ("S903", "S904")


@pytest.mark.requirement("R57")
def test_two_letters_together_reach_as_far_as_both() -> None:
    accepting, issuing = accept_letter(id="LA-1", scope=["受理"]), accept_letter(id="LA-2", scope=["出具文书"])
    known = EVERYBODY._replace(accept_letters=[accepting, issuing])
    found = {act: who_may(known, "food", "YM-P01", act, NOON).letter for act in ("accept", "issue_documents")}
    assert found == {"accept": accepting, "issue_documents": issuing}
    ended = issuing.model_copy(update={"until": date(2026, 2, 1)})
    known = EVERYBODY._replace(accept_letters=[accepting, ended])
    assert who_may(known, "food", "YM-P01", "issue_documents", NOON).code == "out_of_scope"


# ------------------------------------------------------------------------------------------- the demonstration's items
@pytest.mark.requirement("R33")
@pytest.mark.parametrize("item", departments_of_items())
def test_the_centre_accepts_every_item_that_a_letter_covers(item: str) -> None:
    department = departments_of_items()[item]
    answer = who_may(register(), department, item, "accept", NOON)
    assert answer.code == GAPS.get(item, "by_letter")
    assert answer.allowed is (item not in GAPS)
    assert bool(answer.persons) is answer.allowed
    assert answer.reason == REASONS[answer.code]


@pytest.mark.requirement("R72")
@pytest.mark.parametrize("item", departments_of_items())
def test_the_chief_representative_decides_what_the_letter_leaves_to_the_chief(item: str) -> None:
    department = departments_of_items()[item]
    answer = who_may(register(), department, item, "decide", NOON)
    expected = (
        "department_head_decides"
        if item in HEADS
        else "upper_level_decides"
        if item in UPPER
        else "letter_expired"
        if item in EXPIRED
        else "by_letter"
    )
    assert answer.code == expected
    chiefs = {one.id for one in register().staff.values() if one.chief}
    assert bool(chiefs & set(answer.persons)) is (expected == "by_letter")


@pytest.mark.requirement("R33")
@pytest.mark.parametrize(
    ("item", "last_good", "first_bad", "code"),
    [
        ("YM-P10", "2026-06-30", "2026-07-01", "letter_expired"),
        ("YM-P13", "2026-05-14", "2026-05-15", "letter_revoked"),
    ],
)
def test_a_letter_ends_between_two_days(item: str, last_good: str, first_bad: str, code: str) -> None:
    department = departments_of_items()[item]
    assert who_may(register(), department, item, "accept", at(last_good, 23)).allowed
    assert who_may(register(), department, item, "accept", at(first_bad, 0)).code == code


@pytest.mark.requirement("R33")
def test_an_item_that_a_later_letter_covers_is_not_covered_before() -> None:
    assert who_may(register(), "food", "YM-P05", "accept", at("2026-01-31", 23)).code == "letter_not_yet"
    assert who_may(register(), "food", "YM-P05", "accept", at("2026-02-01", 0)).number == "阳市监食委〔2026〕演示02号"


@pytest.mark.requirement("R33")
def test_a_letter_to_receive_only_lets_the_centre_receive_and_no_more() -> None:
    assert who_may(register(), "nsec", "YM-I19", "collect", NOON).allowed
    assert who_may(register(), "nsec", "YM-I19", "issue_documents", NOON).code == "scope_receive_only"


@pytest.mark.requirement("R33", "R57")
def test_the_scope_of_a_line_holds_for_its_item_alone() -> None:
    items = [{"item": "YM-P01", "scope": ["收取材料"]}, {"item": "YM-P05"}]
    known = EVERYBODY._replace(accept_letters=[accept_letter(items=items)])
    assert who_may(known, "food", "YM-P01", "collect", NOON).allowed
    assert who_may(known, "food", "YM-P01", "accept", NOON).code == "scope_receive_only"
    assert who_may(known, "food", "YM-P05", "accept", NOON).allowed
    wider = [{"item": "YM-P01", "scope": ["收取材料", "受理"]}, {"item": "YM-P05"}]
    known = EVERYBODY._replace(accept_letters=[accept_letter(items=wider, scope=["收取材料"])])
    assert who_may(known, "food", "YM-P01", "accept", NOON).allowed
    assert who_may(known, "food", "YM-P01", "issue_documents", NOON).code == "out_of_scope"
    assert who_may(known, "food", "YM-P05", "accept", NOON).code == "scope_receive_only"


def test_a_renewed_letter_takes_over_where_the_earlier_one_ends() -> None:
    numbers = [
        who_may(register(), "culture", "YM-P07", "accept", at(day)).number for day in ("2026-03-31", "2026-04-01")
    ]
    assert numbers == ["阳文旅文委〔2025〕演示01号", "阳文旅文委〔2026〕演示02号"]


def test_a_revocation_in_the_future_leaves_the_letter_valid_until_then() -> None:
    assert who_may(register(), "safety", "YM-P06", "first_review", at("2026-12-14", 23)).allowed
    assert who_may(register(), "safety", "YM-P06", "first_review", at("2026-12-15", 0)).code == "letter_revoked"


@pytest.mark.requirement("R59")
def test_the_successor_decides_and_whoever_left_does_not() -> None:
    before, after = register().staff["S021"], register().staff["S022"]
    assert may(register(), before, "edu", "YM-P14", "first_review", at("2026-03-01")).allowed
    assert may(register(), before, "edu", "YM-P14", "first_review", at("2026-03-02")).code == "left"
    assert may(register(), after, "edu", "YM-P14", "first_review", at("2026-03-01")).code == "not_yet_in_post"
    assert may(register(), after, "edu", "YM-P14", "first_review", at("2026-03-02")).allowed


@pytest.mark.requirement("R51")
def test_a_clerk_without_training_for_an_item_is_known() -> None:
    clerk = register().staff["S078"]
    assert clerk.training_for("YM-I19", NOON.date()) is None
    trained = clerk.training_for("YM-I01", NOON.date())
    assert trained
    assert clerk.training_for("YM-I01", trained.until) == clerk.training_for("YM-I01", trained.trained_on) == trained
    assert clerk.training_for("YM-I01", trained.until + timedelta(days=1)) is None
    assert clerk.training_for("YM-I01", trained.trained_on - timedelta(days=1)) is None


def test_the_county_has_letters_of_its_own() -> None:
    county = register("441781")
    assert who_may(county, "forest", "YM-P10", "accept", NOON).allowed
    assert who_may(county, "forest", "YM-P10", "accept", at("2025-12-31")).code == "letter_not_yet"
    assert who_may(register(), "forest", "YM-P10", "accept", NOON).code == "letter_expired"


# ------------------------------------------------------------------------------------------------- one person, one act
@pytest.mark.parametrize(
    ("person", "act", "code"),
    [
        (CLERK, "accept", "by_letter"),
        (CLERK, "collect", "by_letter"),
        (SENT, "accept", "by_letter"),
        (CLERK, "decide", "not_for_this_department"),
        (CHIEF, "decide", "by_letter"),
        (CHIEF, "accept", "own_right"),
        (LEADER, "decide", "own_right"),
        (member(), "decide", "not_named_in_letter"),
        (member(), "accept", "own_right"),
        (DEPUTY, "decide", "not_named_in_letter"),
        (CHIEF.model_copy(update={"staff_type": "合同"}), "decide", "staff_type"),
        (CHIEF.model_copy(update={"staff_type": "事业"}), "decide", "staff_type"),
        (CHIEF.model_copy(update={"staff_type": "事业", "note": "依法律法规授权"}), "decide", "by_letter"),
        (CHIEF.model_copy(update={"staff_type": "合同", "public_service_only": True}), "decide", "by_letter"),
        (CHIEF, "first_review", "by_letter"),
        (CHIEF, "coordinate", "by_letter"),
        (CHIEF, "charge", "power_not_granted"),
        (CHIEF, "seal", "by_letter"),
        (member(id="S905", unit={"kind": "department", "id": "si"}), "accept", "not_for_this_department"),
        (None, "accept", "not_in_register"),
    ],
)
def test_what_each_person_may(person: Any, act: AskedAct, code: str) -> None:
    answer = may(EVERYBODY, person, "food", "YM-P01", act, NOON)
    assert answer.code == code
    assert answer.allowed is (code in ("by_letter", "own_right"))


@pytest.mark.requirement("R72")
def test_a_deputy_acts_only_where_the_letter_names_the_deputy() -> None:
    named = EVERYBODY._replace(power_letters=[power_letter(deputy="S902")])
    assert may(named, DEPUTY, "food", "YM-P01", "decide", NOON).allowed
    assert may(named, DEPUTY, "food", "YM-P05", "decide", NOON).code == "item_not_listed"


@pytest.mark.requirement("R65")
def test_what_is_complex_is_decided_by_the_leader_of_the_department() -> None:
    line = {"item": "YM-P01", "complexity": "complex", "power": 2, "decides": "department_head"}
    letters = EVERYBODY._replace(power_letters=[power_letter(items=[line])])
    assert may(letters, CHIEF, "food", "YM-P01", "decide", NOON).code == "department_head_decides"
    assert may(letters, LEADER, "food", "YM-P01", "decide", NOON).allowed
    excluded = power_letter(exclusions=[{"item": "YM-P01", "text": "重大", "who": "department_head"}])
    assert may(EVERYBODY._replace(power_letters=[excluded]), CHIEF, "food", "YM-P01", "decide", NOON).allowed is False


def test_without_a_letter_the_department_acts_by_its_own_right() -> None:
    bare = EVERYBODY._replace(accept_letters=[], power_letters=[])
    accepting = who_may(bare, "food", "YM-P01", "accept", NOON)
    assert (accepting.allowed, accepting.code, accepting.number) == (False, "no_letter", None)
    assert set(accepting.own_right) == {"S900", "S901", "S902", "H-900"}
    assert may(bare, LEADER, "food", "YM-P01", "decide", NOON).code == "own_right"
    assert may(bare, CHIEF, "food", "YM-P01", "decide", NOON).code == "no_letter"


def test_a_letter_whose_holders_have_left_lets_nobody_decide() -> None:
    gone = CHIEF.model_copy(update={"until": date(2026, 10, 31)})
    answer = who_may(EVERYBODY._replace(staff=staff(gone, LEADER)), "food", "YM-P01", "decide", NOON)
    assert (answer.allowed, answer.code, answer.own_right) == (False, "nobody_in_post", ("H-900",))


@pytest.mark.requirement("R59")
def test_leaving_at_once_ends_the_right_at_that_moment() -> None:
    left = CHIEF.model_copy(update={"left_at": NOON, "until": NOON.date()})
    assert may(EVERYBODY, left, "food", "YM-P01", "decide", NOON - timedelta(seconds=1)).allowed
    assert may(EVERYBODY, left, "food", "YM-P01", "decide", NOON).code == "left"


def test_a_revocation_counts_from_its_moment() -> None:
    revoked = accept_letter(revoked={"at": NOON.isoformat(), "by": "H-900", "reason": "收回"})
    assert revoked.state_at(NOON - timedelta(seconds=1)) == "valid"
    assert revoked.state_at(NOON) == "revoked"
    assert revoked.state_at(NOON.date()) == "revoked"
    assert revoked.state_at(NOON.date() - timedelta(days=1)) == "valid"


@pytest.mark.requirement("R33")
def test_collecting_needs_no_letter_and_is_done_by_those_at_the_windows() -> None:
    """docs/authority.md, `window_takes_in`: what a window collects without a letter goes to the department."""
    answer = who_may(EVERYBODY._replace(accept_letters=[]), "food", "YM-P01", "collect", NOON)
    assert (answer.allowed, answer.code, set(answer.persons)) == (True, "collect_needs_no_letter", {CLERK.id, SENT.id})
    assert answer.letter is None
    assert not who_may(EVERYBODY._replace(accept_letters=[]), "food", "YM-P01", "accept", NOON).allowed


@pytest.mark.requirement("R66")
@pytest.mark.requirement("R67")
@pytest.mark.parametrize(
    ("power", "on_the_spot", "decides"),
    [
        (1, True, True),
        (1, False, False),
        (2, True, False),
        (2, False, True),
        (3, False, True),
        (4, False, False),
        (5, False, False),
        (5, None, False),
        (6, None, False),
        (2, None, True),
    ],
)
def test_a_decision_rests_on_the_power_for_its_kind(power: int, on_the_spot: bool | None, decides: bool) -> None:
    """The power to collect a fee or to use the seal decides nothing."""
    line = {"item": "YM-P01", "complexity": "general", "power": power, "decides": "chief_representative"}
    letters = EVERYBODY._replace(power_letters=[power_letter(items=[line], powers=[1, 2, 3, 4, 5, 6])])
    answer = who_may(letters, "food", "YM-P01", "decide", NOON, kind=ItemKind(on_the_spot))
    assert (answer.allowed, answer.code) == (decides, "by_letter" if decides else "power_not_granted")
    assert may(letters, CHIEF, "food", "YM-P01", "decide", NOON, kind=ItemKind(on_the_spot)).allowed is decides


def test_the_letter_that_ended_last_is_named() -> None:
    """A younger letter that was signed and revoked before does not hide the one that was in force until now."""
    end = {"by": "H-900", "reason": "收回"}
    long = accept_letter(
        id="L-1", number="示范委〔2025〕1号", **{"from": "2025-01-01"}, revoked={**end, "at": NOON.isoformat()}
    )
    short = accept_letter(
        id="L-2",
        number="示范委〔2026〕2号",
        **{"from": "2026-01-01"},
        revoked={**end, "at": (NOON - timedelta(days=30)).isoformat()},
    )
    answer = who_may(EVERYBODY._replace(accept_letters=[long, short]), "food", "YM-P01", "accept", NOON)
    assert (answer.code, answer.number) == ("letter_revoked", "示范委〔2025〕1号")


# ---------------------------------------------------------------------------------------------------------- properties
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
ACTS = st.sampled_from(["collect", "accept", "issue_documents", "decide", "first_review", "coordinate", "seal"])


@given(first=DAYS, last=DAYS, asked=DAYS, act=ACTS)
def test_a_letter_allows_exactly_within_its_term(first: date, last: date, asked: date, act: AskedAct) -> None:
    term: dict[str, Any] = {"from": first, "to": last}
    people = {one.id: one.model_copy(update={"since": date.min}) for one in EVERYBODY.staff.values()}
    letters = Register(people, [accept_letter(**term)], [power_letter(**term)])
    answer = who_may(letters, "food", "YM-P01", act, at(str(asked)))
    assert answer.allowed is (first <= asked <= last or act == "collect")
    assert (answer.code == "by_letter") is (first <= asked <= last)


@given(revoked=DAYS, asked=DAYS, act=ACTS)
def test_nothing_is_allowed_by_a_letter_once_it_is_revoked(revoked: date, asked: date, act: AskedAct) -> None:
    end = {"at": at(str(revoked), 0).isoformat(), "by": "H-900", "reason": "收回"}
    letters = EVERYBODY._replace(accept_letters=[accept_letter(revoked=end)], power_letters=[power_letter(revoked=end)])
    answer = who_may(letters, "food", "YM-P01", act, at(str(asked), 0))
    assert not (answer.code == "by_letter" and asked >= revoked)
    assert answer.allowed or act != "collect"


@given(item=st.sampled_from(sorted(departments_of_items())), day=DAYS, act=ACTS)
def test_whoever_is_named_is_in_post_and_may_alone(item: str, day: date, act: AskedAct) -> None:
    department, moment = departments_of_items()[item], at(str(day))
    answer = who_may(register(), department, item, act, moment)
    for person in answer.persons if answer.allowed else ():
        one = register().staff[person]
        assert one.in_post_at(moment)
        assert may(register(), one, department, item, act, moment).allowed
    for person in answer.own_right:
        assert may(register(), register().staff[person], department, item, act, moment).allowed
