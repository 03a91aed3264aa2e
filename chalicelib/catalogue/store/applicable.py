"""What is applied for under a code: an item, or a stage of a scheme."""

from datetime import datetime

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.store import load_item
from chalicelib.foundation.problems import NotFound
from chalicelib.foundation.table import Table


def load_applicable(table: Table, region: str, code: str, *, wall: datetime, at: datetime) -> ServiceItem:
    """The version that holds at this legal time. Raises NotFound."""
    unknown = None
    try:
        found = load_item(table, region, code, wall=wall, at=at)
        if found.request_of is None:
            return found
    except NotFound as problem:
        unknown = problem
    # Imported when it is needed: few applications are joint requests, and schemes take long to import.
    from chalicelib.catalogue.store.request_items import load_request

    try:
        return load_request(table, region, code, wall=wall, at=at)
    except NotFound as problem:
        raise unknown or problem from None
