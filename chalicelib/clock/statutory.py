"""Statutory holidays (法定节假日 in the narrow sense) of any year, from the texts of 全国年节及纪念日放假办法."""

from datetime import date, timedelta

from chalicelib.clock.lunar import LUNAR_FESTIVALS, Festivals

NEW_YEAR, SPRING, QINGMING, LABOUR = "元旦", "春节", "清明节", "劳动节"
DRAGON_BOAT, MID_AUTUMN, NATIONAL = "端午节", "中秋节", "国庆节"
METONIC_YEARS = 19


def statutory_holidays(year: int) -> dict[date, str]:
    """Days off for all citizens in `year` with their names; two festivals on one day are joined by 、.

    Only the days the decree itself names: neither 补假 for those falling on a weekend nor 调休, which the
    yearly notice places.
    """
    named: dict[date, list[str]] = {}
    for name, days in _festivals(year):
        for day in days:
            named.setdefault(day, []).append(name)
    return {day: "、".join(names) for day, names in sorted(named.items())}


def _festivals(year: int) -> list[tuple[str, list[date]]]:
    """The text in force decides: 1999 (10 days), 2008 (11), 2014 (11, New Year's Eve dropped), 2025 (13)."""
    lunar = _lunar(year)
    golden_may = 3 if year < 2008 else 1 if year < 2025 else 2
    fixed = [
        (NATIONAL, [date(year, 10, day) for day in (1, 2, 3)]),
        (NEW_YEAR, [date(year, 1, 1)]),
        (SPRING, _spring_festival(year)),
        (LABOUR, [date(year, 5, day + 1) for day in range(golden_may)]),
    ]
    if year < 2008:
        return fixed
    return [
        *fixed,
        (QINGMING, [_qingming(year)]),
        (DRAGON_BOAT, [date(year, *lunar.dragon_boat)]),
        (MID_AUTUMN, [date(year, *lunar.mid_autumn)]),
    ]


def _spring_festival(year: int) -> list[date]:
    first = -1 if 2008 <= year < 2014 or year >= 2025 else 0
    last = 1 if 2008 <= year < 2014 else 2
    new_year = date(year, *_lunar(year).new_year)
    return [new_year + timedelta(days=offset) for offset in range(first, last + 1)]


def _lunar(year: int) -> Festivals:
    """After the table the moon repeats itself every 19 years, to a day or so: good enough for what is provisional."""
    while year not in LUNAR_FESTIVALS:
        year -= METONIC_YEARS
    return LUNAR_FESTIVALS[year]


def _qingming(year: int) -> date:
    """Day of the solar term 清明 by the 寿星 formula, whose constant 4.81 holds for the 21st century.

    2100 is no leap year, so after it everything is a day later.
    """
    since = year - 2000
    return date(year, 4, int(since * 0.2422 + 4.81) - since // 4 + (year >= 2100))
