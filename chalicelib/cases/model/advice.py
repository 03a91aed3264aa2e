"""What a department answers to a window's question before acceptance (R30). Pure."""

from typing import Literal

from pydantic import AwareDatetime

from chalicelib.cases.model.record import Record

# The papers are in order, they are not, or another organ has the power.
Advice = Literal["conforms", "defective", "transfer"]


class Advised(Record):
    """The answer as its case remembers it: of which task, and when. The sentences stand in the task."""

    task: str
    advice: Advice
    at: AwareDatetime
