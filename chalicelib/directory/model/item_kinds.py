"""What the catalogue says of an item that bears on who decides it. The catalogue stands above: it is an argument."""

from collections.abc import Mapping
from typing import NamedTuple

ON_THE_SPOT = "即办件"
UPWARD = "上报件"
COMPLEX = "complex"


class ItemKind(NamedTuple):
    """Of the version in force at the moment that is asked about.

    `on_the_spot`: whether it is a 即办件, which only the first power of 附件4 decides (R66); None where nobody knows.
    `complex`: decided by the leader of the department (R65); what nobody has classified is not complex. `upward`: a
    上报件, decided above.
    """

    on_the_spot: bool | None = None
    complex: bool = False
    upward: bool = False


# An item of which no catalogue tells.
UNKNOWN = ItemKind()
Kinds = Mapping[str, ItemKind]


def kind_of(handling: str | None, level: str | None) -> ItemKind:
    """By the kind of handling (办件类型) and the level of complexity as the catalogue has them."""
    return ItemKind(None if handling is None else handling == ON_THE_SPOT, level == COMPLEX, handling == UPWARD)
