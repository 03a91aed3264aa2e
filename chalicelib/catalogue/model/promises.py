"""The terms that an item has in one region: the published promise, the region's own one, the days of duty (R46, R93).

The guide, the anonymous checklist and the acceptance of a case ask here, so that all of them say the same.
"""

from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.limits import Promise, PromisedLimit, Route, promised_under, split_condition
from chalicelib.catalogue.model.values import Unit
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.duty import WEEKDAYS
from chalicelib.directory.model.promised import NOTHING_OWN, HallTerms, OwnPromise

ON_THE_SPOT = "即办件"
OFF_DUTY = "办理部门为非常驻部门，每周{day}{hours}到政务服务大厅办公；不在办公日受理的，于最近的办公日"


class Promised(NamedTuple):
    """What is promised in one case. `own` is set where the length is the region's own; `duty` is the weekday of duty on
    which a same-day promise ends, where nobody of the department is in the hall that day.
    """

    promise: Promise
    own: OwnPromise | None = None
    duty: int | None = None


def promise_of(
    item: ItemDocument, answers: conditions.Answers, here: HallTerms, accepted: date, calendar: WorkCalendar
) -> Promised | None:
    """What is promised for these answers to what is accepted on that day; None where nothing is promised.

    Only a 即办件 waits for the day of duty: of any other item the department decides where it sits (R46).
    """
    promise = promised_under(limit_here(item.promised_limit, here.own), answers)
    if promise is None:
        return None
    same_day = promise.value == 0 and item.handling_type == ON_THE_SPOT
    duty = here.duty_on(accepted, calendar) if same_day else None
    return Promised(promise, here.own if promise.condition is None else None, duty)


def limit_here(limit: PromisedLimit, own: OwnPromise | None) -> PromisedLimit:
    """The promised limit in a region. Its own length stands in place of the general one; a promise under a condition
    stays as it is published, because its ground is the condition and not the place.
    """
    if own is None:
        return limit
    return limit.model_copy(update={"value": own.value, "unit": own.unit, "condition": None, "routes": _routes(limit)})


def _routes(limit: PromisedLimit) -> tuple[Route, ...]:
    """The promises under a condition, also that of an item from before routes."""
    if limit.condition is None:
        return limit.routes
    condition, _ = split_condition(limit.condition)
    return (*limit.routes, Route(condition=conditions.render(condition), value=limit.value, unit=limit.unit))


def lengths_promised(item: ItemDocument) -> frozenset[tuple[int, Unit]]:
    """Each length that the item itself can promise, with its unit."""
    limit = item.promised_limit
    found: set[tuple[int, Unit]] = {(limit.value, limit.unit), *((route.value, route.unit) for route in limit.routes)}
    if limit.condition is not None and (otherwise := split_condition(limit.condition)[1]) is not None:
        found.add((otherwise, limit.unit))
    return frozenset(found)


__all__ = ["NOTHING_OWN", "HallTerms", "Promised", "lengths_promised", "limit_here", "promise_of"]


def off_duty(item: ItemDocument, here: HallTerms, day: date) -> str:
    """What a sheet adds to the promise of the same day, where the department is in the hall on one weekday only (R46).
    Empty where the promise holds on every workday.
    """
    residency = here.residency
    same_day = item.handling_type == ON_THE_SPOT and limit_here(item.promised_limit, here.own).value == 0
    if not same_day or residency is None or residency.duty_weekday is None or residency.same_day_promise_off_duty:
        return ""
    if not residency.non_resident_on(day):
        return ""
    hours = "、".join(f"{span.begins}-{span.ends}" for span in residency.duty_hours)
    return OFF_DUTY.format(day=WEEKDAYS[residency.duty_weekday - 1], hours=hours)
