"""Whether a clerical correction may be made: it changes words only, and the item with it is one that a draft could be.
Pure.
"""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from typing import Any

from chalicelib.catalogue.model import ItemDocument
from chalicelib.catalogue.model.closing import CORRECTABLE, correctable, corrected, text_at
from chalicelib.foundation.parts import WORDS, read_part
from chalicelib.foundation.problems import FieldError
from chalicelib.foundation.validation import BREAKS


def correction_errors(document: Mapping[str, Any], pointer: str, before: str, after: str) -> list[FieldError]:
    """`document` is the version with the corrections made so far. The pointers are those of the proposal."""
    if not correctable(pointer):
        allowed = "、".join(f"{words} {known}" for known, words in CORRECTABLE.items())
        sentence = f"只能更正文字（{allowed}）；部门、编码、时限、收费、材料、条件、依据有变化的，应发布新版本"
        return [FieldError("/pointer", "correction_of_substance", sentence)]
    text = text_at(document, pointer)
    if text is None:
        return [FieldError("/pointer", "correction_nowhere", "该版本在此处没有文字")]
    if text != before:
        return [FieldError("/before", "correction_of_another_text", "与该版本此处的文字不同，请重新读取")]
    if after == before:
        return [FieldError("/after", "correction_same", "更正前后的文字相同")]
    return list(_unfit(document, pointer, before, after))


def _unfit(document: Mapping[str, Any], pointer: str, before: str, after: str) -> Iterator[FieldError]:
    """Why an item with these words could not be drafted. What is wrong without them already is not told here."""
    if not after.strip():
        yield FieldError("/after", "string_too_short", "至少填写 1 个字")
        return
    if _breaks(after) and not _breaks(before) and pointer != "/notes":
        yield FieldError("/after", "hidden_characters", WORDS)
        return
    known = {(one.pointer, one.code) for one in _findings(document)}
    changed = corrected(deepcopy(dict(document)), [{"pointer": pointer, "after": after}])
    for one in _findings(changed):
        if one.pointer == pointer or (one.pointer, one.code) not in known:
            yield FieldError("/after", one.code, one.message)


def _findings(document: Mapping[str, Any]) -> list[FieldError]:
    found: list[FieldError] = []
    read_part(ItemDocument, document, "", found)
    return found


def _breaks(text: str) -> bool:
    return any(char in BREAKS for char in text)
