"""证照核验: what the QR code of a certificate leads to. Anyone may ask; nothing personal is answered."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from chalicelib.access.policy import PUBLIC
from chalicelib.http.api import Api
from chalicelib.http.routes import Answer, Call
from chalicelib.issuance.store import register

api = Api(__name__, tag="certificates")


class Claim(BaseModel):
    """The text of the QR code: identifier, SHA-256 of the certificate's fields, day of issue."""

    model_config = ConfigDict(extra="forbid")

    id: Annotated[str, Field(max_length=120)]
    sha: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    issued: date


class Verification(BaseModel):
    """`authentic`: we have issued exactly this. The rest is told only then."""

    authentic: bool
    title: str | None = None
    number: str | None = None
    organ: str | None = None
    issued: date | None = None
    valid_until: date | None = None
    state: Literal["valid", "expired", "superseded"] | None = None


@api.get("/certificates/verify", PUBLIC, "核验证照", query=Claim, answer=Verification)
def verify_certificate(call: Call[None, Claim]) -> Answer:
    claim = call.query
    entry = register.find(call.platform.table, claim.id)
    if entry is None or entry.digest != claim.sha or entry.issued != claim.issued:
        return Answer(Verification(authentic=False))
    shown = entry.model_dump(exclude={"digest", "superseded"})
    return Answer(Verification(authentic=True, **shown, state=entry.state(call.platform.now().date())))
