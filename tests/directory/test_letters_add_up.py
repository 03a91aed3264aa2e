"""Several letters of one department at a time add up: what one grants, no other letter takes back."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.directory.model.authority import AskedAct, Register, may, who_may
from chalicelib.directory.model.figures import Item, authorised, delegated
from chalicelib.directory.model.item_kinds import ItemKind
from chalicelib.directory.model.letters import AcceptLetter, PowerLetter
from chalicelib.directory.model.own_right import ON_CASES, Asked, who_may_in_fact
from tests.directory.registers import NOON, accept_letter, member, power_letter

CHIEF = member(id="S901", roles=["chief_representative"], chief=True, rank="正科级", post="审批科科长")
SECOND = member(id="S902", roles=["chief_representative"], deputy_of="S901", rank="副科级")
LEADER = member(id="H-900", roles=["department_leader"], rank="正处级", post="局长")
TRAINED = member(
    id="S903",
    unit={"kind": "centre", "id": "centre"},
    roles=["counter_clerk"],
    staff_type="合同",
    competences=[{"item": "YM-P01", "trained_on": "2026-01-01", "until": "2026-12-31"}],
)
UNTRAINED = member(id="S904", unit={"kind": "centre", "id": "centre"}, roles=["counter_clerk"], staff_type="合同")
ELSEWHERE = member(
    id="S905", unit={"kind": "centre", "id": "centre-441704"}, roles=["counter_clerk"], staff_type="合同"
)
STAFF = {one.id: one for one in (CHIEF, SECOND, LEADER, TRAINED, UNTRAINED, ELSEWHERE, member())}
ACTS: tuple[AskedAct, ...] = (
    "collect", "accept", "issue_documents", "decide", "first_review", "coordinate", "charge", "seal"
)  # fmt: skip
KINDS = [ItemKind(spot, complex_) for spot in (True, False, None) for complex_ in (True, False)]

items = st.sampled_from(["YM-P01", "YM-P05"])
deciders = st.sampled_from(["chief_representative", "department_head", "upper_level"])
starts = st.sampled_from(["2026-01-01", "2026-03-01", "2026-06-01", "2026-12-01"])
scopes = st.lists(st.sampled_from(["收取材料", "受理", "出具文书"]), min_size=1, max_size=3, unique=True)
lines = st.builds(
    lambda item, power, decides: {"item": item, "complexity": "general", "power": power, "decides": decides},
    items,
    st.integers(1, 6),
    deciders,
)
exclusions = st.builds(lambda item, who: {"item": item, "text": "重大的", "who": who}, items, deciders)


@st.composite
def power_letters(draw: st.DrawFn) -> PowerLetter:
    number = draw(st.integers(1, 9999))
    return power_letter(
        id=f"LP-{number}",
        number=f"示授〔2026〕{number}号",
        grantee=draw(st.sampled_from(["S901", "S902", "S999"])),
        deputy=draw(st.sampled_from([None, "S902"])),
        powers=draw(st.lists(st.integers(1, 6), min_size=1, unique=True)),
        items=draw(st.lists(lines, max_size=2, unique_by=lambda one: one["item"])),
        exclusions=draw(st.lists(exclusions, max_size=1)),
        **{"from": draw(starts)},
    )


@st.composite
def accept_letters(draw: st.DrawFn) -> AcceptLetter:
    number = draw(st.integers(1, 9999))
    listed = draw(st.lists(items, min_size=1, max_size=2, unique=True))
    return accept_letter(
        id=f"LA-{number}",
        number=f"示委〔2026〕{number}号",
        grantee=draw(st.sampled_from(["centre", "centre-441704"])),
        scope=draw(scopes),
        items=[{"item": one, "scope": draw(st.none() | scopes)} for one in listed],
        training_required=draw(st.booleans()),
        **{"from": draw(starts)},
    )


def passed(register: Register, kind: ItemKind) -> set[tuple[str, str]]:
    """Who may do which act on YM-P01, by letters and in fact."""
    by_letters = {
        (act, one.id) for act in ACTS for one in STAFF.values()
        if may(register, one, "food", "YM-P01", act, NOON, kind=kind).allowed
    }  # fmt: skip
    for act in ON_CASES:
        answer = who_may_in_fact(register, Asked("food", "YM-P01", act, NOON, kind))
        by_letters |= {(f"{act} in fact", one) for one in answer.persons if answer.allowed}
        if act == "decide":
            by_letters |= {(f"{act} in fact", one) for one in answer.own_right}
    return by_letters


@pytest.mark.requirement("R57", "R72")
@given(
    st.lists(accept_letters(), max_size=3),
    st.lists(power_letters(), max_size=3),
    accept_letters() | power_letters(),
    st.sampled_from(KINDS),
)
def test_a_letter_more_never_refuses_what_was_allowed(
    accept: list[AcceptLetter], power: list[PowerLetter], added: AcceptLetter | PowerLetter, kind: ItemKind
) -> None:
    before = Register(STAFF, accept, power)
    more = before._replace(accept_letters=[*accept, added]) if isinstance(added, AcceptLetter) else None
    after = more or before._replace(power_letters=[*power, added])
    assert passed(before, kind) <= passed(after, kind)
    item = Item("YM-P01", "food", "general", "承诺件")
    for share in (authorised, delegated):
        counted = [
            share([item], [*one.accept_letters, *one.power_letters], NOON.date()).counted for one in (before, after)
        ]
        assert counted[0] <= counted[1]


@pytest.mark.requirement("R72")
@given(st.lists(power_letters(), max_size=4), st.sampled_from(KINDS), st.sampled_from([CHIEF, SECOND]))
def test_the_letter_that_is_named_grants_just_this(letters: list[PowerLetter], kind: ItemKind, one: Any) -> None:
    """A decision rests on a valid letter that names the person, leaves the item to the chief representative and grants
    the power for its kind; alone it allows the same. Without such a letter nothing is allowed by letter.
    """
    answer = may(Register(STAFF, (), letters), one, "food", "YM-P01", "decide", NOON, kind=kind)
    right = [letter for letter in letters if grants(letter, one.id, kind)]
    assert answer.allowed is bool(right)
    if answer.allowed:
        assert answer.letter in right
        alone = may(Register(STAFF, (), [answer.letter]), one, "food", "YM-P01", "decide", NOON, kind=kind)  # type: ignore[list-item]
        assert (alone.allowed, alone.letter) == (True, answer.letter)


def grants(letter: PowerLetter, holder: str, kind: ItemKind) -> bool:
    """What 附件4 says, word for word, told apart from the product's own rule."""
    powers = {True: {1}, False: {2, 3}, None: {1, 2, 3}}[kind.on_the_spot] & set(letter.powers)
    line = [one for one in letter.items if one.item == "YM-P01" and one.decides == "chief_representative"]
    left_out = [one for one in letter.exclusions if one.item == "YM-P01" and one.who != "chief_representative"]
    begun = letter.since <= date(2026, 11, 26)
    return (
        not kind.complex
        and begun
        and holder in letter.holders
        and bool(line)
        and line[0].power in powers
        and not left_out
    )


@pytest.mark.requirement("R72")
def test_a_letter_without_items_takes_no_decision_away() -> None:
    """The letter grants coordination alone; the one before it leaves the decision to the chief representative."""
    first = power_letter(powers=[2, 6])
    coordinating = power_letter(
        id="LP-X", number="示授〔2026〕9号", powers=[3, 4, 5], items=[], **{"from": "2026-06-01"}
    )
    register = Register(STAFF, (), [first, coordinating])
    named = {act: may(register, CHIEF, "food", "YM-P01", act, NOON).letter for act in ("decide", "coordinate", "seal")}
    assert named == {"decide": first, "coordinate": coordinating, "seal": first}
    assert may(register, CHIEF, "food", "YM-P01", "charge", NOON).letter == coordinating
    assert (
        who_may(register._replace(power_letters=[coordinating]), "food", "YM-P01", "decide", NOON).code
        == "item_not_listed"
    )


@pytest.mark.requirement("R51")
def test_a_stricter_letter_does_not_refuse_whom_an_older_one_lets_accept() -> None:
    lenient = accept_letter()
    strict = accept_letter(id="LA-X", number="示委〔2026〕9号", training_required=True, **{"from": "2026-06-01"})
    register = Register(STAFF, [lenient, strict], ())
    assert may(register, UNTRAINED, "food", "YM-P01", "accept", NOON).letter == lenient
    assert may(register, TRAINED, "food", "YM-P01", "accept", NOON).letter == strict
    asked = Asked("food", "YM-P01", "accept", NOON)
    assert set(who_may_in_fact(register, asked).persons) == {"S903", "S904"}
    assert who_may_in_fact(register._replace(accept_letters=[strict]), asked).persons == ("S903",)


@pytest.mark.requirement("R33")
def test_whoever_accepts_gives_out_a_document_too() -> None:
    """The gate asks for both scopes, so that one of them alone lets nobody accept."""
    asked = Asked("food", "YM-P01", "accept", NOON, ItemKind(on_the_spot=False))
    narrow = accept_letter(scope=["收取材料", "受理"])
    answer = who_may_in_fact(Register(STAFF, [narrow], ()), asked)
    assert (answer.allowed, answer.code, answer.persons, answer.own_right) == (False, "out_of_scope", (), ("S900",))
    issuing = accept_letter(id="LA-X", number="示委〔2026〕9号", scope=["出具文书"])
    both = who_may_in_fact(Register(STAFF, [narrow, issuing], ()), asked)
    assert (both.allowed, both.letter, both.persons) == (True, narrow, ("S903", "S904"))
