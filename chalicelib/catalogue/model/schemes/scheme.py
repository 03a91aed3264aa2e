"""A scheme (方案): members of several departments, what must come before what, one form. Immutable once published."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from chalicelib.catalogue.model.schemes.parts import (
    BeforeSubmit,
    DocumentBasis,
    Edge,
    LocalTarget,
    Node,
    PromisedTotal,
    SchemeForm,
    Session,
    SharedMaterial,
    SilenceRule,
    Stage,
    Variant,
)
from chalicelib.catalogue.model.schemes.unified import UnifiedItem
from chalicelib.catalogue.model.values import ItemId, Note, Part, Text
from chalicelib.directory.model.departments import Division

MOST_NODES = 40
MOST_EDGES = 200


class SchemeDocument(Part):
    """A scheme as an administrator imports it.

    `demonstration`: it may rest on invented bases, and every answer says so; no real deployment takes it.
    """

    code: ItemId
    version: Annotated[int, Field(ge=1)] | None = None
    name: Text
    mode: Literal["unified", "joint", "centralised"]
    region: Division
    effective_from: date
    effective_to: date | None = None
    synthetic: bool = False
    demonstration: bool = False
    lead: Text | None = None
    basis: Annotated[tuple[DocumentBasis, ...], Field(min_length=1)]
    stages: Annotated[tuple[Stage, ...], Field(min_length=1, max_length=20)]
    form: SchemeForm
    nodes: Annotated[tuple[Node, ...], Field(min_length=1, max_length=MOST_NODES)]
    edges: Annotated[tuple[Edge, ...], Field(max_length=MOST_EDGES)] = ()
    shared_materials: tuple[SharedMaterial, ...] = ()
    silence_rules: tuple[SilenceRule, ...] = ()
    issue: Literal["as_ready", "together"] = "as_ready"
    pause_rule: Literal["blocking", "none", "any"] = "blocking"
    acceptance: Literal["all_or_nothing", "partial"] = "all_or_nothing"
    promised_total: PromisedTotal | None = None
    local_target: LocalTarget | None = None
    sessions: tuple[Session, ...] = ()
    before_submit: tuple[BeforeSubmit, ...] = ()
    variants: tuple[Variant, ...] = ()
    unified_items: tuple[UnifiedItem, ...] = ()
    notes: tuple[Note, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The items of its members, each once, in their order."""
        return tuple(dict.fromkeys(node.item for node in self.nodes if node.item))

    def node(self, name: str) -> Node:
        """Raises KeyError."""
        for node in self.nodes:
            if node.id == name:
                return node
        raise KeyError(name)

    def stage(self, key: str) -> Stage:
        """Raises KeyError."""
        for stage in self.stages:
            if stage.key == key:
                return stage
        raise KeyError(key)

    def under(self, variant: str | None) -> "SchemeDocument":
        """With the edges as a variant reads them. Raises KeyError for a variant that it does not have."""
        if variant is None:
            return self
        changes = {one.key: one.edges for one in self.variants}[variant]
        edges = tuple(
            edge.model_copy(update=changes[edge.id].model_dump(exclude_none=True)) if edge.id in changes else edge
            for edge in self.edges
        )
        return self.model_copy(update={"edges": edges})
