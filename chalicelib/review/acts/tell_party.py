"""告知利害关系人: a numbered notice to who is concerned directly, with the rights of 行政许可法36 and 47."""

from typing import Annotated

from pydantic import Field, StringConstraints

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.model.parties import MOST, Party
from chalicelib.cases.model.party_acts import TELL_PARTY
from chalicelib.documents.model.parties import ToldParty, hearing_right_notice, party_notice
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import ONE_LINE, PARAGRAPHS
from chalicelib.http.bodies import Part

Line = Annotated[str, StringConstraints(min_length=2, max_length=200, strip_whitespace=True), ONE_LINE]


class PartyConcerned(Part):
    """一名利害关系人：姓名（名称）、地址，以及申请中与其有关的事项，写入告知书。"""

    name: Annotated[Line, Field(repr=False, description="利害关系人的姓名或者名称")]
    address: Annotated[Line, Field(repr=False, description="送达地址")]
    matter: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=2000, strip_whitespace=True), PARAGRAPHS],
        Field(repr=False, description="申请中直接关系其重大利益的事项，写入告知书"),
    ]


@act
def tell_party(platform: Platform, caller: Caller, case_id: str, said: PartyConcerned) -> Receipt:
    """Each of them by a notice of its own, which the applicant does not read: it has somebody's address. With the
    first of them the applicant is told of the right to a hearing too (行政许可法47).
    """
    begun = begin(platform, caller, TELL_PARTY, case_id)
    case = begun.case
    require_possible(licence=begun.item.is_licence, told=len(case.parties))
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    told = ToldParty(said.name, said.address, said.matter, head.place.issuing_place)
    document = head.draft(party_notice(head.facts, head.formalities, told), to_applicant=False)
    right = hearing_right_notice(head.facts, head.formalities, head.place.issuing_place)
    own = [] if case.parties else [head.draft(right)]
    no = len(case.parties) + 1
    party = Party(no=no, name=said.name, address=said.address, document=document.no, told_at=caller.at)
    return begun.commit(
        case.model_copy(update={"parties": (*case.parties, party)}),
        both={"party": no},
        data={
            "party_digest": blind_index(case.chain_key, case.id, said.name, said.address),
            **({"document_digests": {one.no: one.digest for one in own}} if own else {}),
        },
        answer={"number": case.number},
        document=document,
        ops=[op for one in own for op in one.ops],
        effects=[one.effect for one in own],
    )


def require_possible(*, licence: bool, told: int) -> None:
    """409 for what is no licence: its own law says who is heard."""
    if not licence:
        title = "本事项不是行政许可，不适用行政许可法的这一规定"
        raise problems.Conflict(code="not_a_licence", title=title)
    if told >= MOST:
        title = f"一件最多登记{MOST}名利害关系人；人数更多的，依法公告"
        raise problems.Conflict(code="too_many_parties", title=title)
