"""What people read of a case, and the notes of the catalogue's editors that may be in none of it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from chalicelib.cases.api import shared
from chalicelib.cases.api.case_answers import case_answer
from chalicelib.cases.model.timeline import timeline
from chalicelib.cases.store.records import load_file
from proofs.kit.hall import Hall

HAN = re.compile("[一-鿿]")
# Marks, sentences in English, and laws as editors write them: 食品安全法 33,35 and 办法12.
NOTES = re.compile(
    r"MEMORY|VERIFIED|ILLUSTRATIVE|SYNTHETIC|[a-z]{3,}|(?:法|办法|条例|规定|细则)\s*[0-9]|[0-9]条|\[[A-Z]\]"
)
ORDER = re.compile(r"YM-[a-z0-9]{26}")  # the number of a fee order

# On public pages also articles of laws that are not named, rules of ours, what is still being looked for, and English
# words that only developers read.
PUBLIC_NOTES = re.compile(NOTES.pattern + r"|\s\([0-9(]+\)|本细则|查得|[A-Za-z]{3,}")
READ_BY_PEOPLE = ("title", "description", "x-label", "label")


def sentences(value: Any) -> Iterator[str]:
    """Every text with a Chinese letter; addresses and the numbers of cases have none."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from sentences(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from sentences(inner)
    elif isinstance(value, str) and HAN.search(value):
        yield value


def notes_in(value: Any) -> list[str]:
    return [text for text in sentences(value) if NOTES.search(ORDER.sub("", text))]


def public_notes_in(value: Any) -> list[str]:
    """Of every Chinese sentence, and of the words of a schema that are shown to people."""
    return [text for text in (*sentences(value), *_shown(value)) if PUBLIC_NOTES.search(text)]


def _shown(value: Any) -> Iterator[str]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list | tuple) else ()
    if isinstance(value, dict):
        shown = (value.get(name) for name in READ_BY_PEOPLE)
        yield from (text for text in shown if isinstance(text, str) and not HAN.search(text))
    for one in inner:
        yield from _shown(one)


def answers(hall: Hall, case_id: str) -> list[Any]:
    """What the applicant reads of the case: itself, its checklist and its timeline."""
    found = load_file(hall.platform.table, case_id)
    if found is None:
        raise LookupError(case_id)
    today = hall.platform.now().date()
    shown = timeline(found.case, hall.events(case_id), today, hall.platform.calendars)
    told = (case_answer(found.case, None), shared.materials(hall.platform, found, own=True), shown)
    return [one.model_dump(mode="json") for one in told]


def documents(hall: Hall, case_id: str) -> dict[str, Any]:
    return {row["kind"]: json.loads(row["data"]) for row in hall.rows(case_id, "DOCUMENT#")}
