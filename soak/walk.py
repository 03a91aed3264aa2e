"""One random path of a few cases through the hall, to their ends, drawn from a seed."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.cases.model import ENDED
from chalicelib.foundation import names
from soak.floor import Floor, Violation
from soak.invariants import look
from soak.numbers import faults_of_numbers
from soak.rest import NeverAtRest
from soak.rules import ONWARD, RULES, allowed
from soak.world import DEPARTMENTS, ITEMS

MOVES = 30  # for each case
ROUNDS = 20
ENDING = ("withdraw", "reject")
TRIED = [name for name in RULES if name not in ENDING]  # whether it is lawful now or not


@dataclass
class Walked:
    """`violation` names what went wrong on this path, if anything did."""

    seed: int
    tally: Counter[str] = field(default_factory=Counter[str])
    violation: str | None = None


def walk(seed: int, cases: int = 4) -> Walked:
    """Everything that must hold is looked at after every move, and once more when all is at rest."""
    floor = Floor(random.Random(seed))  # noqa: S311 - a path that can be walked again is the point
    walked = Walked(seed, floor.tally)
    try:
        for number in range(cases):
            begin = floor.choice.choice((floor.apply, floor.apply, floor.receive))
            begin(ITEMS[(seed + number) % len(ITEMS)])
        for _ in range(cases * MOVES):
            move(floor)
        to_the_end(floor)
    except (Violation, NeverAtRest) as violation:
        walked.violation = str(violation)
    floor.tally["cases"] = len(floor.cases)
    floor.tally["troubled calls"] = floor.troubles.met
    floor.tally["callbacks"] = len(floor.world.peer.told)
    floor.tally["callbacks not taken"] = floor.world.peer.refused
    floor.tally.update(event.type for case_id in floor.cases for event in look(floor.world, case_id).events)
    return walked


def move(floor: Floor) -> None:
    """People act about as often as things happen by themselves."""
    case_id, often = floor.choice.choice(floor.cases), floor.choice.random()
    if often < 0.4:
        _act(floor, case_id)
    elif often < 0.92:
        _happen(floor)
    else:
        _seldom(floor, case_id)


def _act(floor: Floor, case_id: str) -> None:
    choice = floor.choice
    match choice.randrange(9):
        case 0:
            _some_lawful_act(floor, case_id)
        case 1:
            stranger = choice.random() < 0.2
            floor.act(choice.choice(TRIED), case_id, stale=choice.random() < 0.5, stranger=stranger)
        case 2:
            floor.ask_again()
        case 3:
            floor.upload(case_id)
        case _:
            floor.onward(case_id)


def _happen(floor: Floor) -> None:
    choice = floor.choice
    match choice.randrange(13):
        case 0 | 1 | 2:
            floor.stream()
        case 3 | 4 | 5 | 6:
            floor.engine()
        case 7:
            floor.time_out()
        case 8:
            floor.reconcile()
        case 9:
            floor.trouble(choice.randrange(1, 5))
        case 10:
            floor.switch(choice.choice(DEPARTMENTS), down=choice.random() < 0.7)
        case _:
            floor.work(choice.choice([*names.QUEUES]))


def _some_lawful_act(floor: Floor, case_id: str) -> None:
    """Also the ones that end a case, but seldom: there would be few left."""
    seen, ending = look(floor.world, case_id), floor.choice.random() < 0.15
    lawful = [name for name in RULES if allowed(name, seen) and (ending or name not in ENDING)]
    if lawful:
        floor.act(floor.choice.choice(lawful), case_id)


def _seldom(floor: Floor, case_id: str) -> None:
    match floor.choice.randrange(6):
        case 0 | 1:
            floor.rest()
        case 2:
            floor.pass_time(timedelta(days=floor.choice.randrange(1, 6)))
        case 3:
            floor.pass_time(timedelta(minutes=floor.choice.randrange(1, 600)))
        case 4:
            floor.die()
        case _:
            floor.repair(case_id) if floor.choice.random() < 0.7 else floor.restore()


def to_the_end(floor: Floor) -> None:
    """Every case can be brought to its end, whatever has happened to it."""
    floor.rest()
    for _ in range(ROUNDS):
        open_cases = [case_id for case_id in floor.cases if look(floor.world, case_id).case.status not in ENDED]
        if not open_cases:
            break
        for case_id in open_cases:
            floor.onward(case_id)
        floor.rest()
    else:
        raise Violation(f"cases that cannot be ended, with {', '.join(ONWARD)}")
    floor.end()
    if faults := list(faults_of_numbers(floor.world, [look(floor.world, case_id) for case_id in floor.cases])):
        raise Violation("; ".join(faults))
