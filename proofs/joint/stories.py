"""Joint requests in the hall in random order: grants, refusals, withdrawals, standstills, and messages that come twice,
late, or only in the end. Then the members stand where the pure rules say, and nothing was done twice.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.joint_acts import JOINT_ACTS
from chalicelib.cases.model.joint_members import member_case_id
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.settling import SETTLED_AFTER
from chalicelib.durable.audit import Event
from chalicelib.foundation import names
from chalicelib.foundation.problems import Problem
from chalicelib.intake.acts.change_answers import change_answers
from chalicelib.intake.acts.correct import correct
from chalicelib.joint.model.member import Members, Reported
from chalicelib.joint.store.members import member_cases
from proofs.joint.examining import AGREEING, OPINIONS, Examination
from proofs.joint.joint_terms import faults_of_terms
from proofs.joint.money import Money
from proofs.joint.story_faults import of_clocks, of_events, of_member, of_rules
from proofs.kit import bills, joint, joint_acts
from proofs.kit.applications import COMPANY
from proofs.kit.cast import CLERK
from proofs.kit.catalogue import publish_schemes
from proofs.kit.hall import Hall
from proofs.kit.world import new_world
from proofs.soak.seen import look

STEPS = 40
PLAYED = frozenset(act.name for act in JOINT_ACTS)
# Answers that make a member or none, and which one, by scheme. One of them lets a further department take part.
FREE: Mapping[str, Mapping[str, str]] = {
    joint.RESTAURANT: {
        "has_outdoor_sign": "YM-I14",
        "public_gathering": "YM-I16",
        "drainage": "YM-I15",
        "tobacco_sale": "YM-S09",
    },
    joint.BUILD: {"special_fire_project": "YM-I08", "flammable_explosive": "YM-I10"},
    joint.SET_UP: {},
}
SIGNS, DRAWINGS = "commits_i07_i11", "YM-I07"
CODES = (joint.RESTAURANT, joint.RESTAURANT, joint.SET_UP, joint.BUILD, joint.BUILD)
EXAMINED = (*["opine"] * 6, "convene", "extend", "coordinate", *["conclude"] * 3)


class Story:
    """One request, from its acceptance to its end or until nothing more is done. `told` names what was done."""

    def __init__(self, seed: int, *codes: str) -> None:
        """One of these schemes, or of all."""
        self.chance = random.Random(seed)  # noqa: S311 - no secret is made of it
        self.rare = random.Random(-1 - seed)  # noqa: S311 - its own, so that the story is the same without it
        self.hall = Hall(new_world())
        self.code = self.chance.choice(codes or CODES)
        self.free = FREE[self.code]
        self.agreeing = self.chance.random() < 0.7
        charging = self.code == joint.RESTAURANT
        if charging:
            bills.publish_charging(self.hall.platform, self._other_edges)
            self.hall.world.pass_time(seconds=SETTLED_AFTER.total_seconds())
        else:
            publish_schemes(self.hall.platform, self.code[: len(joint.RESTAURANT)], change=self._other_edges)
        asked = (*self.free, SIGNS) if self.code == joint.BUILD else self.free
        given = {name: self.chance.random() < 0.5 for name in asked}
        self.request = joint.requested(self.hall, self.code, {**joint.ANSWERS[self.code], **given})
        self.told, beside = list[str](), random.Random(f"{seed} beside")  # noqa: S311 - the same
        self.money = Money(self.hall, self.request, beside) if charging else None
        if beside.random() < 0.3:
            self._corrected()
        self.hall.people.accept(self.request, self.hall.caller(CLERK, self.request))

    def _corrected(self) -> None:
        """The one notice before the acceptance, and what it has asked for."""
        line = self.hall.required_lines(self.request)[0]
        defects = [self.hall.people.defect(self.request, line)]
        correct(self.hall.platform, self.hall.caller(CLERK, self.request), self.request, defects)
        seen: dict[str, Any] = {"level": "B", "raised_by": "clerk", "raised_at": self.hall.platform.now()}
        self.hall.people.hand_in(self.request, line, stored=False, seen=False, **seen)
        self.hall.people.supplement(self.request, self.hall.caller(COMPANY, self.request))
        self.told.append("corrected")

    def _other_edges(self, scheme: SchemeDocument) -> SchemeDocument:
        """Some members are examined beforehand, and wait with their decisions only (joint.md 0.3)."""
        if not self.code.startswith(scheme.code):
            return scheme
        issue = "together" if self.chance.random() < 0.4 else "as_ready"
        return scheme.model_copy(update={"edges": tuple(self._edge(edge) for edge in scheme.edges), "issue": issue})

    def _edge(self, edge: Edge) -> Edge:
        if self.chance.random() < 0.6 or edge.commitment:
            return edge
        return edge.model_copy(update={"blocks": "decision", "brings": {}})

    # -------------------------------------------------------------------------------------------------------- its steps
    def play(self) -> None:
        for _ in range(STEPS):
            self._follow()
            self._beside()
            if self._case.status is not Status.IN_PROGRESS:
                break
            self._act()
            if self.money:
                self.money.act()
                self.money.act()
        self.hall.carry_out_everything()

    def _follow(self) -> None:
        """Messages come late, and some of them twice."""
        much = self.chance.random()
        if much < 0.2:
            return
        if much < 0.4:
            joint.tell(self.hall, self.request)
        if much < 0.6:
            self.hall.world.dispatch(self.hall.world.stored_in("pending"))
            self.hall.world.work(names.JOINT_QUEUE, twice=self.chance.random() < 0.5)
            return
        self.hall.carry_out_everything()

    def _act(self) -> None:
        """Somebody does something. What is refused has changed nothing."""
        if self.chance.random() < 0.01:
            self._try("withdraw_whole", lambda: self._withdraw(self._case))
            return
        if self.chance.random() < 0.06:
            self._try("extend_whole", lambda: self._extend(self._case, "government-leader"))
            return
        if self.chance.random() < 0.1:
            self._days_pass()
            return
        pending = [name for name, one in self.members.items() if one.state == "external_pending" and one.task]
        if pending and self.chance.random() < 0.4:
            self._try("report", lambda: self._report(self.chance.choice(pending)))
            return
        drawings = self.cases.get(DRAWINGS)
        if drawings and drawings.decided_at is None and drawings.ended_at is None and self.chance.random() < 0.6:
            self._examine()
            return
        much = self.chance.random()
        if self.free and much < 0.25:
            self._try("bring" if much < 0.1 else "change", self._bring if much < 0.1 else self._change)
            return
        cases = [case for case in self.cases.values() if case.decided_at is None and case.ended_at is None]
        if cases:
            case = self.chance.choice(cases)
            name = self.chance.choice((*["grant"] * 8, *["review"] * 6, "refuse", "withdraw", "stop", "extend"))
            self._try(name, lambda: self._do(name, case))

    def _try(self, name: str, act: Callable[[], object]) -> None:
        with suppress(Problem):
            act()
            self.told.append(name)

    def _do(self, name: str, case: Case) -> object:
        node, hall = case.joint.node if case.joint else "", self.hall
        match name:
            case "review":
                return joint.answer(hall, case)
            case "withdraw":
                return self._withdraw(case)
            case "extend":
                return self._extend(case, f"leader-{case.department}")
            case "stop":
                return self._stop(case)
            case _:
                return joint.decided(hall, self.request, node, "refuse" if name == "refuse" else "grant")

    def _change(self) -> object:
        """Another answer, which makes a member join or leave, or concerns one that was granted."""
        granted = [name for name, node in self.free.items() if self.members[node].state == "granted"]
        name = self.chance.choice(granted if granted and self.chance.random() < 0.6 else [*self.free])
        answers = self.hall.form_of(self.request)["answers"]
        sent = joint.asked_with(self.hall, self.request, **{name: not answers[name]})
        caller = self.hall.caller("company", self.request)
        return change_answers(self.hall.platform, caller, self.request, sent)

    def _bring(self) -> object:
        """The papers that members who have joined lack."""
        found = load_file(self.hall.platform.table, self.request)
        have = {file.line for file in found.files} if found else set[str]()
        for line in self.hall.required_lines(self.request):
            if line not in have:
                made = self.hall.people.add_material(self.request, self.hall.caller("company"), line)
                self.hall.arrives(self.request, str(made.facts["file_id"]))
        return None

    def _examine(self) -> None:
        """Somebody who takes part in the examination of the drawings."""
        name = self.chance.choice(EXAMINED)
        case = self.cases[DRAWINGS]
        opinions = AGREEING if self.agreeing else OPINIONS
        self._try(name, Examination(self.hall, self.chance, case.id, case.department, opinions).steps[name])

    def _report(self, node: str) -> object:
        """In any order, and some of them twice."""
        state: Reported = self.chance.choice(("received", "done", "done", "failed"))
        return joint.reported(self.hall, self.request, node, state, self.chance.randint(1, 4))

    def _extend(self, case: Case, by: str) -> object:
        return self.hall.people.extend(case.id, self.hall.caller(by, case.id))

    def _beside(self) -> None:
        """Rarely a refusal is annulled, or the window sees that a result is there already."""
        refused = [name for name, one in self.members.items() if one.state == "refused" and one.item]
        if refused and self.rare.random() < 0.15:
            case = joint.of_member(self.hall, self.request, self.rare.choice(refused))
            caller = self.hall.caller(f"chief-{case.department}", case.id)
            self._try("annul", lambda: self.hall.people.annul_refusal(case.id, caller))
            self.hall.carry_out_everything()
        elif self.rare.random() < 0.01 and joint_acts.SEALS in self.members:
            caller = self.hall.caller(CLERK, self.request)
            self._try("hold", lambda: self.hall.people.confirm_held(self.request, caller))

    def _days_pass(self) -> None:
        """With what their ends bring: terms that are missed, results that wait for others no more."""
        self.hall.clock.pass_time(days=self.chance.randint(1, 9))
        self.hall.world.sweep()
        self.told.append("days")

    def _withdraw(self, case: Case) -> object:
        return self.hall.people.withdraw(case.id, self.hall.caller("company", case.id), confirmed=True)

    def _stop(self, case: Case) -> object:
        caller = self.hall.caller(f"chief-{case.department}", case.id)
        if case.stops and case.stops[-1].ended is None:
            return self.hall.people.resume(case.id, caller)
        return self.hall.people.suspend(case.id, caller)

    # ---------------------------------------------------------------------------------------------------- what is true
    @property
    def _case(self) -> Case:
        return self.hall.case(self.request)

    @property
    def members(self) -> Members:
        return joint.members(self.hall, self.request)

    @property
    def cases(self) -> Mapping[str, Case]:
        return member_cases(self.hall.platform, self.request, self.members.values())

    @property
    def status(self) -> Status:
        return self._case.status

    def told_of_request(self) -> Sequence[Event]:
        return self.hall.events(self.request)

    def events(self) -> Counter[str]:
        turns = [(name, turn) for name, one in self.members.items() for turn in range(one.again + 1)]
        ids = [member_case_id(self.request, name, turn) for name, turn in turns]
        whole = [self.request, *(one for one in ids if self.hall.events(one))]
        return Counter(event.type for case_id in whole for event in self.hall.events(case_id))

    def faults(self) -> Iterator[str]:
        """What must be true once everything has followed (joint.md 14)."""
        members, cases = self.members, self.cases
        yield from of_rules(self.hall, self.request, members, cases)
        yield from of_events(self.hall, self.request, members)
        for case_id in (self.request, *(one.id for one in cases.values())):
            yield from of_clocks(self.hall, case_id)
        for name, one in members.items():
            yield from of_member(name, one.state, cases.get(name))
            if name in cases:
                yield from (f"{name}: {fault}" for fault in faults_of_terms(look(self.hall.world, cases[name].id)))
        if self.money:
            yield from self.money.faults()
        asked = {task.no for task in self._case.open_tasks}
        if pending := {one.task for one in members.values() if one.state == "external_pending"} ^ asked:
            yield f"outside tasks and members differ: {pending}"


def played(seed: int, *codes: str) -> Story:
    story = Story(seed, *codes)
    story.play()
    return story
