"""The graph of a scheme: as data, in sentences, and as a drawing (SVG) that people and screen readers can read."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from pydantic import BaseModel

from chalicelib.catalogue.api.scheme_answers import (
    BLOCKS,
    MemberAnswer,
    PrerequisiteAnswer,
    demonstration_of,
    edge_text,
    member_answer,
    prerequisite_answer,
)
from chalicelib.catalogue.model.schemes.parts import Blocks, Edge, Node
from chalicelib.catalogue.model.schemes.readiness import release_order
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.store.schemes import PublishedScheme

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN, TOP = 190, 66, 80, 20, 24, 64
LINE, LINES = 12, 2  # Chinese letters in a line of a box, and lines
LEGEND = 26
DASHED = "虚线框：部分情形才办理，或者可以不办；灰底：由外部系统办理"
FONT = "'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
# Colour and dashes: told apart without colours too. All have a contrast of more than 4.5 to white.
STROKES: Mapping[Blocks, tuple[str, str]] = {
    "opening": ("#1f4e79", ""),
    "decision": ("#8a3b00", "8 4"),
    "issue": ("#5b2a86", "2 4"),
    "construction": ("#5a5a5a", "12 4 2 4"),
}


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


class Box(NamedTuple):
    x: int
    y: int


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


def sentence(scheme: SchemeDocument, edge: Edge) -> str:
    before = "或".join(f"“{scheme.node(name).title}”" for name in edge.from_)
    return f"{before}之后才是“{scheme.node(edge.to).title}”：{BLOCKS[edge.blocks]}（{edge_text(edge)}）"


def layers_of(scheme: SchemeDocument) -> dict[str, int]:
    """The number of steps on the longest way to each member."""
    found: dict[str, int] = {}
    for name in release_order(scheme):
        before = [found[one] for edge in scheme.edges if edge.to == name for one in edge.from_]
        found[name] = max(before, default=-1) + 1
    return found


def drawing(published: PublishedScheme, organs: dict[str, str]) -> str:
    """The SVG. Every text in it is escaped: titles come from imported files."""
    scheme = published.scheme
    boxes = _placed(scheme)
    width = max(box.x for box in boxes.values()) + WIDTH + MARGIN
    below = max(box.y for box in boxes.values()) + HEIGHT + 30
    used: list[Blocks] = [blocks for blocks in STROKES if any(edge.blocks == blocks for edge in scheme.edges)]
    height, width = below + LEGEND * (len(used) + 1) + MARGIN, max(width, 480)
    title = f"{scheme.name}：办理顺序图（第 {published.version} 版）"
    words = [sentence(scheme, edge) for edge in scheme.edges] or ["各事项之间没有前置关系"]
    mark = demonstration_of(scheme)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="title desc" lang="zh-CN" font-family="{FONT}">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape("；".join(words))}</desc>',
        _markers(used),
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(MARGIN, 28, title, size=18, bold=True),
        _text(MARGIN, 50, mark, size=13) if mark else "",
        *(_line(scheme, edge, boxes[name], boxes[edge.to]) for edge in scheme.edges for name in edge.from_),
        *(_box(scheme, node, boxes[node.id], organs) for node in scheme.nodes),
        *(_legend(blocks, below + LEGEND * place) for place, blocks in enumerate(used)),
        _text(MARGIN, below + LEGEND * len(used) + 5, DASHED, size=13),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _placed(scheme: SchemeDocument) -> dict[str, Box]:
    """Layers from left to right. Within one, members stand near those that they wait for, so that fewer lines cross."""
    layers = layers_of(scheme)
    columns: dict[int, list[str]] = {}
    for node in scheme.nodes:
        columns.setdefault(layers[node.id], []).append(node.id)
    rows: dict[str, float] = {}
    for layer in sorted(columns):
        wanted = {name: _beside(scheme, name, rows, place) for place, name in enumerate(columns[layer])}
        rows |= {name: float(row) for row, name in enumerate(sorted(columns[layer], key=lambda name: wanted[name]))}
    return {
        name: Box(MARGIN + layers[name] * (WIDTH + ACROSS), TOP + int(row) * (HEIGHT + DOWN))
        for name, row in rows.items()
    }


def _beside(scheme: SchemeDocument, name: str, rows: Mapping[str, float], place: int) -> float:
    before = [rows[one] for edge in scheme.edges if edge.to == name for one in edge.from_ if one in rows]
    return sum(before) / len(before) if before else float(place)


def _markers(used: Sequence[Blocks]) -> str:
    arrows = (
        f'<marker id="to-{blocks}" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" '
        f'orient="auto"><path d="M0 0L10 5L0 10z" fill="{STROKES[blocks][0]}"/></marker>'
        for blocks in used
    )
    return f"<defs>{''.join(arrows)}</defs>"


def _line(scheme: SchemeDocument, edge: Edge, start: Box, end: Box) -> str:
    x, y, right, across = start.x + WIDTH, start.y + HEIGHT // 2, end.x, end.y + HEIGHT // 2
    bend = max((right - x) // 2, 30)
    return (
        f"<g><title>{escape(sentence(scheme, edge))}</title>"
        f'<path d="M{x} {y}C{x + bend} {y} {right - bend} {across} {right} {across}" {_stroke(edge.blocks)}/></g>'
    )


def _stroke(blocks: Blocks) -> str:
    colour, dashes = STROKES[blocks]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'fill="none" stroke="{colour}" stroke-width="1.6"{dashed} marker-end="url(#to-{blocks})"'


def _box(scheme: SchemeDocument, node: Node, box: Box, organs: Mapping[str, str]) -> str:
    organ = organs.get(node.department, node.department)
    told = f"{node.title}，{organ}，{scheme.stage(node.stage).name}"
    dashed = ' stroke-dasharray="5 3"' if node.condition or node.optional else ""
    fill = "#f4f4f4" if node.external else "#eef4fb"
    lines = _wrapped(node.title)
    texts = [_text(box.x + 10, box.y + 20 + 17 * n, line, size=14) for n, line in enumerate(lines)]
    texts.append(_text(box.x + 10, box.y + HEIGHT - 8, organ[: LINE + 2], size=11))
    return (
        f"<g><title>{escape(told)}</title>"
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{HEIGHT}" rx="6" fill="{fill}" '
        f'stroke="#33475b"{dashed}/>'
        f"{''.join(texts)}</g>"
    )


def _wrapped(title: str) -> list[str]:
    """At most two lines; the whole title stands in the box's own title."""
    lines = [title[first : first + LINE] for first in range(0, len(title), LINE)]
    return [*lines[: LINES - 1], lines[LINES - 1][: LINE - 1] + "…"] if len(lines) > LINES else lines


def _legend(blocks: Blocks, y: int) -> str:
    line = f'<path d="M{MARGIN} {y}h56" {_stroke(blocks)}/>'
    return f"<g>{line}{_text(MARGIN + 68, y + 5, BLOCKS[blocks], size=13)}</g>"


def _text(x: int, y: int, text: str, *, size: int, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}"{weight} fill="#1a1a1a">{escape(text)}</text>'
