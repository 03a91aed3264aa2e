"""The version of a division's directory: every change of staff, letters, seals or windows counts it up."""

from chalicelib.directory.store.directories import directory_version as version_of
from chalicelib.directory.store.directories import next_version as moved
from chalicelib.directory.store.directories import role_mark
from chalicelib.foundation.attributes import Item

__all__ = ["keeps_role", "moved", "version_in", "version_of"]


def version_in(row: Item | None) -> int:
    """The number in the row of `register_keys.directory_version`; 0 before the first change."""
    return int(row["value"]) if row else 0


def keeps_role(row: Item | None, role: str) -> bool:
    """Whether the register has ever had an account in this role: from then on nobody has the role without it."""
    return row is not None and role_mark(role) in row
