"""The materials of one request: each asked once for all members, none that data sharing or a result brings. Pure."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from chalicelib.catalogue.model import ItemDocument, conditions
from chalicelib.catalogue.model.answering import open_variables
from chalicelib.catalogue.model.checklists import PLEDGED, ChecklistLine, checklist
from chalicelib.catalogue.model.schemes.parts import Edge, SharedMaterial
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.situation import Situation, questions_behind

Asked = Literal["once", "never", "not_needed"]
SHARED = "由行政机关通过数据共享取得，无需提交（《国务院关于在线政务服务的若干规定》第七条）"


@dataclass(frozen=True)
class MemberLine:
    """A line of a member's own list, as that list numbers it."""

    node: str
    no: str
    line: ChecklistLine


@dataclass(frozen=True)
class MergedLine:
    """One material of the request. `never` is not asked for, `not_needed` does not apply under these answers.

    `originals` and `copies` are for all members together: what is shared is handed in once.
    """

    key: str
    title: str
    asked: Asked
    required: bool
    why: str
    originals: int
    copies: int
    electronic_ok: bool
    lines: tuple[MemberLine, ...]


def merged_checklist(
    situation: Situation, items: Mapping[str, ItemDocument], held: Collection[str] = ()
) -> tuple[MergedLine, ...]:
    """The materials of all members but those whose result is held already, in the order of the members."""
    shared = {(line.item, f"{line.line_no:02}"): one for one in situation.scheme.shared_materials for line in one.lines}
    groups: dict[str, list[MemberLine]] = {}
    for own in _own_lines(situation, items, held):
        material = shared.get((situation.scheme.node(own.node).item or "", own.no))
        groups.setdefault(material.key if material else f"{own.node}/{own.no}", []).append(own)
    return tuple(_merged(situation, held, key, lines, _shared(situation.scheme, key)) for key, lines in groups.items())


def unanswered(situation: Situation, items: Mapping[str, ItemDocument], held: Collection[str] = ()) -> frozenset[str]:
    """The questions without which nobody can tell whether some line of some member is needed."""
    found = set[str]()
    for own in _own_lines(situation, items, held):
        if own.line.condition:
            found |= open_variables(conditions.parse(own.line.condition), situation.answers)
    return frozenset(questions_behind(situation.scheme, frozenset(found)))


def _own_lines(situation: Situation, items: Mapping[str, ItemDocument], held: Collection[str]) -> Iterator[MemberLine]:
    for node in situation.scheme.nodes:
        item = items.get(node.item) if node.item else None
        if item and node.id in situation.active and node.id not in held:
            for line in checklist(item, situation.answers):
                yield MemberLine(node.id, line.no, line)


def _shared(scheme: SchemeDocument, key: str) -> SharedMaterial | None:
    return next((one for one in scheme.shared_materials if one.key == key), None)


def _merged(
    situation: Situation, held: Collection[str], key: str, lines: list[MemberLine], shared: SharedMaterial | None
) -> MergedLine:
    needed = [one for one in lines if one.line.applies]
    typed = [one for one in needed if _brought(situation, held, one, shared) is None]
    brought = [text for one in needed if (text := _brought(situation, held, one, shared))]
    asked: Asked = "once" if typed else "never" if brought else "not_needed"
    counted = typed or needed or lines
    return MergedLine(
        key=key,
        title=shared.title if shared else lines[0].line.name,
        asked=asked,
        required=any(one.line.required for one in typed),
        why=_why(asked, typed, brought, lines),
        originals=max(one.line.originals for one in counted),
        copies=max(one.line.copies for one in counted),
        electronic_ok=all(one.line.electronic_ok for one in counted),
        lines=tuple(lines),
    )


def _why(asked: Asked, typed: list[MemberLine], brought: list[str], lines: list[MemberLine]) -> str:
    if asked == "once":
        together = f"（{len(typed)} 个事项共用，只提交一次）" if len(typed) > 1 else ""
        return typed[0].line.why + together
    return brought[0] if asked == "never" else lines[0].line.why


def _brought(situation: Situation, held: Collection[str], own: MemberLine, shared: SharedMaterial | None) -> str | None:
    """Why this line is not asked for although it is needed; None where the applicant hands it in."""
    if edge := _result_for(situation, held, own):
        names = "、".join(situation.scheme.node(one).title for one in edge.from_ if _there(situation, held, one))
        return f"由“{names}”的办理结果带出，无需提交"
    if own.line.shared:
        return SHARED
    if own.line.pledged:
        return PLEDGED
    if shared and shared.asked == "never":
        return SHARED if shared.source == "gov_share" else f"由本方案其他事项的办理结果带出，无需提交（{shared.rule}）"
    return None


def _result_for(situation: Situation, held: Collection[str], own: MemberLine) -> Edge | None:
    for edge in situation.edges_to(own.node):
        if edge.result_as_material == int(own.no) and any(_there(situation, held, one) for one in edge.from_):
            return edge
    return None


def _there(situation: Situation, held: Collection[str], name: str) -> bool:
    return name in situation.active or name in held
