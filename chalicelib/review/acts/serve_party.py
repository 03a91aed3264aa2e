"""登记告知书送达: how and when the notice reached the party. Its five days begin (行政许可法47; 民事诉讼法87-95)."""

from collections.abc import Iterator
from datetime import date, timedelta
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
NOBODY_SIGNS = frozenset[Mode]({"left", "public_notice"})
ANNOUNCED = timedelta(days=30)  # 民事诉讼法95: thirty days pass, counted from the day after the public notice


class PartyServed(Part):
    """告知书的送达，写入送达回证。公告送达的，自公告之日起经过三十日为送达之日（民事诉讼法95）。"""

    mode: Annotated[Mode, Field(description="送达方式")]
    served_on: Annotated[CalendarDate, Field(description="送达之日：签收、回执载明或者公告期满之日")]
    received_by: Annotated[
        Annotated[str, StringConstraints(min_length=2, max_length=50, strip_whitespace=True), ONE_LINE] | None,
        Field(repr=False, description="签收人；直接送达的应当填写，留置、公告送达的不填"),
    ] = None


@act
def serve_party(platform: Platform, caller: Caller, case_id: str, no: int, said: PartyServed) -> Receipt:
    """409 for what was served already, and while the notice is not printed; 422 for a day on which this mode cannot
    have reached the party, and for who cannot have signed.
    """
    begun, party = begin_on_party(platform, caller, SERVE_PARTY, case_id, no)
    case = begun.case
    require_unserved(party)
    if errors := [*service_faults(said, party.told_at.date(), caller.at.date())]:
        raise problems.Invalid(errors=errors)
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


def service_faults(said: PartyServed, told: date, today: date) -> Iterator[FieldError]:
    """What is wrong with how, when and to whom the notice of the day `told` was served."""
    announced = said.mode == "public_notice"
    if announced and said.served_on < told + ANNOUNCED:
        words = f"公告送达，自公告之日起经过三十日才视为送达，最早为{told + ANNOUNCED}（民事诉讼法95）"
        yield FieldError("/served_on", "announcement_running", words)
    elif not told <= said.served_on <= today:
        words = f"送达之日应在作出告知书之日（{told}）至今天之间"
        yield FieldError("/served_on", "service_day", words)
    if said.mode == "direct" and said.received_by is None:
        yield FieldError("/received_by", "receiver_missing", "直接送达，应当写明签收人（民事诉讼法87、88）")
    if said.mode in NOBODY_SIGNS and said.received_by is not None:
        yield FieldError("/received_by", "receiver_unfit", "留置送达、公告送达没有签收人，不能填写")


def _number(platform: Platform, case_id: str, document: str) -> str:
    """Only a paper that exists reaches anybody."""
    notice = vault.load(platform, case_id, document)
    if notice is not None and notice.state == vault.HELD:
        title = "告知书中有字库未收的字，尚未印制，不能登记送达"
        raise problems.Conflict(code="document_held", title=title, headers={"Retry-After": "3600"})
    if notice is None or notice.number is None or notice.state != vault.READY:
        title = "告知书正在编号制作，请稍后登记送达"
        raise problems.Conflict(code="document_preparing", title=title, headers={"Retry-After": "2"})
    return notice.number
