"""Which results of other stages a request for one stage lacks: nobody has brought or proven them. Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from chalicelib.cases.model.sharing import SharedLine
from chalicelib.catalogue.model.request_of import RequestOf
from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.situation import Situation
from chalicelib.catalogue.model.schemes.words import edge_text

CODE = "earlier_result_missing"
# What forbids construction or the issue only keeps nobody from the decision.
WAITED_FOR = frozenset({"opening", "decision"})


class Proofs(NamedTuple):
    """`brought` are members of earlier stages whose results are there, `handed_in` lines of the request of which the
    applicant has brought a paper, `sharing` what became of those that other organs are asked for.
    """

    brought: Collection[str]
    handed_in: Collection[str]
    sharing: Mapping[str, SharedLine]

    def proves(self, line: str | None) -> bool:
        if line is None:
            return False
        shared = self.sharing.get(line)
        return line in self.handed_in or (shared is not None and shared.state == "obtained")


class Lacking(NamedTuple):
    """`needed_by` cannot lawfully be decided without this result, by the text of the edge."""

    edge: Edge
    needed_by: str
    result: str
    basis: str

    @property
    def warning(self) -> tuple[str, str]:
        """Code and sentence."""
        says = (
            f"“{self.needed_by}”须以{self.result}的结果为前置（{self.basis}），未查到本项目此前阶段的这一结果，"
            "也没有取得相应的证明；没有该结果的，不能准予"
        )
        return CODE, says


def lacking(situation: Situation, made_of: RequestOf, proofs: Proofs) -> Iterator[Lacking]:
    """Of the members that the answers ask for, each edge from another stage that nothing meets."""
    scheme, here = situation.scheme, {part.node: part for part in made_of.members}
    for edge in scheme.edges:
        part = here.get(edge.to)
        if part is None or edge.to not in situation.active or edge.blocks not in WAITED_FOR:
            continue
        if here.keys() & set(edge.from_) or _vanishes(situation, edge):
            continue
        own = f"{edge.result_as_material:02}" if edge.result_as_material else None
        line = part.lines.get(own) if own else None
        if proofs.proves(line) or any(name in proofs.brought for name in edge.from_):
            continue
        result = "或者".join(f"“{scheme.node(name).title}”" for name in edge.from_)
        yield Lacking(edge, scheme.node(edge.to).title, result, edge_text(edge))


def _vanishes(situation: Situation, edge: Edge) -> bool:
    return edge.if_none_active == "vanish" and not situation.alternatives(edge)
