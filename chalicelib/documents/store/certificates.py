"""What a case that renews an earlier result says in the register of certificates, of the certificate of that result."""

from datetime import date

from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, When, update

UNENDED = When("attribute_exists(#pk) AND attribute_not_exists(#ended) AND attribute_not_exists(#renewal)")


def lasts(table: Table, identifier: str) -> bool:
    """Whether no decision has ended this certificate, and nothing has renewed it."""
    row = table.get(keys.certificate(identifier))
    return row is not None and not {"ended", "renewal"} & row.keys()


def renewed_by_silence(identifier: str, on: date, until: date, article: str) -> Op:
    """From `on` the certificate is valid until this later day, as the law says; refused where it has ended, or was
    renewed before.
    """
    told = {"on": on.isoformat(), "until": until.isoformat(), "article": article}
    return update(keys.certificate(identifier), put={"renewal": told}, when=UNENDED)
