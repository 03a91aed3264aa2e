"""The terms that an item has in one region: the published promise, the region's own one, the days of duty (R46, R93).

The guide, the anonymous checklist and the acceptance of a case ask here, so that all of them say the same.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model import conditions
from chalicelib.catalogue.model.checklists import words_of
from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.catalogue.model.lawful_terms import Pair, Term, over_law, stated
from chalicelib.catalogue.model.limits import Promise, PromisedLimit, Route, promised_under, split_condition
from chalicelib.clock.calendar import WorkCalendar
from chalicelib.clock.duty import WEEKDAYS
from chalicelib.directory.model.promised import NOTHING_OWN, HallTerms, OwnPromise

ON_THE_SPOT = "即办件"
BY_LAW = "超过法定时限的，以法定时限为准"
OFF_DUTY = "办理部门为非常驻部门，每周{day}{hours}到政务服务大厅办公；不在办公日受理的，于最近的办公日"


class Promised(NamedTuple):
    """What is promised in one case. `own` is set where the length is the region's own; `duty` is the weekday of duty on
    which a same-day promise ends, where nobody of the department is in the hall that day.
    """

    promise: Promise
    own: OwnPromise | None = None
    duty: int | None = None

    @property
    def source(self) -> str | None:
        """Where a length comes from that the region promises, for people."""
        return _source(self.own, (self.promise.value, self.promise.unit)) if self.own else None


def promise_of(
    item: ItemDocument, answers: conditions.Answers, here: HallTerms, accepted: date, calendar: WorkCalendar
) -> Promised | None:
    """What is promised for these answers to what is accepted on that day; None where nothing is promised.

    Only a 即办件 waits for the day of duty: of any other item the department decides where it sits (R46).
    """
    promise = promised_under(limit_here(item, here.own), answers, words_of(item)) if item.promises else None
    if promise is None:
        return None
    same_day = promise.value == 0 and item.handling_type == ON_THE_SPOT
    duty = here.duty_on(accepted, calendar) if same_day else None
    return Promised(promise, here.own if promise.condition is None else None, duty)


def limit_here(item: ItemDocument, own: OwnPromise | None) -> PromisedLimit:
    """The promised limit in a region. Its own length stands in place of the general one; a promise under a condition
    stays as it is published, because its ground is the condition and not the place.

    Nothing longer than the law allows is told: where a law has become shorter since, its length is the promise (R93).
    """
    return _lawful(item, (own.value, own.unit) if own else None)


def _lawful(item: ItemDocument, own: Term | None) -> PromisedLimit:
    limit = item.promised_limit
    if own is not None:
        changes = {"value": own[0], "unit": own[1], "condition": None, "routes": _routes(limit)}
        limit = limit.model_copy(update=changes)
    over = over_law(item, limit)
    return _shortened(limit, over) if over else limit


def source_of(item: ItemDocument, own: OwnPromise) -> str:
    """Where the length comes from that a region promises, for people."""
    here = limit_here(item, own)
    return _source(own, (here.value, here.unit))


def _source(own: OwnPromise, told: Term) -> str:
    return own.basis if told == (own.value, own.unit) else f"{own.basis}，{BY_LAW}"


def _shortened(limit: PromisedLimit, over: Sequence[Pair]) -> PromisedLimit:
    """The limit with the law's length for each promise that is longer. Where the law has a shorter limit under a
    condition, that limit is a promise under this condition too, and comes first.
    """
    usual = {pair.pointer: pair.lawful for pair in over if pair.when is None}
    short = {pair.pointer: pair for pair in over if pair.when is not None}
    term: Term = (limit.value, limit.unit)
    routes, last = list[Route](), None
    for one in stated(limit):
        if last:
            routes.append(_route(last.condition or "", term))
        term, last = usual.get(one.pointer, one.term), one
        if pair := short.get(one.pointer):
            condition = _both(one.condition, pair.when)
            if len(condition) > conditions.MAX_LENGTH:
                term = pair.lawful
            else:
                routes.append(_route(condition, pair.lawful))
    condition = limit.condition if last and last.condition else None
    changes: dict[str, object] = {"value": term[0], "unit": term[1], "condition": condition, "routes": tuple(routes)}
    return limit.model_copy(update=changes)


def _route(condition: str, term: Term) -> Route:
    return Route(condition=condition, value=term[0], unit=term[1])


def _both(condition: str | None, when: str | None) -> str:
    read = [conditions.parse(text) for text in (condition, when) if text]
    return conditions.render(conditions.all_of(*read))


def _routes(limit: PromisedLimit) -> tuple[Route, ...]:
    """The promises under a condition, also that of an item from before routes."""
    if limit.condition is None:
        return limit.routes
    condition, _ = split_condition(limit.condition)
    return (*limit.routes, Route(condition=conditions.render(condition), value=limit.value, unit=limit.unit))


def lengths_promised(item: ItemDocument, own: Term | None = None) -> frozenset[Term]:
    """Each length that the item can promise, with its unit, where the region promises `own`. Before promises were held
    against the law in every situation, one that was longer was told as it was published.
    """
    told = [item.promised_limit, _lawful(item, None), _lawful(item, own)]
    return frozenset({one.term for limit in told for one in stated(limit)} | ({own} if own else set[Term]()))


__all__ = ["NOTHING_OWN", "HallTerms", "Promised", "lengths_promised", "limit_here", "promise_of", "source_of"]


def off_duty(item: ItemDocument, here: HallTerms, day: date) -> str:
    """What a sheet adds to the promise of the same day, where the department is in the hall on one weekday only (R46).
    Empty where the promise holds on every workday.
    """
    residency = here.residency
    same_day = item.handling_type == ON_THE_SPOT and limit_here(item, here.own).value == 0
    if not same_day or residency is None or residency.duty_weekday is None or residency.same_day_promise_off_duty:
        return ""
    if not residency.non_resident_on(day):
        return ""
    hours = "、".join(f"{span.begins}-{span.ends}" for span in residency.duty_hours)
    return OFF_DUTY.format(day=WEEKDAYS[residency.duty_weekday - 1], hours=hours)
