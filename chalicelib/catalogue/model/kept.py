"""Keeps what was made of an item, as its JSON schema. A published version never changes, so it is never stale."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Generic, TypeVar

from chalicelib.catalogue.model.item import ItemDocument

I = TypeVar("I", bound=ItemDocument)  # noqa: E741 - the item
T = TypeVar("T")
# More than a city has items; of each the newest version, and older ones of cases under way.
MOST = 512


class _Same(Generic[I]):
    """Equal only to the very same item: another object with the same version is looked at anew."""

    __slots__ = ("item",)

    def __init__(self, item: I) -> None:
        self.item = item

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.item is other.item  # pyright: ignore[reportUnknownMemberType]

    def __hash__(self) -> int:
        return id(self.item)


def once_per_item(make: Callable[[I], T]) -> Callable[[I], T]:
    """Make it when it is first asked for, and answer the same again. Whoever gets it must not change it."""

    @lru_cache(maxsize=MOST)
    def kept(same: _Same[I]) -> T:
        return make(same.item)

    _forgetting.append(kept.cache_clear)

    @wraps(make)
    def made(item: I) -> T:
        return kept(_Same(item))

    return made


def forget() -> None:
    """Empty the caches of this process: for whoever has read the items anew, which makes them other objects."""
    for clear in _forgetting:
        clear()


_forgetting: list[Callable[[], None]] = []
