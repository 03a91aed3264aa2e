"""No text of the directory or of its registers takes characters that nobody sees: every text of a file is tried."""

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.directory.model.sections import SECTIONS, read_parts
from chalicelib.foundation.problems import FieldError, Invalid
from tests.directory.directories import DOCUMENT
from tests.directory.registers import demonstration

WHOLE = {**DOCUMENT, **{name: part for name, part in demonstration().items() if name != "meta"}}
KEPT = {section.name for section in SECTIONS}
Place = tuple[Any, ...]
# Turned writing, a bell, an invisible joiner, a line separator.
HIDDEN = ("\u202e", "\x07", "\u200d", "\u2028")


def texts(part: Any, at: Place = ()) -> Iterator[Place]:
    if isinstance(part, str):
        yield at
    for name, one in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ():
        yield from texts(one, (*at, name))


def kinds_of_texts() -> dict[str, Place]:
    """One place of each kind: the number of a record, and the name of a department, make no other kind. A credit code
    is not among them: it is brought into its one writing, without what is pasted with it.
    """
    found = dict[str, Place]()
    for place in texts({name: part for name, part in WHOLE.items() if name in KEPT}):
        kind = ["*" if isinstance(part, int) else part for part in place]
        within = kind.index("departments") + 2 if "departments" in kind else 0
        if within and kind[within] == "uscc_SYNTHETIC":
            continue
        kind[1] = "*" if kind[0] == "departments" else kind[1]
        found.setdefault("/".join(kind), place)
    return found


KINDS = kinds_of_texts()


def findings(place: Place, text: str) -> list[FieldError]:
    """Of a file that has nothing but the record at this place, with another text in it."""
    section, key, *within = place
    record: Any = copy.deepcopy(WHOLE[section][key])
    if not within:
        record = text
    here = record
    for part in within[:-1]:
        here = here[part]
    if within:
        here[within[-1]] = text
    alone = [record] if isinstance(key, int) else {key: record}
    try:
        return read_parts({section: alone}).errors
    except Invalid as problem:
        return problem.errors


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_with_hidden_characters_is_refused_at_its_place(kind: str):
    place = KINDS[kind]
    before: Any = WHOLE
    for part in place:
        before = before[part]
    section, key, *within = place
    pointer = "".join(f"/{part}" for part in (section, 0 if isinstance(key, int) else key, *within))
    for character in HIDDEN:
        wrong = findings(place, f"{before[:1]}{character}{before[1:]}")
        assert pointer in [one.pointer for one in wrong], (kind, json.dumps(character), wrong)
        assert not any(character in one.message for one in wrong)
