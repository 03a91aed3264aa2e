"""核对: the paper result against the e-certificate, field by field; a mismatch blocks issue (rules 一(三)6, R38)."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from chalicelib.cases.acts.lookup import item_of, seen_case
from chalicelib.cases.model import Status, require_lawful
from chalicelib.cases.store.commit import Change, commit
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE, Document
from chalicelib.durable.acts import act
from chalicelib.durable.caller import Caller, Receipt
from chalicelib.durable.effects import ResumeMachine
from chalicelib.foundation import names, problems
from chalicelib.foundation.alongside import alongside
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts.make_result import collection
from chalicelib.issuance.model.certificate import CertificateData

FIELDS = ("number", "holder", "holder_code", "issued", "valid_until")
LABELS = {"number": "证照编号", "holder": "持证主体", "issued": "发证日期", "valid_until": "有效期限"}


@act
def compare(platform: Platform, caller: Caller, case_id: str, paper: Mapping[str, str]) -> Receipt:
    """`paper` is what the clerk reads on the paper result; the answer names every field that differs, as the API calls
    it and as the certificate does.
    """
    certificate = alongside(lambda: vault.load(platform, case_id, CERTIFICATE))
    case = seen_case(platform, caller, case_id)
    require_lawful("compare", case.status)
    caller.expect(case.etag)
    known = certificate_of(certificate.result())
    shown = face_of(known)
    mismatches = [name for name in FIELDS if paper[name].strip() != shown[name]]
    if mismatches:
        return commit(
            platform,
            caller,
            Change(
                case,
                case,
                "mismatch_found",
                data={"fields": [*mismatches]},
                answer={"matched": False, "mismatches": [*mismatches], "mismatch_labels": labels(known, mismatches)},
            ),
        )
    item = item_of(platform, case)
    after = case.moved(Status.DELIVERING)
    notice = collection(platform, case, item, [item.result.name])
    return commit(
        platform,
        caller,
        Change(
            case,
            after,
            "compared",
            data={"document": CERTIFICATE},
            answer={"matched": True, "mismatches": [], "mismatch_labels": []},
            ops=[notice.op],
            effects=[notice.effect, ResumeMachine(machine=names.ISSUANCE)],
        ),
    )


def certificate_shown(platform: Platform, case_id: str) -> CertificateData:
    return certificate_of(vault.load(platform, case_id, CERTIFICATE))


def certificate_of(document: Document | None) -> CertificateData:
    if document is None:
        raise problems.NotFound(code="certificate_not_found", title="该办件没有电子证照")
    return CertificateData.model_validate_json(document.data)


def labels(certificate: CertificateData, names: Sequence[str]) -> list[JsonValue]:
    """The fields in the words of the certificate."""
    return [LABELS.get(name, certificate.holder_code_label) for name in names]


def face_of(certificate: CertificateData) -> dict[str, str]:
    """What stands on the certificate, as text; 长期 where it has no end."""
    return {name: str(getattr(certificate, name) or "长期") for name in FIELDS}
