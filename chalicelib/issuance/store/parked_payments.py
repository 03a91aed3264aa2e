"""Payments and refunds of orders that are not ours, or whose number is kept elsewhere, until somebody has looked."""

from collections.abc import Mapping
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.cases.model.fee_order import Told
from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform


class Settled(BaseModel, defer_build=True):
    """What somebody has found it to be: `order` is the one that was meant."""

    model_config = ConfigDict(hide_input_in_errors=True)

    how: str
    order: str | None = None
    at: AwareDatetime
    by: str


class ParkedPayment(BaseModel, defer_build=True):
    """`id` is the provider's number, of a refund with that of the refund; `order` the number that the provider told."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    id: str
    payment: str
    refund: str | None = None
    order: str
    fen: int
    paid_at: AwareDatetime
    told_at: AwareDatetime
    receipt_no: str | None = None
    receipt_url: str | None = None
    elsewhere: str | None = None
    settled: Settled | None = None

    @property
    def told(self) -> Told:
        return Told(self.payment, self.fen, self.paid_at, self.receipt_no, self.receipt_url)


def parked_row(order: str, told: Told, refund: str | None, at: str, elsewhere: str | None = None) -> dict[str, Any]:
    """The row, without what nobody has told. `elsewhere`: where the number is kept already."""
    name = id_of(told.no, refund) + (f"..{order}" if elsewhere and not refund else "")
    facts = {**told._asdict(), "paid_at": told.paid_at.isoformat(), "payment": told.no, "refund": refund}
    row = {
        **register_keys.unknown_payment(name)._asdict(),
        **facts,
        "id": name,
        "order": order,
        "told_at": at,
        "elsewhere": elsewhere,
    }
    del row["no"]
    return {key: value for key, value in row.items() if value is not None}


def id_of(payment: str, refund: str | None) -> str:
    """Fit for addresses: the numbers of the provider have no dot."""
    return f"{payment}.{refund}" if refund else payment


def load_parked(platform: Platform, parked_id: str) -> ParkedPayment | None:
    row = platform.table.get(register_keys.unknown_payment(parked_id))
    return _built(row) if row else None


def all_parked(platform: Platform) -> list[ParkedPayment]:
    """What nobody has settled first; both by the time at which it was told."""
    rows = platform.table.query_all(register_keys.unknown_payment("").pk)
    return sorted(map(_built, rows), key=lambda one: (one.settled is not None, one.told_at))


def _built(row: Mapping[str, Any]) -> ParkedPayment:
    return ParkedPayment.model_validate(row)
