"""What is promised of a member: what its request was told, which the scheme may say otherwise than the item. Pure."""

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.directory.model.promised import HallTerms, OwnPromise


def promised_here(here: HallTerms, item: ItemDocument, scheme: SchemeDocument, node: str) -> HallTerms:
    """The length of the scheme, which has that of the region in it, in place of the item's own. A promise under a
    condition of the item stays, as everywhere.
    """
    told, own, published = scheme.node(node).promised, here.own, item.promised_limit
    if own is not None and (own.value, own.unit) == (told.value, told.unit):
        return here
    if (published.value, published.unit) == (told.value, told.unit):
        return here._replace(own=None)
    of_scheme = OwnPromise(told.value, told.unit, scheme.code, f"联办方案“{scheme.name}”", scheme.effective_from)
    return here._replace(own=of_scheme)
