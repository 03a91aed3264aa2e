"""Where machines stand, by the kind of their owner: the one place that knows who may have machines."""

from collections.abc import Mapping

from chalicelib.cases.store import standing
from chalicelib.durable.outbox import Where
from chalicelib.foundation import keys
from chalicelib.foundation.keys import Owner
from chalicelib.foundation.platform import Platform

STANDING: Mapping[str, Where] = {keys.CASE: standing.where}


def where(platform: Platform, owner: Owner, machine: str) -> str | None:
    """The step at which this machine of the owner belongs now; None when it has nothing to do.

    Raises LookupError for an owner of an unknown kind: its row fails as any other bad row does, until it is parked.
    """
    kind = keys.kind_of(owner)
    if kind not in STANDING:
        raise LookupError(f"nothing tells where the machines of a {kind} stand")
    return STANDING[kind](platform, owner, machine)
