"""What the codes that are told to people are called, and what has become of the items behind them. Pure.

An item that follows another one may have ended itself since. Whoever is sent on is told where the way ends.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from chalicelib.catalogue.model.closing import ENDED_WORDS


class Place(NamedTuple):
    """A region that has taken an item over, with its hall; None where the directory does not know them."""

    code: str
    name: str | None = None
    hall: str | None = None
    address: str | None = None

    @property
    def said(self) -> str:
        region = f"{self.name}（{self.code}）" if self.name else f"区划 {self.code} "
        hall = self.hall or "的政务服务大厅"
        return f"{region}{hall}" + (f"（{self.address}）" if self.address else "")


class Gone(NamedTuple):
    """Nobody can apply for an item now: `kind` is that of its end, with what follows it, or `suspend`."""

    kind: str
    successors: tuple[str, ...] = ()
    divisions: tuple[str, ...] = ()
    until: date | None = None

    @property
    def ended(self) -> bool:
        return self.kind != "suspend"


class Named(NamedTuple):
    """What codes are called. `gone` are those of items for which nobody can apply now."""

    items: Mapping[str, str] = {}
    places: Mapping[str, Place] = {}
    gone: Mapping[str, Gone] = {}

    def item(self, code: str) -> str:
        name = self.items.get(code)
        return f"“{name}”（{code}）" if name else code

    def place(self, code: str) -> Place:
        return self.places.get(code, Place(code))

    def is_open(self, code: str) -> bool:
        """Whether the item has not ended. One that is suspended opens again."""
        gone = self.gone.get(code)
        return gone is None or not gone.ended

    def heirs(self, codes: Iterable[str]) -> list[str]:
        """What has followed these items up to now, over several ends: open items, and those with which the way ends."""
        return list(dict.fromkeys(heir for code in codes for heir in self._heirs(code, frozenset())))

    def _heirs(self, code: str, seen: frozenset[str]) -> list[str]:
        following = () if self.is_open(code) else self.gone[code].successors
        further = [one for one in following if one not in seen | {code}]
        return [heir for one in further for heir in self._heirs(one, seen | {code})] or [code]

    def taken_over(self, code: str) -> tuple[str, ...]:
        """The regions to which an item was devolved."""
        gone = self.gone.get(code)
        return gone.divisions if gone else ()

    def said(self, code: str) -> str:
        """The item, and what keeps people from applying for it."""
        why = self.why(code)
        return self.item(code) + (f"（{why}）" if why else "")

    def why(self, code: str) -> str:
        """Why nobody can apply for the item now, and what to do instead; empty where one can."""
        gone = self.gone.get(code)
        if gone is None:
            return ""
        if not gone.ended:
            return "目前暂停受理" + (f"，预计{_day(gone.until)}恢复" if gone.until else "")
        done = ENDED_WORDS[gone.kind]
        if places := "、".join(self.place(one).said for one in gone.divisions):
            return f"{done}，请到{places}申请"
        if heirs := [one for one in self.heirs([code]) if self.is_open(one)]:
            return f"{done}，请改为申请{'、'.join(map(self.item, heirs))}"
        return f"{done}，不再受理申请"


NOT_NAMED = Named()


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
