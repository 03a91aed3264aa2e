"""What somebody may do against a decision on an item: one answer for the guide, the refusals and the notices. Pure."""

from chalicelib.catalogue.model.item import ItemDocument
from chalicelib.directory.model.place import Place, Remedies

REPORTED = "上报件"
OF_THE_PLACE = "本级人民政府"


def remedies_of(item: ItemDocument, place: Place, *, above: bool) -> Remedies:
    """The reviewing organ of the department that decides here, or where to complain (行政复议法24, 27).

    `above`: a higher organ decides. The record of the item names the organ that reviews that, and may say in brackets
    when that is so.
    """
    named = item.reviewing_organ.name if item.reviewing_organ else None
    if above and item.handling_type == REPORTED and named and OF_THE_PLACE not in named:
        return Remedies(named.partition("（")[0])
    return place.remedies(item.department, item.regime)
