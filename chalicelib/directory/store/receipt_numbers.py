"""Numbers of receipts of the bureau (备案回执号): each stands for one filing, of an item or of a letter."""

from collections.abc import Generator
from contextlib import contextmanager

from chalicelib.durable import acts
from chalicelib.foundation import register_keys
from chalicelib.foundation.problems import Conflict
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, Op, put

TAKEN = "the receipt number"


def take_number(division: str, number: str, of: str) -> Op:
    """Refused for a number that another filing has. `of` says which filing it is."""
    return put({**register_keys.receipt_number(division, number)._asdict(), "of": of}, when=ABSENT, label=TAKEN)


@contextmanager
def one_filing(number: str) -> Generator[None]:
    """409 `receipt_number_used` where the block writes a number that another filing has."""
    try:
        yield
    except Refused as refusal:
        if acts.RECORD in refusal.labels or TAKEN not in refusal.labels:
            raise
        title = f"备案回执号 {number} 已用于另一件备案，请核对；一个回执号只对应一件"
        raise Conflict(code="receipt_number_used", title=title) from None
