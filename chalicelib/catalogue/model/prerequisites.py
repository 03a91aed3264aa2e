"""What has to be done before an item, as the guide and the API tell people of it. Pure.

A reference names one item or several of which one is enough, and when it is asked for: `YM-R01|YM-R02?floor_area>50`.
"""

from collections.abc import Iterator
from typing import NamedTuple

from chalicelib.catalogue.model.called import Named
from chalicelib.catalogue.model.checklists import said
from chalicelib.catalogue.model.item import ItemDocument


class Before(NamedTuple):
    """One reference: any one of the `codes`; `condition` is empty where it is always asked for."""

    codes: tuple[str, ...]
    condition: str

    def words(self, item: ItemDocument, names: Named) -> str:
        """The codes as people read them, for which of them nobody can apply now, and when one is asked for."""
        either = "或者".join(names.said(code) for code in self.codes)
        return f"{either}（{said(item, self.condition)}的）" if self.condition else either


def before(item: ItemDocument) -> Iterator[Before]:
    for reference in item.prerequisites:
        codes, _, condition = reference.partition("?")
        yield Before(tuple(codes.split("|")), condition)


def codes_before(item: ItemDocument) -> list[str]:
    """Every code that is named, once."""
    return list(dict.fromkeys(code for one in before(item) for code in one.codes))
