"""Whoever has left the hall is refused on every route that needs a permission, with the next request; so is whoever the
register does not have, once it has the others of this post.
"""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from chalice.test import Client

from app import ROUTES, app
from chalicelib.access.actor import Actor, Role
from chalicelib.access.policy import Permission, allows
from chalicelib.cases.model.case_act import CaseAct
from chalicelib.directory.acts.in_post import NO_STAFF
from chalicelib.directory.acts.leave_staff import leave_staff
from chalicelib.directory.model.staff import Unit
from chalicelib.directory.store.staff import find_holder, load_member, write_member
from chalicelib.directory.store.version import moved
from chalicelib.foundation import platform as platforms
from chalicelib.http.posts import gate_asks_register
from chalicelib.http.routes import Route
from local.identity_provider.personas import PERSONAS
from local.simple_register import staff_id
from proofs.kit.dynamo import nothing
from proofs.kit.hall import Hall
from proofs.kit.register import join

STAFF = [role for role in Role if role not in NO_STAFF]
BY_ROLE = {persona.actor.role: persona.actor for persona in PERSONAS.values()}
REGISTER = "not_in_register"


@pytest.fixture
def ask(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Sends a request as somebody; the code of the answer, empty where it is none of a problem."""
    platforms.use(hall.platform)
    client = Client(app)
    headers = {"Content-Type": "application/json", "Idempotency-Key": "key-12345678", "If-Match": '"v1"'}

    def ask(actor: Actor, route: Route) -> str:
        monkeypatch.setattr("chalicelib.http.requests.authenticate", lambda _, __: actor)
        path = "/v1" + re.sub(r"{\w+}", "none", route.path)
        body = b"" if route.method == "GET" else b"{}"
        answer = client.http.request(route.method, path, headers=headers, body=body)
        told = json.loads(answer.body) if b"code" in answer.body else {}
        return str(told.get("code", "")) if answer.status_code >= 400 else ""

    return ask


def routes_of(role: Role) -> list[Route]:
    """Those that the role has the permission for, and whose act does not ask the register at its gate."""
    own = [route for route in ROUTES if isinstance(route.access, Permission) and allows(role, route.access)]
    return [route for route in own if not gate_asks_register(route, role)]


def leaves(hall: Hall, actor: Actor) -> None:
    leave_staff(hall.platform, hall.caller("administrator"), staff_id(actor), "调离")


def member_changes(hall: Hall, actor: Actor, **facts: Any) -> None:
    table, division = hall.platform.table, actor.region
    holder = find_holder(table, division, actor.sub)
    known = load_member(table, division, holder.member.id) if holder else None
    assert known is not None
    table.write(*write_member(known, known.record.model_copy(update=facts)), moved(division))


@pytest.mark.requirement("R59")
@pytest.mark.parametrize("role", STAFF)
def test_who_has_left_gets_nothing_from_any_route(hall: Hall, ask: Any, role: Role):
    actor, routes = BY_ROLE[role], routes_of(role)
    refused = {ask(actor, route) for route in routes}
    assert REGISTER not in refused
    join(hall.platform, actor.model_copy(update={"sub": "persona:who-stays"}))  # the last administrator cannot leave
    leaves(hall, actor)
    told = {route.path: ask(actor, route) for route in routes}
    assert {path: code for path, code in told.items() if code != REGISTER} == {}
    assert routes or role is Role.GUIDE


@pytest.mark.parametrize("role", STAFF)
def test_who_is_in_no_register_is_refused_where_it_has_others_of_the_post(hall: Hall, ask: Any, role: Role):
    stranger = BY_ROLE[role].model_copy(update={"sub": "persona:nobody"})
    assert {ask(stranger, route) for route in routes_of(role)} <= {REGISTER}


def test_a_register_without_the_post_refuses_nobody(hall: Hall, ask: Any):
    """Somebody has to make the register: whoever does is not in it yet."""
    first = BY_ROLE[Role.ADMINISTRATOR].model_copy(update={"sub": "persona:first", "region": "441702"})
    (route,) = [one for one in ROUTES if (one.method, one.path) == ("GET", "/directory/staff")]
    assert ask(first, route) == ""
    join(hall.platform, BY_ROLE[Role.COUNTER_CLERK].model_copy(update={"region": "441702"}))
    assert ask(first, route) == ""
    join(hall.platform, BY_ROLE[Role.ADMINISTRATOR].model_copy(update={"region": "441702"}))
    assert ask(first, route) == REGISTER


def test_the_post_and_the_department_are_those_of_the_register(hall: Hall, ask: Any):
    (route,) = [one for one in ROUTES if (one.method, one.path) == ("GET", "/cases")]
    officer = BY_ROLE[Role.OFFICER]
    assert ask(officer, route) == ""
    assert ask(officer.model_copy(update={"department": "hrss"}), route) == "not_authorised"
    assert ask(officer.model_copy(update={"role": Role.SUPERVISOR, "department": None}), route) == "not_authorised"
    member_changes(hall, officer, unit=Unit(kind="department", id="hrss"))
    assert ask(officer, route) == "not_authorised"


def test_the_last_day_still_counts(hall: Hall, ask: Any):
    (route,) = [one for one in ROUTES if (one.method, one.path) == ("GET", "/cases")]
    clerk = BY_ROLE[Role.COUNTER_CLERK]
    member_changes(hall, clerk, until=hall.platform.now().date())
    assert ask(clerk, route) == ""
    hall.clock.at = hall.clock.at.replace(hour=0) + timedelta(days=1)
    assert ask(clerk, route) == REGISTER


def test_systems_and_applicants_are_in_no_register(hall: Hall, ask: Any):
    for who, path in (("system-food", "/tasks"), ("company", "/applications")):
        (route,) = [one for one in ROUTES if (one.method, one.path) == ("GET", path)]
        assert ask(hall.caller(who).actor, route) == ""


def test_only_acts_on_cases_leave_the_question_to_their_gate():
    asked = [route for route in ROUTES for role in STAFF if gate_asks_register(route, role)]
    assert asked
    assert [route.path for route in asked if not isinstance(route.act, CaseAct)] == []


def test_the_check_reads_one_row_while_the_directory_stays(hall: Hall, ask: Any):
    """The route itself reads the version and the list."""
    (route,) = [one for one in ROUTES if (one.method, one.path) == ("GET", "/directory/staff")]
    administrator, calls = BY_ROLE[Role.ADMINISTRATOR], list[str]()
    ask(administrator, route)
    hall.world.listen(calls.append, nothing)
    ask(administrator, route)
    unchanged = calls.copy()
    hall.platform.table.write(moved(hall.platform.settings.division))
    calls.clear()
    ask(administrator, route)
    assert unchanged.count("GetItem") == 1
    assert sorted(calls) == sorted([*unchanged, "BatchGetItem"])
