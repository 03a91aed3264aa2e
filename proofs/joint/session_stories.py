"""A case that two departments examine, in random order: opinions, changes, silence, visits, coordination, rounds."""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model.clock_history import Rules, clocks_as_of, running
from chalicelib.cases.model.session_acts import SESSION_ACTS
from chalicelib.cases.model.unified_ref import OPINION
from chalicelib.catalogue.model.schemes.parts import SilenceRule
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.durable.caller import Receipt
from chalicelib.foundation.problems import Problem
from chalicelib.joint.model.session import FOR
from chalicelib.joint.store.sessions import unified_of
from proofs.joint.examining import Examination
from proofs.joint.joint_terms import faults_of_terms
from proofs.kit import joint, sessions
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.world import new_world
from proofs.soak.seen import look

PLAYED = frozenset(act.name for act in SESSION_ACTS)
STEPS = 18
STEP_NAMES = (*("opine",) * 5, *("wait",) * 3, "convene", "extend", "record", *("coordinate", "conclude") * 3)
RULE = {"document": "演示〔2026〕1号", "article": "-", "status": "SYNTHETIC"}


def with_a_rule(scheme: SchemeDocument) -> SchemeDocument:
    """Silence is no objection, by a published rule."""
    rule = SilenceRule.model_validate({"kind": "opinion", "effect": "no_objection", "basis": RULE})
    made = sessions.by_several(scheme)
    items = tuple(one.model_copy(update={"silence_rules": (rule,)}) for one in made.unified_items)
    return made.model_copy(update={"unified_items": items}) if scheme.code == joint.RESTAURANT else made


class SessionStory:
    """One session, until it is concluded or nothing more is done. `told` names what was done."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret is made of it
        self.hall = Hall(new_world())
        self.told = list[str]()
        publish_schemes(self.hall.platform, joint.RESTAURANT, with_a_rule if seed % 2 else sessions.by_several)
        self.case = sessions.examined(self.hall)
        self.examination = Examination(self.hall, self.chance, self.case, sessions.LEAD)

    def play(self) -> None:
        for _ in range(STEPS):
            name = self.chance.choice(STEP_NAMES)
            steps: dict[str, Callable[[], Receipt | None]] = {**self.examination.steps, "wait": self._wait}
            with suppress(Problem):
                steps[name]()
                self.told.append(name)
        self.hall.carry_out_everything()
        while self.hall.people.session(self.case).state == "rectifying" and not self._put_right_too_late():
            self._wait()

    def _put_right_too_late(self) -> bool:
        """Nobody puts it right any more, and its last day passes."""
        by = self.hall.people.session(self.case).rectify_by
        return by is None or self.hall.platform.now().date() > by

    def _wait(self) -> None:
        self.hall.world.pass_time(timedelta(days=self.chance.randrange(2, 11)))
        self.hall.world.sweep()
        self.hall.carry_out_everything()

    def events(self) -> Counter[str]:
        return Counter(event.type for event in self.hall.events(self.case))

    def faults(self) -> Iterator[str]:
        """What must be true in the end (joint.md 6, 14)."""
        yield from self._of_clocks()
        yield from faults_of_terms(look(self.hall.world, self.case))
        case, session = self.hall.case(self.case), self.hall.people.session(self.case)
        owing = {task.department for task in case.open_tasks if task.kind == OPINION}
        if session.state == "collecting":
            if silent := {one.department for one in session.invited if one.department not in session.given} - owing:
                yield f"{silent} owe an opinion and have no task"
            return
        if owing or "opinion" in case.clocks:
            yield f"{session.state}, and {owing} are still asked"
        if session.conclusion == "pass":
            yield from self._of_pass()
        if any(one.overdue_told for one in session.invited) and not self.events()["opinion_overdue"]:
            yield "somebody is late without an event"

    def _of_pass(self) -> Iterator[str]:
        session = self.hall.people.session(self.case)
        allowed = set(unified_of(self.hall.platform, self.hall.case(self.case)).conclude.pass_needs)
        for one in session.invited:
            given = session.given.get(one.department)
            if given is None and one.deemed is None:
                yield f"passed without {one.department}"
            elif given is not None and given.opinion not in allowed | FOR:
                yield f"passed against {one.department}"

    def _of_clocks(self) -> Iterator[str]:
        """What is stored is what the events alone come to."""
        case, platform = self.hall.case(self.case), self.hall.platform
        item = item_of(platform, case)
        rules = Rules(platform.calendars, platform.settings.supplement_workdays, item.is_licence)
        history = clocks_as_of(self.hall.events(self.case), platform.now(), rules)
        counted = running(history, platform.calendar)
        folded = counted["opinion"].due if "opinion" in counted and "opinion" not in history.ended else None
        if folded != case.due("opinion"):
            yield f"stored {case.due('opinion')}, events come to {folded}"


def played(seed: int) -> SessionStory:
    story = SessionStory(seed)
    story.play()
    return story
