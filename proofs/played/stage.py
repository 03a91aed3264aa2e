"""One case on the stage: whoever acts, how time passes, and what is written down of each step.

Time passes day by day, and at each midnight the alarms that are due fire, as they would. What is written down is read
from the case itself: its events, its documents, its clocks and what the supervisors hear.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from chalicelib.access.actor import Actor, Role
from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case
from chalicelib.cases.model.clock import CLOCKS, ClockKind
from chalicelib.cases.model.clock_history import Rules
from chalicelib.cases.model.clocks_shown import ClockShown, clocks_shown
from chalicelib.cases.store.supervision import matters
from chalicelib.catalogue.model import ItemDocument
from chalicelib.directory.store import keep_place
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import WholeDocument
from chalicelib.durable.audit import Event
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import Invalid, Problem
from local.catalogues import CITY_DIVISION
from proofs.kit.applications import application_of
from proofs.kit.cast import ISSUER
from proofs.kit.catalogue import item_document, place_of, publish
from proofs.kit.directory import lay_out
from proofs.kit.hall import Hall
from proofs.kit.register import enrol, join
from proofs.kit.world import Moment, World

# A Tuesday: Mid-Autumn, the National Day holidays and a Saturday of work lie ahead, and all of them are published.
START = datetime(2026, 9, 22, 9, tzinfo=SHANGHAI)
PLATFORM, APPLICANT = "平台", "申请人"
SECOND = "staff:second-window"


Act = Callable[[str, Caller], Receipt]
"""Of the case with this id, or of none yet, by this caller."""


class Document(BaseModel, defer_build=True):
    """What a document says, and when it was made."""

    model_config = ConfigDict(frozen=True)

    no: str
    kind: str
    title: str
    number: str | None
    on: date
    text: str


class Step(NamedTuple):
    """One step of a play. `refused` is the code of a refusal, and `says` its sentence. `events`, `documents` and
    `supervised` are what is new, `clocks` are all.
    """

    at: datetime
    who: str
    act: str
    refused: str | None
    says: str
    events: tuple[Event, ...]
    documents: tuple[Document, ...]
    clocks: tuple[ClockShown, ...]
    supervised: tuple[str, ...]
    status: str | None


@dataclass
class Stage:
    """Where one case of one item is played. `clerk` is who sits at the window."""

    hall: Hall
    item: ItemDocument
    clerk: Actor
    case_id: str = ""
    steps: list[Step] = field(default_factory=list[Step])
    _known: set[str] = field(default_factory=set[str])
    _seen: int = 0
    _told: int = 0

    # ----------------------------------------------------------------------------------------------------- who acts
    @property
    def applicant(self) -> str:
        return application_of(self.item.id).who

    @property
    def on_the_spot(self) -> bool:
        return self.item.handling_type == "即办件"

    def post(self, name: str) -> str:
        return f"{name}-{self.item.department}"

    @property
    def case(self) -> Case:
        return self.hall.case(self.case_id)

    def caller(self, who: str | Actor) -> Caller:
        """With the newest version of the case, once there is one."""
        return self.hall.caller(who, self.case_id or None)

    # --------------------------------------------------------------------------------------------------------- steps
    def does(self, who: str | Actor, label: str, act: Act) -> None:
        """`act` by `who`. Where it is refused, that is written down and no failure of the play."""
        refusal = None
        try:
            receipt = act(self.case_id, self.caller(who))
            self.case_id = self.case_id or receipt.facts["id"]
        except Problem as problem:
            refusal = problem
        self.settle()
        self._write(who, label, refusal)

    def settle(self) -> None:
        """What follows by itself, with every document numbered."""
        self.hall.carry_out_everything()
        self.hall.issue_documents()

    def until(self, day: date, hour: int = 9, *, alarms: bool = True) -> None:
        """Time passes until this hour of the day. Without `alarms` nobody comes by at midnight."""
        wanted = datetime.combine(day, time(hour), SHANGHAI)
        while (midnight := self._next_midnight()) <= wanted:
            self._pass_to(midnight)
            if alarms and self.hall.world.sweep():
                self.settle()
                self._write(PLATFORM, "期限届满", None)
        if self.hall.clock.at < wanted:
            self._pass_to(wanted)

    def past(self, kind: ClockKind) -> None:
        """Time passes until the day after the last one of this clock, when somebody looks, and on to the next day of
        work.
        """
        due = self.last_day(kind)
        self.until(due + timedelta(days=1))
        self.looks(f"{CLOCKS[kind].label}届满的次日")
        self.next_workday(due)

    def next_workday(self, after: date | None = None, *, alarms: bool = True) -> None:
        """The morning of the first day of work after this day, or after today."""
        day = after or self.hall.clock.at.date()
        self.until(self.hall.platform.calendar.workday_after(day, 1), alarms=alarms)

    def looks(self, label: str) -> None:
        """Somebody looks at the clocks, and does nothing."""
        self._write("", label, None)

    def last_day(self, kind: ClockKind) -> date:
        """Of a clock that the case has."""
        due = self.case.due(kind)
        if due is None:
            raise LookupError(f"{self.item.id}: no clock {kind}")
        return due

    def _next_midnight(self) -> datetime:
        return datetime.combine(self.hall.clock.at.date() + timedelta(days=1), time(), SHANGHAI)

    def _pass_to(self, instant: datetime) -> None:
        much = instant - self.hall.clock.at
        self.hall.wall.pass_time(much)
        self.hall.clock.move_to(instant)

    # ------------------------------------------------------------------------------------------------ what is written
    def shown(self) -> Sequence[ClockShown]:
        """As `GET /cases/{id}/clock` answers it now."""
        if not self.case_id or self.case.received_at is None:
            return ()
        platform, at = self.hall.platform, self.hall.clock.at
        rules = Rules(
            platform.calendars,
            platform.settings.supplement_workdays,
            licence=item_of(platform, self.case).is_licence,
        )
        return clocks_shown(self.case_id, self.hall.events(self.case_id), at, rules).clocks

    def documents(self) -> list[Document]:
        rows = vault.whole_documents(self.hall.platform, self.case_id) if self.case_id else []
        return [self._document(row) for row in sorted(rows, key=lambda row: row.created_at)]

    def _document(self, row: WholeDocument) -> Document:
        return Document(
            no=row.no, kind=row.kind, title=row.title, number=row.number, on=row.dated.date(), text=row.data
        )

    def _write(self, who: str | Actor, label: str, refusal: Problem | None) -> None:
        events = self.hall.events(self.case_id) if self.case_id else []
        documents = self.documents()
        told = self._matters()
        step = Step(
            at=self.hall.clock.at,
            who=self._name(who),
            act=label,
            refused=refusal.code if refusal else None,
            says=said(refusal) if refusal else "",
            events=tuple(events[self._seen :]),
            documents=tuple(one for one in documents if one.no not in self._known),
            clocks=tuple(self.shown()),
            supervised=tuple(told[self._told :]),
            status=self.case.status.label if self.case_id else None,
        )
        self._seen, self._told = len(events), len(told)
        self._known |= {one.no for one in documents}
        self.steps.append(step)

    def _matters(self) -> list[str]:
        found, _ = matters(self.hall.platform.table, CITY_DIVISION, limit=50, after=None)
        return [one.matter for one in reversed(found) if one.case_id == self.case_id]

    def _name(self, who: str | Actor) -> str:
        if isinstance(who, Actor):
            return "综合受理窗口"
        if who in (PLATFORM, ""):
            return who
        if who == self.applicant:
            return APPLICANT
        if who == ISSUER:
            return "出件窗口"
        posts = {"officer": "审查人员", "chief": "首席代表", "leader": "部门负责人", "superior": "上级机关"}
        return posts[who.partition("-")[0]]


def said(problem: Problem) -> str:
    """The sentence of a refusal, with those of its fields."""
    fields = [error.message for error in problem.errors] if isinstance(problem, Invalid) else []
    return "；".join([problem.title, *fields])


@cache
def opened(items: tuple[str, ...]) -> Moment:
    """The hall in the morning of START, with these items, its directory and everybody in the register."""
    world = World()
    world.clock.move_to(START)
    world.wall.move_to(START)
    world.platform.table.write(keep_place(place_of(CITY_DIVISION)))
    publish(world.platform, *items)
    enrol(world.platform)
    lay_out(world.platform)
    return world.moment()


def stage_of(code: str, items: tuple[str, ...], *, second: bool = False) -> Stage:
    """In a world of its own, with the clerk of the item's window, or with a `second` one at another window like it."""
    world = World()
    world.go_back(opened(items))
    item = item_document(code)
    own = (persona.actor for persona in world.people.personas.values() if item.theme in persona.actor.windows)
    clerk = next(actor for actor in own if actor.role is Role.COUNTER_CLERK)
    if second:
        clerk = clerk.model_copy(update={"sub": SECOND, "name": "乙窗口人员(演示)"})
        join(world.platform, clerk)
    return Stage(Hall(world), item, clerk)
