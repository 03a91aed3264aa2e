"""逐日核对缴费: the payments of each day that is over, beside the provider's list of that day.

A payment that only the list has told is kept as a notification would have had it kept; every other difference is for
people. All that is written follows from the list and from what is kept, so a run may be repeated, and may end anywhere:
a day stands as compared only once all of it is written, and as reconciled where nothing differs.
"""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from chalicelib.foundation import names, telemetry
from chalicelib.foundation.platform import Platform
from chalicelib.foundation.table import Refused
from chalicelib.foundation.writes import ABSENT, put
from chalicelib.issuance.acts.keep_payment import Kept
from chalicelib.issuance.acts.record_payment import kept_payment, record_payment
from chalicelib.issuance.model.payment_days import (
    DAY,
    Compared,
    Listed,
    NoList,
    WhyNot,
    compare,
    day_of,
    unknown_of,
)
from chalicelib.issuance.store.payment_days import (
    PaymentDay,
    days_between,
    known_of,
    told_row,
    write_day,
    write_differences,
)
from chalicelib.issuance.store.payment_lists import Lists, PaymentLists
from chalicelib.issuance.store.provider import known_provider

# The provider has its list by then.
GRACE = timedelta(hours=1)
# For so long a day whose list fails is tried again each hour.
TRIED_FOR = 31
# Of a day that was reconciled, a payment may still be told for so long: then it is compared anew.
LATE_FOR = 7
# Two requests for lists may take as long.
ENOUGH = timedelta(seconds=45)
# Where the provider does not answer, the other days need not be asked for.
SILENT: frozenset[WhyNot] = frozenset({"not_connected", "unreachable", "timeout", "refused"})


class Reconciled(NamedTuple):
    """`done` days were compared in this run, `left` are over and not reconciled."""

    done: int
    left: int


def reconcile_payments(
    platform: Platform, time_left: Callable[[], timedelta], lists: Lists | None = None
) -> Reconciled:
    """Every day that lacks it, the earliest first, as far as the time goes. Nothing where no provider is connected."""
    provider = known_provider(platform)
    if provider is None:
        return Reconciled(0, 0)
    source = lists or PaymentLists(platform, provider)
    last = (platform.now() - GRACE).date() - DAY
    lacking = [*_lacking(platform, last)]
    done = set[date]()
    for day, before in lacking:
        if time_left() < ENOUGH:
            break
        why = _reconcile(platform, day, before, source)
        if why is None:
            done.add(day)
        elif why in SILENT:
            break
    left = [day for day, _ in lacking if day not in done]
    # A day that the runs of one whole day have not reconciled.
    if late := sum(day < last for day in left):
        telemetry.gauge(names.PAYMENT_DAYS_OPEN, late, stage=platform.settings.stage)
    return Reconciled(len(done), len(left))


def _lacking(platform: Platform, last: date) -> Iterator[tuple[date, PaymentDay | None]]:
    """The days to compare: those since the first one that were not, and those of which a payment was told since."""
    tried = {one.day: one for one in days_between(platform.table, last - (TRIED_FOR - 1) * DAY, last)}
    first = min(tried, default=last)
    for day in (first + number * DAY for number in range((last - first).days + 1)):
        before = tried.get(day)
        if before is None or before.state == "not_reconciled":
            yield day, before
            continue
        late = day > last - LATE_FOR * DAY
        if late and len(known_of(platform.table, day)) != before.kept:
            yield day, before


def _reconcile(platform: Platform, day: date, before: PaymentDay | None, lists: Lists) -> WhyNot | None:
    """Why the day is not reconciled; None when it is."""
    tries = before.tries + 1 if before else 1
    tried = PaymentDay(day=day, state="not_reconciled", tried_at=platform.now(), tries=tries)
    try:
        listed = lists.of(day)
    except NoList as failure:
        telemetry.log.warning("no list of payments", extra={"day": day.isoformat(), "why": failure.code})
        platform.table.write(write_day(tried.model_copy(update={"why": failure.code})))
        return failure.code
    found, kept = _compared(platform, day, listed)
    write_differences(platform.table, day, found.differences)
    counts = {"listed": len({one.payment for one in listed}), "kept": kept, "same": found.same}
    state = {"state": "differs" if found.differences else "reconciled", "differences": len(found.differences)}
    platform.table.write(write_day(tried.model_copy(update={**state, **counts})))
    if found.differences:
        extra = {"day": day.isoformat(), "differences": len(found.differences)}
        telemetry.log.error("payments differ from the list of the provider", extra=extra)
    return None


def _compared(platform: Platform, day: date, listed: tuple[Listed, ...]) -> tuple[Compared, int]:
    """With how many payments of the day are kept. What nobody has told is kept first."""
    days = {day, *map(day_of, listed)}
    known = [one for each in days for one in known_of(platform.table, each)]
    unknown = unknown_of(listed, known)
    for one in unknown:
        _record(platform, one)
    if unknown:
        known = [one for each in days for one in known_of(platform.table, each)]
    own = known_of(platform.table, day)
    return compare(listed, known, own), len(own)


def _record(platform: Platform, one: Listed) -> None:
    """As the notification would be. What was kept before days had entries gets its entry now, as it was told."""
    if record_payment(platform, one.order, one.told, "list") is not Kept.KNOWN:
        return
    if (kept := kept_payment(platform, one.order, one.payment)) is None:
        return
    order, told = kept
    row = told_row(order, told._replace(paid_at=one.at), "notification")
    try:
        platform.table.write(put(row, when=ABSENT))
    except Refused:
        """A notification was faster, or another run."""
