"""The proof of a guardianship as a case keeps it."""

from datetime import date

from pydantic import AwareDatetime, Field, JsonValue

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.record import Record


class Proven(Record):
    """The proof as the case keeps it, with who has seen it and when."""

    proof: str
    court: str | None = None
    number: str | None = Field(default=None, repr=False)
    made_on: date | None = None
    seen_by: str
    seen_at: AwareDatetime

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """Kind and day of the proof. The number of a judgment names a person's case, so of it a keyed digest."""
        judgment = {"judgment": blind_index(secret, case_id, f"{self.court}|{self.number}")} if self.number else {}
        return {"guardianship": {"proof": self.proof, **judgment}}
