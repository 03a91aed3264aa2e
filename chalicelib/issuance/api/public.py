"""证照核验: what the QR code of a certificate leads to. Anyone may ask; nothing personal is answered."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.policy import PUBLIC
from chalicelib.documents.store import vault
from chalicelib.documents.store.vault import CERTIFICATE
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.api.verification import PAGE_HEADERS, Verification, page
from chalicelib.issuance.store import register
from chalicelib.issuance.store.register import Registered

api = Api(__name__, tag="certificates")

VARY = {"Vary": "Accept"}


class Claim(BaseModel, defer_build=True):
    """The text of the QR code: identifier, SHA-256 of the certificate's fields, day of issue.

    What an app appends to the address that it opens, as `from` and `isappinstalled`, is passed over.
    """

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id: Annotated[str, Field(max_length=120)]
    sha: Annotated[
        str,
        StringConstraints(pattern=r"^[0-9a-f]{64}$"),
        Field(
            description="证照内容的 SHA-256 摘要，十六进制，取自证照的二维码；填写证照 PDF 文件的摘要"
            "（没有加注标记的，GET …/documents/certificate 的 sha256）也能核验，见 matched"
        ),
    ]
    issued: date


def broken_link(platform: Platform) -> Answer:
    """What a browser shows of an address that was cut or changed."""
    return _page(page(Verification(authentic=False), sample=platform.settings.sample_documents, whole=False))


def _page(shown: str) -> Answer:
    headers = {**PAGE_HEADERS, **VARY}
    return Answer(shown, headers=headers, content_type="text/html; charset=utf-8")


@api.get("/certificates/verify", PUBLIC, "核验证照", query=Claim, answer=Verification, page=broken_link)
def verify_certificate(call: Call[None, Claim]) -> Answer:
    """A program gets JSON. A telephone that has scanned the code opens a browser, and gets a page."""
    found = _verified(call)
    if not call.wants_page:
        return Answer(found, headers=VARY)
    return _page(page(found, sample=call.platform.settings.sample_documents))


def _verified(call: Call[None, Claim]) -> Verification:
    claim = call.query
    entry = register.find(call.platform.table, claim.id)
    if entry is None or not entry.public or entry.issued != claim.issued:
        return Verification(authentic=False)
    matched = "content" if entry.digest == claim.sha else "file" if _is_file(call.platform, entry, claim) else None
    if matched is None:
        return Verification(authentic=False)
    shown = entry.model_dump(include=set(Verification.model_fields))
    return Verification(authentic=True, matched=matched, **shown, state=entry.state(call.platform.now().date()))


def _is_file(platform: Platform, entry: Registered, claim: Claim) -> bool:
    """Whether the digest is that of the PDF of this certificate: whoever has taken it from there has the very file."""
    made = vault.load(platform, entry.case_id, CERTIFICATE) if entry.case_id else None
    return made is not None and (made.identifier, made.sha256) == (claim.id, claim.sha)
