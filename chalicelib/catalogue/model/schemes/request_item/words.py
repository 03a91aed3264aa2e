"""What the applicant may commit to in a request: papers that follow (容缺受理), facts instead of proofs (告知承诺).

Pure. Each is a member's own: its item has published it, and its own case carries it.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.catalogue.model.commitments import Commitment, Tolerance
from chalicelib.catalogue.model.schemes.request_item.lines import RequestLine
from chalicelib.catalogue.model.schemes.request_item.members import Member, Request


class Words(NamedTuple):
    """`pledged` is the node whose item publishes the commitment. `ordinary` are the fields by which others would be
    chosen: what two members have published is not committed to in one act, so each of them goes the ordinary way.
    """

    tolerance: Tolerance | None
    commitment: Commitment | None = None
    pledged: str = ""
    ordinary: tuple[str, ...] = ()


def words_of(request: Request, own: Mapping[str, Mapping[str, str]], lines: Sequence[RequestLine]) -> Words:
    """`own` has for each member what the request calls each field of the member's form."""
    tolerance = _tolerance(request, lines)
    made = [(one, one.item.commitment) for one in request.members if one.item.commitment]
    if len(made) != 1:
        chosen = tuple(dict.fromkeys(own[one.node.id][word.field] for one, word in made))
        return Words(tolerance, ordinary=chosen)
    ((member, word),) = made
    changes = {"field": own[member.node.id][word.field], "paper": _paper(member, word, lines)}
    return Words(tolerance, word.model_copy(update=changes), member.node.id)


def _tolerance(request: Request, lines: Sequence[RequestLine]) -> Tolerance | None:
    """Of members that publish different terms the applicant is told the strictest; in its case each goes by its own."""
    nodes = {own.node for line in lines if line.material.tolerable_absence for own in line.serves}
    rules = [one.item.tolerance for one in request.members if one.item.tolerance and one.node.id in nodes]
    if not rules:
        return None
    strictest = {
        "workdays": min(one.workdays for one in rules),
        "bar_months": max(one.bar_months for one in rules),
    }
    return rules[0].model_copy(update=strictest)


def _paper(member: Member, word: Commitment, lines: Sequence[RequestLine]) -> str | None:
    """What the request calls the material that the word itself is."""
    for line in lines:
        if any(own.node == member.node.id and own.material.name == word.paper for own in line.serves):
            return line.material.name
    return None
