"""Every day and moment of a body or a query lies in the years that the platform can count in.

It is looked at once, where requests are parsed, so no field needs a check of its own. Years outside are slips, and a
moment of the year 1 or 9999 cannot even be told in China's time.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from pydantic import BaseModel

from chalicelib.clock.notice import FIRST_DAY, FIRST_YEAR, LAST_DUE_DAY
from chalicelib.foundation.platform import SHANGHAI
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import pointer_of


def outside_years(parsed: BaseModel, root: str = "") -> list[FieldError]:
    """What was sent as a moment outside the years of the calendar, or as a day before 1900 or after them."""
    found = ((root + pointer_of(path), value) for path, value in _leaves(parsed, ()))
    return [wrong for pointer, value in found if (wrong := _wrong(pointer, value))]


def _leaves(value: object, path: tuple[int | str, ...]) -> Iterator[tuple[tuple[int | str, ...], date]]:
    match value:
        case date():
            yield path, value
        case BaseModel():
            fields = type(value).model_fields
            for name, inner in value.__dict__.items():
                named = fields[name].alias if name in fields else None
                yield from _leaves(inner, (*path, named or name))
        case Mapping():
            for key, inner in cast(Mapping[Any, object], value).items():
                yield from _leaves(inner, (*path, str(key)))
        case list() | tuple():
            for place, inner in enumerate(cast(Sequence[object], value)):
                yield from _leaves(inner, (*path, place))
        case _:
            pass


def _wrong(pointer: str, value: date) -> FieldError | None:
    last = LAST_DUE_DAY.year
    if isinstance(value, datetime):
        if FIRST_DAY.year <= _year(value) <= last:
            return None
        words = f"时间应在{FIRST_DAY.year}年至{last}年之间，请核对年份"
        return FieldError(pointer, "moment_out_of_range", words)
    if FIRST_YEAR <= value.year <= last:
        return None
    return FieldError(pointer, "day_out_of_range", f"日期应在{FIRST_YEAR}年至{last}年之间，请核对年份")


def _year(moment: datetime) -> int:
    """In China's time; the nearest year that computers know, where it has none there."""
    try:
        return moment.astimezone(SHANGHAI).year
    except OverflowError:
        return moment.year
