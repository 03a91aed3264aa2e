"""The members of one stage, when each of them is there, and what the request calls the names of its form. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.conditions import Truth, both, either
from chalicelib.catalogue.model.form_fields import Derive, FormField
from chalicelib.catalogue.model.schemes.parts import Edge, Node, Question
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument

APPLICANT = "applicant."
# What a form answers of a member whose result the applicant has already.
HELD = "held_"
# What it answers of an edge that a commitment of the applicant satisfies.
COMMITS = "commits_"


@dataclass(frozen=True)
class Member:
    """A node of the stage with its item."""

    node: Node
    item: ItemDocument

    @property
    def prefix(self) -> str:
        """Begins what only this member asks: `p01_` of YM-P01."""
        return self.node.id.rpartition("-")[2].lower() + "_"

    @property
    def held(self) -> str | None:
        """The question whether the applicant has its result already; None where that is no way to take part."""
        return HELD + self.prefix.removesuffix("_") if self.node.held_allowed else None

    @property
    def active(self) -> Truth:
        """When the answers make it a member."""
        return conditions.parse(self.node.condition) if self.node.condition else True

    @property
    def handled(self) -> Truth:
        """When it is handled in this request: it is a member, and its result is not there yet."""
        return both(self.active, conditions.parse(f"{self.held}==false") if self.held else True)


@dataclass(frozen=True)
class Request:
    """One stage with the items of its members."""

    scheme: SchemeDocument
    stage: str
    items: Mapping[str, ItemDocument]

    @cached_property
    def members(self) -> tuple[Member, ...]:
        nodes = (node for node in self.scheme.nodes if node.stage == self.stage and node.item)
        return tuple(Member(node, self.items[node.item]) for node in nodes if node.item)

    @cached_property
    def nodes(self) -> frozenset[str]:
        """All nodes of the stage, also those that outside systems handle."""
        return frozenset(node.id for node in self.scheme.nodes if node.stage == self.stage)

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """The scheme's questions that something in this stage rests on, and those of its unified items."""
        known = {one.variable: one for one in self.scheme.form.questions}
        asked = {name: one for name, one in known.items() if self._asks(one)}
        return asked | {name: known.get(name, one) for name, one in self._of_unified() if name not in asked}

    def _of_unified(self) -> Iterator[tuple[str, Question]]:
        """Those by which a department takes part in the examination of a unified item of this stage."""
        here = {node.item for node in self.scheme.nodes if node.id in self.nodes and node.handling == "unified"}
        for unified in self.scheme.unified_items:
            texts = [one.condition for one in unified.participants if one.condition and unified.item in here]
            named = {one.variable for text in texts for one in conditions.comparisons(conditions.parse(text))}
            yield from ((one.variable, one) for one in unified.questions if one.variable in named)

    def _asks(self, question: Question) -> bool:
        own = not question.used_by or not self.nodes.isdisjoint(question.used_by)
        return own or question.variable in self._behind_members

    @cached_property
    def _behind_members(self) -> frozenset[str]:
        """The variables of the conditions under which nodes of this stage are members."""
        texts = [node.condition for node in self.scheme.nodes if node.id in self.nodes and node.condition]
        named = {one.variable for text in texts for one in conditions.comparisons(conditions.parse(text))}
        behind = {one.variable: one.from_ for one in self.scheme.form.derived}
        for name in named & behind.keys():
            named |= {one.variable for one in conditions.comparisons(conditions.parse(behind[name]))}
        return frozenset(named)

    def name(self, member: Member, own: str) -> str:
        """What the request calls a field or a variable of a member's form.

        A shared fact has its shared key, an answer to a question of the scheme the name of the question. Everything
        else is the member's own, and two members may mean different things by one name.
        """
        if own.startswith(APPLICANT):
            return own
        field = next((one for one in member.item.fields if one.key == own), None)
        if field is not None:
            return self._of_field(member, field)
        derive = next((one for one in member.item.derives if one.variable == own), None)
        if derive is None or self._common(derive):
            return own
        return member.prefix + own

    def _of_field(self, member: Member, field: FormField) -> str:
        question = self.questions.get(field.key)
        if question is not None and fits(question, field):
            return field.key
        return field.shared_key or member.prefix + field.key

    def _common(self, derive: Derive) -> bool:
        """Whether it follows from the applicant alone: it is the same for every member."""
        return all(source.startswith(APPLICANT) for source in derive.sources)

    def renamed(self, member: Member, text: str) -> Truth:
        """A condition of the member's form, over the names of the request."""
        return conditions.renamed(conditions.parse(text), lambda own: self.name(member, own))

    def brought(self, edge: Edge) -> Truth:
        """When the result that this edge waits for is made in this request: some alternative is handled in it."""
        return either(*(one.handled for one in self.members if one.node.id in edge.from_))

    def committed(self, edge: Edge) -> Truth:
        """When the applicant may sign the commitment of this edge: both its members are handled in this request."""
        if not by_commitment(edge):
            return False
        return both(either(*(one.handled for one in self.members if one.node.id == edge.to)), self.brought(edge))

    def told(self, member: Member, key: str) -> Truth:
        """When a result of this request fills in this field of the member's form."""
        edges = [one for one in self.scheme.edges if one.to == member.node.id]
        tellers = {name for edge in edges for name, fields in edge.brings.items() if key in fields}
        return either(*(one.handled for one in self.members if one.node.id in tellers))


def by_commitment(edge: Edge) -> bool:
    return edge.on == "accepted_with_commitment" and edge.commitment is not None


def commits(edge: Edge) -> str:
    """The field by which the applicant signs the commitment of this edge: `commits_i07_i11` of I07>I11."""
    return COMMITS + "_".join(re.findall(r"[a-z0-9]+", edge.id.lower()))


def fits(question: Question, field: FormField) -> bool:
    """Whether the field asks what the question of the same name asks."""
    if question.kind == "choice":
        return field.type == "choice" and {one.value for one in question.choices} >= set(field.choices or ())
    return field.type == {"boolean": "boolean", "integer": "integer", "text": "text"}[question.kind]
