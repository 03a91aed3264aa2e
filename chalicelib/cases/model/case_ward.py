"""Whom a case is for where a guardian has applied: what the case itself keeps of that person."""

from datetime import date

from pydantic import Field

from chalicelib.access.actor import Identity
from chalicelib.cases.model.record import Record


class CaseWard(Record):
    """Personal, and encrypted in the table. `parts` are what the blind index of the person is made of, none where the
    form tells no number yet, as of a newborn. `grown_on` is the eighteenth birthday.
    """

    parts: tuple[str, ...] = Field(default=(), repr=False)
    grown_on: date | None = Field(default=None, repr=False)

    def is_person(self, identity: Identity | None) -> bool:
        return bool(self.parts) and identity is not None and identity.owner_parts == self.parts
