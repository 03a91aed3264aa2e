"""A payment number stands under one order, and a refund number for one payment, whatever is told again."""

from typing import Literal

from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.writes import ABSENT, Op, equals, put

Kind = Literal["PAYMENT", "REFUND"]


def kept_under(platform: Platform, kind: Kind, no: str) -> str | None:
    """The order of a payment, the payment of a refund; None of a number that nobody has told."""
    row = platform.table.get(register_keys.provider_number(kind, no))
    return row["owner"] if row else None


def keep_under(kind: Kind, no: str, owner: str, before: str | None) -> list[Op]:
    """`before` is who had it when it was read."""
    if owner == before:
        return []
    key = register_keys.provider_number(kind, no)
    return [put({**key._asdict(), "owner": owner}, when=equals(owner=before) if before else ABSENT)]
