"""Whose records of the registers a caller reads: people of a department those of the own department only."""

from chalicelib.access.actor import BOUND_TO_DEPARTMENT, Actor
from chalicelib.foundation.problems import NotFound


def own_department(actor: Actor) -> str | None:
    """The one department whose records the caller reads; None for a caller who reads all of the region."""
    return actor.department if actor.role in BOUND_TO_DEPARTMENT else None


def only_seen(actor: Actor, department: str | None) -> None:
    """Raises NotFound, as for a record that does not exist, where a record is of a department that the caller does not
    read.
    """
    own = own_department(actor)
    if own is not None and department != own:
        raise NotFound(code="record_not_found", title="名册中没有这条记录，请核对编号")


def sees(actor: Actor, department: str | None) -> bool:
    """Whether a list of this department, or of all of them, is the caller's to read."""
    own = own_department(actor)
    return own is None or department in (None, own)
