"""The names of provinces, cities and counties, as GB/T 2260 has had them, and how far an address names them."""

import re
from functools import cache
from importlib.resources import files

LONGEST = 15
NAME = r"[\u4e00-\u9fff]{2,}[省市区县旗盟州]"
# Province, city, county.
LEVELS = 3


def named_places(address: str) -> str:
    """What an address begins with as far as it is the name of a province, a city or a county; empty when it is none.

    Each name is one of the list: 金碧花园小区 ends as a county does and is none.
    """
    end = 0
    for _ in range(LEVELS):
        lengths = range(min(LONGEST, len(address) - end), 1, -1)
        end += next((length for length in lengths if address[end : end + length] in _names()), 0)
    return address[:end]


@cache
def _names() -> frozenset[str]:
    """The list of python-stdnum, which has codes of no longer existing counties too."""
    listed = files("stdnum.cn").joinpath("loc.dat").read_text("utf-8")
    entries = (line for line in listed.splitlines() if line.startswith((" ", *"0123456789")))
    return frozenset(name for line in entries for name in re.findall(NAME, line))
