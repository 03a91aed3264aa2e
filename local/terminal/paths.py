"""Addresses as they may be shown: without query, and without anything that somebody may have typed by mistake."""

import re
from itertools import zip_longest

HIDDEN = "…"
# Ids of cases, tasks, files, messages and items. None of them is a number of a person, a telephone or a name.
IDS = re.compile(
    r"[a-z2-7]{26}(\.[a-z_]+(-[0-9]+)?)?|(?=.*[2-7])[a-z2-7]{16}|msg_[a-z2-7]{26}_[a-z_]+(-[0-9]+)?_opened"
    r"|YM-[A-Z][0-9]{2}|certificate"
)
OWN = frozenset({"v1", "local"})  # what the addresses of our routes begin with


def shown_path(path: str, template: str | None, *, query: bool = False) -> str:
    """`path` as the log may have it. `template` is the route, such as /v1/cases/{case_id}; None for an unknown one.

    What is in the place of a parameter is shown only if it has the form of an id. Of an address that no route has
    only the first part is shown, and only if it is one of ours: nobody knows what stands elsewhere, be it a name.
    """
    return (_unknown(path) if template is None else _known(path, template)) + (f"?{HIDDEN}" if query else "")


def _unknown(path: str) -> str:
    first, _, rest = path.removeprefix("/").partition("/")
    if first in OWN:
        return f"/{first}" + (f"/{HIDDEN}" if rest else "")
    return f"/{HIDDEN}" if first or rest else "/"


def _known(path: str, template: str) -> str:
    pairs = zip_longest(template.split("/"), path.split("/"), fillvalue="")
    return "/".join(_shown(known, part) for known, part in pairs)


def _shown(known: str, part: str) -> str:
    if not known.startswith("{"):
        return known
    return part if IDS.fullmatch(part) else HIDDEN
