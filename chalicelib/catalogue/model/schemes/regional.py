"""A scheme as a region offers it: with the region's own promises for its members and for the whole (R93). Pure."""

from chalicelib.catalogue.model.schemes.parts import Length, Node, PromisedTotal
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.directory.model.regions import Region, SchemeOverride


def own_of(scheme: SchemeDocument, region: Region | None) -> SchemeOverride | None:
    """What the region has of its own in this scheme."""
    own = region.overrides.schemes if region else ()
    return next((one for one in own if one.scheme == scheme.code), None)


def in_region(scheme: SchemeDocument, region: Region | None) -> SchemeDocument:
    """The scheme with the lengths that the region promises: those for the scheme's members, then those for items. A
    promise under a condition stays, because its ground is the condition and not the place. `region` are the rules of
    the day of the request; without one the scheme is as it was published.
    """
    if region is None:
        return scheme
    own = own_of(scheme, region)
    lengths = {one.item: Length(value=one.promised.value, unit=one.promised.unit) for one in region.overrides.promised}
    for one in own.nodes if own else ():
        lengths[one.id] = Length(value=one.promised.value, unit=one.promised.unit)
    changes: dict[str, object] = {}
    nodes = tuple(_with(node, lengths) for node in scheme.nodes)
    if nodes != scheme.nodes:
        changes["nodes"] = nodes
    total = own.promised_total if own else None
    if total:
        changes["promised_total"] = PromisedTotal(value=total.value, unit=total.unit, status=total.status or "MEMORY")
    return scheme.model_copy(update=changes) if changes else scheme


def _with(node: Node, lengths: dict[str, Length]) -> Node:
    """A node override names the member, which is called as its item unless the scheme has it twice."""
    length = lengths.get(node.id) or lengths.get(node.item or "")
    return node.model_copy(update={"promised": length}) if length else node
