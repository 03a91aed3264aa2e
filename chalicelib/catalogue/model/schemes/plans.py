"""What a plan is made from and what it says: facts, members with their days, stages with theirs. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chalicelib.catalogue.model.schemes.parts import Length, Node
from chalicelib.catalogue.model.values import Unit
from chalicelib.clock import Unit as ClockUnit

CLOCK_UNITS: Mapping[Unit, ClockUnit] = {"workday": "workday", "calendar_day": "day"}


@dataclass(frozen=True)
class Facts:
    """What is known besides the answers. A stage that is not in `accepted` is requested as soon as it can be.

    `decided`: the day on which a member was decided, None where it stays undecided. `granted_before`: results that were
    there before the request. `signed`: edges whose commitment the applicant has signed. `limits`: the law's
    limits by member, counted from its opening; a promise never ends later. `closed`: the days on which nobody can apply
    for a member here, from the first on, and until the second where that is known.

    Of a request under way: `own_due` is the last day of a member's own promised time as its case counts it, and `today`
    the day before which nothing that is undecided is decided any more.
    """

    start: date
    accepted: Mapping[str, date] = field(default_factory=dict[str, date])
    decided: Mapping[str, date | None] = field(default_factory=dict[str, date | None])
    granted_before: Mapping[str, date] = field(default_factory=dict[str, date])
    opens_not_before: Mapping[str, date] = field(default_factory=dict[str, date])
    signed: Collection[str] = ()
    limits: Mapping[str, Length] = field(default_factory=dict[str, Length])
    closed: Mapping[str, Sequence[tuple[date, date | None]]] = field(
        default_factory=dict[str, Sequence[tuple[date, date | None]]]
    )
    own_due: Mapping[str, date] = field(default_factory=dict[str, date])
    today: date | None = None

    def expected(self, due: date | None) -> date | None:
        """The day on which a member that is due on this day is decided, as far as one can tell."""
        return max(due, self.today) if due and self.today else due

    def is_closed(self, member: str, day: date) -> bool:
        return any(since <= day and (until is None or day < until) for since, until in self.closed.get(member, ()))


@dataclass(frozen=True)
class Planned:
    """One member. All days are None while something that it waits for has no day.

    `own_review_done`: the end of its own promised time; `due` is later where its decision waits for other members.
    `slack` in workdays: how much later it may be decided without ending the whole later; 0 is critical.
    `closed`: nobody can apply for it here on the day on which it would open, so it has no days.
    """

    node: Node
    promised: Length
    opens_on: date | None
    own_review_done: date | None
    due: date | None
    decided_on: date | None
    statutory_due: date | None
    issue_due: date | None
    provisional: bool
    held: bool = False
    waits_for: tuple[str, ...] = ()
    slack: int | None = None
    closed: bool = False

    @property
    def critical(self) -> bool:
        return self.slack == 0


@dataclass(frozen=True)
class PlannedStage:
    """One request. `joint_due` where the law gives a joint clock (行政许可法42(2)); it covers licences only."""

    key: str
    accepted_on: date | None
    joint_due: date | None
    covers: tuple[str, ...]
    promised_due: date | None
    planned_finish: date | None
    provisional: bool


@dataclass(frozen=True)
class Plan:
    """`makespan` in workdays from the start to the last decision; None while some member has no day."""

    members: Mapping[str, Planned]
    stages: tuple[PlannedStage, ...]
    promised_due: date | None
    last_day: date | None
    makespan: int | None
    critical_path: tuple[str, ...]

    @property
    def ends(self) -> date | None:
        """The last day that the plan names; None where it names none."""
        members = (day for one in self.members.values() for day in (one.due, one.decided_on, one.issue_due))
        stages = (day for one in self.stages for day in (one.promised_due, one.planned_finish))
        return max((day for day in (*members, *stages, self.promised_due, self.last_day) if day), default=None)

    @property
    def feasible(self) -> bool:
        """Whether every member can be applied for on its day."""
        return not any(one.closed for one in self.members.values())

    @property
    def provisional(self) -> bool:
        planned = [one.provisional for one in self.members.values()]
        return any(planned) or any(stage.provisional for stage in self.stages)
