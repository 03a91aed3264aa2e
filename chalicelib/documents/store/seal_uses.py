"""What stands beside the log of a seal's uses: the documents and the events of cases that it names."""

from collections.abc import Mapping, Sequence

from chalicelib.foundation import keys
from chalicelib.foundation.attributes import Item
from chalicelib.foundation.table import Table


def read_beside(table: Table, uses: Sequence[Item]) -> Mapping[keys.Key, Item]:
    """The rows of their documents and events, in one call."""
    wanted = [key for use in uses for key in (document_of(use), event_of(use)) if key]
    return table.get_many(wanted) if wanted else {}


def document_of(use: Item) -> keys.Key:
    return keys.document(use["case_id"], use["no"])


def event_of(use: Item) -> keys.Key | None:
    """Rows that were written before they had the number of their event say it in the name of the document."""
    told = str(use.get("seq", use["no"].partition("-")[0]))
    return keys.event(use["case_id"], int(told)) if told.isdigit() else None
