"""Whole stories, and then each case is erased: nobody who looks anywhere finds what people typed, and no answer breaks.

Looked at are every row, readable, every object, message and execution, and whatever the API answers to whom it knows.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, NamedTuple

import pytest

from app import ROUTES
from chalicelib.cases.model import Case
from chalicelib.cases.model.disclosure import Purpose
from chalicelib.cases.model.status import ENDED, Status
from chalicelib.cases.store.records import load_events
from chalicelib.durable.audit import truncated_at
from chalicelib.foundation import keys
from chalicelib.http.routes import Route
from chalicelib.operations.acts.repair.mend import repair_case
from chalicelib.operations.acts.retention.erase import erase
from proofs.faults.outside import Outside
from proofs.faults.runs import running
from proofs.kit.applications import PERMIT
from tests.faults.test_canaries import CANARIES, STORIES

YEARS = 31
HEARD = ("ordinary", "corrected", "wrong form, wrong result", "handed over", "rejected")
NOT_OF_CASES = ("/items", "/item-lists", "/admin/items", "/admin/item-", "/directory", "/docs", "/openapi.json")
PURPOSES = {"/documents": Purpose.PAPERS, "/access": Purpose.COMPLAINT}
STAFF = ("clerk-production", "clerk-social", "clerk-issuing", "supervisor", "administrator")
HOLDERS = ("company", "citizen-lin")
POSTS = ("officer", "chief", "system")


class Answered(NamedTuple):
    who: str
    path: str
    status: int
    body: str


class Erased:
    """What was there of one story before and after its case was erased. `answers` are only asked for when `heard`."""

    def __init__(self, world: Outside, *, heard: bool) -> None:
        self.before = everything(world)
        self.case = world.people.case(world.facts["case"])
        later(world)
        self.asked_before = list(answers(world, self.case)) if heard else []
        self.done = erase(world.platform, self.case.id)
        self.after, self.left = everything(world), world.people.case(self.case.id)
        self.events = load_events(world.platform.table, self.case.id)
        self.answers = list(answers(world, self.case)) if heard else []
        unrepaired = everything(world)
        self.repaired = repair_case(world.platform, self.case.id)
        self.settled = everything(world) == unrepaired


def later(world: Outside) -> None:
    for clock in (world.clock, world.wall):
        clock.move_to(clock.at.replace(year=clock.at.year + YEARS) + timedelta(days=1))


def everything(world: Outside) -> str:
    """Rows in plain writing, but for those whose own term is over: DynamoDB deletes these. What lies in the buckets, in
    queues and in dead letters, and what executions were given. An authorisation is no part of a case: it is a record
    of its own between two people, which both of them keep.
    """
    now = world.wall.at.timestamp()
    rows = [row for row in world.everything() if row.get("ttl", now + 1) > now and not of_an_authorisation(row)]
    objects = {key: [*versions.values()] for found in world.buckets.buckets.values() for key, versions in found.items()}
    executions = [execution.input for execution in world.machines.executions.values()]
    messages = {name: world.queues.left(name) for name in world.queues.queues}
    return json.dumps([rows, objects, messages, executions], ensure_ascii=False, default=readable)


def of_an_authorisation(row: Mapping[str, Any]) -> bool:
    return any(str(row[name]).startswith(f"{keys.AUTHORISATION}#") for name in ("pk", "sk"))


def readable(value: Any) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def answers(world: Outside, case: Case) -> Iterator[Answered]:
    """Whatever the API answers about the case, to everybody of the hall and of its department, and to people."""
    documents = [row["no"] for row in world.rows(case.owner, keys.DOCUMENT) if "no" in row]
    named = {
        "case_id": [case.id],
        "no": documents,
        "task_id": [f"{case.id}.{kind}" for kind in ("review", "decide")],
    }
    people = [*STAFF, *HOLDERS, *(f"{post}-{case.department}" for post in POSTS)]
    for route in ROUTES:
        if route.method != "GET" or route.path.startswith(NOT_OF_CASES):
            continue
        for address in addresses(route.path, named):
            for who in people:
                yield asked(world, who, f"/v1{address}{purpose_of(route)}")


def purpose_of(route: Route) -> str:
    """What is asked for papers and logs. Of forms nothing is opened to anybody once the case has ended."""
    takes_one = route.query is not None and "purpose" in route.query.model_fields
    return next((f"?purpose={why.value}" for part, why in PURPOSES.items() if takes_one and part in route.path), "")


def addresses(path: str, named: dict[str, list[str]]) -> list[str]:
    """The path for each thing that it can name; none where it names what is no part of a case."""
    found = [path]
    for name in (part[1:-1] for part in path.split("/") if part.startswith("{")):
        found = [one.replace(f"{{{name}}}", value) for one in found for value in named.get(name, [])]
    return found


def asked(world: Outside, who: str, path: str) -> Answered:
    headers = {"Authorization": who, "Content-Type": "application/json"}
    raw: Any = world.process.gateway.handle_request("GET", path, headers, b"")
    return Answered(who, path, raw["statusCode"], raw["body"] if isinstance(raw["body"], str) else "")


@pytest.fixture(scope="module")
def erased() -> dict[str, Erased]:
    """By story; those whose cases end."""
    found = dict[str, Erased]()
    with running() as runner:
        for path in STORIES:
            runner.record(path)
            world = runner.world
            if sum(row["sk"] == "META" for row in world.everything()) > 1:  # each of its cases is erased by itself
                continue
            if "case" in world.facts and world.people.case(world.facts["case"]).status in ENDED:
                found[path.name] = Erased(world, heard=path.name in HEARD)
    return found


def test_stories_end_in_every_way(erased: dict[str, Erased]):
    assert {one.case.status for one in erased.values()} == ENDED - {Status.TERMINATED}
    assert len(erased) >= 12
    assert all(one.done and one.left.erased_at for one in erased.values())


def test_nothing_that_people_typed_is_found_anywhere(erased: dict[str, Erased]):
    heard = {name for one in erased.values() for name, canary in CANARIES.items() if canary in one.before}
    assert len(heard) > len(CANARIES) / 2
    found = [(name, of) for name, one in erased.items() for of, canary in CANARIES.items() if canary in one.after]
    assert found == []


def test_no_index_of_a_person_is_left(erased: dict[str, Erased]):
    assert all(one.case.applicant_key in one.before for one in erased.values())
    assert [name for name, one in erased.items() if one.case.applicant_key in one.after] == []


def test_the_chain_stays_whole_and_says_that_it_was_erased(erased: dict[str, Erased]):
    for one in erased.values():
        assert truncated_at(one.events, one.left.seq, one.left.last_hash) is None
        assert [event.type for event in one.events].count("erased") == 1


def test_there_is_nothing_to_repair(erased: dict[str, Erased]):
    for one in erased.values():
        assert one.repaired is not None
        assert (list(one.repaired.mended), list(one.repaired.unmended), one.settled) == ([], [], True)


def test_every_answer_is_whole_and_tells_of_nobody(erased: dict[str, Erased]):
    """Who could read something before still gets an answer, or 404 for what there is no more; never a failure."""
    heard = [erased[name] for name in HEARD]
    for one in heard:
        assert {answer.status for answer in one.answers} <= {200, 403, 404, 422}
        told = [(answer.who, answer.path, name) for answer in one.answers for name in of_people(answer)]
        assert told == []
        for before, after in zip(one.asked_before, one.answers, strict=True):
            assert after.status in {before.status, 404}, after
    assert {name for one in heard for answer in one.asked_before for name in of_people(answer)}
    ways = {answer.path.split("?")[0].replace(one.case.id, "") for one in heard for answer in one.answers}
    assert len(ways) > 20


def test_to_its_applicant_an_erased_case_is_none(erased: dict[str, Erased]):
    """List, export, and the report of who has read what. Before, each of them knew of it."""
    one = erased["ordinary"]
    report = f"/v1/applications/{one.case.id}/access"
    for told, known in ((one.asked_before, True), (one.answers, False)):
        own = {answer.path.split("?")[0]: answer for answer in told if answer.who == PERMIT.who}
        assert own[report].status == (200 if known else 404)
        for path in ("/v1/applications", "/v1/me/export"):
            assert (own[path].status, one.case.id in own[path].body) == (200, known)


def of_people(answer: Answered) -> list[str]:
    """The canaries in an answer, but for what an account hears of itself: its name and number stand in its token."""
    itself = ("name of", "number of a citizen", "credit code") if answer.path == "/v1/me/export" else ()
    return [name for name, canary in CANARIES.items() if canary in answer.body and not name.startswith(itself or "-")]
