"""A region's own promise beside the term of the law, in a file of the directory."""

from collections.abc import Iterator
from datetime import date

from chalicelib.clock.across_units import later_than
from chalicelib.clock.calendar import OutsideCalendar, WorkCalendar
from chalicelib.directory.model.outcome import Limit, Outcome
from chalicelib.directory.model.regions import Length, PromiseOverride
from chalicelib.foundation.problems import FieldError


def promise_errors(pointer: str, override: PromiseOverride, outcome: Outcome, since: date) -> Iterator[FieldError]:
    """A region's own promise is never longer than the law's term (R93)."""
    told = override.statutory
    limits = [outcome.statutory.get(override.item), Limit(told.value, told.unit) if told else None]
    known = [one for one in limits if one]
    if not known:
        words = "目录中没有这个事项，也未写明法定时限，无法核对承诺时限"
        yield FieldError(f"{pointer}/statutory", "statutory_unknown", words)
    for limit in known:
        if why := why_above(override.promised, limit, since):
            yield FieldError(f"{pointer}/promised", "promise_above_law", why)
            return


def why_above(own: Length, limit: Limit, since: date) -> str | None:
    """None where the promise is not above the law. In another unit the two are counted from every workday of the year
    that begins with the settings, by the holidays that are published: can the promise end later than the law allows?
    """
    words = f"承诺时限不得超过法定时限（{limit.value} 个{'工作日' if limit.unit == 'workday' else '自然日'}）"
    if own.unit == limit.unit:
        return words if own.value > limit.value else None
    try:
        later = later_than((own.value, own.unit), (limit.value, limit.unit), since, WorkCalendar())
    except OutsideCalendar:
        return words
    if later is None:
        return None
    return f"承诺时限可能超过法定时限：自 {later.start} 起算，承诺到期日 {later.promised} 晚于法定到期日 {later.lawful}"
