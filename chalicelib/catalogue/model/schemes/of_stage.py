"""A scheme as one request of it sees it: the members of one stage, and what they are to one another. Pure."""

from collections.abc import Iterator

from chalicelib.catalogue.model.schemes.parts import Edge
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument


def of_stage(scheme: SchemeDocument, stage: str) -> SchemeDocument:
    """The scheme with this stage alone. What an earlier stage has to bring is asked for in the form of this one, so
    that an edge from there waits for nobody here.
    """
    nodes = tuple(node for node in scheme.nodes if node.stage == stage)
    return scheme.model_copy(update={"nodes": nodes, "edges": tuple(_edges(scheme, {node.id for node in nodes}))})


def _edges(scheme: SchemeDocument, here: set[str]) -> Iterator[Edge]:
    for edge in scheme.edges:
        before = tuple(name for name in edge.from_ if name in here)
        if edge.to in here and before:
            yield edge.model_copy(update={"from_": before})
