"""Terms in years and months: they end with the same day of another year or month, or with the month where it has no
such day (民法典201, 202).
"""

from calendar import monthrange
from datetime import date


def years_later(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def months_earlier(day: date, months: int) -> date:
    """The same day of an earlier month, or its last one where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
