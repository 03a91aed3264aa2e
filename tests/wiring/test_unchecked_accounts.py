"""Whatever a person has here: an account in which name and number were only typed (实名等级 2) is told the same.

Each example plays the same requests in two worlds, which differ in what the person has done in one of them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from app import ROUTES
from chalicelib.access.policy import Permission
from chalicelib.http.routes import Route
from proofs.kit.applications import announced
from proofs.kit.hall import Hall
from proofs.kit.seams import only_acts_and_rows
from proofs.kit.world import Moment, World, new_world
from proofs.matrix.door import Door, opened
from tests.consents import parties
from tests.consents.parties import AGENT, ITEM, PRINCIPAL, wanted
from tests.consents.test_identity_levels import at_level

STRANGER = "stranger"
Request = tuple[Route, str, Mapping[str, str]]
NOWHERE = "a" * 26
OF_APPLICANTS = [route for route in ROUTES if route.access is Permission.APPLY or "applications" in route.path]
AUTHORISED = {"notice_version": 1}
UNREAD = {"line": "01", "digest": "0" * 64}
# What each route is sent that takes a body. A new route needs a line.
BODIES: Mapping[str, Callable[[Hall], Any]] = {
    "POST /applications": lambda _: {"item": ITEM, "form": {}},
    "PUT /applications/{case_id}/form": lambda hall: hall.people.form(ITEM),
    "POST /applications/{case_id}/materials": lambda _: announced("01"),
    "POST /applications/{case_id}/sheets": lambda _: UNREAD,
    "DELETE /applications/{case_id}/materials/{file_id}": lambda _: None,
    "POST /applications/{case_id}/precheck": lambda _: {},
    "POST /applications/{case_id}/precheck/withdraw": lambda _: {},
    "POST /applications/{case_id}/submit": lambda _: {},
    "POST /applications/{case_id}/supplement": lambda _: {"fields": {}},
    "POST /applications/{case_id}/answers": lambda _: {"answers": {"drainage": False}},
    "POST /applications/{case_id}/sharing": lambda _: {},
    "POST /applications/{case_id}/papers": lambda _: {},
    "POST /applications/{case_id}/withdraw": lambda _: {},
    "POST /applications/{case_id}/fee/pay": lambda _: {},
    "POST /applications/{case_id}/bill/pay": lambda _: {},
    "POST /authorisations": lambda hall: wanted(hall).model_dump(mode="json", by_alias=True),
    "POST /authorisations/{authorisation_id}/accept": lambda _: AUTHORISED,
    "POST /authorisations/{authorisation_id}/decline": lambda _: {},
    "POST /authorisations/{authorisation_id}/revoke": lambda _: {},
    "POST /me/consents/{consent_id}/withdraw": lambda _: {},
    "POST /consultations": lambda _: {"text": "怎样办理？"},
    "POST /consultations/{consultation_id}/withdraw": lambda _: {},
    "POST /consultations/{consultation_id}/case": lambda _: {"case": NOWHERE},
}


def withdrawn(hall: Hall) -> str:
    case_id = hall.draft(ITEM, PRINCIPAL)
    hall.people.withdraw(case_id, hall.caller(PRINCIPAL, case_id))
    return case_id


def received_authorisation(hall: Hall) -> str:
    lin = hall.people.form(ITEM)["applicant"]
    person = {"name": lin["name"], "id_type": "居民身份证", "id_number": lin["id_number"]}
    return parties.given(hall, AGENT, agent=person)


# What the person may have done, or has had done; each gives the id of a case or of an authorisation.
CASES: Mapping[str, Callable[[Hall], str]] = {
    "a draft": lambda hall: hall.draft(ITEM, PRINCIPAL),
    "submitted online": lambda hall: hall.submitted(ITEM, PRINCIPAL),
    "withdrawn": withdrawn,
    "received at the window": lambda hall: hall.people.receive_walk_in(hall.caller("clerk-social"), ITEM).facts["id"],
}
AUTHORISATIONS: Mapping[str, Callable[[Hall], str]] = {
    "authorised somebody": parties.given,
    "has an agent": parties.accepted,
    "was authorised": received_authorisation,
}
DONE = {**CASES, **AUTHORISATIONS}


class Two:
    """`empty` is the world in which the person has done nothing. The stranger has a draft of the own in both."""

    def __init__(self) -> None:
        self.world: World = new_world(items=(ITEM,))
        self.hall = Hall(self.world)
        low = at_level(self.hall, 2).model_copy(update={"sub": "stranger"})
        self.door = Door(self.world, {STRANGER: low})
        self.own = self.hall.people.create_application(self.hall.caller(low), ITEM, {}).facts["id"]
        self.empty: Moment = self.world.moment()

    def after(self, done: list[str]) -> tuple[Moment, list[tuple[str, str]]]:
        """The world in which the person has done this, and the ids of it."""
        self.world.go_back(self.empty)
        made = [(name, DONE[name](self.hall)) for name in done]
        return self.world.moment(), made

    def told(self, moment: Moment, requests: list[Request]) -> list[Any]:
        self.world.go_back(moment)
        return [self._answer(moment, *request) for request in requests]

    def _answer(self, moment: Moment, route: Route, path: str, more: Mapping[str, str]) -> Any:
        name = f"{route.method} {route.path}"
        body = BODIES[name](self.hall) if route.method != "GET" else None
        headers = {**({"If-Match": '"d1"'} if route.guarded else {}), **more}
        self.door.number = 0  # so that what is made has the same id in both worlds
        answer = self.door.ask(STRANGER, route.method, path, body, headers=headers)
        if answer.writes:
            self.world.go_back(moment)
        told = {name: value for name, value in answer.body.items() if name != "instance"}
        return name, path, more, answer.status, told, answer.calls


# Of an investment project, as any would have one (GB/T 40058).
PROJECT = "2026-441702-47-01-123456"


@pytest.fixture(scope="module")
def two() -> Iterator[Two]:
    with only_acts_and_rows():
        found = Two()
        with opened(found.door):
            # The first requests read what the process keeps from then on.
            found.told(found.empty, requests_about([]))
            yield found


def requests_about(made: list[tuple[str, str]]) -> list[Request]:
    cases = [made_id for name, made_id in made if name in CASES] or [NOWHERE]
    authorisations = [made_id for name, made_id in made if name in AUTHORISATIONS] or [NOWHERE]
    found = list[Request]()
    for route in OF_APPLICANTS:
        for number in range(max(len(cases), len(authorisations))):
            case_id, given = cases[number % len(cases)], authorisations[number % len(authorisations)]
            path = route.path.format_map(
                {"case_id": case_id, "authorisation_id": given, "consent_id": f"authorisation-{given}"}
                | {"file_id": "b" * 16, "no": "certificate", "seq": "1", "consultation_id": NOWHERE}
                | {"code": PROJECT}
            )
            found.append((route, path, {}))
            if route.for_agents:
                found.append((route, path, {"X-On-Behalf-Of": given}))
    return found


@pytest.mark.requirement("R14", "R91")
@settings(max_examples=8, deadline=None, phases=[Phase.generate])
@given(done=st.lists(st.sampled_from(sorted(DONE)), min_size=1, max_size=4))
def test_what_a_stranger_is_told_does_not_depend_on_the_person(two: Two, done: list[str]):
    moment, made = two.after(done)
    requests = requests_about(made)
    there, nothing = two.told(moment, requests), two.told(two.empty, requests)
    assert [pair for pair in zip(there, nothing, strict=True) if pair[0] != pair[1]] == []
    lists = [told["applications"] for name, *_, told, _ in there if name == "GET /applications" and "code" not in told]
    assert lists
    assert all([one["id"] for one in shown] == [two.own] for shown in lists)


def test_each_route_of_applicants_is_asked():
    assert {f"{route.method} {route.path}" for route in OF_APPLICANTS if route.method != "GET"} == BODIES.keys()
