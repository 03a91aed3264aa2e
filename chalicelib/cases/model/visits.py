"""到现场次数: how often somebody had to come for a case (R8). Pure, counted from the events of the case.

Whoever does several things on one day at one place has come once. The place is the hall, or the point of a town or
village.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from chalicelib.access.actor import Role
from chalicelib.durable.audit import Event

AT_THE_WINDOW = frozenset({Role.COUNTER_CLERK, Role.ISSUING_CLERK})
# Somebody stands at the window when a clerk does these: with papers, originals, a document, or to sign or collect.
SEEN = frozenset(
    {"received", "identity_checked", "originals_checked", "supplemented", "form_corrected", "withdrawn", "delivered"}
)
HALL = "hall"


class Visits(BaseModel, defer_build=True):
    """到现场的次数和日期，与事项公布的次数比较."""

    model_config = ConfigDict(hide_input_in_errors=True)

    count: Annotated[int, Field(description="同一日在同一地点的，计为一次")]
    days: list[date]
    published: Annotated[int, Field(description="事项公布的到现场次数")]
    beyond: Annotated[int, Field(description="超过公布次数的次数")]


class Visited(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)

    visits: Annotated[Visits | None, Field(description="到现场次数；在统计之前收件的办件为空")] = None


def visit(event: str, role: str, day: date, data: Mapping[str, Any]) -> str | None:
    """The visit that this event proves: day and place. None where nobody had to come."""
    if event not in SEEN or role not in AT_THE_WINDOW:
        return None
    return f"{day.isoformat()}@{data.get('point') or HALL}"


def visits_of(events: Iterable[Event]) -> tuple[str, ...]:
    """Each visit once, the earliest first."""
    found = (visit(event.type, event.role, event.at.date(), event.data) for event in events)
    return tuple(sorted({one for one in found if one}))


def with_visit(made: tuple[str, ...] | None, one: str | None) -> tuple[str, ...] | None:
    """Of a case from before visits were counted nothing is known."""
    return made if made is None or one is None else tuple(sorted({*made, one}))


def visits_told(made: tuple[str, ...] | None, published: int) -> Visits | None:
    if made is None:
        return None
    days = [date.fromisoformat(one.partition("@")[0]) for one in made]
    return Visits(count=len(made), days=days, published=published, beyond=max(0, len(made) - published))
