"""What the API shows of the event chain of a case."""

from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, Field
from typing_extensions import TypeAliasType

from chalicelib.cases.model.acts import EVENT_LABELS
from chalicelib.cases.model.event_lines import without_lines
from chalicelib.durable.audit import Event, EventRole
from chalicelib.foundation.open_lists import OpenList

EventData = TypeAliasType("EventData", dict[str, Any])
EventType = Annotated[str, OpenList("事件种类", EVENT_LABELS)]


class EventAnswer(BaseModel, defer_build=True):
    """An event of the chain; `hash` covers everything else in it, `previous` included, and also what was left out.

    `policy` is the rule that allowed the act, `letter` the letter of authority.
    """

    case_id: str
    seq: int
    type: EventType
    at: AwareDatetime
    actor: str
    role: EventRole
    department: str | None = None
    policy: str | None = None
    letter: str | None = None
    data: EventData
    previous: str
    hash: str


class EventList(BaseModel, defer_build=True):
    events: list[EventAnswer]
    intact: bool
    whole: Annotated[bool, Field(description="各事件的内容完整；未说明查看目的的为 false，略去取决于个人情况的材料")]


def event_answer(event: Event, untold: frozenset[str]) -> EventAnswer:
    """`untold` are the lines of the checklist that the reader is not told of."""
    return EventAnswer.model_validate({**dict(event), "data": without_lines(event.data, untold)})
