"""The list of materials of a request: each material once for all members, the application sheets together. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chalicelib.catalogue.model import Material, conditions
from chalicelib.catalogue.model.conditions import Truth, both, either, opposite
from chalicelib.catalogue.model.schemes.parts import SharedMaterial
from chalicelib.catalogue.model.schemes.request_item.members import Member, Request
from chalicelib.catalogue.model.values import MaterialSource

SHEET, SHEET_NAME = "sheet", "联合办理申请表"
LONGEST = 500
# Of lines that are one material the source that asks the most of the applicant.
ASKS_MOST: tuple[MaterialSource, ...] = ("applicant", "intermediary", "gov_share", "system")


@dataclass(frozen=True)
class MemberLine:
    """A line of a member's own list, when this request needs it, and whether its item lets it follow (容缺)."""

    node: str
    no: str
    material: Material
    applies: Truth
    may_follow: bool = False


@dataclass(frozen=True)
class RequestLine:
    """One line of the request, and the lines of members that it serves."""

    material: Material
    serves: tuple[MemberLine, ...]


def lines_of(request: Request) -> tuple[RequestLine, ...]:
    """What the applicant hands in, confirms or lets be fetched, in the order of the members. What a member of the same
    request makes is not among it (R77).
    """
    shared = {(one.item, f"{one.line_no:02}"): part for part in request.scheme.shared_materials for one in part.lines}
    groups: dict[str, list[MemberLine]] = {}
    titles: dict[str, SharedMaterial | None] = {}
    for member in request.members:
        for own in _needed(request, member, shared):
            part = shared.get((member.item.id, own.no))
            sheet = own.material.source == "system" and not _is_word(member, own.material)
            key = SHEET if sheet else part.key if part else f"{own.node}/{own.no}"
            groups.setdefault(key, []).append(own)
            titles[key] = part
    return tuple(RequestLine(_merged(key, own, titles[key]), tuple(own)) for key, own in groups.items())


def _needed(request: Request, member: Member, shared: dict[tuple[str, str], SharedMaterial]) -> Iterator[MemberLine]:
    for number, material in enumerate(member.item.materials, start=1):
        no = f"{number:02}"
        own = request.renamed(member, material.condition) if material.condition else True
        part = shared.get((member.item.id, no))
        applies = both(member.handled, own, opposite(_brought(request, member, number, part)))
        if applies is not False:
            may_follow = material.tolerable_absence and member.item.tolerance is not None
            yield MemberLine(member.node.id, no, material, applies, may_follow)


def _is_word(member: Member, material: Material) -> bool:
    """Whether the material is the applicant's word itself (告知承诺): it is given, and printed of no form."""
    made = member.item.commitment
    return made is not None and made.paper == material.name


def _brought(request: Request, member: Member, number: int, part: SharedMaterial | None) -> Truth:
    """When a result of this request is the material."""
    edges = [edge for edge in request.scheme.edges if edge.to == member.node.id]
    named = [edge for edge in edges if edge.result_as_material == number]
    if not named and part is not None and part.source == "result":
        named = [edge for edge in edges if edge.blocks == "opening"]
    return either(*(request.brought(edge) for edge in named))


def _merged(key: str, own: Sequence[MemberLine], part: SharedMaterial | None) -> Material:
    materials = [one.material for one in own]
    demanded = either(*(one.applies for one in own if one.material.necessity != "非必要"))
    conditional = demanded if not isinstance(demanded, bool) else None
    sources: set[MaterialSource] = {one.source for one in materials}
    return Material(
        name=SHEET_NAME if key == SHEET else part.title if part else materials[0].name,
        originals=max(one.originals for one in materials),
        copies=max(one.copies for one in materials),
        electronic_ok=all(one.electronic_ok for one in materials),
        source=next(filter(sources.__contains__, ASKS_MOST)),
        necessity="非必要(情形)" if conditional else "必要" if demanded else "非必要",
        condition=conditions.render(conditional) if conditional else None,
        legal_basis=_together([one.legal_basis for one in materials]),
        tolerable_absence=all(one.may_follow for one in own),
        acceptance_check=_together([one.acceptance_check for one in materials]),
        e_certificate_type=next((one.e_certificate_type for one in materials if one.e_certificate_type), None),
    )


def _together(texts: Sequence[str | None]) -> str | None:
    """Each text once, as many as there is room for."""
    told = ""
    for text in dict.fromkeys(one for one in texts if one):
        more = f"{told}；{text}" if told else text
        if len(more) <= LONGEST:
            told = more
    return told or None
