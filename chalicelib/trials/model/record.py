"""What a trial is: which draft it plays, since when, and how far its legal time is ahead. Pure."""

from datetime import timedelta
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

# All rows and files of a trial end after so many days.
KEPT = timedelta(days=30)
# How far the time of a trial can be moved in all: past every term that an item may have.
FARTHEST = timedelta(days=3 * 366)


class TrialRecord(BaseModel, defer_build=True):
    """`version` is the one that the draft would be. `ahead` counts seconds."""

    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)

    id: str
    item: str
    department: str
    theme: str
    version: int
    content_hash: str
    started_at: AwareDatetime
    ends_at: int
    ahead: Annotated[int, Field(ge=0)] = 0
