"""What a case that renews an earlier result says in the register of certificates, of the certificate of that result."""

from datetime import date

from chalicelib.foundation import keys
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, When, update

# 行政许可法50.
ARTICLE = "第五十条"
NOT_ENDED = When("attribute_exists(#pk) AND attribute_not_exists(#ended)")
UNENDED = When("attribute_exists(#pk) AND attribute_not_exists(#ended) AND attribute_not_exists(#renewal)")


def lasts(table: Table, identifier: str) -> bool:
    """Whether no decision has ended this certificate, and nothing has renewed it."""
    row = table.get(keys.certificate(identifier))
    return row is not None and not {"ended", "renewal"} & row.keys()


def replaced(table: Table, identifier: str, begins: date, until: date | None, on: date) -> list[Op]:
    """The renewed certificate is handed over `on`. The old one has ended by it, or lasts until the new term `begins`:
    then it is told until when the licence is valid. Nothing of one that a decision has ended.
    """
    row = table.get(keys.certificate(identifier))
    if row is None or "ended" in row:
        return []
    if begins > on:
        return (
            []
            if until is None or "renewal" in row
            else [renewed_until(identifier, begins, until, f"《行政许可法》{ARTICLE}")]
        )
    told = {"state": "renewed", "on": on.isoformat(), "article": ARTICLE}
    return [update(keys.certificate(identifier), put={"ended": told}, when=NOT_ENDED)]


def renewed_until(identifier: str, on: date, until: date, article: str) -> Op:
    """From `on` the certificate is valid until this later day, as the law says; refused where it has ended, or was
    renewed before.
    """
    told = {"on": on.isoformat(), "until": until.isoformat(), "article": article}
    return update(keys.certificate(identifier), put={"renewal": told}, when=UNENDED)
