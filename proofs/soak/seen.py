"""A case of a random story with everything around it, read past the API."""

from dataclasses import dataclass
from functools import cached_property

from chalicelib.cases.model import Case, Task
from chalicelib.cases.store.holder import joined
from chalicelib.durable.audit import Event
from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from proofs.kit.world import World


@dataclass(frozen=True)
class Seen:
    """A case with everything around it, read past the API."""

    world: World
    case: Case
    rows: list[Item]

    @cached_property
    def events(self) -> list[Event]:
        return [Event.model_validate(row) for row in self.of("EVENT#")]

    @cached_property
    def tasks(self) -> list[Task]:
        return [Task.model_validate(row) for row in self.of("TASK#")]

    def text_of(self, document: Item) -> str:
        """What this document says."""
        return next(
            row["data"] for row in self.of("DOCUMENT-TEXT#") if row["sk"] == f"DOCUMENT-TEXT#{document['text']}"
        )

    def of(self, prefix: str) -> list[Item]:
        return [row for row in self.rows if row["sk"].startswith(prefix)]


def look(world: World, case_id: str) -> Seen:
    rows = world.rows(keys.case(case_id))
    meta = next(row for row in rows if row["sk"] == "META")
    people = next((row for row in rows if row["sk"] == "HOLDER"), None)
    return Seen(world, joined(meta, people), rows)
