"""A joint request as its rules see it: the situation that its answers make, and its members once accepted. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from chalicelib.catalogue.model.request_of import RequestOf
from chalicelib.catalogue.model.schemes.of_stage import of_stage
from chalicelib.catalogue.model.schemes.parts import Node
from chalicelib.catalogue.model.schemes.readiness import LOST, RUNNING, States
from chalicelib.catalogue.model.schemes.request_item.members import HELD
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation, situation_of
from chalicelib.joint.model.committed import signed_edges
from chalicelib.joint.model.member import Held, Member, Members
from chalicelib.joint.model.opening import opens_on
from chalicelib.joint.model.progress import progress


@dataclass(frozen=True)
class Request:
    """`scheme` is the whole one, in the version that the request was received with."""

    scheme: SchemeDocument
    made_of: RequestOf
    form: Mapping[str, Any]

    @property
    def answers(self) -> Mapping[str, object]:
        return cast("Mapping[str, object]", self.form.get("answers") or {})

    @property
    def situation(self) -> Situation:
        stage = of_stage(self.scheme, self.made_of.stage)
        asked = {one.variable for one in stage.form.questions}
        return situation_of(stage, {name: value for name, value in self.answers.items() if name in asked})

    @property
    def signed(self) -> frozenset[str]:
        """The edges whose commitment the applicant has signed. An accepted request keeps its word: the answer is none
        that may be changed then.
        """
        return signed_edges(self.scheme, self.answers)

    def begun(self, on: date) -> dict[str, Member]:
        """All members as the acceptance leaves them: those without anything before them are open."""
        situation = self.situation
        known = {node.id: self._member(situation, node) for node in situation.scheme.nodes}
        made = progress(situation, known, signed=self.signed)
        return moved(known, made.states, (on, on), situation, self.signed)

    def fresh(self, name: str) -> Member:
        """The member as it begins."""
        situation = self.situation
        return self._member(situation, situation.scheme.node(name))

    def _member(self, situation: Situation, node: Node) -> Member:
        part = self.made_of.member(node.id)
        held = self._holds(node) if node.id in situation.active else None
        return Member(
            node=node.id,
            item=node.item,
            item_version=part.version if part else None,
            title=node.title,
            department=node.department,
            state="not_applicable" if node.id not in situation.active else "held" if held else "waiting",
            held=held,
        )

    def _holds(self, node: Node) -> Held | None:
        """What the applicant has answered to have already; its organ is asked for it as for any shared material."""
        told = node.held_allowed and self.answers.get(held_question(node.id)) is True
        return Held(source="share", number="") if told else None


def held_question(node: str) -> str:
    """The question of the form whether the applicant has the result of this member already."""
    return HELD + node.rpartition("-")[2].lower()


def moved(
    members: Members, states: States, on: tuple[date, date], situation: Situation, signed: Collection[str] = ()
) -> dict[str, Member]:
    """The members in these states. Each has begun on the day on which nothing kept it any more, and ends today. `on`:
    today, and the day of the acceptance.
    """
    after = {name: one.model_copy(update={"state": states.get(name, one.state)}) for name, one in members.items()}
    return {name: _dated(after, members[name], on, situation, signed) for name in after}


def _dated(
    after: Members, before: Member, on: tuple[date, date], situation: Situation, signed: Collection[str]
) -> Member:
    now, (today, accepted) = after[before.node], on
    if now.state == before.state:
        return now
    begins = before.opened_on is None and now.state in RUNNING
    ends = now.state in LOST and before.ended_on is None
    days = dict[str, date]()
    if begins:
        days |= {"opened_on": opens_on(situation, after, before.node, accepted, signed)}
    days |= {"ended_on": today} if ends else {}
    days |= {"waits_since": today} if now.state == "ready_to_decide" else {}
    return now.model_copy(update=days)
