"""送达: results are handed over to a verified person, an agent only with a letter; the 送达回证 records it (R37)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Annotated, Literal

from chalicelib.access.actor import blind_index
from chalicelib.cases.acts.gate import begin
from chalicelib.cases.acts.letters_on_record import asked_of, named_letter, with_letter
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import DELIVER
from chalicelib.cases.model.pledge import HandedOver
from chalicelib.cases.model.presented import Claim, Represented, Window, person_faults
from chalicelib.cases.model.term import term_of
from chalicelib.documents.model.kinds import ENDINGS, GRANTS, REFUSALS, DocumentKind
from chalicelib.documents.model.service import Service, ServiceMode, service_record
from chalicelib.documents.store import certificates, vault
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead
from chalicelib.documents.store.vault import CERTIFICATE, READY, SUPERSEDED, Document
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.foundation import problems
from chalicelib.foundation.alongside import meanwhile
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.validation import confirmed
from chalicelib.foundation.writes import Op
from chalicelib.issuance.acts.compare import require_printed
from chalicelib.issuance.model.after_default import AfterDefault, ground_of, handed_over_after
from chalicelib.issuance.model.fees import require_ordered, require_paid
from chalicelib.issuance.store import register

RELATIONS: Mapping[str, str] = {"agent": "代理人", "guardian": "监护人（法定代理人）"}
RESULTS = frozenset({CERTIFICATE, *GRANTS, *REFUSALS, *ENDINGS, DocumentKind.DECISION_CORRECTION})


class Recipient(Represented):
    """Who takes the result, and has signed for it."""

    signed: Annotated[Literal[True], confirmed("receipt_not_signed", "请先由领取人在送达回证上签名")]


@act
def deliver(
    platform: Platform, caller: Caller, case_id: str, recipient: Recipient, default: AfterDefault | None = None
) -> Receipt:
    """Within ten workdays of the decision (of a granted licence 行政许可法44); the machine then archives the case.

    From now on the public verification calls the certificate valid.
    """
    with (
        meanwhile(lambda: vault.documents(platform, case_id)) as documents,
        named_letter(platform, recipient) as letter,
    ):
        begun = begin(platform, caller, DELIVER, case_id, whole=True)
    case = begun.case
    require_paid(case)
    require_ordered(case, begun.item, begun.found.form)
    despite = handed_over_after(case, default)
    claim = begun.claim
    asked = asked_of(platform, case, claim, "collect", caller.at.date())
    recipient = with_letter(platform, caller, recipient, letter, asked, "/recipient")
    require_verified(recipient, claim, Window(caller.at.date(), caller.actor.name))
    begun = begun.naming(letter()).with_proof(recipient.newly_proven(case.guardianship, caller))
    case = begun.case
    results = handed_over(documents.result(), ended=bool(case.result_ends))
    head = letterhead(platform, case, begun.item, caller.at, begun.directory)
    return begun.commit(
        _told(case, despite).moved_to(Status.DELIVERED, delivered_at=caller.at),
        data={
            "relation": recipient.relation,
            "recipient": blind_index(case.chain_key, case.id, recipient.id_number),
            "mode": ServiceMode.DIRECT.value,
            **({"after_default": despite.model_dump(exclude_none=True)} if despite else {}),
            **recipient.recorded_letter(),
            **begun.proof_recorded(case),
        },
        answer={"number": case.number},
        ops=_registered(platform, case, results, caller.at.date()),
        document=_record(head, caller, recipient, results, despite),
    )


def _registered(platform: Platform, case: Case, results: Sequence[Document], today: date) -> list[Op]:
    """From now on the register calls the certificate valid, and the one that it renews renewed (行政许可法50)."""
    ops = [register.delivered(one.identifier, today) for one in results if one.identifier]
    old, term = case.renews, term_of(case)
    if old is None or case.outcome != "grant" or case.result_ends:
        return ops
    return [*ops, *certificates.replaced(platform.table, old.identifier, term.begins, term.until, today)]


def _told(case: Case, despite: HandedOver | None) -> Case:
    """The case, which shows that its result was handed over after a default."""
    if despite is None or case.pledge is None:
        return case
    return case.model_copy(update={"pledge": case.pledge.model_copy(update={"handed_over": despite})})


def require_verified(recipient: Recipient, claim: Claim, window: Window) -> None:
    """422 unless the document shown is the applicant's or its legal representative's, or an agent has a letter, or a
    guardian proof, and the ward is no adult by now.
    """
    if faults := person_faults(recipient, claim, "/recipient", window):
        raise problems.Invalid(code="recipient_unverified", title="领取人身份核验未通过，不能发证", errors=faults)


def handed_over(documents: Iterable[Document], *, ended: bool = False) -> list[Document]:
    """The results that lie at the window. 409 while one of them is not printed yet; what was superseded is none, and a
    certificate that a decision has ended is handed over no more: that decision is, unless it was annulled.
    """
    kinds = RESULTS - ({CERTIFICATE} if ended else ENDINGS)
    results = [document for document in documents if document.kind in kinds and document.state != SUPERSEDED]
    for document in results:
        require_printed(document)
    if not all(document.number and document.state == READY for document in results):
        raise problems.Conflict(
            code="document_preparing", title="办理结果正在编号制作，请稍后送达", headers={"Retry-After": "2"}
        )
    return results


def _record(
    head: Letterhead, caller: Caller, recipient: Recipient, results: Sequence[Document], despite: HandedOver | None
) -> Draft:
    served = [(document.title, document.number or "") for document in results]
    service = Service(
        place=head.place.issuing_place,
        mode=ServiceMode.DIRECT,
        servers=[caller.actor.name],
        served_at=caller.at,
        received_by=recipient.name,
        relation=RELATIONS.get(recipient.relation),
        remarks=ground_of(despite) if despite else None,
    )
    return head.draft(service_record(head.facts, head.formalities, service, documents=served))
