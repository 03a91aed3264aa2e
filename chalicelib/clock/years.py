"""Terms in years: they end with the same day of a later year, or with the month where that year has no such day
(民法典201, 202).
"""

from calendar import monthrange
from datetime import date


def years_later(day: date, years: int) -> date:
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
