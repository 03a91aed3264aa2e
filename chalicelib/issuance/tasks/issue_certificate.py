"""再次制证: a certificate that was held is typeset again, once a font has the letters that were lacking."""

from chalicelib.cases.store.records import load_case
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE, HELD
from chalicelib.foundation import keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import equals, update
from chalicelib.issuance.acts.make_result import rendered
from chalicelib.issuance.model.certificate import CertificateData


def issue_certificate(platform: Platform, case_id: str) -> None:
    """Safe to repeat: only a held certificate is touched, and it is held again if the letters are still lacking."""
    document, case = vault.load(platform, case_id, CERTIFICATE), load_case(platform.table, case_id)
    if document is None or case is None or document.state != HELD:
        return
    done = rendered(platform, case, CertificateData.model_validate_json(document.data), document.template)
    gone = [] if done["state"] == HELD else ["unprintable"]
    same = equals(state=HELD, edition=document.edition)
    platform.table.write(update(keys.document(case_id, CERTIFICATE), put=done, remove=gone, when=same))
