"""What is kept of a day of payments: each payment that was told, what the comparison found, and how the day stands."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from chalicelib.cases.model.fee_order import Told
from chalicelib.foundation import keys, register_keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, delete, put
from chalicelib.issuance.model.payment_days import Differs, Known, ToldBy, WhyNot, day_of

# differs: the day was compared, and there is something for people to look at.
DayState = Literal["reconciled", "differs", "not_reconciled"]


class PaymentDay(BaseModel, defer_build=True):
    """`listed` numbers are in the list, `kept` payments of the day were kept then, `same` agree. `why` the last try
    has failed.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    day: date
    state: DayState
    tried_at: AwareDatetime
    tries: int = 1
    why: WhyNot | None = None
    listed: int = 0
    kept: int = 0
    same: int = 0
    differences: int = 0


def told_row(order: str, told: Told, by: ToldBy) -> Item:
    """The entry of a payment in its day, for the transaction that keeps the payment."""
    key = register_keys.payment_of_day(day_of(told).isoformat(), told.no, order)
    return {**key._asdict(), "payment": told.no, "order": order, "fen": told.fen, "by": by}


def known_of(table: Table, day: date) -> list[Known]:
    rows = table.query_all(register_keys.payments_of_day(day.isoformat()), limit=1000)
    return [Known(row["payment"], row["order"], row["fen"], row["by"]) for row in rows]


def load_day(table: Table, day: date) -> PaymentDay | None:
    row = table.get(register_keys.payment_day(day.isoformat()))
    return PaymentDay.model_validate(row) if row else None


def days_between(table: Table, first: date, last: date) -> list[PaymentDay]:
    """Those that were tried, the earliest first."""
    low, high = (register_keys.payment_day(day.isoformat()) for day in (first, last))
    return [PaymentDay.model_validate(row) for row in table.query_all(low.pk, between=(low.sk, high.sk))]


def write_day(day: PaymentDay) -> Op:
    return put(
        {**register_keys.payment_day(day.day.isoformat())._asdict(), **day.model_dump(mode="json", exclude_none=True)}
    )


def differences_of(table: Table, day: date, *, limit: int) -> list[Differs]:
    page = table.query(register_keys.payment_differences(day.isoformat()), limit=limit)
    return [_difference(row) for row in page.items]


def write_differences(table: Table, day: date, found: Sequence[Differs]) -> None:
    """What this comparison has found is kept, and what an earlier one had found and this one has not is taken away."""
    rows = {_key(day, one): one for one in found}
    for key in _stale(table, day, rows):
        table.write(delete(key))
    for key, one in rows.items():
        table.write(put({**key._asdict(), **{name: value for name, value in one._asdict().items() if value}}))


def _stale(table: Table, day: date, rows: Iterable[keys.Key]) -> list[keys.Key]:
    kept = {*rows}
    there = table.query_all(register_keys.payment_differences(day.isoformat()), limit=1000)
    return [key for row in there if (key := keys.Key(row["pk"], row["sk"])) not in kept]


def _key(day: date, one: Differs) -> keys.Key:
    return register_keys.payment_difference(day.isoformat(), one.kind, one.payment, one.order)


def _difference(row: Item) -> Differs:
    return Differs(**{name: row.get(name) for name in Differs._fields})  # pyright: ignore[reportArgumentType]
