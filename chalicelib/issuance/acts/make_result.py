"""制作结果: the certificate of a granted case, stored before the case says so; a refusal has its decision only.

Nobody but the issuing window sees the certificate until it was compared with the paper result.
"""

import hashlib
from collections.abc import Sequence
from typing import Any

from chalicelib.cases.acts.gate import Begun, begin_step, has_passed
from chalicelib.cases.model import Case, Status
from chalicelib.cases.model.acts import MAKE_RESULT
from chalicelib.catalogue.model import ItemDocument
from chalicelib.documents.model.decisions import words_of
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.service import collection_notice
from chalicelib.documents.store.drafts import Draft, letterhead
from chalicelib.documents.store.rendering.legible import Unprintable
from chalicelib.documents.store.rendering.typesetting import render
from chalicelib.documents.store.vault import CERTIFICATE, HELD, PENDING, document_key, report_held, store_pdf
from chalicelib.durable.flows import Step
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.issuance.model.certificate import CertificateData
from chalicelib.issuance.model.certificates import certificate_of
from chalicelib.issuance.store import register


def make_result(platform: Platform, step: Step) -> None:
    """Quiet when the case has passed this step or the generation is stale; repeated, it makes the same bytes again."""
    begun = begin_step(platform, step, MAKE_RESULT)
    if begun is None:
        return
    try:
        if begun.case.outcome == "grant":
            _granted(begun)
        else:
            _refused(begun)
    except Refused as refusal:
        if not has_passed(step, refusal):
            raise


def _granted(begun: Begun) -> None:
    platform, case, item = begun.platform, begun.case, begun.item
    formal = letterhead(platform, case, item, begun.caller.at).formalities
    certificate = certificate_of(case, item, begun.found.form, seal=formal.seal, sample=formal.sample)
    digest = canonical_digest(certificate)
    row = _certificate_row(begun, certificate)
    held = row["state"] == HELD
    begun.commit(
        case.moved_to(Status.COMPARING),
        data={"document": CERTIFICATE, "identifier": certificate.identifier, "digest": digest}
        | ({"held": True} if held else {}),
        ops=[put(row, when=ABSENT), register.enter(certificate, digest)],
        supervised=["document_held"] if held else [],
    )


def _refused(begun: Begun) -> None:
    begun.commit(
        begun.case.moved_to(Status.DELIVERING),
        document=collection(begun),
    )


def rendered(platform: Platform, case: Case, certificate: CertificateData, template: str) -> dict[str, Any]:
    """The certificate, typeset and stored, as attributes of its row; held if a letter of it cannot be printed."""
    if case.decided_at is None:
        raise ValueError("only a decided case has a certificate")
    data = certificate.printable(verify_at=f"{platform.settings.public_url}/v1/certificates/verify")
    try:
        pdf = render(template, data, font_dir=platform.settings.font_dir, issued=case.decided_at)
    except Unprintable as lacking:
        report_held(platform, case.id, CERTIFICATE)
        return {"state": HELD, "unprintable": lacking.code_points}
    key = document_key(case.id, object_name(case.result_version))
    version = store_pdf(platform, key, pdf)
    digest = hashlib.sha256(pdf).hexdigest()
    return {"state": PENDING, "key": key, "s3_version": version, "sha256": digest, "size": len(pdf)}


def _certificate_row(begun: Begun, certificate: CertificateData) -> Item:
    """Render and store first: the row that makes it count is written with the act."""
    case, template = begun.case, template_of(begun.item)
    return {
        **keys.document(case.id, CERTIFICATE)._asdict(),
        "case_id": case.id,
        "no": CERTIFICATE,
        "kind": CERTIFICATE,
        "title": certificate.title,
        "template": template,
        "data": certificate.model_dump_json(),
        "number": certificate.number,
        "identifier": certificate.identifier,
        "created_at": begun.caller.at.isoformat(),
        **rendered(begun.platform, case, certificate, template),
    }


def object_name(version: int) -> str:
    """Each version of a result has a PDF of its own: what was made before stays as evidence."""
    return CERTIFICATE if version == 1 else f"{CERTIFICATE}-{version}"


def template_of(item: ItemDocument) -> str:
    """A 证照 is a framed certificate; a decision, an approval or a registration is an official document."""
    return "certificate" if item.result.kind == "证照" else "result"


def collection(begun: Begun, results: Sequence[str] = ()) -> Draft:
    """领取通知书: the notification that results lie ready (rules 二(一)4); of a refusal it is the decision alone."""
    head, issue = letterhead(begun.platform, begun.case, begun.item, begun.caller.at), begun.case.clocks.get("issue")
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
