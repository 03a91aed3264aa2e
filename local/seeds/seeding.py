"""Makes the example cases on a running stack whose legal time began in the past, and brings legal time to the present.

Those that need it begin up to 32 workdays ago, so their terms have truly passed. At the end legal time is real time.
"""

from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import NamedTuple

from chalicelib.clock import WorkCalendar
from chalicelib.foundation.platform import SHANGHAI, wall_clock
from local.demo.client import Client
from local.seeds.acts import Cast, Example
from local.seeds.plans import PLANS, Next, Plan, plans_of
from local.stack import LocalStack

AT_ONCE = 4  # cases
REFUSES, TAKES = 422, 202  # a 4xx that no later try would change: the delivery is given up
MORNING = time(9, 30)


class Seed(NamedTuple):
    plan: Plan
    example: Example
    next: Next


def first_day() -> datetime:
    """The legal time at which a stack has to begin that is to be seeded."""
    return workdays_ago(max(plan.before for plan in PLANS))


def workdays_ago(workdays: int) -> datetime:
    """The morning of the workday after which so many more have begun, today included if it is one.

    On a day off the count starts from the last workday: otherwise one workday less would have passed on weekends.
    """
    calendar = WorkCalendar()
    day = calendar.workday_on_or_before(wall_clock().date())
    for _ in range(workdays):
        day = calendar.workday_on_or_before(day - timedelta(days=1))
    return datetime.combine(day, MORNING, SHANGHAI)


def seed(stack: LocalStack) -> list[Seed]:
    """The examples of this place in the order of `PLANS`. Raises Unexpected or an HTTP error when one fails."""
    cast, plans = Cast(Client(stack.url)), plans_of(stack.platform.settings.division)
    examples = {plan.label: Example(plan.item, plan.owner) for plan in plans}
    with systems_waiting(stack):
        for before in sorted({plan.before for plan in PLANS}, reverse=True):
            pass_time(stack, before)
            play(cast, [plan for plan in plans if plan.before == before], examples)
        settle(cast, plans, examples)
    return [Seed(plan, one := examples[plan.label], plan.next(cast, one)) for plan in plans]


def pass_time(stack: LocalStack, before: int) -> None:
    """Move legal time on, to the morning so many workdays ago or to the present."""
    if not before:
        stack.arrive()
    elif (begins := workdays_ago(before)) > stack.time.now():
        stack.time.move_to(begins)


def play(cast: Cast, plans: Sequence[Plan], examples: dict[str, Example]) -> None:
    with ThreadPoolExecutor(AT_ONCE, "seed") as pool:
        done = [pool.submit(perform, cast, plan, examples[plan.label]) for plan in plans]
        for one in done:
            one.result()


def perform(cast: Cast, plan: Plan, example: Example) -> None:
    for act in plan.acts:
        act(cast, example)


def settle(cast: Cast, plans: Sequence[Plan], examples: dict[str, Example]) -> None:
    """Wait until each stands where it is to stand: alarms and machines have been at work."""
    for plan in plans:
        cast.reaches(examples[plan.label], plan.status)
        if plan.status == "in_review" and not plan.department_refuses:
            cast.notified(examples[plan.label])


@contextmanager
def systems_waiting(stack: LocalStack) -> Generator[None]:
    """The example systems take callbacks and answer no task; that of a dead letter refuses even the callback."""
    before = {name: system.mode for name, system in stack.systems.items()}
    refusing = {Example(plan.item, plan.owner).department for plan in PLANS if plan.department_refuses}
    answer_with(stack, refusing, REFUSES)
    for system in stack.systems.values():
        system.mode = "manual"
    try:
        yield
    finally:
        answer_with(stack, refusing, TAKES)
        for name, mode in before.items():
            stack.systems[name].mode = mode


def answer_with(stack: LocalStack, departments: Iterable[str], status: int) -> None:
    for name in departments:
        stack.systems[name].answer_with = status
