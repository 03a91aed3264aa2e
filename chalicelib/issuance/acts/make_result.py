"""制作结果: the certificate of a granted case, stored before the case says so; a refusal has its decision only."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.cases.acts.lookup import item_of
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.clocks import issue_term
from chalicelib.cases.store.commit import Change, commit
from chalicelib.cases.store.records import load_file
from chalicelib.catalogue.model import ServiceItem
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.service import collection_notice
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.documents.store.rendering.typesetting import render
from chalicelib.documents.store.vault import CERTIFICATE, document_key, store_pdf
from chalicelib.durable.caller import MACHINE, Caller
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import ABSENT, Op, Refused, check, equals, put
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.certificates import certificate_of


def make_result(platform: Platform, step: Step) -> None:
    """Quiet when the case has passed this step or the generation is stale; repeated, it makes the same bytes again."""
    found = load_file(platform.table, step.case_id)
    flow = found.flows.get(step.machine) if found else None
    if found is None or flow is None or flow.generation != step.generation or found.case.status is not Status.DECIDED:
        return
    case, item = found.case, item_of(platform, found.case)
    guard = check(keys.flow(case.id, step.machine), equals(generation=step.generation))
    caller = Caller(actor=MACHINE, at=platform.now())
    change = (
        _granted(platform, case, item, found.form, guard)
        if case.outcome == "grant"
        else _refused(platform, case, item, guard)
    )
    try:
        commit(platform, caller, change)
    except Refused:
        return  # another execution has made it, or the case has moved: the machine looks again at its next step


def _granted(platform: Platform, case: Case, item: ServiceItem, form: Mapping[str, Any], guard: Op) -> Change:
    formal = letterhead(platform, case, item).formalities
    certificate = certificate_of(case, item, form, seal=formal.seal, sample=formal.sample)
    digest = canonical_digest(certificate)
    return Change(
        case,
        case.moved(Status.COMPARING),
        "result_made",
        data={"document": CERTIFICATE, "identifier": certificate.identifier, "digest": digest},
        ops=[_certificate_row(platform, case, certificate), _register(certificate, digest), guard],
    )


def _refused(platform: Platform, case: Case, item: ServiceItem, guard: Op) -> Change:
    notice = collection(platform, case, item, ["不予决定书"])
    return Change(
        case,
        case.moved(Status.DELIVERING),
        "result_made",
        data={"document": notice.no},
        ops=[notice.op, guard],
        effects=[notice.effect],
    )


def _certificate_row(platform: Platform, case: Case, certificate: CertificateData) -> Op:
    """Render and store first: the row that makes it count is written with the act."""
    issued = case.decided_at or platform.now()
    data = certificate.printable(verify_at=f"{platform.settings.public_url}/v1/certificates/verify")
    pdf = render("certificate", data, font_dir=platform.settings.font_dir, issued=issued)
    key = document_key(case.id, CERTIFICATE)
    version = store_pdf(platform, key, pdf)
    return put(
        {
            **keys.document(case.id, CERTIFICATE)._asdict(),
            "case_id": case.id,
            "no": CERTIFICATE,
            "kind": CERTIFICATE,
            "title": certificate.title,
            "state": "ready",
            "template": CERTIFICATE,
            "data": certificate.model_dump_json(),
            "number": certificate.number,
            "identifier": certificate.identifier,
            "key": key,
            "s3_version": version,
            "sha256": hashlib.sha256(pdf).hexdigest(),
            "size": len(pdf),
            "created_at": platform.now().isoformat(),
        },
        when=ABSENT,
    )


def _register(certificate: CertificateData, digest: str) -> Op:
    """What verification needs, and nothing about the holder."""
    row = {
        **keys.certificate(certificate.identifier)._asdict(),
        **certificate.model_dump(
            mode="json", include={"title", "number", "organ", "issued", "valid_until"}, exclude_none=True
        ),
        "digest": digest,
    }
    return put(row, when=ABSENT)


def collection(platform: Platform, case: Case, item: ServiceItem, results: Sequence[str]) -> Draft:
    """领取通知书: the notification that results lie ready (rules 二(一)4)."""
    term = issue_term(case.decided_at.date(), platform.calendar) if case.decided_at else None
    head = letterhead(platform, case, item)
    notice = collection_notice(
        head.facts,
        head.formalities,
        results=results,
        place=head.place.issuing_place,
        hours=head.place.issuing_hours,
        collect_by=case.clock.issue_due,
        provisional=bool(term and term.provisional),
    )
    return head.draft(notice)
