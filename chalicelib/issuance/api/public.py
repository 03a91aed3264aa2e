"""证照核验: what the QR code of a certificate leads to. Anyone may ask; nothing personal is answered."""

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.policy import PUBLIC
from chalicelib.foundation.platform import Platform
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.api.verification import PAGE_HEADERS, Verification, page
from chalicelib.issuance.store import register

api = Api(__name__, tag="certificates")

VARY = {"Vary": "Accept"}


class Claim(BaseModel, defer_build=True):
    """The text of the QR code: identifier, SHA-256 of the certificate's fields, day of issue.

    What an app appends to the address that it opens, as `from` and `isappinstalled`, is passed over.
    """

    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    id: Annotated[str, Field(max_length=120)]
    sha: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
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
    if entry is None or not entry.public or entry.digest != claim.sha or entry.issued != claim.issued:
        return Verification(authentic=False)
    shown = entry.model_dump(include=set(Verification.model_fields))
    return Verification(authentic=True, **shown, state=entry.state(call.platform.now().date()))
