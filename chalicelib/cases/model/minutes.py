"""听证笔录: who chaired a hearing, who came, and what was argued (行政许可法48). Pure."""

from collections.abc import Iterable
from datetime import date

from pydantic import Field, JsonValue

from chalicelib.access.actor import blind_index
from chalicelib.cases.model.record import Record


class Minutes(Record):
    """What the people who came have confirmed and signed. `chair` is who really chaired."""

    held_on: date
    chair: str = Field(repr=False)
    attended: tuple[str, ...] = Field(repr=False)
    argued: str = Field(repr=False)

    def for_the_chain(self, secret: bytes, case_id: str) -> dict[str, JsonValue]:
        """The minutes name people, so the event has only a keyed digest of them."""
        return {"minutes": blind_index(secret, case_id, self.model_dump_json())}


class Hearing(Record):
    """As it was told: who is to chair, and where. It ends with its minutes, or with why it was not held."""

    chair: str = Field(default="", repr=False)
    place: str = Field(default="", repr=False)
    minutes: Minutes | None = None
    not_held: str | None = Field(default=None, repr=False)

    @property
    def over(self) -> bool:
        return self.minutes is not None or self.not_held is not None


def as_told(hearings: tuple[Hearing, ...], chair: str | None, place: str | None) -> tuple[Hearing, ...]:
    """After a notice. A later notice of the hearing that is on keeps what it does not say anew."""
    if hearings and not hearings[-1].over:
        last = hearings[-1]
        return (*hearings[:-1], Hearing(chair=chair or last.chair, place=place or last.place))
    return (*hearings, Hearing(chair=chair or "", place=place or ""))


def as_ended(hearings: tuple[Hearing, ...], minutes: Minutes | None, not_held: str | None) -> tuple[Hearing, ...]:
    """After its end. A hearing from before chairs were told has no entry yet."""
    told = as_told(hearings, None, None)
    return (*told[:-1], told[-1].model_copy(update={"minutes": minutes, "not_held": not_held}))


def held_on(hearings: Iterable[Hearing]) -> tuple[date, ...]:
    """The days of the hearings whose minutes a decision rests on."""
    return tuple(one.minutes.held_on for one in hearings if one.minutes)
