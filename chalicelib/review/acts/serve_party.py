"""登记告知书送达: how and when the notice reached the party. Its five days begin (行政许可法47; 民事诉讼法87-95)."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from chalicelib.cases.model.clock import counted
from chalicelib.cases.model.interested import TO_ASK
from chalicelib.cases.model.parties import Party
from chalicelib.cases.model.party_acts import SERVE_PARTY
from chalicelib.clock.deadline import CalendarDate
from chalicelib.documents.model.parties import ServedParty, party_service
from chalicelib.documents.model.service import ServiceMode
from chalicelib.documents.store import vault
from chalicelib.documents.store.drafts import letterhead
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import ONE_LINE
from chalicelib.http.bodies import Part
from chalicelib.review.acts.parties import begin_on_party, with_party

Mode = Literal["direct", "left", "electronic", "entrusted", "post", "public_notice"]


class PartyServed(Part):
    """告知书的送达，写入送达回证。公告送达的，公告期满之日为送达之日。"""

    mode: Annotated[Mode, Field(description="送达方式")]
    served_on: Annotated[CalendarDate, Field(description="送达之日：签收、回执载明或者公告期满之日")]
    received_by: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=50, strip_whitespace=True), ONE_LINE] | None,
        Field(repr=False, description="签收人；留置、公告送达的不填"),
    ] = None


@act
def serve_party(platform: Platform, caller: Caller, case_id: str, no: int, said: PartyServed) -> Receipt:
    """409 for what was served already, and while the notice has no number yet."""
    begun, party = begin_on_party(platform, caller, SERVE_PARTY, case_id, no)
    case = begun.case
    require_unserved(party)
    require_day(party, said, caller)
    number = _number(platform, case_id, party.document)
    clock = counted(said.served_on, TO_ASK.length or 0, TO_ASK.unit, TO_ASK.article, platform.calendar)
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    served = ServedParty(
        party.name, party.address, ServiceMode[said.mode.upper()], said.served_on, said.received_by, caller.actor.name
    )
    document = head.draft(party_service(head.facts, head.formalities, served, number), to_applicant=False)
    changed = party.model_copy(update={"served_on": said.served_on, "until": clock.due, "service": document.no})
    return begun.commit(
        with_party(case, changed),
        both={"party": no, "served_on": str(said.served_on), "until": str(clock.due)},
        data={"mode": said.mode},
        answer={"number": case.number, "provisional": clock.provisional},
        document=document,
    )


def require_unserved(party: Party) -> None:
    if party.served_on is not None:
        title = f"该告知书已于{party.served_on}送达，不能再次登记"
        raise problems.Conflict(code="party_served", title=title)


def require_day(party: Party, said: PartyServed, caller: Caller) -> None:
    told, today = party.told_at.date(), caller.at.date()
    if not told <= said.served_on <= today:
        words = f"送达之日应在作出告知书之日（{told}）至今天之间"
        raise problems.Invalid(errors=[FieldError("/served_on", "service_day", words)])


def _number(platform: Platform, case_id: str, document: str) -> str:
    notice = vault.load(platform, case_id, document)
    if notice is None or notice.number is None:
        title = "告知书正在编号制作，请稍后登记送达"
        raise problems.Conflict(code="document_preparing", title=title, headers={"Retry-After": "2"})
    return notice.number
