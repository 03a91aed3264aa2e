"""The case (办件): one snapshot of everything needed to answer in one read."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from chalicelib.cases.model.status import STANDS_AT, Status
from chalicelib.catalogue.model import HandlingType
from chalicelib.durable.audit import GENESIS
from chalicelib.durable.caller import Channel
from chalicelib.foundation import keys


class Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class ClockFacts(Record):
    """The terms of the case as facts to count from; the days themselves are computed by `clock`, never stored.

    Lengths are in `unit` (workday, or day for calendar days). `started` is day 0 of the decision clock. `provisional`:
    at least one of the due days known so far rests on a year whose holidays are not announced yet.
    """

    started: date | None = None
    promised: int | None = None
    promised_unit: Literal["workday", "day"] = "workday"
    statutory: int | None = None
    statutory_unit: Literal["workday", "day"] = "workday"
    statutory_started: date | None = None
    accept_due: date | None = None
    promised_due: date | None = None
    statutory_due: date | None = None
    issue_due: date | None = None
    provisional: bool = False


class Case(Record):
    """`version` (the ETag) moves with people's acts, `seq` with every event; drafts have `form_version` only."""

    id: str
    division: str
    item: str
    item_version: int
    item_name: str
    theme: str
    department: str
    handling: HandlingType
    applicant_key: str
    applicant_name: str = Field(default="", repr=False)
    channel: Channel = "web"
    status: Status = Status.DRAFT
    version: int = 0
    seq: int = 0
    form_version: int = 1
    last_hash: str = GENESIS
    created_at: AwareDatetime
    received_at: AwareDatetime | None = None
    first_received_at: AwareDatetime | None = None
    accepted_at: AwareDatetime | None = None
    decided_at: AwareDatetime | None = None
    delivered_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    number: str | None = None
    query_code: str | None = None
    outcome: Literal["grant", "refuse"] | None = None
    decision_reasons: tuple[str, ...] = Field(default=(), repr=False)
    open_task: str | None = None
    noticed_at: AwareDatetime | None = None
    corrections: Annotated[
        tuple[tuple[str, ...], ...], Field(description="material lines of each one-time notice")
    ] = ()
    clock: ClockFacts = ClockFacts()

    @property
    def owner(self) -> keys.Owner:
        """Its partition, to which its machines, outbox rows and alarms belong."""
        return keys.case(self.id)

    @property
    def etag(self) -> str:
        return f'"d{self.form_version}"' if self.status is Status.DRAFT else f'"v{self.version}"'

    def stands_at(self, machine: str) -> str | None:
        """The step at which this machine belongs now; None when it has nothing to do."""
        return STANDS_AT[machine].get(self.status)

    def moved(self, status: Status, **changes: Any) -> "Case":
        return self.model_copy(update={"status": status, **changes})
