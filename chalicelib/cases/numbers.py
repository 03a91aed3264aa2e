"""The numbers of a case: the 办件编号 (unique, gaps allowed) and the query code that people type."""

import secrets
from datetime import date

from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation import keys
from chalicelib.foundation.identity import blind_index
from chalicelib.foundation.platform import Platform

QUERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
QUERY_LENGTH = 10


def next_serial(platform: Platform, day: date) -> int:
    """The next serial of the day; one counter per division, so a serial is unique for every implementing code."""
    return platform.table.increment(keys.case_serial(platform.settings.division, day.strftime("%Y%m%d")))


def case_number(item: ItemDocument, day: date, serial: int) -> str:
    """31-character implementing code + 8-digit date + serial of at least 4 digits, which widens past 9999."""
    return f"{item.implementing_code}{day:%Y%m%d}{serial:04d}"


def new_query_code() -> str:
    """Ten random characters without 0, O, 1 and I."""
    return "".join(secrets.choice(QUERY_ALPHABET) for _ in range(QUERY_LENGTH))


def factor_digest(secret: bytes, code: str, factor: str) -> str:
    """What is kept of an identity factor (the last four characters of the number or the telephone): salted by its
    code.
    """
    return blind_index(secret, code, factor.strip().upper())
