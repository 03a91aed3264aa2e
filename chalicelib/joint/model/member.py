"""A member of a request (联办成员): one item, or one step that an outside system handles. Pure."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from chalicelib.cases.model.joint_members import member_label
from chalicelib.cases.model.record import Record
from chalicelib.catalogue.model.schemes.readiness import MemberState

HeldSource = Literal["store", "share", "paper"]
Reported = Literal["received", "done", "failed"]

# Nobody has decided on the member, and somebody still may.
UNDECIDED: frozenset[MemberState] = frozenset(
    {"waiting", "awaiting_materials", "open", "ready_to_decide", "external_pending"}
)
# The result that the member stands for is there.
DONE: frozenset[MemberState] = frozenset({"granted", "held", "external_done"})


class Held(Record):
    """Where the result was found that the applicant has already, and its number."""

    source: HeldSource
    number: str
    of: Annotated[str | None, Field(description="the case of this platform that has made it")] = None
    organ: Annotated[str | None, Field(description="who has made what was shown at the window")] = None
    issued_on: date | None = None
    valid_until: date | None = None


class Member(Record):
    """`case_id` is the member's own case, once it is open. Of what an outside system handles `task` is the task of the
    request by which that system was asked, `reported` and `reported_seq` its last report that counted,
    `reported_number` the number of its result, and `reported_reason` why it has failed. One that joined an accepted
    request has `asked_at`, and an acceptance of its own.
    """

    node: str
    item: str | None = None
    item_version: int | None = None
    title: str = ""
    department: str
    state: MemberState
    case_id: str | None = None
    opened_on: date | None = None
    ended_on: date | None = None
    reviewed: Annotated[bool, Field(description="its department has examined it and only waits for others")] = False
    waits_since: Annotated[date | None, Field(description="since when it only waits for others")] = None
    because: Annotated[str | None, Field(description="the edge that can never be met any more")] = None
    rectify_by: Annotated[date | None, Field(description="the last day to put right what was found")] = None
    rectify_over: Annotated[bool, Field(description="that day has passed, and it was told")] = False
    told: Annotated[bool, Field(description="the applicant has the notice of its end")] = False
    held: Held | None = None
    task: str | None = None
    reported: Reported | None = None
    reported_seq: int = 0
    reported_number: str | None = Field(default=None, repr=False)
    reported_reason: str | None = Field(default=None, repr=False)
    asked_at: Annotated[AwareDatetime | None, Field(description="when changed answers have made it a member")] = None
    joined_at: Annotated[AwareDatetime | None, Field(description="when its papers were complete after that")] = None
    again: Annotated[int, Field(description="how often it was reinstated")] = 0
    reinstated_on: Annotated[date | None, Field(description="from when its terms are counted since then")] = None
    form_changed: Annotated[int, Field(description="the version of the form that has changed what it rests on")] = 0

    @property
    def incomplete(self) -> bool:
        """Whether it has joined, and lacks papers of its own."""
        return self.asked_at is not None and self.joined_at is None

    @property
    def label(self) -> str:
        return member_label(self.state, rectifying=self.rectify_by is not None, over=self.rectify_over)


Members = Mapping[str, Member]
"""Those of one request, by node."""
