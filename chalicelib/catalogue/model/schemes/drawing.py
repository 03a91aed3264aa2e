"""The graph of a scheme, or of one request of it, as a drawing (SVG) that people and screen readers can read. Pure."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import NamedTuple

from chalicelib.catalogue.model.schemes.parts import Blocks, Edge, Node
from chalicelib.catalogue.model.schemes.readiness import release_order
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.words import BLOCKS, demonstration_of, sentence

WIDTH, HEIGHT, ACROSS, DOWN, MARGIN, TOP = 190, 66, 80, 20, 24, 64
STATE = 22  # more height, where a box says how its member stands
LINE, LINES = 12, 2  # Chinese letters in a line of a box, and lines
LEGEND = 26
DASHED = "虚线框：部分情形才办理，或者可以不办；灰底：由外部系统办理"
DASHED_OF_REQUEST = "粗线框：在关键路径上，它晚办结，全部就晚办结；虚线框：可以不办"
FONT = "'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif"
# Colour and dashes: told apart without colours too. All have a contrast of more than 4.5 to white.
STROKES: Mapping[Blocks, tuple[str, str]] = {
    "opening": ("#1f4e79", ""),
    "decision": ("#8a3b00", "8 4"),
    "issue": ("#5b2a86", "2 4"),
    "construction": ("#5a5a5a", "12 4 2 4"),
}


class Box(NamedTuple):
    x: int
    y: int
    height: int


class Look(NamedTuple):
    """How a member of a request stands: what the last line of its box says, the colour that goes with it and what that
    colour means, and whether the whole ends later if this member does.
    """

    text: str
    fill: str
    meaning: str
    critical: bool = False


Looks = Mapping[str, Look]
NO_LOOKS: Looks = {}


def layers_of(scheme: SchemeDocument) -> dict[str, int]:
    """The number of steps on the longest way to each member."""
    found: dict[str, int] = {}
    for name in release_order(scheme):
        before = [found[one] for edge in scheme.edges if edge.to == name for one in edge.from_]
        found[name] = max(before, default=-1) + 1
    return found


def drawing(
    scheme: SchemeDocument,
    organs: Mapping[str, str],
    title: str,
    looks: Looks = NO_LOOKS,
    told: Sequence[str] = (),
) -> str:
    """The SVG. `told` are sentences before those of the edges. Every text in it is escaped: titles come from imported
    files.
    """
    boxes = _placed(scheme, HEIGHT + STATE if looks else HEIGHT)
    mark = demonstration_of(scheme)
    heading = max(_width(title, 18), _width(mark or "", 13)) + MARGIN
    width = max(480, max(box.x for box in boxes.values()) + WIDTH, heading) + MARGIN
    below = max(box.y + box.height for box in boxes.values()) + 30
    used: list[Blocks] = [blocks for blocks in STROKES if any(edge.blocks == blocks for edge in scheme.edges)]
    lines = [
        *(f"{_sample(blocks, below + LEGEND * place)}" for place, blocks in enumerate(used)),
        *_meanings(looks, below + LEGEND * len(used)),
    ]
    last = below + LEGEND * len(lines) + 5
    words = [*told, *(sentence(scheme, edge) for edge in scheme.edges)] or ["各事项之间没有前置关系"]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{last + 21 + MARGIN}" '
        f'viewBox="0 0 {width} {last + 21 + MARGIN}" '
        f'role="img" aria-labelledby="title desc" lang="zh-CN" font-family="{FONT}">',
        f'<title id="title">{escape(title)}</title>',
        f'<desc id="desc">{escape("；".join(words))}</desc>',
        _markers(used),
        f'<rect width="{width}" height="{last + 21 + MARGIN}" fill="#ffffff"/>',
        _text(MARGIN, 28, title, size=18, bold=True),
        _text(MARGIN, 50, mark, size=13) if mark else "",
        *(_line(scheme, edge, boxes[name], boxes[edge.to]) for edge in scheme.edges for name in edge.from_),
        *(_box(scheme, node, boxes[node.id], organs, looks.get(node.id)) for node in scheme.nodes),
        *lines,
        _text(MARGIN, last, DASHED_OF_REQUEST if looks else DASHED, size=13),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def _placed(scheme: SchemeDocument, height: int) -> dict[str, Box]:
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
        name: Box(MARGIN + layers[name] * (WIDTH + ACROSS), TOP + int(row) * (height + DOWN), height)
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
    x, y, right, across = start.x + WIDTH, start.y + start.height // 2, end.x, end.y + end.height // 2
    bend = max((right - x) // 2, 30)
    return (
        f"<g><title>{escape(sentence(scheme, edge))}</title>"
        f'<path d="M{x} {y}C{x + bend} {y} {right - bend} {across} {right} {across}" {_stroke(edge.blocks)}/></g>'
    )


def _stroke(blocks: Blocks) -> str:
    colour, dashes = STROKES[blocks]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'fill="none" stroke="{colour}" stroke-width="1.6"{dashed} marker-end="url(#to-{blocks})"'


def _box(scheme: SchemeDocument, node: Node, box: Box, organs: Mapping[str, str], look: Look | None) -> str:
    organ = organs.get(node.department, node.department)
    told = f"{node.title}，{organ}，{scheme.stage(node.stage).name}"
    fill, thick = "#f4f4f4" if node.external else "#eef4fb", ""
    dashed = ' stroke-dasharray="5 3"' if node.optional or (node.condition and not look) else ""
    texts = [_text(box.x + 10, box.y + 20 + 17 * n, line, size=14) for n, line in enumerate(_wrapped(node.title))]
    texts.append(_text(box.x + 10, box.y + HEIGHT - 8, organ[: LINE + 2], size=11))
    if look:
        told, fill = f"{told}，{look.text}", look.fill
        thick = ' stroke-width="3"' if look.critical else ""
        texts.append(_text(box.x + 10, box.y + box.height - 9, look.text, size=12, bold=True))
    return (
        f"<g><title>{escape(told)}</title>"
        f'<rect x="{box.x}" y="{box.y}" width="{WIDTH}" height="{box.height}" rx="6" fill="{fill}" '
        f'stroke="#33475b"{thick}{dashed}/>'
        f"{''.join(texts)}</g>"
    )


def _wrapped(title: str) -> list[str]:
    """At most two lines; the whole title stands in the box's own title."""
    lines = [title[first : first + LINE] for first in range(0, len(title), LINE)]
    return [*lines[: LINES - 1], lines[LINES - 1][: LINE - 1] + "…"] if len(lines) > LINES else lines


def _sample(blocks: Blocks, y: int) -> str:
    line = f'<path d="M{MARGIN} {y}h56" {_stroke(blocks)}/>'
    return f"<g>{line}{_text(MARGIN + 68, y + 5, BLOCKS[blocks], size=13)}</g>"


def _meanings(looks: Looks, y: int) -> list[str]:
    """What the colours say, each once."""
    used = {look.fill: look.meaning for look in looks.values()}
    return [
        f'<g><path d="M{MARGIN} {y + LEGEND * place - 8}h56v16h-56z" fill="{fill}" stroke="#33475b"/>'
        f"{_text(MARGIN + 68, y + LEGEND * place + 5, meaning, size=13)}</g>"
        for place, (fill, meaning) in enumerate(used.items())
    ]


def _width(text: str, size: int) -> int:
    """Pixels of a line at most: a Chinese letter is as wide as high, a letter or digit two thirds of that."""
    return round(sum(size if ord(letter) > 0x2E80 else size * 2 / 3 for letter in text))


def _text(x: int, y: int, text: str, *, size: int, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x}" y="{y}" font-size="{size}"{weight} fill="#1a1a1a">{escape(text)}</text>'
