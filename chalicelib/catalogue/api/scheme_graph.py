"""The graph of a scheme: as data, in sentences, and as a drawing."""

from pydantic import BaseModel

from chalicelib.catalogue.api.scheme_answers import (
    MemberAnswer,
    PrerequisiteAnswer,
    member_answer,
    prerequisite_answer,
)
from chalicelib.catalogue.model.schemes.drawing import drawing, layers_of
from chalicelib.catalogue.model.schemes.words import demonstration_of, sentence
from chalicelib.catalogue.store.schemes import PublishedScheme


class GraphNode(MemberAnswer):
    """`layer`: members come after all members of earlier layers that they wait for."""

    layer: int


class GraphAnswer(BaseModel, defer_build=True):
    """Members and what must come before what; `sentences` says the same in words."""

    code: str
    version: int
    name: str
    demonstration: str | None
    nodes: list[GraphNode]
    edges: list[PrerequisiteAnswer]
    sentences: list[str]


def graph_answer(published: PublishedScheme, organs: dict[str, str]) -> GraphAnswer:
    scheme = published.scheme
    layers = layers_of(scheme)
    return GraphAnswer(
        code=scheme.code,
        version=published.version,
        name=scheme.name,
        demonstration=demonstration_of(scheme),
        nodes=[
            GraphNode(**member_answer(scheme, node, organs).model_dump(), layer=layers[node.id])
            for node in scheme.nodes
        ],
        edges=[prerequisite_answer(edge) for edge in scheme.edges],
        sentences=[sentence(scheme, edge) for edge in scheme.edges],
    )


def drawn(published: PublishedScheme, organs: dict[str, str]) -> str:
    scheme = published.scheme
    return drawing(scheme, organs, f"{scheme.name}：办理顺序图（第 {published.version} 版）")
