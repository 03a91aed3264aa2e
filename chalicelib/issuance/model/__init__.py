"""Issued documents as pure data: identifiers, numbers, certificates and the notices a case needs."""

from chalicelib.documents.model.decisions import grant_decision, refusal_decision
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.kinds import DocumentKind, document_number
from chalicelib.documents.model.notice import CaseFacts, Formalities, LabelledValue, NoticeData, NoticeTable, Seal
from chalicelib.documents.model.receipt import Acceptance, ReceivedMaterial, acceptance_notice, receipt_voucher
from chalicelib.documents.model.refused_intake import (
    Gap,
    correction_notice,
    no_permit_needed_notice,
    non_acceptance_decision,
)
from chalicelib.documents.model.service import (
    Service,
    ServiceMode,
    collection_notice,
    service_record,
    termination_notice,
)
from chalicelib.issuance.model.certificate import CertificateData, verification_text
from chalicelib.issuance.model.ecertificate import (
    EcertificateIdentifier,
    IdentifierError,
    check_character,
    make_identifier,
    parse_identifier,
    validate_identifier,
)

__all__ = [
    "Acceptance",
    "CaseFacts",
    "CertificateData",
    "DocumentKind",
    "EcertificateIdentifier",
    "Formalities",
    "Gap",
    "IdentifierError",
    "LabelledValue",
    "NoticeData",
    "NoticeTable",
    "ReceivedMaterial",
    "Seal",
    "Service",
    "ServiceMode",
    "acceptance_notice",
    "canonical_digest",
    "check_character",
    "collection_notice",
    "correction_notice",
    "document_number",
    "grant_decision",
    "make_identifier",
    "no_permit_needed_notice",
    "non_acceptance_decision",
    "parse_identifier",
    "receipt_voucher",
    "refusal_decision",
    "service_record",
    "termination_notice",
    "validate_identifier",
    "verification_text",
]
