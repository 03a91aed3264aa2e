"""The register of certificates, by GB/T 36904 identifier: what verification needs, nothing of the holder.

A certificate is entered when it is made. It is known to the public once it was compared, and valid once delivered.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from chalicelib.cases.model.result_end import EndState, ResultEnd
from chalicelib.catalogue.model.face_lines import FaceLine
from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import ABSENT, PRESENT, Op, put, update
from chalicelib.issuance.model.certificate import CertificateData


class PublicLine(BaseModel, defer_build=True):
    """A line of the face that anybody may see who has the certificate."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    label: str
    value: str


CertificateState = Literal[
    "pending",
    "valid",
    "expired",
    "superseded",
    "withdrawn",
    "revoked",
    "revoked_as_penalty",
    "cancelled",
    "changed",
    "renewed",
]


class Ended(BaseModel, defer_build=True):
    """What has ended a certificate, as anybody may know it: state, article and day."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    state: EndState
    on: date
    article: str


# That silence has renewed a certificate (行政许可法50(2)).
class Renewal(BaseModel, defer_build=True):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    on: date
    until: date
    article: str


class Registered(BaseModel, defer_build=True):
    """A certificate as the register keeps it; `digest` is that of all its fields.

    `case_id` has the case whose document it is; what was entered before rows had it is verified by its content alone.
    `compared_on` and `delivered_on` are days in +08:00, None until it happened. `face` has what is public of its face.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    title: str
    number: str
    organ: str
    issued: date
    valid_from: date
    valid_until: date | None = None
    validity: str | None = None
    digest: str
    compared_on: date | None = None
    delivered_on: date | None = None
    superseded: bool = False
    ended: Ended | None = None
    renewal: Renewal | None = None
    face: tuple[PublicLine, ...] = ()
    case_id: str | None = None

    @property
    def public(self) -> bool:
        """Whether the public hears of it: it was found equal to the paper result, or it was replaced, and whoever
        holds a print of it has to know.
        """
        return self.compared_on is not None or self.superseded

    def state(self, today: date) -> CertificateState:
        """Superseded, or what an act has made of it, whatever its days are. `pending` until it is delivered
        (行政许可法44), and before the first day of its term.
        """
        if self.superseded:
            return "superseded"
        if self.ended:
            return self.ended.state
        if self.delivered_on is None or today < self.valid_from:
            return "pending"
        until = self.renewal.until if self.renewal else self.valid_until
        return "expired" if until and until < today else "valid"


def enter(certificate: CertificateData, digest: str, case_id: str, public: Sequence[FaceLine] = ()) -> Op:
    """Enter a certificate, once. `public` are the lines of its face that anybody may see."""
    face = tuple(PublicLine(label=line.label, value=line.value) for line in public)
    named = certificate.model_dump(include=set(Registered.model_fields) - {"face"})
    entry = Registered(**named, digest=digest, face=face, case_id=case_id)
    facts = entry.model_dump(mode="json", exclude_none=True, exclude=None if face else {"face"})
    row = {**keys.certificate(certificate.identifier)._asdict(), **facts}
    return put(row, when=ABSENT)


def supersede(identifier: str) -> Op:
    """This version was corrected before anybody received it: it is never valid."""
    return update(keys.certificate(identifier), put={"superseded": True}, when=PRESENT)


def ended(identifier: str, end: ResultEnd) -> Op:
    """The certificate is valid no more, as an act says. Once a state was told, only a cancellation follows."""
    told = Ended(state=end.state, on=end.day, article=end.article)
    return update(keys.certificate(identifier), put={"ended": told.model_dump(mode="json")}, when=PRESENT)


def restored(identifier: str, delivered_on: date | None) -> Op:
    """What had ended it was annulled. `delivered_on` is told where it was not handed over meanwhile."""
    told = {"delivered_on": delivered_on.isoformat()} if delivered_on else {}
    return update(keys.certificate(identifier), put=told, remove=("ended",), when=PRESENT)


def rewritten(identifier: str, digest: str) -> Op:
    """The certificate was held, so that nobody has seen what it said before; it says this now."""
    return update(keys.certificate(identifier), put={"digest": digest}, when=PRESENT)


def compared(identifier: str, day: date) -> Op:
    return update(keys.certificate(identifier), put={"compared_on": day.isoformat()}, when=PRESENT)


def delivered(identifier: str, day: date) -> Op:
    return update(keys.certificate(identifier), put={"delivered_on": day.isoformat()}, when=PRESENT)


def forget_face(identifier: str) -> Op:
    """The case is erased: what its form and its decision said of people and places stands here no more."""
    return update(keys.certificate(identifier), remove=("face",), when=PRESENT)


def find(table: Table, identifier: str) -> Registered | None:
    row = table.get(keys.certificate(identifier))
    return Registered.model_validate(row) if row else None
