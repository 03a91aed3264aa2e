"""A day of payments: what the provider lists, beside what is kept of that day. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta, timezone
from typing import Annotated, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from chalicelib.cases.model.fee_order import Told

ToldBy = Literal["notification", "list"]
Difference = Literal["missing_here", "missing_there", "amount_differs", "order_differs", "listed_twice"]
WhyNot = Literal["not_connected", "unreachable", "timeout", "refused", "not_ready", "unusable"]
DAY = timedelta(days=1)
LEGAL = timezone(timedelta(hours=8))
MOST_LISTED = 50_000
Number = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class NoList(Exception):
    """The list of a day was not obtained. `code` is the reason."""

    def __init__(self, code: WhyNot) -> None:
        super().__init__(code)
        self.code: WhyNot = code


class Listed(BaseModel, defer_build=True):
    """One payment as the list has it; the words are those of a notification."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    order: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,80}$")]
    payment: Number
    fen: Annotated[int, Field(ge=1, le=10**13)]
    at: AwareDatetime
    receipt_no: Annotated[str | None, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")] = None
    receipt_url: Annotated[str | None, StringConstraints(pattern=r"^https://[^\s]{1,280}$")] = None

    @property
    def told(self) -> Told:
        return Told(self.payment, self.fen, self.at, self.receipt_no, self.receipt_url)


class _List(BaseModel, defer_build=True):
    model_config = ConfigDict(hide_input_in_errors=True)

    id: str
    day: date
    payments: Annotated[tuple[Listed, ...], Field(max_length=MOST_LISTED)]


class Known(NamedTuple):
    """A payment that is kept: `by` says what told it first."""

    payment: str
    order: str
    fen: int
    by: ToldBy


class Differs(NamedTuple):
    """`order` and `fen` are ours, or the list's where we have none; `there` are the list's where both have it."""

    kind: Difference
    payment: str
    order: str
    fen: int
    order_there: str | None = None
    fen_there: int | None = None


class Compared(NamedTuple):
    """`same` payments agree. A payment that only the list has told is a difference, though it is kept by now."""

    same: int
    differences: tuple[Differs, ...]


def listed_in(body: bytes, asked: str, day: date) -> tuple[Listed, ...]:
    """The payments of an answer. Raises NoList for an answer to another question, and where it names other days.

    The provider may end its day some moments before or after ours: a payment of the day beside it is no mistake.
    """
    try:
        answer = _List.model_validate_json(body)
    except ValidationError:
        raise NoList("unusable") from None
    if (answer.id, answer.day) != (asked, day):
        raise NoList("unusable")
    if not {day_of(one) for one in answer.payments} <= {day - DAY, day, day + DAY}:
        raise NoList("unusable")
    return answer.payments


def day_of(paid: Listed | Told) -> date:
    """The day of a payment by the time that the provider wrote, in legal time."""
    at = paid.at if isinstance(paid, Listed) else paid.paid_at
    return at.astimezone(LEGAL).date()


def unknown_of(listed: Iterable[Listed], known: Iterable[Known]) -> list[Listed]:
    """What the list has told and nobody before. A number that is kept under another order is looked at by people."""
    numbers = {one.payment for one in known}
    return list({one.payment: one for one in reversed([*listed]) if one.payment not in numbers}.values())


def compare(listed: Sequence[Listed], known: Sequence[Known], own: Sequence[Known]) -> Compared:
    """`own` are the payments of the day itself, `known` also those of the days beside it that the list may name."""
    lines, kept = _by_number(listed), defaultdict[str, list[Known]](list)
    for one in known:
        kept[one.payment].append(one)
    found = [_differs(lines[number], kept[number]) for number in lines]
    twice = [
        Differs("listed_twice", number, some[0].order, some[0].fen) for number, some in lines.items() if len(some) > 1
    ]
    lacking = [Differs("missing_there", one.payment, one.order, one.fen) for one in own if one.payment not in lines]
    differences = [*filter(None, found), *twice, *lacking]
    return Compared(found.count(None), tuple(sorted(differences, key=lambda one: (one.kind, one.payment, one.order))))


def _differs(lines: Sequence[Listed], kept: Sequence[Known]) -> Differs | None:
    """What is told of one number. One of two lines may be right; the other shows as listed twice."""
    line = lines[0]
    if not kept:
        return Differs("missing_here", line.payment, line.order, line.fen)
    told = {(one.order, one.fen) for one in lines}
    if same := next((one for one in kept if (one.order, one.fen) in told), None):
        return Differs("missing_here", same.payment, same.order, same.fen) if same.by == "list" else None
    ours = next((one for one in kept if one.order == line.order), kept[0])
    kind: Difference = "amount_differs" if ours.order == line.order else "order_differs"
    return Differs(kind, line.payment, ours.order, ours.fen, line.order, line.fen)


def _by_number(listed: Iterable[Listed]) -> Mapping[str, list[Listed]]:
    lines = defaultdict[str, list[Listed]](list)
    for one in listed:
        lines[one.payment].append(one)
    return lines
