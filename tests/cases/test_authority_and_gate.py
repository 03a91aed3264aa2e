"""`GET /directory/authority` says who may exactly as the gate of the acts does, over the demonstration's registers.

Everybody of the city's register who has a role gets an account. Each is asked at the edges of the letters' terms for
each item that the platform handles, and the gate is asked the same with a case of that item.
"""

import copy
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

import pytest

from chalicelib.access.actor import Actor, Role
from chalicelib.cases.acts.authority import Question, authority_for
from chalicelib.cases.model import Case
from chalicelib.cases.model.access import reach_of
from chalicelib.cases.model.acts import ACCEPT, ADD_SCAN, CORRECT, DECIDE, TRANSFER
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.catalogue.acts.import_catalogue import import_catalogue
from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store import load_item
from chalicelib.directory.acts.import_directory import carry_out, plan_directory
from chalicelib.directory.model.authority import Answer, AskedAct, Register
from chalicelib.directory.model.item_kinds import kind_of
from chalicelib.directory.model.own_right import Asked, who_may_in_fact
from chalicelib.directory.model.staff import StaffMember
from chalicelib.directory.store.authority import load_standing
from chalicelib.directory.store.kept import Change
from chalicelib.directory.store.version import version_of
from chalicelib.durable.caller import Caller
from chalicelib.foundation.problems import Problem
from local.catalogues import catalogue_of
from local.registers import registers_of
from proofs.kit.world import World
from tests.directory.directories import imported
from tests.directory.registers import CITY, NOON, at

GATES: dict[AskedAct, CaseAct] = {"collect": ADD_SCAN, "accept": ACCEPT, "issue_documents": CORRECT, "decide": DECIDE}
# Letters begin, end and are revoked in these nights (tests/directory/test_authority.py).
ENDS = ("2026-02-01", "2026-05-15", "2026-07-01", "2026-10-01", "2026-12-15")
MOMENTS = [NOON, *(at(day, 0) for day in ENDS), at("2026-05-15", 0) - timedelta(seconds=1)]


class City(NamedTuple):
    """The world with its registers, and what each question needs of it."""

    world: World
    version: int
    items: list[ServiceItem]
    staff: dict[str, StaffMember]


@pytest.fixture(scope="module")
def city() -> City:
    world = World()
    table = world.platform.table
    imported(table)
    import_catalogue(table, CITY, catalogue_of(CITY), NOON)
    document: dict[str, Any] = copy.deepcopy(dict(registers_of(table, CITY)))
    for one in document["staff"]:
        if one.get("roles") and not one.get("subject"):
            one["subject"] = f"t:{one['id']}"
    mislead(document)
    plan = plan_directory(table, CITY, document, logged=Change("import", NOON, "t", "administrator", {}))
    assert [*carry_out(table, plan)]
    items = [load_item(table, CITY, one["id"]) for one in catalogue_of(CITY)["items"]]
    staff = [StaffMember.model_validate(one) for one in document["staff"] if one["region"] == CITY and one.get("roles")]
    handled = [one for one in items if one.handling_type in ("即办件", "承诺件")]
    return City(world, version_of(table, CITY), handled, {one.id: one for one in staff})


def mislead(document: dict[str, Any]) -> None:
    """Letters as they may stand in a register. One leaves a complex item to the chief representative: it was signed
    before the catalogue called the item complex. Another is a department's second one, for coordination alone.
    """
    letters = {one["id"]: one for one in document["letters_power"]}
    line = {"item": "YM-I05", "complexity": "general", "power": 2, "decides": "chief_representative"}
    letters["LP-env-1"] |= {"items": [line]}
    second = {"id": "LP-si-X", "number": "示授〔2026〕9号", "powers": [3, 4], "items": [], "from": "2026-06-01"}
    filed = letters["LP-si-1"]["filing"] | {"number": "示政数备〔2026〕授9号"}
    document["letters_power"].append(letters["LP-si-1"] | second | {"filing": filed})


@pytest.mark.requirement("R33", "R65", "R72")
@pytest.mark.parametrize("moment", MOMENTS, ids=lambda one: one.isoformat())
def test_authority_allows_exactly_whom_the_gate_lets_do_it(city: City, moment: datetime):
    seen, by_chief = set[tuple[str, bool]](), set[str]()
    for item in city.items:
        standing = load_standing(city.world.platform.table, CITY, item.department).record
        people = {one.id: one for one in concerned(city, item.department)}
        register = Register(people, standing.accept_letters, standing.power_letters)
        kind = kind_of(item.handling_type, item.complexity.level if item.complexity else None)
        for act, gate in GATES.items():
            answer = who_may_in_fact(register, Asked(item.department, item.id, act, moment, kind))
            let_in = {one.id for one in people.values() if passes(city, one, item, gate, moment)}
            told = {*(answer.persons if answer.allowed else ()), *answer.own_right}
            assert told == let_in, (item.id, act, answer)
            seen.add((act, bool(told)))
            by_chief |= {item.id} if (act, answer.code) == ("decide", "by_letter") else set()
            letters_agree(city, answer, item, gate, moment)
    assert "YM-S07" in by_chief
    assert "YM-I05" not in by_chief
    assert {("accept", True), ("decide", True), ("collect", True)} <= seen


def concerned(city: City, department: str) -> Iterator[StaffMember]:
    """The department's own, and some of the windows and of other departments."""
    others = {Role.COUNTER_CLERK: 5, Role.CHIEF_REPRESENTATIVE: 1, Role.DEPARTMENT_LEADER: 1}
    for one in city.staff.values():
        role = next((role for role, wanted in others.items() if wanted and one.has_role(role)), None)
        if one.works_for(department):
            yield one
        elif role:
            others[role] -= 1
            yield one


def passes(city: City, one: StaffMember, item: ServiceItem, gate: CaseAct, moment: datetime) -> bool:
    """Whether some role of the person lets the person do it: on a case as it comes in, or on one that a window has
    handed over, where a window may.
    """
    states = [None, moment] if gate in (ACCEPT, CORRECT) and may_transfer(city, item, moment) else [None]
    roles = [role for role in Role if one.has_role(role)]
    return any(
        number(city, (one, role), item, gate, moment, state) is not REFUSED for role in roles for state in states
    )


REFUSED = object()


def number(
    city: City,
    who: tuple[StaffMember, Role],
    item: ServiceItem,
    gate: CaseAct,
    moment: datetime,
    state: datetime | None,
) -> Any:
    """The letter on which the gate lets the person do it; `REFUSED` where it does not."""
    one, role = who
    unit = one.unit.id if one.unit.kind == "department" and role is not Role.COUNTER_CLERK else None
    actor = Actor(sub=str(one.subject), role=role, name="某演示", region=CITY, department=unit, windows=(item.theme,))
    case = a_case(item.id, item.department, item.handling_type, item.version)
    case = case.model_copy(update={"transferred_at": state, "theme": item.theme})
    reach = reach_of(actor, case, city.world.platform.index_keys.reads)
    try:
        asked = Question(Caller(actor, moment), gate, case, reach)
        return authority_for(city.world.platform, asked, city.version).letter
    except Problem:
        return REFUSED


@cache
def a_case(item: str, department: str, handling: str, version: int) -> Case:
    facts = {"item": item, "department": department, "handling": handling, "item_version": version, "division": CITY}
    return Case.model_construct(
        **facts, id="c", point=None, received_at=NOON, transferred_at=None, accepted_by=None, decided_by=None
    )


def may_transfer(city: City, item: ServiceItem, moment: datetime) -> bool:
    clerk = next(one for one in city.staff.values() if one.has_role(Role.COUNTER_CLERK) and one.in_post_at(moment))
    return number(city, (clerk, Role.COUNTER_CLERK), item, TRANSFER, moment, None) is not REFUSED


def letters_agree(city: City, answer: Answer, item: ServiceItem, gate: CaseAct, moment: datetime) -> None:
    """What the gate writes into the event is one of the letters that the answer tells."""
    if not answer.allowed or answer.code != "by_letter" or gate is ADD_SCAN:
        return
    role = Role.CHIEF_REPRESENTATIVE if gate is DECIDE else Role.COUNTER_CLERK
    for one in answer.persons:
        told = number(city, (city.staff[one], role), item, gate, moment, None)
        assert told is not None
        if gate is not CORRECT:
            assert told in {letter.number for letter in answer.letters}


@pytest.mark.requirement("R65")
def test_of_the_demonstration_no_chief_representative_decides_a_complex_item(city: City):
    complex_ = [one for one in city.items if one.complexity and one.complexity.level == "complex"]
    assert {"YM-I04", "YM-I05", "YM-I08"} <= {one.id for one in complex_}
    for item in complex_:
        standing = load_standing(city.world.platform.table, CITY, item.department).record
        register = Register(city.staff, standing.accept_letters, standing.power_letters)
        kind = kind_of(item.handling_type, "complex")
        answer = who_may_in_fact(register, Asked(item.department, item.id, "decide", NOON, kind))
        assert (answer.allowed, answer.code) == (True, "department_head_decides")
        assert {*answer.persons} == {*answer.own_right}
        assert all(city.staff[one].has_role(Role.DEPARTMENT_LEADER) for one in answer.persons)
        assert answer.persons
