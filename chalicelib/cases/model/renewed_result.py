"""The result that a case renews, as the case keeps it from its beginning. Pure."""

from datetime import date
from typing import Annotated

from pydantic import Field

from chalicelib.cases.model.record import Record


class RenewedResult(Record):
    """`begins` and `until` are the first and the last day of its term. `deemed`: silence has renewed it."""

    case: Annotated[str, Field(description="id of the case that made it")]
    title: str
    number: str
    identifier: str
    begins: date
    until: date
    deemed: bool = False

    @property
    def named(self) -> str:
        return f"{self.title}（{self.number}）"
