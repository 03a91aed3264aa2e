"""What schemes promise for their members is held against the law: of a version that is to be published, and of regions
that promise lengths of their own within a scheme (R93).
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, datetime

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.schemes.regional import in_region, own_of
from chalicelib.catalogue.model.schemes.scheme import SchemeDocument
from chalicelib.catalogue.model.schemes.terms import over_law
from chalicelib.catalogue.store.schemes import list_schemes, load_scheme
from chalicelib.directory.model.directory import Directory
from chalicelib.directory.model.regions import Region
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.table import Table

POINTER = "/statutory_limit/value"


def published_schemes(
    table: Table, region: str, today: date, wall: datetime, *, but: Collection[str] = ()
) -> list[SchemeDocument]:
    """Every version that holds today or later; without the schemes of the codes `but`."""
    return [
        load_scheme(table, region, listed.code, one.version, day=today, wall=wall).scheme
        for listed in list_schemes(table, region)
        if listed.code not in but
        for one in listed.versions
        if one.until is None or today <= one.until
    ]


def schemes_above(schemes: Sequence[SchemeDocument], item: ItemDocument) -> Iterator[FieldError]:
    """The published schemes that promise more for this item than the law of this version. A scheme is shortened first:
    nobody may be promised more than the law.
    """
    above = {
        scheme.code: scheme.name
        for scheme in schemes
        for node in scheme.nodes
        if node.item == item.id and over_law(node, item)
    }
    for code, name in above.items():
        words = f"联办方案“{name}”（{code}）为本事项承诺的时限将超过法定时限，请先修改该方案"
        yield FieldError(POINTER, "scheme_promise_above_law", words)


def own_in_schemes_above(
    directories: Sequence[Directory],
    schemes: Mapping[int, SchemeDocument],
    items: Mapping[str, ItemDocument],
    today: date,
) -> Iterator[FieldError]:
    """Regions whose own length for a member of these schemes, today or by rules to come, is above the law of its item.
    `schemes` are by their place in the file.
    """
    for directory in directories:
        rules = {one.region.since: one for day in (today, date.max) if (one := directory.rules_on(day))}
        for one in rules.values():
            for place, scheme in schemes.items():
                for number, title in _own_above(scheme, one.region, items):
                    words = f"{one.region.name}为“{title}”自定的承诺时限将超过法定时限，请先修改该地区的承诺时限"
                    pointer = f"/schemes/{place}/nodes/{number}/promised"
                    yield FieldError(pointer, "region_promise_above_law", words)


def _own_above(scheme: SchemeDocument, region: Region, items: Mapping[str, ItemDocument]) -> Iterator[tuple[int, str]]:
    """The members, by their place, whose length is the region's own and above the law."""
    own = own_of(scheme, region)
    if own and not own.offered:
        return
    here = in_region(scheme, region)
    for number, (node, published) in enumerate(zip(here.nodes, scheme.nodes, strict=True)):
        item = items.get(node.item or "")
        if item and node != published and over_law(node, item):
            yield number, node.title
