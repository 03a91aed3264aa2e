"""What a case that renews an earlier result says in the register of certificates, of the certificate of that result."""

from datetime import date

from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, When, update

UNENDED = When("attribute_exists(#pk) AND attribute_not_exists(#ended)")


def has_ended(table: Table, identifier: str) -> bool:
    """Whether a decision has ended this certificate."""
    row = table.get(keys.certificate(identifier))
    return row is None or "ended" in row


def renewed_by_silence(identifier: str, on: date, until: date, article: str) -> Op:
    """From `on` the certificate is valid until this later day, as the law says; refused where it has ended."""
    told = {"on": on.isoformat(), "until": until.isoformat(), "article": article}
    return update(keys.certificate(identifier), put={"renewal": told}, when=UNENDED)
