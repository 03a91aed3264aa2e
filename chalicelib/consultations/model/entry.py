"""业务咨询知识库: answers that a department publishes, with source, versions and the days they hold (R49). Pure."""

from collections.abc import Mapping
from datetime import date

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.record import Record
from chalicelib.foundation.labelled import Labelled


class EntryState(Labelled):
    """Whether an answer may cite an entry on a day."""

    VALID = "valid", "有效"
    PENDING = "pending", "尚未生效"
    EXPIRED = "expired", "已过有效期"
    STALE = "stale", "所涉事项已更新，待部门复核"
    WITHDRAWN = "withdrawn", "已撤下"


class Entry(Record):
    """One version of an entry. It holds from `starts` to `ends`, both included; without `ends` until it is withdrawn.

    `items` are the items it is about, each with the version it was checked against: once an item has a newer one, the
    department has to look at the entry again. `review_by` is the day by which the department looks at it anyway.
    """

    id: str
    version: int
    division: str
    department: str
    items: Mapping[str, int] = Field(default_factory=dict[str, int])
    question: str
    answer: str
    source: str
    starts: date
    ends: date | None = None
    review_by: date | None = None
    published_at: AwareDatetime
    published_by: str
    from_consultation: str | None = None
    withdrawn_at: AwareDatetime | None = None
    withdrawn_why: str | None = None

    @property
    def etag(self) -> str:
        return f'"v{self.version}"' if self.withdrawn_at is None else f'"w{self.version}"'

    def state_on(self, day: date, current: Mapping[str, int]) -> EntryState:
        """`current` has the newest version of each item; an item that it does not have is published no more."""
        if self.withdrawn_at is not None:
            return EntryState.WITHDRAWN
        if day < self.starts:
            return EntryState.PENDING
        if self.ends is not None and day > self.ends:
            return EntryState.EXPIRED
        if any(current.get(code) != version for code, version in self.items.items()):
            return EntryState.STALE
        return EntryState.VALID

    def speaks_of(self, words: str) -> bool:
        """Whether every word of the search stands in it."""
        said = f"{self.question}\n{self.answer}\n{self.source}".casefold()
        return all(word in said for word in words.casefold().split())
