"""制证: the certificate that the issuing machine has made is printed, for the window that compares it."""

from chalicelib.documents.acts.print_document import load_unprinted, print_document
from chalicelib.documents.store.vault import CERTIFICATE, PENDING
from chalicelib.foundation.platform import Platform
from chalicelib.issuance.model.certificate import CertificateData


def render_certificate(platform: Platform, case_id: str) -> None:
    """Safe to repeat: what is printed already is left alone; a held one is held again if letters are still lacking."""
    document = load_unprinted(platform, case_id, CERTIFICATE)
    if document is None:
        return
    certificate = CertificateData.model_validate_json(document.data)
    data = certificate.printable(verify_at=f"{platform.settings.public_url}/v1/certificates/verify")
    print_document(platform, document, data, done=PENDING)
