"""制作结果: the certificate of a granted case, which is printed next; a refusal has its decision only.

Nobody but the issuing window sees the certificate until it was compared with the paper result. So the state of the
machine that makes it is also the one that waits for this comparison (ADR 0105).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from chalicelib.cases.acts.begun import Begun
from chalicelib.cases.acts.gate import Passed, begin_step, has_passed
from chalicelib.cases.acts.open_step import ATTEMPTS, open_step
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import MAKE_RESULT
from chalicelib.cases.model.machine_steps import stands_at
from chalicelib.catalogue.model import ItemDocument, ServiceItem
from chalicelib.catalogue.model.face_lines import public_lines
from chalicelib.catalogue.model.validity import Granted
from chalicelib.documents.model.decisions import words_of
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.notice import remedies_text
from chalicelib.documents.model.service import collection_notice
from chalicelib.documents.store.drafts import Draft, Letterhead, letterhead, printing
from chalicelib.documents.store.vault import CERTIFICATE, PREPARING, text_row
from chalicelib.durable import outbox, workflow
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys, problems
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, put
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.certificates import certificate_of
from chalicelib.issuance.store import register


def make_result(platform: Platform, step: Step) -> None:
    """Make the result and open the wait for its comparison, in one transaction. What is made already is waited for.

    Every execution begins here, also one that is started when the case stands further on, or that was replaced: it goes
    on at once. A step without a token makes the result and waits for nothing.
    """
    for _ in range(ATTEMPTS):
        begun = begin_step(platform, step, MAKE_RESULT)
        if isinstance(begun, Passed):
            if begun.at == step.step and step.token:
                open_step(platform, step)
            else:
                workflow.go_on(platform, step, begun.at)
            return
        try:
            if begun.case.outcome == "grant":
                _granted(replace(begun, guards=_waiting(begun, step)))
            else:
                after = _refused(replace(begun, guards=[workflow.leave_wait(step)]))
                workflow.go_on(platform, step, stands_at(after, step.machine))
        except Refused as refusal:
            again = outbox.overtaken(step, refusal)
            if again is None and not has_passed(step, refusal):
                raise
            step = again or step
            continue
        return
    raise problems.Unavailable


def _waiting(begun: Begun, step: Step) -> list[Op]:
    """The machine arrives with the result: it waits for the comparison, so the row that has brought it here ends."""
    if step.token is None:
        return [workflow.leave_wait(step)]
    flow = begun.found.flows[step.machine]
    return [workflow.open_wait(begun.platform, step.owner, step, flow), *outbox.arrived(begun.platform, step)]


def _granted(begun: Begun) -> None:
    platform, case, item = begun.platform, begun.case, begun.item
    head = letterhead(platform, case, item, begun.caller.at, begun.directory)
    certificate = certificate_made(head, case, item, begun.found.form)
    digest = canonical_digest(certificate)
    after = case.moved_to(Status.COMPARING)
    begun.commit(
        after,
        data={"document": CERTIFICATE, "identifier": certificate.identifier, "digest": digest},
        ops=[
            *_certificate_rows(begun, certificate),
            *head.seal_uses(text_name(case.result_version), CERTIFICATE),
            register.enter(certificate, digest, case.id, public_lines(item, begun.found.form, certificate.face)),
        ],
        effects=[printing(case.id, CERTIFICATE)],
    )


def certificate_made(head: Letterhead, case: Case, item: ServiceItem, form: Mapping[str, Any]) -> CertificateData:
    """What the certificate of this case says when it is made now, under this letterhead."""
    remedies, sample = remedies_text(head.remedies), head.formalities.sample
    return certificate_of(case, item, form, seal=head.seal, sample=sample, remedies=remedies, place=head.place)


def _refused(begun: Begun) -> Case:
    after = begun.case.moved_to(Status.DELIVERING)
    begun.commit(after, document=collection(begun))
    return after


def _certificate_rows(begun: Begun, certificate: CertificateData) -> list[Op]:
    """The certificate has its number already, that of its case, so it only waits for its printing."""
    case, text = begun.case, text_name(begun.case.result_version)
    if case.decided_at is None:
        raise ValueError("only a decided case has a certificate")
    row = {
        **keys.document(case.id, CERTIFICATE)._asdict(),
        "case_id": case.id,
        "no": CERTIFICATE,
        "kind": CERTIFICATE,
        "title": certificate.title,
        "state": PREPARING,
        "template": template_of(begun.item, case.validity),
        "text": text,
        "division": case.division,
        "seal": certificate.seal.id,
        "number": certificate.number,
        "identifier": certificate.identifier,
        "created_at": begun.caller.at.isoformat(),
        "issued_at": case.decided_at.isoformat(),
    }
    return [put(row, when=ABSENT), text_row(case.id, text, certificate.model_dump_json())]


def text_name(version: int) -> str:
    """Each version of a result has a text and a PDF of its own: what was made before stays as evidence."""
    return CERTIFICATE if version == 1 else f"{CERTIFICATE}-{version}"


def template_of(item: ItemDocument, valid: Granted | None = None) -> str:
    """A 证照 is a framed certificate; a decision, an approval or a registration is an official document, and so is what
    is issued instead of a 证照.
    """
    instead = valid is not None and valid.document is not None
    return "certificate" if item.result.kind == "证照" and not instead else "result"


def collection(begun: Begun, results: Sequence[str] = ()) -> Draft:
    """领取通知书: the notification that results lie ready (rules 二(一)4); of a refusal it is the decision alone."""
    issue = begun.case.clocks.get("issue")
    head = letterhead(begun.platform, begun.case, begun.item, begun.caller.at, begun.directory)
    notice = collection_notice(
        head.facts,
        head.formalities,
        granted=begun.case.outcome == "grant",
        results=results or [words_of(head.facts).refused_title],
        place=head.place.issuing_place,
        hours=head.place.issuing_hours,
        collect_by=issue.due if issue else None,
        provisional=bool(issue and issue.provisional),
    )
    return head.draft(notice)
