"""What refers to an item that is to end. Every item of the division is read, fifty in one call: it is asked for when an
end is proposed, looked at and published, and never for people who apply.
"""

from collections.abc import Iterator
from datetime import date, datetime

from chalicelib.catalogue.model import ServiceItem
from chalicelib.catalogue.model.consequences import Consequence, Ending, Listed, Member, consequences
from chalicelib.catalogue.store.whole import CurrentItem, current_items
from chalicelib.foundation.table import Table


def consequences_of(
    table: Table, division: str, item: ServiceItem, successors: tuple[str, ...], at: datetime, wall: datetime
) -> list[Consequence]:
    """`successors` are the codes to apply for instead. `at` is the legal time, `wall` the real one."""
    ending = Ending(item.id, item.result.name, successors)
    items = (_listed(one) for one in current_items(table, division))
    return consequences(ending, items, _schemes(table, division, at.date(), wall))


def _listed(item: CurrentItem) -> Listed:
    document = item.document
    return Listed(
        code=document["id"],
        name=document["name"],
        ended=item.ended,
        prerequisites=document.get("prerequisites", ()),
        materials=[line["name"] for line in document["materials"]],
        successors=item.standing.get("承接事项", ()),
    )


def _schemes(table: Table, division: str, day: date, wall: datetime) -> Iterator[Member]:
    """Those of which a version holds on this day or later."""
    # The API starts without the models of schemes, which are read by who ends an item only.
    from chalicelib.catalogue.store.schemes import list_schemes, load_scheme

    for listed in list_schemes(table, division):
        versions = [one.version for one in listed.versions if one.until is None or day <= one.until]
        items = {
            node.item
            for version in versions
            for node in load_scheme(table, division, listed.code, version, day=day, wall=wall).scheme.nodes
            if node.item
        }
        if items:
            yield Member(listed.code, listed.name, frozenset(items))
