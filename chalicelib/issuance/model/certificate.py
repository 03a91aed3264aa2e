"""A 证照 as data, the digest of its fields and the text that its QR code carries."""

import json
from collections.abc import Collection
from datetime import date
from typing import Annotated, Any, Self
from urllib.parse import urlencode

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from chalicelib.catalogue.model.face_lines import FaceLine
from chalicelib.catalogue.model.faces import ISSUED, ISSUER, NUMBERS
from chalicelib.documents.model.digest import canonical_digest
from chalicelib.documents.model.notice import LabelledValue, Seal, Text, chinese_date, validity_text
from chalicelib.issuance.model.ecertificate import parse_identifier

# What is printed on a line for which there is nothing to say, so that nobody writes there.
BLANK = "—"
PLACED = NUMBERS | {ISSUER, ISSUED}


def _well_formed(identifier: str) -> str:
    parse_identifier(identifier)
    return identifier


class CertificateData(BaseModel, defer_build=True):
    """One version of a certificate; `sample` marks demonstration certificates.

    Without `valid_until` it prints `validity` (on what its end depends), or no line if there is none. 长期 is never
    printed.

    `face` has the lines of the item's own face; `holder`, `holder_code` and `facts` are printed where there is none.
    The digest goes into the chain of events and into the address of the QR code. `salt` is a part of it, and printed
    nowhere, so that nobody finds the holder by trying names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    title: Text
    number: Text
    identifier: Annotated[str, AfterValidator(_well_formed)]
    holder: Text
    holder_code: Text
    holder_code_label: Text = "统一社会信用代码"
    facts: tuple[LabelledValue, ...]
    face: tuple[FaceLine, ...] = ()
    organ: Text
    issued: date
    valid_from: date
    valid_until: date | None
    validity: Text | None = None
    seal: Seal
    sample: bool
    salt: str = Field(default="", repr=False)

    @model_validator(mode="after")
    def _validity_in_order(self) -> Self:
        if self.valid_until is not None and self.valid_until < self.valid_from:
            raise ValueError("a certificate does not expire before it is valid")
        return self

    @model_serializer(mode="wrap")
    def _as_before_faces(self, handler: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """The digest of a certificate without a face of its own is what it was before there were faces."""
        fields = handler(self)
        if not self.face:
            fields.pop("face", None)
        return fields

    def printable(self, *, verify_at: str | None = None) -> dict[str, Any]:
        """The data of the `certificate` template; `verify_at` is the address of a page that verifies it."""
        return self.model_dump(mode="json", exclude={"salt", "face"}) | {
            "face": [{"label": line.label, "value": line.value or BLANK} for line in self.face if _in_body(line)],
            "number_label": self._label(NUMBERS) if self.face else "证照编号",
            "organ_label": self._label({ISSUER}),
            "issued_label": self._label({ISSUED}),
            "issued_text": chinese_date(self.issued),
            "validity_text": self.validity_text,
            "digest": canonical_digest(self),
            "verification": verification_text(self, verify_at=verify_at),
        }

    def _label(self, keys: Collection[str]) -> str:
        """How the face calls one of these lines; empty where it has none."""
        return next((line.label for line in self.face if line.key in keys), "")

    @property
    def validity_text(self) -> str | None:
        """The line of its validity as it is printed; None where none is."""
        return validity_text(self.valid_from, self.valid_until) or self.validity


def _in_body(line: FaceLine) -> bool:
    """The number stands below the title, organ and day above the seal."""
    return line.key not in PLACED


def verification_text(certificate: CertificateData, *, verify_at: str | None = None) -> str:
    """What the QR code says: identifier, digest of the fields, date of issue; no personal data.

    JSON by itself, or the same as the query of `verify_at`.
    """
    claim = {
        "id": certificate.identifier,
        "sha": canonical_digest(certificate),
        "issued": certificate.issued.isoformat(),
    }
    if verify_at is None:
        return json.dumps(claim, separators=(",", ":"))
    return f"{verify_at}?{urlencode(claim)}"
