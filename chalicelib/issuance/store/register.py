"""The register of issued certificates, by GB/T 36904 identifier: what verification needs, nothing of the holder."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, PRESENT, Op, put, update
from chalicelib.issuance.model.certificate import CertificateData


class Registered(BaseModel):
    """A certificate as the register keeps it; `digest` is that of all its fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str
    number: str
    organ: str
    issued: date
    valid_until: date | None = None
    digest: str
    superseded: bool = False

    def state(self, today: date) -> Literal["valid", "expired", "superseded"]:
        if self.superseded:
            return "superseded"
        return "expired" if self.valid_until and self.valid_until < today else "valid"


def enter(certificate: CertificateData, digest: str) -> Op:
    """Enter a certificate, once."""
    entry = Registered(**certificate.model_dump(include=set(Registered.model_fields)), digest=digest)
    row = {**keys.certificate(certificate.identifier)._asdict(), **entry.model_dump(mode="json", exclude_none=True)}
    return put(row, when=ABSENT)


def supersede(identifier: str) -> Op:
    """This version was corrected before anybody received it: it is never valid."""
    return update(keys.certificate(identifier), put={"superseded": True}, when=PRESENT)


def find(table: Table, identifier: str) -> Registered | None:
    row = table.get(keys.certificate(identifier))
    return Registered.model_validate(row) if row else None
