"""All rows of a case, read at once and told apart by their sort keys."""

from collections.abc import Iterator
from dataclasses import dataclass

from chalicelib.cases.model import Case, Task
from chalicelib.cases.model.material import MaterialFile
from chalicelib.cases.store import holder
from chalicelib.durable.audit import Event
from chalicelib.durable.flows import Flow
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.platform import Platform


@dataclass(frozen=True)
class Rows:
    """`items` holds every row of the case by its sort key; META is always there."""

    items: dict[str, Item]
    case: Case

    @property
    def flows(self) -> dict[str, Flow]:
        return {name: Flow.model_validate(item) for name, item in self.of(keys.FLOW)}

    @property
    def files(self) -> list[tuple[MaterialFile, Item]]:
        return [(MaterialFile.model_validate(item), item) for _, item in self.of(keys.MATERIAL)]

    @property
    def tasks(self) -> list[Task]:
        return [Task.model_validate(item) for _, item in self.of(keys.TASK)]

    @property
    def documents(self) -> list[Item]:
        return [item for _, item in self.of(keys.DOCUMENT)]

    @property
    def outbox(self) -> list[Item]:
        """The outbox rows: those that are pending, and those that were carried out in the last seven days."""
        return [item for _, item in self.of(keys.OUTBOX)]

    @property
    def pending(self) -> list[Item]:
        """The outbox rows that are not carried out yet, oldest first."""
        return [item for item in self.outbox if "pending_pk" in item]

    @property
    def events(self) -> list[Event]:
        return [Event.model_validate(item) for _, item in self.of(keys.EVENT)]

    @property
    def alarms(self) -> list[Item]:
        return [item for _, item in self.of(keys.ALARM)]

    def of(self, prefix: str) -> Iterator[tuple[str, Item]]:
        """The rows whose sort key begins with the prefix, each with the rest of its sort key."""
        found = ((sk, item) for sk, item in self.items.items() if keys.has_prefix(sk, prefix))
        return ((keys.name_in(sk, prefix), item) for sk, item in found)


def read(platform: Platform, case_id: str) -> Rows | None:
    """None when there is no such case."""
    items = {item["sk"]: item for item in platform.table.query_all(keys.case(case_id), limit=1000)}
    if keys.META not in items:
        return None
    return Rows(items, holder.build(platform.table, items[keys.META], items.get(keys.HOLDER)))
