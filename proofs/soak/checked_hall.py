"""A hall in full swing: what people may do and what goes wrong, each as one move, checked against what should follow.

Faults are found by a small model of the case: which act is lawful where. Everything else the events themselves tell.
"""

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import keys, names
from chalicelib.foundation.problems import Problem, Unavailable
from chalicelib.operations.acts.repair.look import look as look_at
from chalicelib.operations.acts.repair.mend import repair_case
from proofs.kit.applications import AGENCY, APPLICATIONS, BYTES, COMPANY, PERMIT, REGISTRATION, SERVICE, VENUE
from proofs.kit.cast import CLERK, STRANGER
from proofs.kit.directory import name_superiors
from proofs.kit.further_acts import WINDOW
from proofs.kit.machines import Execution
from proofs.kit.world import World, new_world
from proofs.soak import files_of_case, story_acts
from proofs.soak.agents import AGENT, StoryAgent
from proofs.soak.authority import faults_of_authority
from proofs.soak.events_told import MACHINES_DO
from proofs.soak.failing_calls import FailingCalls
from proofs.soak.idle import faults_when_idle, run_until_idle
from proofs.soak.invariants import accepted_by_silence, faults_now
from proofs.soak.seen import Seen, look
from proofs.soak.story_acts import STORY_ACTS, StoryAct
from proofs.soak.surroundings import Surroundings

APPLIED_FOR = (PERMIT, SERVICE, REGISTRATION, AGENCY, VENUE)
ITEMS = tuple(application.item for application in APPLIED_FOR)
DEPARTMENTS = tuple(application.department for application in APPLIED_FOR)
PATIENCE = 12
RESTORING = timedelta(minutes=5)
SPOILT = BYTES.replace(b"PDF", b"XXX")
GATHERING = ("draft", "submitted", "correcting", "lapsed", "deciding", "reporting")
T = TypeVar("T")


FOR_PEOPLE = ("alarm_parked", "document_held")


class Violation(Exception):
    """Something is true that must never be."""


@dataclass
class CheckedHall:
    """`story` of a case lists the events that people's acts have promised; `done` are acts answered, to ask again.
    `past` are the rows of an earlier table, which the stream of the restored one does not bring.
    """

    choice: random.Random
    world: World = field(default_factory=lambda: new_world(*DEPARTMENTS))
    cases: list[str] = field(default_factory=list[str])
    story: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    done: list[tuple[str, str, Caller, Receipt]] = field(default_factory=list[tuple[str, str, Caller, Receipt]])
    past: set[tuple[str, str]] = field(default_factory=set[tuple[str, str]])
    tally: Counter[str] = field(default_factory=Counter[str])

    def __post_init__(self) -> None:
        self.people = self.world.people
        name_superiors(self.world.platform)
        self.agent = StoryAgent(self.world)
        self.surroundings = Surroundings(self.world, self.choice)
        self.failing = FailingCalls(self.world, self.choice)

    # ------------------------------------------------------------------------------------- what people do
    def apply(self, item: str = ITEMS[0]) -> str:
        caller = self.people.caller(COMPANY)
        case_id = self._asked(lambda: self.people.create_application(caller, item)).facts["id"]
        self._begin(case_id, [])
        for line in APPLICATIONS[item].lines:
            self._asked(lambda line=line: self.people.hand_in(case_id, line, seen=False))
        return case_id

    def receive(self, item: str = ITEMS[0], *, rare_name: bool = False, without: str = "") -> str:
        """Somebody comes to the window, `without` the paper of this line; the scans are announced, and not made yet."""
        caller, brought = self.people.caller(CLERK), [one for one in APPLICATIONS[item].lines if one != without]
        case_id = self._asked(
            lambda: self.people.receive_walk_in(caller, item, rare_name=rare_name, papers=brought, scans=brought)
        ).facts["id"]
        self._begin(case_id, ["received"])
        self.check(case_id)
        return case_id

    def _begin(self, case_id: str, story: list[str]) -> None:
        self.cases.append(case_id)
        self.story[case_id] = story

    def act(self, name: str, case_id: str, *, stale: bool = False, stranger: bool = False) -> bool:
        """Whether it was done; a Violation when that is not what the model says."""
        story_act, before = STORY_ACTS[name], look(self.world, case_id)
        caller = self._caller(story_act, case_id, stale=stale, stranger=stranger)
        let_in = not stranger and not (stale and story_act.guarded)
        let_in = let_in and self.surroundings.in_post(story_act.post, before.case.department)
        let_in = let_in and (name not in story_acts.OF_AGENTS or self._asked(self.agent.may))
        expected, silent = story_acts.lawful(name, before) and let_in, story_acts.late(before) and let_in
        receipt = self._answer(story_act, case_id, caller)
        self.tally["acts" if receipt else "refusals"] += 1
        if (receipt is not None) is not expected:
            end = "was done" if receipt else "was refused"
            raise Violation(f"{name} of a case {before.case.status.value} {end} (stale {stale}, stranger {stranger})")
        finds_silence = silent and story_act.act in story_acts.FOUND_LATE and story_acts.at_its_place(story_act, before)
        if receipt is None and finds_silence and story_act.act != "accept":
            self._demand(
                case_id, [] if accepted_by_silence(look(self.world, case_id)) else ["silence accepted nothing"]
            )
        elif receipt is None and (now := look(self.world, case_id).case) != before.case:
            raise Violation(f"{name} was refused and changed the case: {before.case} {now}")
        if receipt:
            self.tally[f"act {story_act.act}"] += 1
            self.done.append((name, case_id, caller, receipt))
            found = silent and story_act.act == "accept"  # the event is that of silence, not of the act
            self.story[case_id] += [] if found else story_acts.events_of(story_act, before)
        self.check(case_id)
        return receipt is not None

    def change_agent(self) -> None:
        """The agent is named, or the authorisation ended: with the next request everybody knows."""
        self._asked(self.agent.change)
        self.tally["authorisations changed"] += 1

    def ask_again(self) -> None:
        """The same request once more, however long ago it was answered, has the same answer."""
        if not self.done:
            return
        name, case_id, caller, receipt = self.choice.choice(self.done)
        answer = self._answer(STORY_ACTS[name], case_id, caller)
        self.tally["replays"] += 1
        if answer != receipt:
            raise Violation(f"{name} asked a second time answers {answer}, before {receipt}")
        self.check(case_id)

    def onward(self, case_id: str) -> None:
        """The lawful act that brings the case nearer to its end, if there is one now."""
        seen = look(self.world, case_id)
        if story_acts.outdated(seen):
            self.act("save_form", case_id)
            return
        if name := story_acts.onward_of(seen):
            self.act(name, case_id)
            return
        if seen.case.status.value in GATHERING:
            self.gather(seen)

    def gather(self, seen: Seen) -> None:
        """Every file that the case lacks is announced, by who may, and uploaded; what has come is checked first."""
        case_id = seen.case.id
        if files_of_case.arriving(seen):
            self.work(names.MATERIALS_QUEUE)
            return
        coming = {file.line: file.id for file in files_of_case.awaited(seen)}
        for line in story_acts.lacking(seen):
            at_window = seen.case.status.value in ("submitted", "deciding", "reporting")
            who = self._asked(lambda: self.people.at_post(WINDOW, case_id)) if at_window else COMPANY
            caller = self.people.caller(who)
            if line not in coming:
                announced = self._asked(
                    lambda line=line, caller=caller: self.people.add_material(case_id, caller, line)
                )
                coming[line] = announced.facts["file_id"]
            self.world.upload(case_id, coming[line], BYTES)

    def upload(self, case_id: str) -> None:
        """Bytes for a file that was announced; now and then not those that were."""
        if files := files_of_case.awaited(look(self.world, case_id)):
            self.world.upload(case_id, self.choice.choice(files).id, SPOILT if self.choice.random() < 0.2 else BYTES)

    # ----------------------------------------------------------------------------- what happens by itself
    def stream(self) -> None:
        """One row of the outbox: in any order, also again."""
        case_id = self.choice.choice(self.cases)
        rows = [
            row
            for row in self.world.stored(keys.case(case_id), "OUTBOX#")
            if (row["pk"]["S"], row["sk"]["S"]) not in self.past
        ]
        if rows:
            self.world.dispatch([self.choice.choice(rows)])
            self.tally["deliveries"] += 1
            self.check(case_id)

    def engine(self) -> None:
        if ready := self.world.machines.ready:
            execution: Execution = self.choice.choice(ready)
            self.world.machines.enter(execution)
            self.check(keys.case_id(execution.input["owner"]))

    def time_out(self) -> None:
        if waiting := self.world.machines.waiting():
            execution: Execution = self.choice.choice(waiting)
            self.world.machines.time_out(execution)
            self.tally["timeouts"] += 1

    def reconcile(self) -> None:
        self.world.wall.pass_time(minutes=1)
        self._mostly(self.world.reconcile)

    def work(self, name: str) -> None:
        """The next message of a queue, which may come once more."""
        twice = self.choice.random() < 0.2
        waiting = self.world.queues.left(self.world.queue(name))
        self._mostly(lambda: self.world.work(name, twice=twice))
        self.tally["messages"] += 1 if waiting else 0

    def sweep(self) -> None:
        self._mostly(self.world.sweep)
        for case_id in self.cases:
            self.check(case_id)

    def pass_time(self, much: timedelta) -> None:
        """Legal time goes on, and whatever is due then."""
        self.world.clock.pass_time(much)
        self.sweep()

    def let_time_pass(self, much: timedelta) -> None:
        """Legal time goes on, and the alarms are late."""
        self.world.clock.pass_time(much)

    def publish_notice(self) -> None:
        """Another day off is announced, and whoever runs the platform has the due days of every case counted again."""
        self.failing.left = 0
        ahead = timedelta(days=self.choice.randrange(1, 15))
        self.world.publish_day_off(self.world.clock.at.date() + ahead)
        for case_id in self.cases:
            self.repair(case_id)

    def switch(self, department: str, *, down: bool) -> None:
        """The department's system goes down, or is up again."""
        if down:
            self.world.departments.goes_down(department)
        else:
            self.world.departments.comes_back(department)

    def die(self) -> None:
        """An execution ends in the middle, for nobody knows what reason."""
        if running := [each for each in self.world.machines.executions.values() if each.status == "RUNNING"]:
            self.world.machines.abort(self.choice.choice(running))
            self.tally["dead executions"] += 1

    def repair(self, case_id: str) -> None:
        """At any time, whether anything is wrong or not."""
        self._mostly(lambda: repair_case(self.world.platform, case_id))
        self.tally["repairs"] += 1
        self.check(case_id)

    def restore(self) -> None:
        """From a backup: rows and objects are there, executions, tokens and messages are not. Repair needs no more,
        once nothing in the rows can be taken for being under way.
        """
        self.failing.left = 0
        self.world.machines.lose()
        self.world.queues.lose()
        for case_id in self.cases:
            self.past |= {(row["pk"], row["sk"]) for row in self.world.rows(keys.case(case_id), "OUTBOX#")}
        self.world.wall.pass_time(RESTORING)
        for case_id in self.cases:
            self.repair(case_id)
        self.tally["restores"] += 1
        self.run_until_idle()

    def let_calls_fail(self, calls: int) -> None:
        """So many of the next calls to AWS."""
        self.failing.left = calls

    def run_until_idle(self) -> None:
        """Whatever was lost: after the reconciler nothing is left to do, and everything is in its place."""
        self.failing.left = 0
        run_until_idle(self.world)
        for case_id in self.cases:
            self._demand(case_id, [*faults_when_idle(look(self.world, case_id)), *self._unrepaired(case_id)])

    def end(self) -> None:
        """Every case has ended: after two days with the departments up, and a repair, nothing more is to come."""
        for department in DEPARTMENTS:
            self.switch(department, down=False)
        self.world.clock.pass_time(days=2)
        for case_id in self.cases:
            self.repair(case_id)
        self.run_until_idle()
        for case_id in self.cases:
            alarms = look(self.world, case_id).of("ALARM#")
            self._demand(case_id, [f"the alarm {row['name']} is still set" for row in alarms])

    # ---------------------------------------------------------------------------------- what must be true
    def check(self, case_id: str) -> None:
        seen = look(self.world, case_id)
        unauthorised = faults_of_authority(seen, self.surroundings.all_absences())
        self._demand(case_id, [*faults_now(seen), *unauthorised, *self._as_in_the_story(seen)])

    def _as_in_the_story(self, seen: Seen) -> list[str]:
        """No event without its act, no act without its event, in the order in which they were answered."""
        happened = [event.type for event in seen.events if event.type not in MACHINES_DO]
        promised = self.story[seen.case.id]
        return [] if happened == promised else [f"events {happened}, acts {promised}"]

    def _unrepaired(self, case_id: str) -> list[str]:
        """When nothing moves everything is as it should be. People see to a callback's alarm that was put aside, and to
        a document that cannot be printed.
        """
        standing = look_at(self.world.platform, case_id)
        if standing is None:
            return ["repair finds no such case"]
        return [f"repair finds {finding}" for finding in standing.findings if finding.trouble not in FOR_PEOPLE]

    def _demand(self, case_id: str, faults: list[str]) -> None:
        if faults:
            raise Violation(f"{case_id}: {'; '.join(faults)}")

    # --------------------------------------------------------------------------------------------- inside
    def _caller(self, story_act: StoryAct, case_id: str, *, stale: bool, stranger: bool) -> Caller:
        post = story_act.post
        who = STRANGER if stranger else self._asked(lambda: self.people.at_post(post, case_id))
        seen = {"if_match": '"v999"'} if stale else {}
        seen |= {"on_behalf_of": self.agent.authorisation} if who == AGENT else {}
        return self._asked(lambda: self.people.caller(who, case_id if story_act.guarded else None, **seen))

    def _answer(self, story_act: StoryAct, case_id: str, caller: Caller) -> Receipt | None:
        try:
            return self._asked(lambda: story_act.do(self.people, case_id, caller))
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
