"""What numbers of cases are made from: the serials of a day, and by chance query codes and salts."""

import secrets
from datetime import date

from chalicelib.cases.model.admission import Admission
from chalicelib.cases.model.numbers import QUERY_ALPHABET, QUERY_LENGTH
from chalicelib.foundation import register_keys
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Table


def next_serial(platform: Platform, day: date) -> int:
    """The next serial of the day; one counter per division, so a serial is unique for every implementing code."""
    serial = platform.table.increment(register_keys.case_serial(platform.settings.division, day.strftime("%Y%m%d")))
    admission(platform).drew(serial, platform.wall())
    return serial


def admission(platform: Platform) -> Admission:
    """Of this process, for this deployment."""
    key = platform.table, platform.settings.admission_rate
    return _admissions.setdefault(key, Admission(platform.settings.admission_rate))


def new_query_code() -> str:
    """Ten random characters without 0, O, 1 and I."""
    return "".join(secrets.choice(QUERY_ALPHABET) for _ in range(QUERY_LENGTH))


def new_salt() -> str:
    """128 random bits, for the digests in the events of one case."""
    return secrets.token_urlsafe(16)


def forget() -> None:
    """As a process that begins."""
    _admissions.clear()


_admissions: dict[tuple[Table, int], Admission] = {}
