"""A hall in full swing: what people may do and what goes wrong, each as one move, checked against what should follow.

Fault-finding is by a small model of the case: which act is lawful where. Everything else the events themselves tell.
"""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import NamedTuple, TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.cases.tasks.fires import FIRES
from chalicelib.cases.tasks.where import where
from chalicelib.foundation import keys, outbox
from chalicelib.foundation.acts import Caller, Receipt
from chalicelib.foundation.alarm_sweeper import sweep
from chalicelib.foundation.problems import Problem, Unavailable
from soak.fold import MACHINES_DO
from soak.invariants import Seen, faults_at_rest, faults_now, look
from soak.machines import Execution
from soak.people import CLERK, COMPANY, ISSUER, STRANGER, People
from soak.rest import bring_to_rest
from soak.troubles import Troubles
from soak.world import ITEMS, World, new_world

PATIENCE = 12
T = TypeVar("T")
Deed = Callable[[People, str, Caller], Receipt]


class Violation(Exception):
    """Something is true that must never be."""


class Rule(NamedTuple):
    """Who does it, from which places, and the event it leaves; `guarded` acts carry If-Match."""

    post: str
    places: frozenset[str]
    event: str | None
    do: Deed
    guarded: bool = True


def rule(post: str, places: str, event: str | None, do: Deed, *, guarded: bool = True) -> Rule:
    return Rule(post, frozenset(places.split()), event, do, guarded)


RULES: Mapping[str, Rule] = {
    "save_form": rule(COMPANY, "draft", None, lambda p, i, c: p.save_form(i, c)),
    "submit": rule(COMPANY, "draft", "submitted", lambda p, i, c: p.submit(i, c)),
    "supplement": rule(COMPANY, "correcting", "supplemented", lambda p, i, c: p.supplement(i, c)),
    "withdraw": rule(
        COMPANY, "draft submitted correcting in_review deciding", "withdrawn", lambda p, i, c: p.withdraw(i, c)
    ),
    "accept": rule(CLERK, "submitted", "accepted", lambda p, i, c: p.accept(i, c)),
    "correct": rule(CLERK, "submitted", "correction_noticed", lambda p, i, c: p.correct(i, c)),
    "reject": rule(CLERK, "submitted", "rejected", lambda p, i, c: p.reject(i, c)),
    "claim": rule("officer", "in_review", None, lambda p, i, c: p.claim(i, c), guarded=False),
    "answer": rule("officer", "in_review", "reviewed", lambda p, i, c: p.answer(i, c), guarded=False),
    "advise_refusal": rule("officer", "in_review", "reviewed", lambda p, i, c: p.answer(i, c, "refuse"), guarded=False),
    "grant": rule("chief", "deciding", "decided", lambda p, i, c: p.decide(i, c, "grant")),
    "refuse": rule("chief", "deciding", "decided", lambda p, i, c: p.decide(i, c, "refuse")),
    "compare": rule(ISSUER, "comparing", "compared", lambda p, i, c: p.compare(i, c)),
    "find_mismatch": rule(ISSUER, "comparing", "mismatch_found", lambda p, i, c: p.compare(i, c, wrong=True)),
    "deliver": rule(ISSUER, "delivering", "delivered", lambda p, i, c: p.deliver(i, c)),
}
ONWARD = ("submit", "supplement", "accept", "answer", "grant", "compare", "deliver")
RESULTS = ("grant_decision", "refusal_decision")
NEEDS_TASK = {"claim": "review", "answer": "review", "advise_refusal": "review", "grant": "decide", "refuse": "decide"}


@dataclass
class Floor:
    """`story` of a case lists the events that people's acts have promised; `done` are acts answered, to ask again."""

    choice: random.Random
    world: World = field(default_factory=new_world)
    cases: list[str] = field(default_factory=list[str])
    story: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    done: list[tuple[str, str, Caller, Receipt]] = field(default_factory=list[tuple[str, str, Caller, Receipt]])
    tally: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self.people = self.world.people
        self.troubles = Troubles(self.world, self.choice)

    # ------------------------------------------------------------------------------------- what people do
    def apply(self, item: str = ITEMS[0]) -> str:
        caller = self.people.caller(COMPANY)
        case_id = self._asked(lambda: self.people.draft(item, caller))
        if case_id not in self.cases:
            self.cases.append(case_id)
            self.story[case_id] = []
        for line in self._asked(lambda: self.people.required_lines(case_id)):
            self._asked(lambda line=line: self.people.hand_in(case_id, line))
        return case_id

    def act(self, name: str, case_id: str, *, stale: bool = False, stranger: bool = False) -> bool:
        """Whether it was done; a Violation when that is not what the model says."""
        rule, before = RULES[name], look(self.world, case_id)
        if name == "supplement" and before.case.status.value == "correcting":
            self._asked(lambda: self.people.hand_in(case_id, "01"))
        caller = self._caller(rule, case_id, stale=stale, stranger=stranger)
        lawful = allowed(name, before) and not stranger and not (stale and rule.guarded)
        receipt = self._answer(rule, case_id, caller)
        self.tally["acts" if receipt else "refusals"] += 1
        if (receipt is not None) is not lawful:
            told = "was done" if receipt else "was refused"
            raise Violation(f"{name} of a case {before.case.status.value} {told} (stale {stale}, stranger {stranger})")
        if receipt is None and (now := look(self.world, case_id).case) != before.case:
            raise Violation(f"{name} was refused and changed the case: {before.case} {now}")
        if receipt:
            self.done.append((name, case_id, caller, receipt))
            self.story[case_id] += [rule.event] if rule.event else []
        self.check(case_id)
        return receipt is not None

    def ask_again(self) -> None:
        """The same request once more, however long ago it was answered, has the same answer."""
        if not self.done:
            return
        name, case_id, caller, receipt = self.choice.choice(self.done)
        again = self._answer(RULES[name], case_id, caller)
        self.tally["replays"] += 1
        if again != receipt:
            raise Violation(f"{name} asked again answers {again}, before {receipt}")
        self.check(case_id)

    def onward(self, case_id: str) -> None:
        """The lawful act that brings the case nearer to its end, if there is one now."""
        seen = look(self.world, case_id)
        for name in ONWARD:
            if allowed(name, seen):
                self.act(name, case_id)
                return

    # ----------------------------------------------------------------------------- what happens by itself
    def stream(self) -> None:
        """One row of the outbox: in any order, also again."""
        case_id = self.choice.choice(self.cases)
        rows = self.world.rows(keys.case(case_id), "OUTBOX#")
        if rows:
            outbox.dispatch(self.world.platform, [self.choice.choice(rows)], where)
            self.tally["deliveries"] += 1

    def engine(self) -> None:
        if ready := self.world.machines.ready:
            self.world.machines.enter(self.choice.choice(ready))

    def time_out(self) -> None:
        if waiting := self.world.machines.waiting():
            execution: Execution = self.choice.choice(waiting)
            self.world.machines.time_out(execution)
            self.tally["timeouts"] += 1

    def reconcile(self) -> None:
        self.world.wall.pass_time(timedelta(minutes=1))
        self._mostly(lambda: outbox.reconcile(self.world.platform, where))

    def documents(self) -> None:
        self._mostly(self.world.issue_document)

    def days(self, number: int) -> None:
        """Legal time goes on, and whatever is due then."""
        self.world.clock.pass_time(timedelta(days=number))
        self._mostly(lambda: sweep(self.world.platform, FIRES))
        for case_id in self.cases:
            self.check(case_id)

    def trouble(self, calls: int) -> None:
        self.troubles.left = calls
        self.tally["troubled calls"] = self.troubles.met

    def rest(self) -> None:
        """Whatever was lost: after the reconciler nothing is left to do, and everything is in its place."""
        self.troubles.left = 0
        bring_to_rest(self.world)
        for case_id in self.cases:
            self._demand(case_id, list(faults_at_rest(look(self.world, case_id))))

    # ---------------------------------------------------------------------------------- what must be true
    def check(self, case_id: str) -> None:
        seen = look(self.world, case_id)
        self._demand(case_id, [*faults_now(seen), *self._told(seen)])

    def _told(self, seen: Seen) -> list[str]:
        """No event without its act, no act without its event, in the order in which they were answered."""
        happened = [event.type for event in seen.events if event.type not in MACHINES_DO]
        promised = self.story[seen.case.id]
        return [] if happened == promised else [f"events {happened}, acts {promised}"]

    def _demand(self, case_id: str, faults: list[str]) -> None:
        if faults:
            raise Violation(f"{case_id}: {'; '.join(faults)}")

    # --------------------------------------------------------------------------------------------- inside
    def _caller(self, rule: Rule, case_id: str, *, stale: bool, stranger: bool) -> Caller:
        who = STRANGER if stranger else self._asked(lambda: self.people.who(rule.post, case_id))
        return self._asked(
            lambda: self.people.caller(who, case_id if rule.guarded else None, if_match='"v999"' if stale else None)
        )

    def _answer(self, rule: Rule, case_id: str, caller: Caller) -> Receipt | None:
        try:
            return self._asked(lambda: rule.do(self.people, case_id, caller))
        except Problem:
            return None

    def _asked(self, call: Callable[[], T]) -> T:
        """People whose request fails by no fault of its own make it again."""
        for _ in range(PATIENCE):
            try:
                return call()
            except (ClientError, BotoCoreError, Unavailable):
                self.tally["requests made again"] += 1
        raise Violation("no answer however often it was asked for")

    def _mostly(self, call: Callable[[], object]) -> None:
        """What runs on a schedule or from a queue comes again by itself."""
        try:
            call()
        except (ClientError, BotoCoreError, Unavailable):
            self.tally["runs made again"] += 1


def allowed(name: str, seen: Seen) -> bool:
    """What the law and the hall's order say, as the model has it."""
    if seen.case.status.value not in RULES[name].places:
        return False
    if name in NEEDS_TASK:
        return seen.case.open_task == NEEDS_TASK[name]
    if name == "deliver":  # the results are numbered first
        return all("number" in row for row in seen.of("DOCUMENT#") if row["kind"] in RESULTS)
    return True
