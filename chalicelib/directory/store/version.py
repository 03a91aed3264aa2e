"""The version of a division's directory: every change of staff, letters, seals or windows counts it up."""

from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table
from chalicelib.foundation.writes import Op, update


def moved(division: str) -> Op:
    """The write that counts up, for the transaction of the change itself."""
    return update(keys.directory_version(division), add={"version": 1})


def version_in(row: Item | None) -> int:
    """The number in the row; 0 before the first change."""
    return int(row["version"]) if row else 0


def version_of(table: Table, division: str) -> int:
    return version_in(table.get(keys.directory_version(division)))
