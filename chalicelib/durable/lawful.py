"""An act as the law names it, as data. The acts of one kind of record are a table of these. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from chalicelib.access.policy import Permission


@dataclass(frozen=True, eq=False)
class LawfulAct:
    """One row of a table of acts.

    `name` is the statute's verb and the name of the function that does the act. `label` is the act in Chinese.
    `done_by` gives each permission that may do it, with the sentence by which a route announces it; it is empty for
    what only the platform does. `lawful_from` are the statuses it may start from; it is empty where the act makes the
    record. `events` are what it leaves in the event chain, with the words of the timeline; the first is the usual one.
    A `guarded` act asks for the version that its caller has seen (If-Match).
    """

    name: str
    label: str
    done_by: Mapping[Permission, str] = field(default_factory=dict[Permission, str])
    lawful_from: frozenset[StrEnum] = frozenset()
    events: Mapping[str, str] = field(default_factory=dict[str, str])
    guarded: bool = False

    @property
    def event(self) -> str:
        """The event that this act usually leaves. LookupError for an act that leaves none."""
        if not self.events:
            raise LookupError(f"{self.name} leaves no event")
        return next(iter(self.events))

    def announced_to(self, permission: Permission | None = None) -> tuple[Permission, str]:
        """The permission that a route of this act asks for, and its summary; LookupError where that is not clear."""
        if permission is None and len(self.done_by) != 1:
            raise LookupError(f"{self.name} is done by {sorted(self.done_by)}: say by whom")
        chosen = permission or next(iter(self.done_by))
        return chosen, self.done_by[chosen]
