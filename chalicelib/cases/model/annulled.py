"""That the refusal of a member was annulled (行政复议法64, 行政诉讼法70). Pure."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record


class Annulment(Record):
    """`reference` is the number of the decision or judgement, `served_on` the day on which the department got it."""

    at: AwareDatetime
    reference: Annotated[str, Field(repr=False)]
    served_on: date
