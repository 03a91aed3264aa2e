"""One request asked twenty times at once, or again after a death: one act, and everybody hears the same answer."""

import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from chalicelib.foundation.acts import Receipt
from soak.dynamo import nothing
from soak.floor import RULES, Floor
from soak.invariants import look
from soak.people import COMPANY
from soak.scheduler import Scheduler
from soak.world import plain_documents

TWENTY = 20
RECEIVED = ("submit",)
ACCEPTED = (*RECEIVED, "accept")
REVIEWED = (*ACCEPTED, "answer")
DECIDED = (*REVIEWED, "grant")
BEFORE: dict[str, tuple[str, ...]] = {
    "save_form": (),
    "submit": (),
    "withdraw": RECEIVED,
    "accept": RECEIVED,
    "correct": RECEIVED,
    "reject": RECEIVED,
    "supplement": (*RECEIVED, "correct"),
    "claim": ACCEPTED,
    "answer": ACCEPTED,
    "advise_refusal": ACCEPTED,
    "grant": REVIEWED,
    "refuse": REVIEWED,
    "compare": DECIDED,
    "find_mismatch": DECIDED,
    "deliver": (*DECIDED, "compare"),
}


class Died(BaseException):
    """The process is gone."""


@pytest.fixture(autouse=True)
def nobody_reads_the_pages() -> Iterator[None]:
    with plain_documents():
        yield


def ready(name: str) -> tuple[Floor, str]:
    """A case where this act is lawful, everything at rest."""
    floor = Floor(random.Random(1))
    case_id = floor.apply()
    for earlier in BEFORE[name]:
        floor.act(earlier, case_id)
        floor.rest()
    if name == "supplement":
        floor.people.hand_in(case_id, "01")
    floor.world.listen(nothing, nothing)
    return floor, case_id


def asked(floor: Floor, name: str, case_id: str):
    """The request, which may be made any number of times."""
    rule, people = RULES[name], floor.people
    caller = people.caller(people.who(rule.post, case_id), case_id if rule.guarded else None)
    return lambda: rule.do(people, case_id, caller)


def happened(floor: Floor, case_id: str) -> list[str]:
    return [event.type for event in look(floor.world, case_id).events]


def test_every_act_is_asked():
    assert BEFORE.keys() == RULES.keys()


@pytest.mark.requirement("R2")
@pytest.mark.parametrize("name", BEFORE)
def test_twenty_equal_requests_are_one_act(name: str):
    floor, case_id = ready(name)
    before, request, answers = happened(floor, case_id), asked(floor, name, case_id), list[Receipt]()
    crowd = Scheduler(random.Random(name))
    for number in range(TWENTY):
        crowd.actor(str(number), lambda: answers.append(request()))
    floor.world.listen(crowd.pause, nothing)
    crowd.run()
    floor.world.listen(nothing, nothing)
    assert len(answers) == TWENTY
    assert all(answer == answers[0] for answer in answers)
    event = RULES[name].event
    assert happened(floor, case_id) == [*before, *([event] if event else [])]
    floor.rest()


@pytest.mark.parametrize("name", ["submit", "accept", "answer", "grant", "deliver"])
def test_also_when_nobody_orders_the_threads(name: str):
    floor, case_id = ready(name)
    before, request = happened(floor, case_id), asked(floor, name, case_id)
    with ThreadPoolExecutor(TWENTY) as pool:
        answers = [future.result() for future in [pool.submit(request) for _ in range(TWENTY)]]
    assert all(answer == answers[0] for answer in answers)
    assert happened(floor, case_id) == [*before, RULES[name].event]


def test_twenty_equal_applications_are_one_draft():
    floor = Floor(random.Random(1))
    caller, crowd, drafts = floor.people.caller(COMPANY), Scheduler(random.Random(3)), list[str]()
    for number in range(TWENTY):
        crowd.actor(str(number), lambda: drafts.append(floor.people.draft(caller=caller)))
    floor.world.listen(crowd.pause, nothing)
    crowd.run()
    assert (len(drafts), len(set(drafts))) == (TWENTY, 1)


@pytest.mark.parametrize("name", BEFORE)
def test_a_death_between_commit_and_answer_is_answered_by_asking_again(name: str):
    floor, case_id = ready(name)
    before, request = happened(floor, case_id), asked(floor, name, case_id)

    def die(operation: str) -> None:
        if operation == "TransactWriteItems":
            raise Died

    floor.world.listen(nothing, die)
    with pytest.raises(Died):
        request()
    floor.world.listen(nothing, nothing)
    committed = look(floor.world, case_id)
    answer = request()
    assert answer == request()
    assert answer.facts.get("status", committed.case.status.value) in (committed.case.status.value, "claimed")
    assert look(floor.world, case_id).rows == committed.rows
    event = RULES[name].event
    assert happened(floor, case_id) == [*before, *([event] if event else [])]
    floor.rest()
