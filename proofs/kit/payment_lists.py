"""A provider's lists in memory, and the run that compares them: what a test says is what the provider has."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, cast

from chalicelib.foundation.platform import Platform
from chalicelib.issuance.acts.reconcile_payments import Reconciled, reconcile_payments
from chalicelib.issuance.model.payment_days import Listed, NoList, WhyNot
from proofs.kit.fees import FEN

LONG = timedelta(minutes=5)


class MemoryLists:
    """`days` has the payments of each day, or why there is no list; of any other day nothing was paid."""

    def __init__(self, days: Mapping[date, Iterable[Listed] | WhyNot] | None = None) -> None:
        self.days = dict(days or {})
        self.asked: list[date] = []

    def of(self, day: date) -> tuple[Listed, ...]:
        self.asked.append(day)
        found = self.days.get(day, ())
        if isinstance(found, str):
            raise NoList(cast("WhyNot", found))
        return tuple(found)


def listed(platform: Platform, order: str, no: str = "SIM1", **changes: Any) -> Listed:
    """A payment of now, as a list has it."""
    facts = {"order": order, "payment": no, "fen": FEN, "at": platform.now(), **changes}
    return Listed.model_validate(facts)


def reconciled(platform: Platform, lists: MemoryLists) -> Reconciled:
    return reconcile_payments(platform, lambda: LONG, lists)
