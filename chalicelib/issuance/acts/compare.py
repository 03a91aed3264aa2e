"""核对: the paper result against the e-certificate, field by field; a mismatch blocks issue (rules 一(三)6, R38)."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from chalicelib import cases
from chalicelib.cases.model import Status, require_lawful
from chalicelib.foundation import problems
from chalicelib.foundation.acts import Caller, Receipt, act
from chalicelib.foundation.alongside import alongside
from chalicelib.foundation.platform import Platform
from chalicelib.issuance import vault
from chalicelib.issuance.acts.make_result import collection
from chalicelib.issuance.model import CertificateData
from chalicelib.issuance.vault import CERTIFICATE, Document

FIELDS = ("number", "holder", "holder_code", "issued", "valid_until")
LABELS = {"number": "证照编号", "holder": "持证主体", "issued": "发证日期", "valid_until": "有效期限"}


@act
def compare(platform: Platform, caller: Caller, case_id: str, paper: Mapping[str, str]) -> Receipt:
    """`paper` is what the clerk reads on the paper result; the answer names every field that differs, as the API calls
    it and as the certificate does.
    """
    certificate = alongside(lambda: vault.load(platform, case_id, CERTIFICATE))
    case = cases.seen_case(platform, caller, case_id)
    require_lawful("compare", case.status)
    caller.expect(case.etag)
    known = certificate_of(certificate.result())
    shown = face_of(known)
    mismatches = [name for name in FIELDS if paper[name].strip() != shown[name]]
    if mismatches:
        return cases.commit(
            platform,
            caller,
            cases.Change(
                case,
                case,
                "mismatch_found",
                data={"fields": [*mismatches]},
                answer={"matched": False, "mismatches": [*mismatches], "mismatch_labels": labels(known, mismatches)},
            ),
        )
    item = cases.item_of(platform, case)
    after = case.moved(Status.DELIVERING)
    notice = collection(platform, case, item, [item.result.name])
    return cases.commit(
        platform,
        caller,
        cases.Change(
            case,
            after,
            "compared",
            data={"document": CERTIFICATE},
            answer={"matched": True, "mismatches": [], "mismatch_labels": []},
            ops=[notice.op],
            effects=[notice.effect, cases.resume_issuance()],
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
