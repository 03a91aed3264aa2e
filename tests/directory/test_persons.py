"""Which posts are of one person: links lead to one root, whatever the order in which the register learns of them."""

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.acts.register_staff import register_staff
from chalicelib.directory.model.persons import MOST_POSTS, clashes, persons_of
from chalicelib.directory.model.rules import staff_findings
from chalicelib.directory.store import staff
from chalicelib.directory.store.authority import register_of
from chalicelib.directory.store.kept import Change
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import Conflict, Invalid, NotFound
from proofs.kit.world import Moment, World
from tests.directory import directories
from tests.directory.registers import CITY, NOON, member
from tests.directory.test_register_acts import caller, refused

BY = Change("import", NOON, "u-admin", "administrator", {})
IDS = [f"P{number}" for number in range(7)]
LINKS = st.dictionaries(st.sampled_from(IDS), st.sampled_from([*IDS, None]))


def record(post: str, role: str = "guide", **facts: Any) -> dict[str, Any]:
    unit = {"kind": "department", "id": "food"}
    own = {"id": post, "subject": f"u-{post}", "unit": unit, "roles": [role], "from": "2026-01-01", **facts}
    return member(**own).model_dump(mode="json", by_alias=True, exclude_none=True, exclude_defaults=True)


def imported(platform: Platform, *records: dict[str, Any]) -> dict[str, str]:
    """What each record of the file is refused for; empty when it was written."""
    try:
        plan = plan_directory(platform.table, CITY, {"staff": [*records]}, logged=BY)
    except Invalid as invalid:
        return {error.pointer: error.code for error in invalid.errors}
    for _ in carry_out(platform.table, plan):
        pass
    return {}


@pytest.fixture
def filled(platform: Platform) -> Platform:
    directories.imported(platform.table)
    return platform


def person(platform: Platform, post: str) -> list[str]:
    return [kept.record.id for kept in staff.person_with(platform.table, CITY, post).posts]


# ----------------------------------------------------------------------------------------------------------- the rule
def together(links: Mapping[str, str | None], ids: Sequence[str]) -> dict[str, frozenset[str]]:
    """The classes of linked posts, joined one link after the other."""
    classes = {one: frozenset({one}) for one in ids}
    for one, target in links.items():
        if target in classes:
            joined = classes[one] | classes[target]
            classes.update(dict.fromkeys(joined, joined))
    return classes


@given(kept=LINKS, told=LINKS)
def test_posts_have_one_root_exactly_when_links_join_them(kept: dict[str, str | None], told: dict[str, str | None]):
    found = persons_of(kept, told)
    wanted = {**kept, **{one: target or kept.get(one) for one, target in told.items()}}
    classes = together(wanted, [*wanted])
    for one in wanted:
        assert {other for other in wanted if found.roots[other] == found.roots[one]} == classes[one]
        assert found.roots[found.roots[one]] == found.roots[one]
    again = persons_of({one: found.link(one) for one in wanted}, {})
    assert again.roots == found.roots


@given(kept=LINKS, told=LINKS)
def test_a_told_link_on_a_circle_is_refused_and_no_other(kept: dict[str, str | None], told: dict[str, str | None]):
    wanted = {**kept, **{one: target or kept.get(one) for one, target in told.items()}}

    def comes_back(start: str) -> bool:
        here = wanted.get(start)
        for _ in wanted:
            if here is None or here == start:
                break
            here = wanted.get(here)
        return here == start

    circular = persons_of(kept, told).circular
    assert circular == {one for one, target in told.items() if target and comes_back(one)}


@given(kept=LINKS, told=LINKS)
def test_no_accepted_file_parts_posts_that_were_of_one_person(kept: dict[str, str | None], told: dict[str, str | None]):
    before = persons_of(kept, {})
    canonical = {one: before.link(one) for one in before.roots}
    found = persons_of(canonical, told)
    if found.circular or found.parted:
        return
    for one in kept:
        for other in kept:
            if before.roots[one] == before.roots[other]:
                assert found.roots[one] == found.roots[other]


def test_a_person_has_ten_posts_at_most():
    posts = [member(id=f"S{number}", same_person_as="S900") for number in range(MOST_POSTS - 1)]
    last = member(id="S999", roles=["guide"], same_person_as="S900")
    assert "too_many_posts" not in {one.code for one in staff_findings(last, posts=posts)}
    assert "too_many_posts" in {one.code for one in staff_findings(last, posts=[*posts, member()])}


# --------------------------------------------------------------------------------------------------------- the import
@pytest.mark.requirement("R1")
@pytest.mark.parametrize("reverse", [False, True])
def test_two_duties_are_refused_also_over_a_third_post(filled: Platform, reverse: bool):
    assert imported(filled, record("A", "counter_clerk"), record("B", "officer")) == {}
    chain = [record("X", same_person_as="A"), record("B", "officer", same_person_as="X")]
    at = 0 if reverse else 1
    told = imported(filled, *(reversed(chain) if reverse else chain))
    assert told == {f"/staff/{at}/same_person_as": "separation_of_duties"}


@pytest.mark.requirement("R1")
def test_two_duties_of_posts_are_refused_that_the_file_does_not_name(filled: Platform):
    """Each post is lawful beside the one that the file links; together they are not."""
    first = [record("A", "counter_clerk"), record("N", same_person_as="A")]
    assert imported(filled, *first, record("M"), record("B", "officer", same_person_as="M")) == {}
    assert imported(filled, record("M", same_person_as="N")) == {"/staff/0/same_person_as": "separation_of_duties"}
    assert imported(filled, record("M", "officer")) == {}


@pytest.mark.requirement("R1")
def test_a_changed_root_is_judged_with_posts_that_the_file_does_not_name(filled: Platform):
    assert imported(filled, record("A"), record("B", "officer", same_person_as="A")) == {}
    assert imported(filled, record("A", "counter_clerk")) == {"/staff/0/same_person_as": "separation_of_duties"}


@pytest.mark.parametrize(
    "circle",
    [
        [record("A", same_person_as="A")],
        [record("A", same_person_as="B"), record("B", same_person_as="A")],
        [record("A", same_person_as="B"), record("B", same_person_as="C"), record("C", same_person_as="A")],
    ],
)
def test_a_link_that_comes_back_to_itself_is_refused_at_each_of_its_rows(filled: Platform, circle: list[Any]):
    told = imported(filled, *circle)
    assert told == {f"/staff/{number}/same_person_as": "person_circular" for number in range(len(circle))}


def test_a_post_does_not_go_over_to_another_person_and_an_older_file_takes_no_link_back(filled: Platform):
    assert imported(filled, record("A"), record("B"), record("C", same_person_as="A")) == {}
    assert imported(filled, record("C", same_person_as="B")) == {"/staff/0/same_person_as": "person_settled"}
    assert imported(filled, record("C")) == {}
    assert person(filled, "C") == ["A", "C"]


@pytest.mark.requirement("R1")
def test_a_link_that_is_told_later_counts_for_the_next_post(filled: Platform):
    assert imported(filled, record("A", "counter_clerk"), record("B")) == {}
    assert imported(filled, record("A", "counter_clerk", same_person_as="B")) == {}
    assert person(filled, "A") == person(filled, "B") == ["A", "B"]
    deciding = member(id="D", subject="u-D", same_person_as="B")
    told = refused(lambda: register_staff(filled, caller(), deciding))
    assert told == {"/same_person_as": "separation_of_duties"}


def test_a_linked_person_is_told_in_the_row_of_each_account(filled: Platform):
    assert imported(filled, record("A"), record("B", same_person_as="A"), record("C")) == {}
    assert imported(filled, record("A", same_person_as="C")) == {}
    for post in ("A", "B", "C"):
        holder = register_of(filled.table, CITY, None, subject=f"u-{post}").holder
        assert holder
        assert (holder.member.person, holder.posts) == ("C", {"A", "B", "C"})
        assert holder.accounts == {"u-A", "u-B", "u-C"}


@pytest.mark.parametrize("named", ["A", "B"])
def test_whoever_comes_back_after_a_link_has_the_account_again_and_again(filled: Platform, named: str):
    assert imported(filled, record("A"), record("B")) == {}
    assert imported(filled, record("A", same_person_as="B")) == {}
    at, again = NOON.date(), "A"
    for number in range(3):
        leave_staff(filled, caller(), again, "调离")
        again = f"A{number}"
        register_staff(filled, caller(), member(id=again, subject="u-A", same_person_as=named, **{"from": str(at)}))
        holder = staff.find_holder(filled.table, CITY, "u-A")
        assert holder
        assert holder.member.id == again
    assert imported(filled, record("A"), record("B")) == {}
    register_staff(filled, caller(), member(id="E", subject="u-E", roles=["guide"], same_person_as="A"))
    holder = staff.find_holder(filled.table, CITY, "u-A")
    assert holder
    assert holder.posts == {"A", "A0", "A1", "A2", "B", "E"}


def test_whoever_comes_back_by_a_file_takes_the_account_over(filled: Platform):
    assert imported(filled, record("A")) == {}
    back = record("Z", subject="u-A", same_person_as="A")
    assert imported(filled, back) == {"/staff/0/subject": "subject_taken"}
    leave_staff(filled, caller(), "A", "调离")
    stranger = record("Z", subject="u-A")
    assert imported(filled, stranger) == {"/staff/0/subject": "subject_taken"}
    assert imported(filled, back) == {}
    assert imported(filled, record("A", phone="13800138000"), back) == {}
    holder = staff.find_holder(filled.table, CITY, "u-A")
    assert holder
    assert (holder.member.id, holder.posts) == ("Z", {"A", "Z"})


def test_a_new_record_does_not_name_itself(filled: Platform):
    told = refused(lambda: register_staff(filled, caller(), member(same_person_as="S900")))
    assert told == {"/same_person_as": "person_circular"}


@pytest.mark.requirement("R59")
@pytest.mark.parametrize(
    "gone", [{"roles": ["guide"]}, {"to": str(NOON.date())}, {"subject": None}, {"from": "2027-01-01"}]
)
def test_a_file_leaves_an_administrator(filled: Platform, gone: dict[str, Any]):
    last = record("A", "administrator")
    assert imported(filled, last) == {}
    goes = {name: value for name, value in {**last, **gone}.items() if value is not None}
    assert imported(filled, goes) == {"/staff/0/roles": "last_administrator"}
    assert imported(filled, goes, record("B", "administrator")) == {}


# -------------------------------------------------------------------------------------------------------- every order
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["import", "register", "leave"]),
        st.sampled_from(IDS[:5]),
        st.sampled_from([*IDS[:5], None]),
        st.sampled_from(["guide", "counter_clerk", "officer", "supervisor"]),
    ),
    min_size=4,
    max_size=10,
)


# Examples of one test share its world: each begins where the first one began.
START: WeakKeyDictionary[World, Moment] = WeakKeyDictionary()


def done(platform: Platform, step: tuple[str, str, str | None, str]) -> bool:
    """Whether the register has let it happen."""
    kind, post, link, role = step
    facts = {} if link is None else {"same_person_as": link}
    if kind == "import":
        return imported(platform, record(post, role, **facts)) == {}
    try:
        if kind == "leave":
            leave_staff(platform, caller(), post, "调离")
        else:
            unit = {"kind": "department", "id": "food"}
            register_staff(platform, caller(), member(id=post, subject=f"u-{post}", roles=[role], unit=unit, **facts))
    except (Invalid, Conflict, NotFound):
        return False
    return True


@pytest.mark.requirement("R1")
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_after_every_order_of_steps_no_person_has_duties_that_contradict(
    filled: Platform, world: World, steps: list[tuple[str, str, str | None, str]]
):
    world.go_back(START.setdefault(world, world.moment()))
    links, known = dict[str, str | None](), list[str]()
    for step in steps:
        if done(filled, step) and step[0] != "leave":
            known = [*dict.fromkeys((*known, step[1]))]
            links |= {step[1]: step[2]} if step[2] else {}
    everyone = {kept.record.id: kept.record for kept in staff.everybody_in(filled.table, CITY)}
    classes = together(links, known)
    for one, posts in classes.items():
        assert person(filled, one) == sorted(posts)
        assert len({everyone[other].person for other in posts}) == 1
        assert not [*clashes([everyone[other] for other in posts])]
        holder = staff.find_holder(filled.table, CITY, f"u-{one}")
        assert holder
        assert holder.posts == posts
        assert holder.accounts == {f"u-{other}" for other in posts}
