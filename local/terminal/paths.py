"""Addresses as they may be shown: without query, and without anything that somebody may have typed by mistake."""

import re
from itertools import zip_longest

HIDDEN = "…"
# Ids of cases, tasks, files, messages and items. None of them is a number of a person, a telephone or a name.
IDS = re.compile(
    r"[a-z2-7]{26}(\.[a-z_]+(-[0-9]+)?)?|(?=.*[2-7])[a-z2-7]{16}|msg_[a-z2-7]{26}_[a-z_]+(-[0-9]+)?_opened"
    r"|YM-[A-Z][0-9]{2}|certificate"
)
OWN_WORDS = re.compile(r"v1|[a-z][a-z_.-]{0,30}")


def shown_path(path: str, template: str | None, *, query: bool = False) -> str:
    """`path` as the log may have it. `template` is the route, such as /v1/cases/{case_id}; None for an unknown one.

    What is in the place of a parameter is shown only if it has the form of an id. Of an address that no route has
    only the first part is shown, because nobody knows what stands in the others.
    """
    parts = path.split("/")
    if template is None:
        parts = [*parts[:2], *([HIDDEN] if len(parts) > 2 else [])]
        shown = [part if not part or OWN_WORDS.fullmatch(part) else HIDDEN for part in parts]
    else:
        pairs = zip_longest(template.split("/"), parts, fillvalue="")
        shown = [_shown(known, part) for known, part in pairs]
    return "/".join(shown) + (f"?{HIDDEN}" if query else "")


def _shown(known: str, part: str) -> str:
    if not known.startswith("{"):
        return known
    return part if IDS.fullmatch(part) else HIDDEN
