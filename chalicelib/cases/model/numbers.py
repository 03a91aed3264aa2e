"""The numbers of a case: the 办件编号 (unique, gaps allowed) and the query code that people type."""

from datetime import date

from chalicelib.access.actor import blind_index
from chalicelib.catalogue.model import ItemDocument
from chalicelib.foundation.writing import plain_number

QUERY_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"


QUERY_LENGTH = 10
FACTOR_LENGTH = 4


# Stands before the serial of a case of a trial (试运行), which then is no number of a real case, nor of a certificate.
OF_TRIAL = "SY"


def case_number(item: ItemDocument, day: date, serial: int, *, trial: bool = False) -> str:
    """31-character implementing code + 8-digit date + serial of at least 4 digits, which widens past 9999."""
    return f"{item.implementing_code}{day:%Y%m%d}{OF_TRIAL if trial else ''}{serial:04d}"


def factor_digest(secret: bytes, code: str, factor: str) -> str:
    """What is kept of an identity factor (the last four characters of the number or the telephone): salted by its
    code.
    """
    return blind_index(secret, code, plain_number(factor))


def is_factor(text: str) -> bool:
    """Whether these are four digits or letters. A mask, or words typed in place of a telephone, anybody could guess."""
    return len(text) == FACTOR_LENGTH and text.isascii() and text.isalnum()


def typed_code(text: str) -> str:
    """The query code or case number in what somebody typed or pasted: letters and digits in capitals, whatever stands
    between them.
    """
    return "".join(char for char in plain_number(text) if char.isascii() and char.isalnum())


def is_query_code(code: str) -> bool:
    """Whether there may be a case of this code. With another one nobody can be guessing."""
    return len(code) == QUERY_LENGTH and set(code) <= set(QUERY_ALPHABET)
