"""Circles of prerequisites: items of which nobody could ever have one, because each has to be there before. Pure."""

from collections.abc import Iterable, Mapping, Sequence


def circles(before: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """For each item that has itself before it the shortest way back to it, which begins and ends with its code.
    `before` are the codes that each item names; what is no key of it has nothing before it.
    """
    named = {code: [one for one in dict.fromkeys(codes) if one in before] for code, codes in before.items()}
    open_ones = _without_ends(named)
    ways = {code: _way_back(code, open_ones) for code in open_ones}
    return {code: way for code, way in ways.items() if way}


def _without_ends(named: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Without the items before which nothing is left: most of a catalogue, which then need not be walked through."""
    left = {code: set(codes) for code, codes in named.items()}
    after: dict[str, list[str]] = {}
    for code, codes in named.items():
        for one in codes:
            after.setdefault(one, []).append(code)
    ends = [code for code, codes in left.items() if not codes]
    while ends:
        end = ends.pop()
        del left[end]
        for code in after.get(end, ()):
            if code in left:
                left[code].discard(end)
                if not left[code]:
                    ends.append(code)
    return {code: [one for one in named[code] if one in left] for code in left}


def _way_back(start: str, named: Mapping[str, Sequence[str]]) -> list[str]:
    """Empty where the item leads to a circle and is in none."""
    came_from: dict[str, str] = {}
    ahead = [start]
    for code in ahead:
        for one in named[code]:
            if one == start:
                way = [start, code]
                while way[-1] != start:
                    way.append(came_from[way[-1]])
                return way[::-1]
            if one not in came_from:
                came_from[one] = code
                ahead.append(one)
    return []
