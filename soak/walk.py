"""One random path of a few cases through the hall, to their ends, drawn from a seed."""

import random
from collections import Counter
from dataclasses import dataclass, field

from chalicelib.cases.model import ENDED
from soak.floor import ONWARD, RULES, Floor, Violation, allowed
from soak.invariants import look
from soak.rest import NeverAtRest
from soak.world import ITEMS

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
            floor.apply(ITEMS[(seed + number) % len(ITEMS)])
        for _ in range(cases * MOVES):
            move(floor)
        to_the_end(floor)
    except (Violation, NeverAtRest) as violation:
        walked.violation = str(violation)
    floor.tally["cases"] = len(floor.cases)
    floor.tally["troubled calls"] = floor.troubles.met
    floor.tally.update(event.type for case_id in floor.cases for event in look(floor.world, case_id).events)
    return walked


def move(floor: Floor) -> None:
    choice, case_id = floor.choice, floor.choice.choice(floor.cases)
    match choice.randrange(20):
        case 0 | 1 | 2 | 3 | 4:
            floor.onward(case_id)
        case 5:
            _some_lawful_act(floor, case_id)
        case 6:
            stranger = choice.random() < 0.2
            floor.act(choice.choice(TRIED), case_id, stale=choice.random() < 0.5, stranger=stranger)
        case 7:
            floor.ask_again()
        case 8 | 9 | 10:
            floor.stream()
        case 11 | 12 | 13 | 14:
            floor.engine()
        case 15:
            floor.time_out()
        case 16:
            floor.reconcile()
        case 17:
            floor.documents()
        case 18:
            floor.trouble(choice.randrange(1, 5))
        case _:
            _seldom(floor)


def _some_lawful_act(floor: Floor, case_id: str) -> None:
    """Also the ones that end a case, but seldom: there would be few left."""
    seen, ending = look(floor.world, case_id), floor.choice.random() < 0.15
    lawful = [name for name in RULES if allowed(name, seen) and (ending or name not in ENDING)]
    if lawful:
        floor.act(floor.choice.choice(lawful), case_id)


def _seldom(floor: Floor) -> None:
    if floor.choice.random() < 0.5:
        floor.rest()
    else:
        floor.days(floor.choice.randrange(1, 6))


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
    numbers(floor)


def numbers(floor: Floor) -> None:
    """Case numbers are unique; document numbers have no gap in any register."""
    cases = [look(floor.world, case_id) for case_id in floor.cases]
    received = [seen.case.number for seen in cases if seen.case.number]
    if len(set(received)) < len(received):
        raise Violation("a case number was given twice")
    given = [row["number"] for seen in cases for row in seen.of("DOCUMENT#") if row["kind"] != "certificate"]
    registers = [
        row for pk in list(floor.world.dynamo.rows) if pk.startswith("REGISTER#") for row in floor.world.rows(pk)
    ]
    if len(set(given)) < len(given) or sum(row["value"] for row in registers) != len(given):
        raise Violation(f"{len(given)} documents, {len(set(given))} numbers, registers {registers}")
