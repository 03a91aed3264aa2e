"""One random story of a few cases in the hall, to their ends, drawn from a seed."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from chalicelib.cases.model import ENDED, Status
from chalicelib.foundation import names
from proofs.kit.applications import APPLICATIONS, COMPANY
from proofs.kit.deferrals import ITEM, LINE
from proofs.soak.by_itself import BY_ITSELF
from proofs.soak.checked_hall import DEPARTMENTS, ITEMS, CheckedHall, Violation
from proofs.soak.idle import NeverIdle
from proofs.soak.numbers import faults_of_numbers
from proofs.soak.seen import Seen, look
from proofs.soak.story_acts import ONWARD, STORY_ACTS, lawful

MOVES = 30  # for each case
ROUNDS = 20
ENDING = ("withdraw", "withdraw_by_agent", "reject", "reject_transferred", "reject_false")
AROUND_A_REVIEW = ("claim", "claim_by_system", "release", "take_over", "reassign")
REWRITINGS = ("correct_writing", "correct_writing_at_window")
# What is done on a case that has ended.
AFTERWARDS = (*REWRITINGS, "verify_kept", "repair_credit")
AROUND_A_RESULT = ("find_mismatch", "correct_result", "correct_result_above")
TRIED = [name for name in STORY_ACTS if name not in ENDING]  # whether it is lawful now or not


@dataclass
class Story:
    """What was told from a seed; `violation` names what went wrong, if anything did."""

    seed: int
    tally: Counter[str] = field(default_factory=Counter[str])
    violation: str | None = None


def tell(seed: int, cases: int = 4) -> Story:
    """Everything that must hold is looked at after every move, and once more when nothing moves any more."""
    hall = CheckedHall(random.Random(seed))  # noqa: S311 - a story that can be told again is the point
    story = Story(seed, hall.tally)
    try:
        for number in range(cases):
            _begin(hall, ITEMS[(seed + number) % len(ITEMS)])
        for _ in range(cases * MOVES):
            move(hall)
        bring_to_their_ends(hall)
    except (Violation, NeverIdle) as violation:
        story.violation = str(violation)
    _count(hall)
    return story


def _begin(hall: CheckedHall, item: str) -> None:
    act = hall.choice.choice(("create_application", "create_application", "receive_walk_in"))
    if act == "create_application":
        hall.apply(item)
    else:
        company = APPLICATIONS[item].who == COMPANY
        rare = company and hall.choice.random() < 0.5
        without = LINE if item == ITEM and hall.choice.random() < 0.4 else ""
        hall.receive(item, rare_name=rare, without=without)
    hall.tally[f"act {act}"] += 1


def _count(hall: CheckedHall) -> None:
    tally, departments = hall.tally, hall.world.departments
    tally["cases"] = len(hall.cases)
    tally["troubled calls"] = hall.failing.met
    tally["callbacks"] = len(departments.taken)
    tally["callbacks not taken"] = departments.refused
    happened = Counter(event.type for case_id in hall.cases for event in look(hall.world, case_id).events)
    tally.update(happened)
    tally.update({f"act {act}": happened[event] for act, event in BY_ITSELF.items()})


# -------------------------------------------------------------------------------------------------------------- moves
def move(hall: CheckedHall) -> None:
    """People act about as often as things happen by themselves."""
    case_id, often = hall.choice.choice(hall.cases), hall.choice.random()
    if often < 0.4:
        _act(hall, case_id)
    elif often < 0.92:
        _happen(hall)
    else:
        _seldom(hall, case_id)


def _act(hall: CheckedHall, case_id: str) -> None:
    choice = hall.choice
    match choice.randrange(10):
        case 0:
            _some_lawful_act(hall, case_id)
        case 4:
            if choice.random() < 0.3:
                hall.change_agent()
            if choice.random() < 0.4:
                _around(hall, case_id)
            _around_a_review(hall)
            _around_a_result(hall)
        case 1:
            stranger = choice.random() < 0.2
            hall.act(choice.choice(TRIED), case_id, stale=choice.random() < 0.5, stranger=stranger)
        case 2:
            hall.ask_again()
        case 3:
            hall.upload(case_id)
        case _:
            hall.onward(case_id)


def _happen(hall: CheckedHall) -> None:
    choice = hall.choice
    match choice.randrange(13):
        case 0 | 1 | 2:
            hall.stream()
        case 3 | 4 | 5 | 6:
            hall.engine()
        case 7:
            hall.time_out()
        case 8:
            hall.reconcile()
        case 9:
            hall.let_calls_fail(choice.randrange(1, 5))
        case 10:
            hall.switch(choice.choice(DEPARTMENTS), down=choice.random() < 0.7)
        case _:
            hall.work(choice.choice([*names.QUEUES]))


def _around_a_review(hall: CheckedHall) -> None:
    """Somebody claims a review, gives it back, takes it over or gives it to another."""
    waiting = [case_id for case_id in hall.cases if look(hall.world, case_id).case.open_task("review")]
    if waiting:
        _some_lawful_act(hall, hall.choice.choice(waiting), among=AROUND_A_REVIEW)


def _around_a_result(hall: CheckedHall) -> None:
    """The issuing window finds a result wrong, or the department has one made anew that was found wrong."""
    comparing = [case_id for case_id in hall.cases if look(hall.world, case_id).case.status is Status.COMPARING]
    if comparing:
        _some_lawful_act(hall, hall.choice.choice(comparing), among=AROUND_A_RESULT)


def _some_lawful_act(hall: CheckedHall, case_id: str, among: Sequence[str] = tuple(STORY_ACTS)) -> None:
    """Also the ones that end a case, but seldom: there would be few left."""
    seen, ending = look(hall.world, case_id), hall.choice.random() < 0.15
    found = [name for name in among if lawful(name, seen) and (ending or name not in ENDING)]
    if found:
        hall.act(hall.choice.choice(found), case_id)


def _seldom(hall: CheckedHall, case_id: str) -> None:
    match hall.choice.randrange(8):
        case 6 if hall.choice.random() < 0.3:
            hall.let_time_pass(timedelta(days=60))
            hall.sweep()
        case 6:
            hall.let_time_pass(timedelta(days=hall.choice.randrange(1, 8)))
        case 7:
            hall.publish_notice()
        case 0 | 1:
            hall.run_until_idle()
        case 2 if hall.choice.random() < 0.5:
            _around(hall, case_id)
        case 2:
            hall.pass_time(timedelta(days=hall.choice.randrange(1, 6)))
        case 3:
            hall.pass_time(timedelta(minutes=hall.choice.randrange(1, 600)))
        case 4:
            hall.die()
        case _:
            hall.repair(case_id) if hall.choice.random() < 0.7 else hall.restore()


def _around(hall: CheckedHall, case_id: str) -> None:
    """The department of the case takes back its letter or gives another, somebody leaves it or comes back, or its item
    is published anew.
    """
    case, surroundings = look(hall.world, case_id).case, hall.surroundings
    match hall.choice.randrange(4):
        case 0:
            _while_calls_work(hall, "staff", lambda: surroundings.change_staff(case.department))
        case 1:
            _while_calls_work(hall, "versions published ahead", lambda: surroundings.publish_ahead(case.item))
        case _:
            _while_calls_work(hall, "letters", lambda: surroundings.change_letter(case.department))


def _while_calls_work(hall: CheckedHall, what: str, change: Callable[[], None]) -> None:
    """Something changes around the cases, and no call to AWS fails meanwhile."""
    left, hall.failing.left = hall.failing.left, 0
    change()
    hall.failing.left = left
    hall.tally[what] += 1


def is_open(seen: Seen) -> bool:
    """Whether something is left to be done: of an ended case a document that could not be printed, or a commitment."""
    return seen.case.status not in ENDED or any(lawful(name, seen) for name in AFTERWARDS)


def bring_to_their_ends(hall: CheckedHall) -> None:
    """Every case can be brought to its end, whatever has happened to it."""
    _while_calls_work(hall, "everybody back", hall.surroundings.everybody_comes_back)
    hall.run_until_idle()
    for _ in range(ROUNDS):
        open_cases = [case_id for case_id in hall.cases if is_open(look(hall.world, case_id))]
        if not open_cases:
            break
        for case_id in open_cases:
            hall.onward(case_id)
        hall.run_until_idle()
    else:
        raise Violation(f"cases that cannot be ended, with {', '.join(ONWARD)}")
    hall.end()
    if faults := list(faults_of_numbers(hall.world, [look(hall.world, case_id) for case_id in hall.cases])):
        raise Violation("; ".join(faults))
